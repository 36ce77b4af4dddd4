/** Names of rooms: what the server accepts in a path. */
const ROOM_NAME = /^[A-Za-z0-9_.-]{1,128}$/;

/**
 * @param {string} name
 * @returns {boolean}
 */
export function isRoomName(name) {
  return ROOM_NAME.test(name);
}

/**
 * The WebSocket's address at a server.
 *
 * @param {string} [server] the page's own by default
 * @returns {string}
 */
export function signalingUrl(server = location.href) {
  const url = new URL('/ws', server);
  if (url.protocol === 'http:') url.protocol = 'ws:';
  if (url.protocol === 'https:') url.protocol = 'wss:';
  return url.href;
}
