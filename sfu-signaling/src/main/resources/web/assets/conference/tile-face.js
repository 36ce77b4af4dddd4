/** @typedef {import('../client/types.js').FrameLabel} FrameLabel */
/** @typedef {import('../client/types.js').ParticipantInfo} ParticipantInfo */

/** After a switch the old picture may stand this long; then the newcomer's name comes first. */
const STALE_PICTURE_MS = 1000;

/**
 * What a remote tile knows.
 * @typedef {object} TileFacts
 * @property {ParticipantInfo} person whom the tile is for
 * @property {{csrc: number, muted: boolean} | null} track the video it is for
 * @property {FrameLabel | null} frame whom the picture in the video element belongs to, null before the first
 * @property {number} waitedMs since the slot was bound to `track`
 */

/**
 * Whether a tile shows its video or an avatar, and whose name stands on it: the name always belongs
 * to what is seen. A picture of somebody else is never shown under the new name.
 *
 * @param {TileFacts} facts
 * @returns {{video: boolean, person: ParticipantInfo}}
 */
export function tileFace({ person, track, frame, waitedMs }) {
  const avatar = { video: false, person };
  if (!track || track.muted || !frame?.participant) return avatar;
  if (frame.csrc === track.csrc) return { video: true, person: frame.participant };
  const mayStand = waitedMs < STALE_PICTURE_MS && frame.track !== null && !frame.track.muted;
  return mayStand ? { video: true, person: frame.participant } : avatar;
}
