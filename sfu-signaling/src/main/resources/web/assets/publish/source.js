import { Emitter } from '../client/emitter.js';
import { describeProblem } from '../media/problems.js';

/** @typedef {import('../media/local-media.js').LocalMedia} LocalMedia */
/** @typedef {import('../media/problems.js').Problem} Problem */

/**
 * What is presented: the camera, or a screen with its sound; both with the microphone while that is on.
 *
 * @extends {Emitter<{change: null}>}
 */
export class Source extends Emitter {
  /** @type {'camera' | 'screen'} */
  kind = 'camera';

  /** Why there is no screen. @type {Problem | null} */
  problem = null;

  /** @type {MediaStream | null} */
  #screen = null;
  /** @type {Mixer | null} */
  #mixer = null;

  /** @param {LocalMedia} media */
  constructor(media) {
    super();
    this.media = media;
    media.on('change', () => this.#mix());
  }

  /** @returns {MediaStreamTrack | null} */
  get video() {
    return this.kind === 'screen' ? (this.#screen?.getVideoTracks()[0] ?? null) : this.media.camera;
  }

  /** @returns {MediaStreamTrack | null} */
  get audio() {
    return this.#mixer ? this.#mixer.track : this.#microphone;
  }

  /** Whether the screen brings sound of its own. */
  get hasScreenSound() {
    return (this.#screen?.getAudioTracks().length ?? 0) > 0;
  }

  /** @returns {MediaStreamTrack | null} */
  get #microphone() {
    return this.media.wanted.microphone ? this.media.microphone : null;
  }

  /** Lets the person choose a screen, window or tab. */
  async useScreen() {
    this.problem = null;
    try {
      const screen = await navigator.mediaDevices.getDisplayMedia({
        video: { frameRate: { ideal: 30, max: 30 } },
        audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
      });
      this.#closeScreen();
      this.#screen = screen;
      this.kind = 'screen';
      const [video] = screen.getVideoTracks();
      video.contentHint = 'detail';
      // The browser's own bar ends it, too.
      video.addEventListener('ended', () => this.#screen === screen && void this.useCamera());
      await this.media.set('camera', false);
    } catch (error) {
      // Who closes the browser's dialogue has changed their mind; that is no problem.
      const declined = error instanceof DOMException && error.name === 'NotAllowedError' && !/system/i.test(error.message);
      this.problem = declined ? null : { ...describeProblem(error, 'camera'), title: 'The screen cannot be shared' };
    }
    this.#mix();
  }

  async useCamera() {
    this.#closeScreen();
    this.kind = 'camera';
    await this.media.set('camera', true);
    this.#mix();
  }

  close() {
    this.#closeScreen();
    this.#mixer?.close();
    this.media.close();
  }

  #closeScreen() {
    for (const track of this.#screen?.getTracks() ?? []) track.stop();
    this.#screen = null;
  }

  #mix() {
    const screen = this.#screen?.getAudioTracks()[0] ?? null;
    if (screen && this.kind === 'screen') {
      this.#mixer ??= new Mixer();
      this.#mixer.play([screen, this.#microphone]);
    } else {
      this.#mixer?.close();
      this.#mixer = null;
    }
    this.emit('change', null);
  }
}

/** Makes one audio track of several. */
class Mixer {
  #context = new AudioContext();
  #destination = this.#context.createMediaStreamDestination();
  /** @type {MediaStreamAudioSourceNode[]} */
  #sources = [];

  get track() {
    return this.#destination.stream.getAudioTracks()[0];
  }

  /** @param {(MediaStreamTrack | null)[]} tracks */
  play(tracks) {
    for (const source of this.#sources) source.disconnect();
    this.#sources = tracks.flatMap((track) => {
      return track ? [this.#context.createMediaStreamSource(new MediaStream([track]))] : [];
    });
    for (const source of this.#sources) source.connect(this.#destination);
    this.#context.resume().catch(() => {});
  }

  close() {
    this.#context.close().catch(() => {});
  }
}
