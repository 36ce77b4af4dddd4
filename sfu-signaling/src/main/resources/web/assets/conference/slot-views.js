import { assignSlots } from './stage-plan.js';

/** @typedef {import('../client/slots.js').Slot} Slot */
/** @typedef {import('../client/types.js').SlotView} SlotView */
/** @typedef {import('../../weir-client.js').WeirClient} WeirClient */

/** Sizes are told to the server once the stage has come to rest. */
const SETTLE_MS = 250;
const AGAIN_MS = 500;

/**
 * A video on stage.
 * @typedef {object} Wanted
 * @property {string} track
 * @property {number} width of its place
 * @property {number} height
 * @property {number | null} covers width : height of a picture that fills its place and is cropped; null: shown whole
 * @property {boolean} large
 */

/** Sizes are asked for in steps of so many pixels; what is a little over one is not worth the next. */
const STEP = 80;
const LITTLE = 4;

/** Asks the server to show in the video slots what is on stage, and nothing in those that are not needed. */
export class SlotViews {
  /** @type {any} */
  #timer = null;

  /**
   * @param {WeirClient} client
   * @param {() => void} onrefused some time after a refusal: plan anew
   */
  constructor(client, onrefused) {
    this.client = client;
    this.onrefused = onrefused;
  }

  /** @param {Wanted[]} wanted */
  show(wanted) {
    const slots = this.client.slots.video.filter(({ mid }) => mid !== null);
    const assigned = assignSlots(
      slots.map(({ view }) => view?.track),
      wanted.map(({ track }) => track),
    );
    const changed = slots.some(({ view }, index) => view?.track !== assigned[index]);
    clearTimeout(this.#timer);
    // A person who came on stage should not wait; sizes can.
    this.#timer = setTimeout(() => this.#send(slots, assigned, wanted), changed ? 0 : SETTLE_MS);
  }

  close() {
    clearTimeout(this.#timer);
  }

  /**
   * @param {Slot[]} slots
   * @param {(string | null)[]} assigned
   * @param {Wanted[]} wanted
   */
  #send(slots, assigned, wanted) {
    /** @type {SlotView[]} */
    const views = [];
    slots.forEach((slot, index) => {
      const item = wanted.find(({ track }) => track === assigned[index]);
      const view = item ? { slot: slot.index, track: item.track, ...pixels(item) } : { slot: slot.index, track: null };
      if (isOtherView(slot.view, view)) views.push(view);
    });
    if (views.length > 0) this.client.view(views).catch(() => this.#refused(views));
  }

  /**
   * Somebody left meanwhile, or the server is busy: what the slots show is not what was asked for.
   *
   * @param {SlotView[]} views
   */
  #refused(views) {
    for (const { slot } of views) {
      const refused = this.client.slots.video[slot ?? -1];
      if (refused) refused.view = null;
    }
    this.#timer = setTimeout(this.onrefused, AGAIN_MS);
  }
}

/**
 * How large a picture a tile can show, before cropping; in steps, so that dragging a window's edge asks rarely.
 *
 * @param {Wanted} wanted
 * @returns {{width: number, height: number, priority: number}}
 */
export function pixels({ width, height, covers, large }) {
  const scale = Math.min(2, globalThis.devicePixelRatio ?? 1);
  /** @param {number} length */
  const step = (length) => Math.max(2 * STEP, Math.ceil((length * scale - LITTLE) / STEP) * STEP);
  const whole = covers === null ? { width, height } : { width: Math.max(width, height * covers), height: Math.max(height, width / covers) };
  return { width: step(whole.width), height: step(whole.height), priority: large ? 10 : 0 };
}

/**
 * @param {SlotView | null} before
 * @param {SlotView} now
 * @returns {boolean}
 */
function isOtherView(before, now) {
  return (
    before?.track !== now.track ||
    before?.width !== now.width ||
    before?.height !== now.height ||
    before?.priority !== now.priority
  );
}
