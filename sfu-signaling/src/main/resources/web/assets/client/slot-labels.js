import { csrcOfFrame, sourcesOf, watchFrames } from './frame-labels.js';

/** @typedef {import('./room-state.js').RoomState} RoomState */
/** @typedef {import('./slots.js').Slot} Slot */
/** @typedef {import('./types.js').FrameLabel} FrameLabel */

/** Where frames do not tell whose they are, the old picture may still stand this long after a switch. */
const SETTLE_MS = 400;

/** @type {Readonly<FrameLabel>} */
const NOBODY = Object.freeze({ csrc: null, track: null, participant: null, from: 'binding' });

/**
 * Tells whom a slot's frames belong to. A name is given only when the frame and the server agree: a
 * picture that stands while its slot is already bound to somebody else is nobody's.
 */
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
    if (slot.switching) return NOBODY;
    // A paused picture stands where it stopped, and is still the same person's.
    const shown = slot.track ?? slot.paused;
    const track = (shown && room?.tracks.get(shown)) || null;
    const participant = (track && room?.participants.get(track.participant)) || null;
    if (!this.#telling.has(slot)) {
      const settled = performance.now() - slot.changedAt >= SETTLE_MS;
      return track && settled ? { csrc: track.csrc, track, participant, from: 'binding' } : NOBODY;
    }
    const csrc = csrcOfFrame(sources, rtpTimestamp, track?.csrc ?? null);
    if (!track || csrc !== track.csrc) return { csrc, track: null, participant: null, from: 'frame' };
    return { csrc, track, participant, from: 'frame' };
  }

  /** Forgets what was seen: the slots begin anew. */
  forget() {
    this.#telling.clear();
  }
}

/**
 * Calls back for each frame that a slot's video element displays, and with nobody when another is to come.
 *
 * @param {import('../../weir-client.js').WeirClient} client
 * @param {Slot} slot
 * @param {HTMLVideoElement} video
 * @param {(label: FrameLabel) => void} onFrame
 * @returns {() => void} stops
 */
export function watchSlot(client, slot, video, onFrame) {
  /** @type {FrameLabel} */
  let last = NOBODY;
  /** @param {{slot: Slot}} change */
  const changes = (change) => {
    const shown = slot.track ?? slot.paused;
    if (change.slot === slot && (slot.switching || shown !== last.track?.id)) onFrame((last = NOBODY));
  };
  const stops = [
    client.on('slotSwitching', changes),
    client.on('slotChanged', changes),
    watchFrames(video, (rtpTimestamp) => onFrame((last = client.labelOf(slot, rtpTimestamp)))),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
