import { Emitter } from '../client/emitter.js';
import { FigureReader } from '../client/peer-figures.js';
import { WhipPublisher } from '../client/whip.js';

/** @typedef {import('../client/errors.js').WeirError} WeirError */
/** @typedef {import('../client/http-peer.js').PeerState} PeerState */
/** @typedef {import('../client/peer-figures.js').Figures} Figures */
/** @typedef {import('./quality.js').Quality} Quality */
/** @typedef {import('./source.js').Source} Source */

/**
 * @typedef {object} BroadcastEvents
 * @property {{state: PeerState | 'idle', error: WeirError | null}} state
 * @property {{count: number | null}} viewers
 * @property {{codecs: string[]}} codecs that the room takes
 * @property {{figures: Figures}} figures once a second while live
 */

const FIGURES_EVERY_MS = 1000;

/**
 * One presenter's broadcast: begins, follows what the source shows, ends, and may begin again.
 *
 * @extends {Emitter<BroadcastEvents>}
 */
export class Broadcast extends Emitter {
  /** @type {PeerState | 'idle'} */
  state = 'idle';

  /** When it went live, by `performance.now()`. @type {number | null} */
  startedAt = null;

  /** @type {WhipPublisher | null} */
  #publisher = null;
  /** @type {any} */
  #timer = null;

  /**
   * @param {string} endpoint
   * @param {string | undefined} token
   * @param {Source} source
   */
  constructor(endpoint, token, source) {
    super();
    this.endpoint = endpoint;
    this.token = token;
    this.source = source;
    source.on('change', () => this.#follow());
  }

  /** Whether it is live or trying to be. */
  get running() {
    return this.#publisher !== null;
  }

  /** The RTCPeerConnection, for statistics. @returns {RTCPeerConnection | null} */
  get pc() {
    return this.#publisher?.pc ?? null;
  }

  /** @param {Quality} quality */
  start(quality) {
    this.stop();
    const { video, audio } = this.source;
    const tracks = [audio, video].filter((track) => track !== null);
    const publisher = new WhipPublisher(this.endpoint, new MediaStream(tracks), { token: this.token, ...quality });
    this.#publisher = publisher;
    publisher.on('state', ({ state, error }) => this.#changed(publisher, state, error));
    publisher.on('viewers', (event) => this.emit('viewers', event));
    publisher.on('codecs', (event) => this.emit('codecs', event));
    this.#setState('connecting', null);
    const reader = new FigureReader();
    this.#timer = setInterval(() => void this.#read(publisher, reader), FIGURES_EVERY_MS);
    void publisher.run();
  }

  stop() {
    const publisher = this.#publisher;
    this.#publisher = null;
    clearInterval(this.#timer);
    publisher?.close();
    if (publisher) this.#setState('idle', null);
  }

  /** @param {Quality} quality */
  adjust({ maxBitrate, degradation }) {
    void this.#publisher?.adjust({ maxBitrate, degradation });
  }

  #follow() {
    void this.#publisher?.replaceTrack('video', this.source.video);
    void this.#publisher?.replaceTrack('audio', this.source.audio);
  }

  /**
   * @param {WhipPublisher} publisher
   * @param {PeerState} state
   * @param {WeirError | null} error
   */
  #changed(publisher, state, error) {
    if (publisher !== this.#publisher) return;
    if (state === 'failed') {
      this.#publisher = null;
      clearInterval(this.#timer);
    }
    this.#setState(state, error);
  }

  /**
   * @param {PeerState | 'idle'} state
   * @param {WeirError | null} error
   */
  #setState(state, error) {
    this.state = state;
    if (state === 'live') this.startedAt ??= performance.now();
    if (state === 'idle' || state === 'failed') this.startedAt = null;
    this.emit('state', { state, error });
  }

  /**
   * @param {WhipPublisher} publisher
   * @param {FigureReader} reader
   */
  async #read(publisher, reader) {
    if (this.state !== 'live' || !publisher.pc) return;
    this.emit('figures', { figures: reader.read(await publisher.pc.getStats()) });
  }
}
