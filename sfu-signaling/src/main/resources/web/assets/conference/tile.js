import { h, icon } from '../ui/dom.js';
import { hue, initials } from '../ui/people-looks.js';
import { FigureLines } from './figure-lines.js';
import { QUALITY_WORDS } from './quality.js';

/** @typedef {import('../client/types.js').ParticipantInfo} ParticipantInfo */
/** @typedef {import('./figures.js').Figures} Figures */
/** @typedef {import('./layout.js').Rectangle} Rectangle */
/** @typedef {import('./quality.js').Quality} Quality */

const REACTION_MS = 3200;
const MOST_REACTIONS = 6;
const PAUSED = 'Picture paused: poor connection';

/**
 * What stands on a tile.
 * @typedef {object} Face
 * @property {ParticipantInfo} person
 * @property {string} name
 * @property {boolean} video
 * @property {boolean} muted whether the microphone is
 * @property {boolean} [hand] raised
 * @property {boolean} [screen] a shared screen rather than a person
 * @property {boolean} [paused] the connection cannot carry the picture: the last one stands still, if there was one
 * @property {string} [note] under the avatar
 */

/**
 * One tile on stage: a picture or an avatar, a name, whether muted and speaking. What it shows is
 * decided elsewhere.
 */
export class Tile {
  /** What is on the tile now: a person or a screen. @type {string | null} */
  key = null;

  #name = h('span', { class: 'tile-name-text' });
  #quality = icon('quality-good', 'tile-quality');
  #avatar = h('span', { class: 'avatar' });
  #note = h('span', { class: 'tile-note', hidden: true });
  #paused = h('div', { class: 'tile-paused', 'aria-hidden': 'true', 'data-testid': 'tile-paused', hidden: true }, icon('paused'), h('span', { text: PAUSED }));
  #hand = h('div', { class: 'tile-hand', 'aria-hidden': 'true', hidden: true }, icon('hand'));
  #figures = new FigureLines();
  #reactions = h('div', { class: 'tile-reactions', 'aria-hidden': 'true' });
  #placed = false;
  #words = '';
  /** @type {Quality | null} */
  #rated = null;

