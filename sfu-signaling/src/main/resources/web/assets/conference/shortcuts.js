import { preferences } from '../ui/preferences.js';

/** Keys of the conference page: what they do stands in its help. */

/**
 * @param {Record<string, () => void>} actions by key
 * @returns {() => void} stops
 */
export function listenForShortcuts(actions) {
  /** @param {KeyboardEvent} event */
  const handle = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const key = event.key.toLowerCase();
    const leaves = key === 'escape';
    if (!leaves && (isTyping(event.target) || isSwitchedOff(key) || document.querySelector('dialog[open]'))) return;
    const action = actions[key];
    if (!action || (leaves && document.querySelector('dialog[open]'))) return;
    event.preventDefault();
    action();
  };
  document.addEventListener('keydown', handle);
  return () => document.removeEventListener('keydown', handle);
}

/**
 * Whoever speaks to the computer, or types elsewhere than they think, may want no single letters
 * (WCAG 2.1.4).
 *
 * @param {string} key
 * @returns {boolean}
 */
function isSwitchedOff(key) {
  return key.length === 1 && preferences().shortcuts === false;
}

/**
 * @param {EventTarget | null} target
 * @returns {boolean}
 */
function isTyping(target) {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}
