/** Keys of the conference page: what they do stands in its help. */

/**
 * @param {Record<string, () => void>} actions by key
 * @returns {() => void} stops
 */
export function listenForShortcuts(actions) {
  /** @param {KeyboardEvent} event */
  const handle = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
    const action = actions[event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    action();
  };
  document.addEventListener('keydown', handle);
  return () => document.removeEventListener('keydown', handle);
}

/**
 * @param {EventTarget | null} target
 * @returns {boolean}
 */
function isTyping(target) {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}
