/**
 * How long to wait before the n-th attempt (counted from 1): doubling from half a second to eight
 * seconds, spread by ±25 % so that a server coming back does not meet everybody at once.
 *
 * @param {number} attempt
 * @param {number} random between 0 and 1
 * @returns {number} milliseconds
 */
export function backoffMs(attempt, random) {
  const base = Math.min(8000, 500 * 2 ** Math.max(0, attempt - 1));
  return Math.round(base * (0.75 + random / 2));
}

/**
 * Waits, or until the signal says stop.
 *
 * @param {number} ms
 * @param {AbortSignal} stop
 * @param {AbortSignal} [hurry] ends the wait early
 * @returns {Promise<void>} rejects with the reason of `stop`
 */
export function delay(ms, stop, hurry) {
  return new Promise((resolve, reject) => {
    const over = () => {
      clearTimeout(timer);
      stop.removeEventListener('abort', over);
      hurry?.removeEventListener('abort', over);
      if (stop.aborted) reject(stop.reason);
      else resolve();
    };
    const timer = setTimeout(over, ms);
    stop.addEventListener('abort', over);
    hurry?.addEventListener('abort', over);
    if (stop.aborted || hurry?.aborted) over();
  });
}
