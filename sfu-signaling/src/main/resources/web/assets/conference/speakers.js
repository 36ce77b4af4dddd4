import { h } from '../ui/dom.js';
import { preferences, remember } from '../ui/preferences.js';

/** @typedef {import('../client/slots.js').Slot} Slot */
/** @typedef {import('../../weir-client.js').WeirClient} WeirClient */

/**
 * Plays the audio slots. Browsers may refuse sound until the person clicks: `onblocked` says so.
 */
export class Speakers {
  /** @type {HTMLAudioElement[]} by slot index */
  #elements = [];
  #stop;

  /**
   * @param {WeirClient} client
   * @param {HTMLElement} place
   * @param {(blocked: boolean) => void} onblocked
   */
  constructor(client, place, onblocked) {
    this.place = place;
    this.onblocked = onblocked;
    this.#stop = client.on('slotMedia', ({ slot }) => this.#slotMedia(slot));
    for (const slot of client.slots.audio) this.#slotMedia(slot);
  }

  /** To be called from a click. */
  async play() {
    const outcomes = await Promise.allSettled(this.#elements.map((element) => element.play()));
    this.onblocked(outcomes.some(isBlocked));
  }

  /** Whether the loudspeaker can be chosen here. @returns {boolean} */
  static get selectable() {
    return 'setSinkId' in HTMLMediaElement.prototype;
  }

  /** @param {string} deviceId */
  async use(deviceId) {
    remember({ speaker: deviceId });
    await Promise.allSettled(this.#elements.map((element) => element.setSinkId(deviceId)));
  }

  close() {
    this.#stop();
    for (const element of this.#elements) {
      element.srcObject = null;
      element.remove();
    }
  }

  /** @param {Slot} slot */
  #slotMedia(slot) {
    if (slot.kind !== 'audio') return;
    const element = (this.#elements[slot.index] ??= this.#createElement(slot.index));
    element.srcObject = slot.mediaTrack ? new MediaStream([slot.mediaTrack]) : null;
    if (slot.mediaTrack) {
      element.play().catch((reason) => {
        if (isBlocked({ status: 'rejected', reason })) this.onblocked(true);
      });
    }
  }

  /**
   * @param {number} index
   * @returns {HTMLAudioElement}
   */
  #createElement(index) {
    const element = h('audio', { autoplay: true, 'data-testid': 'slot-audio', 'data-slot': index });
    const { speaker } = preferences();
    if (speaker && Speakers.selectable) element.setSinkId(speaker).catch(() => {});
    this.place.append(element);
    return element;
  }
}

/**
 * @param {PromiseSettledResult<void>} outcome
 * @returns {boolean}
 */
function isBlocked(outcome) {
  return outcome.status === 'rejected' && outcome.reason?.name === 'NotAllowedError';
}
