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
 * @param {AbortSignal} signal
 * @returns {Promise<void>} rejects with the signal's reason
 */
export function delay(ms, signal) {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
