import { WeirError } from './errors.js';

/** @typedef {import('./types.js').MediaKind} MediaKind */
/** @typedef {import('./room-state.js').RoomState} RoomState */
/** @typedef {import('./types.js').ServerEvent} ServerEvent */
/** @typedef {import('./types.js').SlotReason} SlotReason */
/** @typedef {import('./types.js').SlotView} SlotView */

/**
 * One place to receive into: the server shows one track at a time in it and may rebind it to another
 * at any moment. It outlives reconnections; its mid and MediaStreamTrack do not.
 */
export class Slot {
  /** @type {string | null} */
  mid = null;

  /** @type {RTCRtpTransceiver | null} */
  transceiver = null;

  /** The received media. @type {MediaStreamTrack | null} */
  mediaTrack = null;

  /** Id of the track that the server shows here. @type {string | null} */
  track = null;

  /** Id of that track's participant. @type {string | null} */
  participant = null;

  /** Id of the track that is not shown for now because the connection cannot carry it; it comes back by itself. @type {string | null} */
  paused = null;

  /** @type {SlotReason | null} why the slot shows what it shows */
  reason = null;

  /** Another track was asked for and the server has not bound it yet: the picture may change any moment. */
  switching = false;

  /** When the binding last changed, in `performance.now()` time. */
  changedAt = 0;

  /** What was last asked for, to be asked again after joining again. @type {SlotView | null} */
  view = null;

  /** Whose track was asked for. @type {string | null} */
  viewOf = null;

  /**
   * @param {MediaKind} kind
   * @param {number} index among the slots of its kind
   */
  constructor(kind, index) {
    this.kind = kind;
    this.index = index;
  }

  /**
   * Shows what the server says.
   *
   * @param {ServerEvent} event `slotChanged`
   */
  bind(event) {
    const shown = this.view?.track ?? this.track ?? this.paused;
    this.paused = event.reason === 'bandwidth' && !event.track ? shown : null;
    this.track = event.track ?? null;
    this.participant = event.participant ?? null;
    this.reason = event.reason;
    this.switching = false;
    this.changedAt = performance.now();
  }

  /** Has no place in a session any more. */
  reset() {
    this.transceiver = this.mid = this.mediaTrack = null;
    this.track = this.participant = this.paused = this.reason = null;
    this.switching = false;
  }

  /**
   * What to ask for after joining again: a track that has gone meanwhile leaves its slot empty. In
   * another life of the room a track's id may be somebody else's.
   *
   * @param {RoomState | null} room
   * @returns {SlotView | null}
   */
  viewAgain(room) {
    if (!this.view) return null;
    const wanted = this.view.track && room?.tracks.get(this.view.track);
    const gone = this.view.track && (!wanted || wanted.participant !== this.viewOf);
    return { ...this.view, slot: this.index, kind: this.kind, mid: undefined, ...(gone && { track: null }) };
  }
}

/** All slots of one client, by kind and index. */
export class SlotTable {
  /** @type {Slot[]} */
  audio = [];

  /** @type {Slot[]} */
  video = [];

  /** @returns {Slot[]} */
  all() {
    return [...this.audio, ...this.video];
  }

  /**
   * Adds slots until there are as many as wanted; slots are never taken away, only left empty.
   *
   * @param {{audio?: number, video?: number}} wanted
   * @returns {Slot[]} the new ones
   */
  grow(wanted) {
    /** @type {Slot[]} */
    const added = [];
    for (const kind of /** @type {MediaKind[]} */ (['audio', 'video'])) {
      const slots = this[kind];
      while (slots.length < (wanted[kind] ?? 0)) {
        const slot = new Slot(kind, slots.length);
        slots.push(slot);
        added.push(slot);
      }
    }
    return added;
  }

  /**
   * @param {string} mid
   * @returns {Slot | undefined}
   */
  byMid(mid) {
    return this.all().find((slot) => slot.mid === mid);
  }

  /**
   * The slot that an application's view entry means.
   *
   * @param {SlotView} view
   * @returns {Slot | undefined}
   */
  find(view) {
    if (view.mid !== undefined) return this.byMid(view.mid);
    return this[view.kind ?? 'video'][view.slot ?? -1];
  }

  /**
   * Notes what slots should show from now on.
   *
   * @param {SlotView[]} views
   * @param {RoomState | null} room
   * @returns {{entries: Record<string, unknown>[], switching: Slot[]}} what to send, and whose picture may change
   */
  ask(views, room) {
    const slots = views.map((view) => this.find(view));
    if (slots.includes(undefined)) throw new WeirError('unknown_mid', 'There is no such slot.');
    const entries = [];
    const switching = [];
    for (const [index, view] of views.entries()) {
      const slot = /** @type {Slot} */ (slots[index]);
      slot.view = view;
      slot.viewOf = (view.track && room?.tracks.get(view.track)?.participant) || null;
      if (slot.mid === null) continue;
      entries.push(viewEntry(slot.mid, view));
      // What does not fit now does not fit any better under another name: the server says when it does.
      if (slot.paused !== null && view.track !== undefined) slot.paused = view.track;
      slot.switching = slot.paused === null && view.track !== undefined && view.track !== slot.track;
      if (slot.switching) switching.push(slot);
    }
    return { entries, switching };
  }
}

/**
 * The `view` message's entry for a slot: `track` is left out for the server's choice.
 *
 * @param {string} mid
 * @param {SlotView} view
 * @returns {Record<string, unknown>}
 */
export function viewEntry(mid, view) {
  /** @type {Record<string, unknown>} */
  const entry = { mid };
  if (view.track !== undefined) entry.track = view.track;
  if (view.width) entry.width = Math.round(view.width);
  if (view.height) entry.height = Math.round(view.height);
  if (view.priority !== undefined) entry.priority = view.priority;
  return entry;
}
