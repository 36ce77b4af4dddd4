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
