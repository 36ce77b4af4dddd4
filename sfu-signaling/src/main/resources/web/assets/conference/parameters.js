import { isRoomName } from '../client/urls.js';

/**
 * What the conference page's address says.
 * @typedef {object} Parameters
 * @property {string | null} room null when it is no room's name
 * @property {string | null} name
 * @property {string | undefined} token
 * @property {boolean} joinNow
 * @property {boolean | undefined} camera
 * @property {boolean | undefined} microphone
 * @property {{width: number, height: number} | null} size
 * @property {number | null} slots
 * @property {boolean} manualView
 */

/**
 * @param {{pathname: string, search: string, hash: string}} address
 * @returns {Parameters}
 */
export function readParameters({ pathname, search, hash }) {
  const query = new URLSearchParams(search);
  const size = /^(\d{2,4})x(\d{2,4})$/.exec(query.get('size') ?? '');
  const slots = Number.parseInt(query.get('slots') ?? '', 10);
  return {
    room: roomOf(pathname),
    name: query.get('name'),
    token: tokenOf(hash),
    joinNow: query.get('join') === 'now',
    camera: query.get('camera') === 'off' ? false : undefined,
    microphone: query.get('microphone') === 'off' ? false : undefined,
    size: size ? { width: Number(size[1]), height: Number(size[2]) } : null,
    slots: slots >= 0 ? slots : null,
    manualView: query.get('view') === 'manual',
  };
}

/**
 * The room in a path such as `/r/standup` or `/live/standup`.
 *
 * @param {string} pathname
 * @returns {string | null}
 */
export function roomOf(pathname) {
  const last = pathname.replace(/\/+$/, '').split('/').at(-1) ?? '';
  try {
    const room = decodeURIComponent(last);
    return isRoomName(room) ? room : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} hash
 * @returns {string | undefined}
 */
export function tokenOf(hash) {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token') ?? undefined;
}
