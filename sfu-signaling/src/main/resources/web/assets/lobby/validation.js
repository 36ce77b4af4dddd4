import { isRoomName } from '../client/urls.js';

/**
 * @param {string} name
 * @returns {string | null} what is wrong with it
 */
export function checkName(name) {
  if (name === '') return 'Tell the others who you are.';
  if (name.length > 80) return 'Please use at most 80 characters.';
  return null;
}

/**
 * @param {string} room
 * @returns {string | null} what is wrong with it
 */
export function checkRoom(room) {
  if (room === '') return 'Which room? Make up a name, or use the one you were given.';
  if (room.length > 128) return 'Please use at most 128 characters.';
  if (!isRoomName(room)) return 'Letters A to Z, digits, dots, dashes and underscores only.';
  return null;
}
