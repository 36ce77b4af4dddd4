/**
 * What this browser remembers between visits.
 * @typedef {object} Preferences
 * @property {string} [name]
 * @property {string} [camera] device id
 * @property {string} [microphone] device id
 * @property {string} [speaker] device id
 * @property {boolean} [cameraOn]
 * @property {boolean} [microphoneOn]
 * @property {'dark' | 'light'} [theme]
 */

const KEY = 'weir.preferences';

/** @returns {Preferences} empty where storage is switched off */
export function preferences() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') ?? {};
  } catch {
    return {};
  }
}

/** @param {Preferences} changes */
export function remember(changes) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...preferences(), ...changes }));
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
