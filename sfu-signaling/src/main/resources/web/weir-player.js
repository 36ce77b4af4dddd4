/**
 * `<weir-player>`: a live stream of a Weir server (or of any WHEP endpoint) in any page.
 *
 *     <script type="module" src="https://weir.example/weir-player.js"></script>
 *     <weir-player room="lab" autoplay muted controls></weir-player>
 *
 * Attributes: `room` of the server that this module came from, or of `server`; or `src`, a WHEP endpoint.
 * `participant` chooses whom to watch. `token`, where one is needed. `autoplay` starts at once, otherwise a
 * click or `play()` does. `muted`, `controls` as `<video>` has them; `heading`, a title in the bar.
 *
 * Events (none bubbles): `statechange` `{state, error}`, `viewers` `{count}`, `figures` `{figures, latency}` once
 * a second while live. A `<video slot="video">` inside is used instead of the player's own.
 */
import { WhepViewer } from './assets/client/whep.js';
import { isRoomName } from './assets/client/urls.js';
import { FigureReader } from './assets/client/peer-figures.js';
import { createFace } from './assets/player/face.js';
import { LatencyMeter } from './assets/player/latency.js';

/** @typedef {import('./assets/player/face.js').PlayerState} PlayerState */

/** Controls fade away after this long without a movement. */
const REST_MS = 3000;
const FIGURES_EVERY_MS = 1000;

/** Attributes whose change means another stream. */
const SOURCES = ['room', 'server', 'src', 'participant', 'token'];

export class WeirPlayer extends HTMLElement {
  static observedAttributes = [...SOURCES, 'muted', 'controls', 'heading'];

  /** @type {PlayerState} */
  state = 'idle';

  /** How many watch; null while unknown. @type {number | null} */
  viewers = null;

  /** @type {ReturnType<typeof createFace>} */
  #face;
  /** @type {WhepViewer | null} */
  #viewer = null;
  #latency = new LatencyMeter();
  /** @type {any} */
  #figuresTimer = null;
  /** @type {any} */
  #restTimer = null;
  #listeners = new AbortController();
  #figuresShown = false;
  #needsClick = false;

