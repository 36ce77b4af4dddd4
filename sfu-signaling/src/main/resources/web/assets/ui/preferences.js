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
 * @property {'grid' | 'speaker'} [layout] of the conference page
 * @property {boolean} [audioOnly] neither send nor receive video in calls
 * @property {boolean} [shortcuts] whether single keys do something in calls
 */

const KEY = 'weir.preferences';

/**
 * A tab keeps what was chosen in it, whatever other tabs choose meanwhile; new tabs begin with the
 * latest choice of any.
 *
 * @returns {Preferences} empty where storage is switched off
 */
export function preferences() {
  return { ...read(() => localStorage), ...read(() => sessionStorage) };
}

/** @param {Preferences} changes */
export function remember(changes) {
  write(() => localStorage, changes);
  write(() => sessionStorage, changes);
}

/**
 * @param {() => Storage} storage
 * @returns {Preferences}
 */
function read(storage) {
  try {
    return JSON.parse(storage().getItem(KEY) ?? '{}') ?? {};
  } catch {
    return {};
  }
}

/**
 * @param {() => Storage} storage
 * @param {Preferences} changes
 */
function write(storage, changes) {
  try {
    storage().setItem(KEY, JSON.stringify({ ...read(storage), ...changes }));
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
