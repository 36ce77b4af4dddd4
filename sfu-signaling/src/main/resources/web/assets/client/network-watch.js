/** A timer that comes this much late has slept with the machine. */
const SLEPT_MS = 10_000;

const TICK_MS = 5000;

/**
 * Calls back when the network may be another than before: it came back, the machine woke up, the
 * page was brought to the front or out of the back-forward cache. And every few seconds, for who
 * wants to look after something.
 *
 * @param {() => void} onchange
 * @param {() => void} ontick
 * @returns {() => void} stops
 */
export function watchNetwork(onchange, ontick) {
  const stop = new AbortController();
  const { signal } = stop;
  const target = typeof window === 'undefined' ? null : window;
  target?.addEventListener('online', onchange, { signal });
  target?.addEventListener('pageshow', (event) => event.persisted && onchange(), { signal });
  target?.document.addEventListener('visibilitychange', () => target.document.hidden || onchange(), { signal });
  target?.document.addEventListener('resume', onchange, { signal });
  /** @type {EventTarget | undefined} */
  const connection = /** @type {any} */ (target?.navigator)?.connection;
  connection?.addEventListener('change', onchange, { signal });
  let last = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    const slept = now - last > TICK_MS + SLEPT_MS;
    last = now;
    if (slept) onchange();
    ontick();
  }, TICK_MS);
  return () => {
    stop.abort();
    clearInterval(timer);
  };
}
