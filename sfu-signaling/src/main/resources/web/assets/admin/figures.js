/**
 * What happened between two looks at `/api/v1/stats`.
 * @typedef {object} Rates
 * @property {number} packetsIn per second
 * @property {number} packetsOut per second
 * @property {number} bitrateIn
 * @property {number} bitrateOut
 * @property {number} dropped packets per second, that no reason excuses
 * @property {number | null} latencyMs mean time from socket to socket; null when nothing was forwarded
 * @property {number | null} latencyP99Ms at most this for 99 of 100, to the next bound
 */

/**
 * @param {any} before
 * @param {any} now
 * @returns {Rates | null} null when they cannot be compared: the first look, or another server
 */
export function rates(before, now) {
  const seconds = before ? (now.time - before.time) / 1000 : 0;
  if (seconds <= 0 || now.received.packets < before.received.packets) return null;
  /** @param {(stats: any) => number} of */
  const perSecond = (of) => (of(now) - of(before)) / seconds;
  const forwarded = now.forwardLatency.count - before.forwardLatency.count;
  const took = now.forwardLatency.sumSeconds - before.forwardLatency.sumSeconds;
  return {
    packetsIn: perSecond((stats) => stats.received.packets),
    packetsOut: perSecond((stats) => stats.sent.packets),
    bitrateIn: 8 * perSecond((stats) => stats.received.bytes),
    bitrateOut: 8 * perSecond((stats) => stats.sent.bytes),
    dropped: perSecond(allDrops),
    latencyMs: forwarded > 0 ? (1000 * took) / forwarded : null,
    latencyP99Ms: forwarded > 0 ? quantile(before.forwardLatency.buckets, now.forwardLatency.buckets, 0.99) : null,
  };
}

/**
 * @param {any} stats
 * @returns {number}
 */
function allDrops(stats) {
  return /** @type {number[]} */ (Object.values(stats.drops)).reduce((sum, value) => sum + value, 0);
}

/**
 * @param {{leSeconds: number | null, count: number}[]} before cumulated
 * @param {{leSeconds: number | null, count: number}[]} now
 * @param {number} share
 * @returns {number | null} milliseconds; null beyond the last bound
 */
function quantile(before, now, share) {
  const grown = now.map((bucket, index) => bucket.count - (before[index]?.count ?? 0));
  const all = grown.at(-1) ?? 0;
  const bound = now.find((_, index) => (grown[index] ?? 0) >= share * all)?.leSeconds ?? null;
  return bound === null ? null : 1000 * bound;
}