  constructor() {
    super();
    this.#face = createFace(this.attachShadow({ mode: 'open' }), {
      play: () => this.play(),
      toggleMute: () => this.toggleMute(),
      toggleFullScreen: () => this.toggleFullScreen(),
      togglePictureInPicture: () => this.togglePictureInPicture(),
      toggleFigures: () => this.toggleFigures(),
      setVolume: (volume) => this.#setVolume(volume),
    });
    for (const type of ['pointermove', 'pointerdown', 'keydown', 'focusin']) {
      this.addEventListener(type, () => this.#wake());
    }
    this.addEventListener('keydown', (event) => this.press(event));
  }

  /** The element that shows the picture. @returns {HTMLVideoElement} */
  get video() {
    return this.#face.video();
  }

  /** @returns {boolean} */
  get muted() {
    return this.video.muted;
  }

  set muted(muted) {
    this.video.muted = muted;
    if (!muted) this.#needsClick = false;
  }

  /** The connection's figures, or null. @returns {Promise<RTCStatsReport | null>} */
  async stats() {
    return (await this.#viewer?.pc?.getStats()) ?? null;
  }

  /** Starts watching, from anew if it did before. */
  play() {
    this.stop();
    const endpoint = this.#endpoint();
    if (!endpoint) return;
    const viewer = new WhepViewer(endpoint, this.getAttribute('token') ?? undefined);
    this.#viewer = viewer;
    const figures = new FigureReader();
    viewer.on('stream', ({ stream }) => this.#show(stream));
    viewer.on('state', ({ state, error }) => this.#setState(state, error));
    viewer.on('viewers', ({ count }) => this.#setViewers(count));
    this.#setState('connecting', null);
    this.#figuresTimer = setInterval(() => void this.#readFigures(viewer, figures), FIGURES_EVERY_MS);
    void viewer.run();
  }

  /** Stops watching. */
  stop() {
    clearInterval(this.#figuresTimer);
    this.#viewer?.close();
    this.#viewer = null;
  }

  toggleMute() {
    const { video } = this;
    if (video.volume === 0) video.volume = 1;
    this.muted = !video.muted;
    this.#startPicture();
  }

  toggleFullScreen() {
    if (document.fullscreenElement) void document.exitFullscreen();
    else if (this.requestFullscreen) this.requestFullscreen().catch(() => {});
    else /** @type {any} */ (this.video).webkitEnterFullscreen?.(); // iPhones know it for videos only
  }

  togglePictureInPicture() {
    if (document.pictureInPictureElement) void document.exitPictureInPicture();
    else this.video.requestPictureInPicture?.().catch(() => {});
  }

  toggleFigures() {
    this.#figuresShown = !this.#figuresShown && this.state === 'live';
    this.#face.showFigures(this.#figuresShown);
  }

  /**
   * What a key does; pages may pass on those pressed elsewhere.
   *
   * @param {KeyboardEvent} event
   */
  press(event) {
    const { key, ctrlKey, metaKey, altKey, defaultPrevented } = event;
    if (ctrlKey || metaKey || altKey || defaultPrevented) return;
    const actions = {
      m: () => this.toggleMute(),
      f: () => this.toggleFullScreen(),
      p: () => this.togglePictureInPicture(),
      s: () => this.toggleFigures(),
    };
    const action = actions[/** @type {keyof typeof actions} */ (key.toLowerCase())];
    if (!action) return;
    event.preventDefault();
    action();
  }

  connectedCallback() {
    const { signal } = (this.#listeners = new AbortController());
    const { video } = this;
    video.autoplay = true;
    video.playsInline = true;
    video.muted = this.hasAttribute('muted');
    video.addEventListener('volumechange', () => this.#showSound(), { signal });
    this.addEventListener('dblclick', (event) => event.composedPath()[0] === video && this.toggleFullScreen(), { signal });
    document.addEventListener('fullscreenchange', () => this.#showFullScreen(), { signal });
    addEventListener('pagehide', () => this.stop(), { signal });
    addEventListener('pageshow', ({ persisted }) => persisted && this.state !== 'idle' && this.play(), { signal });
    if (!this.hasAttribute('role')) this.setAttribute('role', 'region');
    if (!this.hasAttribute('aria-label')) this.setAttribute('aria-label', 'Live video');
    this.#showOptions();
    this.#showSound();
    this.#showFullScreen();
    this.#setState('idle', null);
    this.#wake();
    if (this.hasAttribute('autoplay')) this.play();
  }

  disconnectedCallback() {
    this.#listeners.abort();
    clearTimeout(this.#restTimer);
    this.stop();
  }

  /**
   * @param {string} name
   * @param {string | null} before
   * @param {string | null} now
   */
  attributeChangedCallback(name, before, now) {
    if (!this.isConnected || before === now) return;
    if (name === 'muted') this.muted = now !== null;
    else if (SOURCES.includes(name)) {
      if (this.#viewer || this.hasAttribute('autoplay')) this.play();
    } else this.#showOptions();
  }

  /** @returns {string | null} */
  #endpoint() {
    const src = this.getAttribute('src');
    const room = this.getAttribute('room');
    if (!src && !(room && isRoomName(room))) return null;
    const server = new URL(this.getAttribute('server') ?? import.meta.url, location.href);
    const endpoint = src ? new URL(src, location.href) : new URL(`/whep/${room}`, server);
    const participant = this.getAttribute('participant');
    if (participant) endpoint.searchParams.set('participant', participant);
    return endpoint.href;
  }

  /** @param {MediaStream} stream */
  #show(stream) {
    this.#latency.reset();
    this.video.srcObject = stream;
    this.#startPicture();
  }

  #startPicture() {
    const { video } = this;
    video.play().catch((error) => {
      if (error.name !== 'NotAllowedError' || video.muted) return;
      // Sound needs a click first; the picture does not.
      video.muted = true;
      this.#needsClick = true;
      this.#showSound();
      video.play().catch(() => {});
    });
  }

  /** @param {number} volume */
  #setVolume(volume) {
    this.video.volume = volume;
    this.muted = volume === 0;
  }

  /**
   * @param {WhepViewer} viewer
   * @param {FigureReader} reader
   */
  async #readFigures(viewer, reader) {
    if (this.state !== 'live' || !viewer.pc) return;
    const report = await viewer.pc.getStats();
    const figures = reader.read(report);
    const latency = this.#latency.read(report, figures);
    this.#face.setFigures(figures, latency);
    this.dispatchEvent(new CustomEvent('figures', { detail: { figures, latency } }));
  }

  /**
   * @param {PlayerState} state
   * @param {import('./assets/client/errors.js').WeirError | null} error
   */
  #setState(state, error) {
    this.state = state;
    this.dataset.state = state;
    if (state !== 'live') this.#figuresShown = false;
    this.#face.setState(state, error);
    this.dispatchEvent(new CustomEvent('statechange', { detail: { state, error } }));
  }

  /** @param {number | null} count */
  #setViewers(count) {
    this.viewers = count;
    this.#face.setViewers(count);
    this.dispatchEvent(new CustomEvent('viewers', { detail: { count } }));
  }

  #showSound() {
    const { video } = this;
    this.#face.setSound(video.muted || video.volume === 0, video.volume, this.#needsClick && video.muted);
  }

  #showFullScreen() {
    this.#face.setFullScreen(document.fullscreenElement === this);
  }

  #showOptions() {
    this.#face.setOptions({
      title: this.getAttribute('heading') ?? '',
      controls: this.hasAttribute('controls'),
      pictureInPicture: document.pictureInPictureEnabled === true,
      fullScreen: document.fullscreenEnabled !== false || 'webkitEnterFullscreen' in HTMLVideoElement.prototype,
    });
  }

  #wake() {
    delete this.dataset.resting;
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => (this.dataset.resting = ''), REST_MS);
  }
}

if (!customElements.get('weir-player')) customElements.define('weir-player', WeirPlayer);