  /**
   * @param {'self' | 'remote'} kind
   * @param {(key: string) => void} onpin
   */
  constructor(kind, onpin) {
    this.video = h('video', { 'data-testid': 'tile-video', autoplay: true, playsinline: true, 'aria-hidden': 'true', tabindex: -1 });
    this.video.muted = true; // sound comes from the audio slots
    this.pin = h(
      'button',
      { class: 'tile-pin', type: 'button', 'aria-pressed': 'false', tabindex: -1, 'data-testid': 'pin' },
      icon('pin'),
    );
    this.element = h(
      'article',
      { class: 'tile', 'data-testid': 'tile', 'data-kind': kind, 'data-state': 'avatar', hidden: true },
      this.video,
      h('div', { class: 'tile-avatar', 'aria-hidden': 'true' }, this.#avatar, this.#note),
      this.#paused,
      this.#figures.element,
      this.#hand,
      this.pin,
      h('div', { class: 'tile-name', 'aria-hidden': 'true' }, icon('mic-off', 'tile-muted'), this.#name, this.#quality),
      this.#reactions,
    );
    this.element.addEventListener('click', (event) => {
      const button = event.target instanceof Element && event.target.closest('button');
      if (this.key !== null && (!button || button === this.pin)) onpin(this.key);
    });
  }

  /** @returns {number | null} width : height of the picture that stands on the tile; null while none does */
  get aspect() {
    const { videoWidth, videoHeight } = this.video;
    return this.element.dataset.state === 'video' && videoHeight > 0 ? videoWidth / videoHeight : null;
  }

  /** @param {MediaStreamTrack | null} track */
  setMedia(track) {
    const shown = this.video.srcObject instanceof MediaStream ? this.video.srcObject.getTracks()[0] : null;
    if ((shown ?? null) === track) return;
    this.video.srcObject = track ? new MediaStream([track]) : null;
    if (track) this.video.play().catch(() => {}); // muted video may always play; a hidden page retries by itself
  }

  /** @param {Face} face */
  show({ person, name, video, muted, hand = false, screen = false, paused = false, note = '' }) {
    const { dataset } = this.element;
    set(dataset, 'paused', String(paused));
    set(dataset, 'participant', person.id);
    set(dataset, 'participantName', person.name);
    set(dataset, 'state', video ? 'video' : 'avatar');
    set(dataset, 'muted', String(muted));
    set(dataset, 'hand', String(hand));
    set(dataset, 'source', screen ? 'screen' : 'camera');
    if (this.#name.textContent !== name) {
      this.#name.textContent = name;
      this.pin.setAttribute('aria-label', `Pin ${name}`);
      this.pin.title = 'Pin: show large';
      if (screen) this.#avatar.replaceChildren(icon('screen'));
      else this.#avatar.textContent = initials(person.name);
      this.#avatar.className = `avatar ${hue(person.name)}`;
    }
    if (this.#note.textContent !== note) {
      this.#note.textContent = note;
      this.#note.hidden = note === '';
    }
    this.#paused.hidden = !paused;
    this.#hand.hidden = !hand;
    this.#words = [name, !screen && muted && 'microphone off', hand && 'hand raised', paused && PAUSED.toLowerCase(), note].filter(Boolean).join(', ');
    this.#describe();
  }

  /** @param {Record<string, string | null>} facts for tests and curious people */
  mark(facts) {
    for (const [key, value] of Object.entries(facts)) {
      if (value === null) delete this.element.dataset[key];
      else set(this.element.dataset, key, value);
    }
  }

  /** @param {boolean} speaking */
  setSpeaking(speaking) {
    set(this.element.dataset, 'speaking', String(speaking));
  }

  /**
   * @param {boolean} pinned
   * @param {boolean} large
   */
  setPlace(pinned, large) {
    set(this.element.dataset, 'pinned', String(pinned));
    set(this.element.dataset, 'large', String(large));
    if (this.pin.getAttribute('aria-pressed') !== String(pinned)) this.pin.setAttribute('aria-pressed', String(pinned));
  }

  /** @param {Quality | null} quality null while there is nothing to judge */
  setQuality(quality) {
    if (this.#rated === quality) return;
    this.#rated = quality;
    this.mark({ quality });
    if (quality) this.#quality.firstElementChild?.setAttribute('href', `/assets/icons.svg#quality-${quality}`);
    this.#describe();
  }

  /** @param {Figures | null} figures null hides them */
  setFigures(figures) {
    this.#figures.show(figures, this.key);
  }

  /** @param {string} emoji */
  react(emoji) {
    if (this.#reactions.childElementCount >= MOST_REACTIONS) return;
    const drift = `drift-${this.#reactions.childElementCount % 3}`;
    const item = h('span', { class: `reaction ${drift}`, text: emoji, 'data-testid': 'reaction' });
    this.#reactions.append(item);
    setTimeout(() => item.remove(), REACTION_MS);
  }

  /** @param {Rectangle | null} rectangle null hides the tile */
  place(rectangle) {
    this.element.hidden = rectangle === null;
    if (!rectangle) {
      this.#placed = false;
      return;
    }
    const { style } = this.element;
    this.element.classList.toggle('tile-new', !this.#placed);
    style.width = `${rectangle.width}px`;
    style.height = `${rectangle.height}px`;
    style.transform = `translate(${rectangle.x}px, ${rectangle.y}px)`;
    this.element.classList.toggle('tile-small', rectangle.width < 240);
    this.element.classList.toggle('tile-tiny', rectangle.width < 130);
    this.#placed = true;
  }

  remove() {
    this.video.srcObject = null;
    this.element.remove();
  }

  #describe() {
    const label = this.#rated && this.#rated !== 'good' ? `${this.#words}, ${QUALITY_WORDS[this.#rated]}` : this.#words;
    if (this.element.getAttribute('aria-label') !== label) this.element.setAttribute('aria-label', label);
  }
}

/**
 * Writes only changes: observers of attributes are not woken by every frame.
 *
 * @param {DOMStringMap} dataset
 * @param {string} key
 * @param {string} value
 */
function set(dataset, key, value) {
  if (dataset[key] !== value) dataset[key] = value;
}
