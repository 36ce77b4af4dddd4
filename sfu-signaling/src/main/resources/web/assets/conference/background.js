/** Nobody sees a page in the background: after this long its pictures need not travel. */
const BACKGROUND_MS = 10_000;

/**
 * Tells when the page has been in the background for a while, and when it is back.
 *
 * @param {(asleep: boolean) => void} onchange
 * @returns {() => void} stops
 */
export function watchBackground(onchange) {
  /** @type {any} */
  let timer = null;
  const changed = () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(() => onchange(true), BACKGROUND_MS);
    else onchange(false);
  };
  document.addEventListener('visibilitychange', changed);
  return () => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', changed);
  };
}
