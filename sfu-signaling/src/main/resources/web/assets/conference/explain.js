/** @typedef {import('../client/errors.js').WeirError} WeirError */

/**
 * Why one is not in the call (any more), for people.
 *
 * @param {string} reason
 * @param {WeirError | null} error
 * @returns {{title: string, text: string, again: boolean}} `again`: whether trying again may help
 */
export function explainEnd(reason, error) {
  if (reason === 'left') {
    return { title: 'You have left the call', text: 'You can come back whenever you like.', again: true };
  }
  if (reason === 'removed') {
    return { title: 'You were removed from the call', text: 'Ask whoever runs it before you come back.', again: true };
  }
  if (reason === 'room_closed') {
    return { title: 'The call is over', text: 'Somebody closed this room for everybody.', again: false };
  }
  switch (error?.code) {
    case 'unauthorized':
      return {
        title: 'This link does not let you in',
        text: 'It has expired, or is meant for something else. Ask whoever invited you for a new one.',
        again: false,
      };
    case 'forbidden':
      return {
        title: 'You may not enter this room',
        text: 'Your invitation does not cover it. Ask whoever invited you.',
        again: false,
      };
    case 'full':
      return { title: 'The room is full', text: 'Try again when somebody has left.', again: true };
    case 'draining':
      return { title: 'This server is about to restart', text: 'Try again in a minute.', again: true };
    case 'no_common_codec':
      return {
        title: 'This browser speaks none of the room’s formats',
        text: 'Another browser, or a newer one, will.',
        again: true,
      };
    case 'no_media_path':
      return {
        title: 'Sound and picture found no way',
        text: 'The server can be reached, but no call goes through. Some company networks block calls; try another one.',
        again: true,
      };
    case 'replaced':
      return { title: 'The call goes on elsewhere', text: 'Another connection has taken your place over.', again: true };
    case 'unreachable':
    case 'connection_lost':
    case 'timeout':
      return {
        title: 'The server cannot be reached',
        text: 'Check your connection; some company networks block calls.',
        again: true,
      };
    default:
      return {
        title: 'The call broke off',
        text: error?.message ?? 'Something went wrong on the way.',
        again: true,
      };
  }
}

/**
 * What the banner over the stage says about the connection, if anything.
 *
 * @param {import('../client/types.js').ConnectionChange} change
 * @returns {string | null}
 */
export function explainConnection({ state, media, attempt, resuming }) {
  if (resuming && media === 'flowing') {
    // Nobody need hear of a WebSocket that is back at once.
    return attempt > 1 ? 'The server does not answer. Sound and picture go on; trying again…' : null;
  }
  if (state === 'reconnecting') {
    return attempt > 1 ? `Connection lost. Trying again (attempt ${attempt})…` : 'Connection lost. Reconnecting…';
  }
  if (state === 'connected' && media === 'interrupted') {
    return 'Sound and picture are interrupted. Finding another way…';
  }
  return null;
}

/**
 * What to say to somebody who is back after the call had to do without them.
 *
 * @param {import('../client/types.js').RejoinCause} cause
 * @returns {string}
 */
export function explainRejoin(cause) {
  switch (cause) {
    case 'shutdown':
      return 'The server was restarted. You are back in the call.';
    case 'media':
      return 'Sound and picture were interrupted. You are back in the call.';
    default:
      return 'The connection was lost for a while. You are back in the call.';
  }
}

/**
 * That somebody else has switched off what one sends.
 *
 * @param {'microphone' | 'camera'} kind
 * @param {string} by id of the moderator, or `operator`
 * @returns {string}
 */
export function explainMute(kind, by) {
  const who = by === 'operator' ? 'Whoever runs this server' : 'A moderator';
  return kind === 'microphone' ? `${who} has muted you. Press M to speak.` : `${who} has turned your camera off.`;
}

/** @type {[right: string, given: string, taken: string][]} */
const RIGHTS = [
  ['publish', 'You may speak and be seen now.', 'You may not speak or be seen any more.'],
  ['subscribe', 'You see and hear the others now.', 'You do not see or hear the others any more.'],
  ['data', 'You may write in the chat now.', 'You may not write in the chat any more.'],
  ['moderate', 'You may mute and remove others now.', 'You may not mute or remove others any more.'],
];

/**
 * What one may do now and could not before, and the other way round.
 *
 * @param {Set<string>} before
 * @param {Set<string>} now
 * @returns {string[]} a sentence for each right that changed and that people notice
 */
export function explainRights(before, now) {
  return RIGHTS.flatMap(([right, given, taken]) => {
    if (before.has(right) === now.has(right)) return [];
    return now.has(right) ? given : taken;
  });
}
