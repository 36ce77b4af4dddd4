import { csrcOfFrame, sourcesOf } from './frame-labels.js';

/** @typedef {import('./room-state.js').RoomState} RoomState */
/** @typedef {import('./slots.js').Slot} Slot */
/** @typedef {import('./types.js').FrameLabel} FrameLabel */

/** Where frames do not tell whose they are, the old picture may still stand this long after a switch. */
const SETTLE_MS = 400;

/** Tells whom a slot's frames belong to: by the frames themselves where the browser lets them speak. */
export class SlotLabels {
  /** @type {Set<Slot>} slots whose frames were seen to carry numbers */
  #telling = new Set();

  /**
   * @param {Slot} slot
   * @param {RoomState | null} room
   * @param {number | undefined} rtpTimestamp the displayed frame's
   * @returns {FrameLabel}
   */
  read(slot, room, rtpTimestamp) {
    const sources = sourcesOf(slot.transceiver?.receiver);
    if (sources.length > 0) this.#telling.add(slot);
    if (!this.#telling.has(slot)) return bindingLabel(slot, room);
    const bound = (slot.track && room?.tracks.get(slot.track)) || null;
    const csrc = csrcOfFrame(sources, rtpTimestamp, bound?.csrc ?? null);
    const track = csrc === null ? null : (room?.trackByCsrc(csrc) ?? null);
    const participant = (track && room?.participants.get(track.participant)) || null;
    return { csrc, track, participant, from: 'frame' };
  }

  /** Forgets what was seen: the slots begin anew. */
  forget() {
    this.#telling.clear();
  }
}

/**
 * @param {Slot} slot
 * @param {RoomState | null} room
 * @returns {FrameLabel} nobody's while the binding is too new to believe
 */
function bindingLabel(slot, room) {
  const settled = performance.now() - slot.changedAt >= SETTLE_MS;
  if (!settled) return { csrc: null, track: null, participant: null, from: 'binding' };
  const track = (slot.track && room?.tracks.get(slot.track)) || null;
  const participant = (slot.participant && room?.participants.get(slot.participant)) || null;
  return { csrc: track?.csrc ?? null, track, participant, from: 'binding' };
}
