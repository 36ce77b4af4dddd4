import { h, icon } from '../ui/dom.js';
import { hue, initials } from '../ui/people-looks.js';

/** @typedef {import('../client/types.js').ParticipantInfo} ParticipantInfo */
/** @typedef {import('./layout.js').Rectangle} Rectangle */

/**
 * One tile on stage: a picture or an avatar, a name, whether muted and speaking. What it shows is
 * decided elsewhere.
 */
export class Tile {
  #name = h('span', { class: 'tile-name-text' });
  #muted = icon('mic-off', 'tile-muted');
  #avatar = h('span', { class: 'avatar' });
  #placed = false;

  /** @param {'self' | 'remote'} kind */
  constructor(kind) {
    this.video = h('video', { 'data-testid': 'tile-video', autoplay: true, playsinline: true, 'aria-hidden': 'true' });
    this.video.muted = true; // sound comes from the audio slots
    this.element = h(
      'article',
      { class: 'tile', 'data-testid': 'tile', 'data-kind': kind, 'data-state': 'avatar', hidden: true },
      this.video,
      h('div', { class: 'tile-avatar', 'aria-hidden': 'true' }, this.#avatar),
      h('div', { class: 'tile-name' }, this.#muted, this.#name),
    );
  }

  /** @param {MediaStreamTrack | null} track */
  setMedia(track) {
    const shown = this.video.srcObject instanceof MediaStream ? this.video.srcObject.getTracks()[0] : null;
    if (shown === track) return;
    this.video.srcObject = track ? new MediaStream([track]) : null;
    if (track) this.video.play().catch(() => {}); // muted video may always play; a hidden page retries by itself
  }

  /**
   * @param {object} face
   * @param {ParticipantInfo} face.person
   * @param {string} face.name
   * @param {boolean} face.video
   * @param {boolean} face.muted whether the microphone is
   */
  show({ person, name, video, muted }) {
    const { dataset } = this.element;
    set(dataset, 'participant', person.id);
    set(dataset, 'participantName', person.name);
    set(dataset, 'state', video ? 'video' : 'avatar');
    set(dataset, 'muted', String(muted));
    if (this.#name.textContent !== name) {
      this.#name.textContent = name;
      this.#avatar.textContent = initials(person.name);
      this.#avatar.className = `avatar ${hue(person.name)}`;
    }
    const label = muted ? `${name}, microphone off` : name;
    if (this.element.getAttribute('aria-label') !== label) this.element.setAttribute('aria-label', label);
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
    this.element.classList.toggle('tile-small', rectangle.width < 220);
    this.#placed = true;
  }

  remove() {
    this.video.srcObject = null;
    this.element.remove();
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
