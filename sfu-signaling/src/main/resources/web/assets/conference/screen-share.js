import { Emitter } from '../client/emitter.js';

/** @typedef {import('../client/publication.js').Publication} Publication */
/** @typedef {import('../../weir-client.js').WeirClient} WeirClient */

/** Text must stay sharp: enough for 1080p with little motion. */
const MAX_BITRATE = 2_500_000;
const FRAMES_PER_SECOND = 30;

/**
 * @typedef {object} ScreenShareEvents
 * @property {{active: boolean}} change
 * @property {{text: string}} notice for the person who shares
 */

/**
 * This person's shared screen, with its sound where the browser offers it: tracks of their own beside
 * camera and microphone. It ends by our button, by the browser's own bar, or with the shared window.
 *
 * @extends {Emitter<ScreenShareEvents>}
 */
export class ScreenShare extends Emitter {
  /** The picture that is shared. @type {MediaStreamTrack | null} */
  track = null;

  /** @type {MediaStream | null} */
  #stream = null;
  /** @type {Publication[]} */
  #publications = [];
  #busy = false;
  #closed = false;

  /** @param {WeirClient} client */
  constructor(client) {
    super();
    this.client = client;
  }

  /** Phones cannot share their screens. @returns {boolean} */
  static get supported() {
    return typeof navigator.mediaDevices?.getDisplayMedia === 'function';
  }

  /** @returns {boolean} */
  get active() {
    return this.track !== null;
  }

  /** Whether one's own picture of it would show the call in the call in the call. @returns {boolean} */
  get mirrors() {
    const surface = this.track?.getSettings().displaySurface;
    return surface === undefined || surface === 'monitor';
  }

  async toggle() {
    if (this.active) await this.stop();
    else await this.start();
  }

  /** Lets the person choose what to share, and shares it. To be called from a click or key. */
  async start() {
    if (this.#busy || this.active) return;
    this.#busy = true;
    try {
      const stream = await choose();
      if (!stream) return;
      if (this.#closed) {
        for (const track of stream.getTracks()) track.stop();
        return;
      }
      await this.#share(stream);
    } catch (error) {
      await this.stop();
      this.emit('notice', { text: 'Your screen could not be shared. Try again, or choose a single window.' });
      reportError(error);
    } finally {
      this.#busy = false;
    }
  }

  async stop() {
    const publications = this.#publications;
    const stream = this.#stream;
    this.#publications = [];
    this.#stream = this.track = null;
    for (const track of stream?.getTracks() ?? []) track.stop();
    if (stream) this.emit('change', { active: false });
    await Promise.all(publications.map((publication) => this.client.unpublish(publication)));
  }

  /** The call has ended. */
  close() {
    this.#closed = true;
    this.#publications = [];
    void this.stop();
  }

  /** @param {MediaStream} stream */
  async #share(stream) {
    const [video] = stream.getVideoTracks();
    const [audio] = stream.getAudioTracks();
    if (!video) return;
    video.contentHint = 'detail';
    if (audio) audio.contentHint = 'music';
    this.#stream = stream;
    this.track = video;
    // Heard of once: whoever stops a track by a call gets no event.
    video.addEventListener('ended', () => void this.#ended(video));
    audio?.addEventListener('ended', () => void this.#soundEnded(audio));
    this.emit('change', { active: true });
    const publishing = [this.client.publish(video, { source: 'screen', maxBitrate: MAX_BITRATE })];
    if (audio) publishing.push(this.client.publish(audio, { source: 'screenAudio' }));
    const publications = await Promise.all(publishing);
    // Ended while the offer was under way.
    if (this.track === video) this.#publications = publications;
    else await Promise.all(publications.map((publication) => this.client.unpublish(publication)));
  }

  /** By the browser's own bar, or because the window was closed. @param {MediaStreamTrack} video */
  async #ended(video) {
    if (this.track !== video) return;
    await this.stop();
    this.emit('notice', { text: 'You have stopped sharing your screen.' });
  }

  /** @param {MediaStreamTrack} audio */
  async #soundEnded(audio) {
    const publication = this.#publications.find(({ mediaTrack }) => mediaTrack === audio);
    if (!publication) return;
    this.#publications = this.#publications.filter((other) => other !== publication);
    await this.client.unpublish(publication);
  }
}

/** @returns {Promise<MediaStream | null>} null when the person thought better of it */
async function choose() {
  /** @type {any} these hints are newer than the types; browsers skip those that they do not know */
  const options = {
    video: { frameRate: { ideal: FRAMES_PER_SECOND, max: FRAMES_PER_SECOND } },
    // The call's own voices must not come back as the screen's sound.
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false, restrictOwnAudio: true },
    systemAudio: 'include',
    selfBrowserSurface: 'exclude',
    surfaceSwitching: 'include',
  };
  try {
    return await navigator.mediaDevices.getDisplayMedia(options);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotAllowedError') return null;
    throw error;
  }
}
