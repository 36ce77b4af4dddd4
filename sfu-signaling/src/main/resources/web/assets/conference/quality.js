/** How good a stream is, in one word. Pure arithmetic. */

/** @typedef {import('./figures.js').Figures} Figures */
/** @typedef {'good' | 'fair' | 'poor'} Quality */

/** @type {Record<Quality, string>} */
export const QUALITY_WORDS = { good: 'connection good', fair: 'connection fair', poor: 'connection poor' };

/** So many samples are judged together: one lost packet is no bad connection. */
const WINDOW = 5;

/** From which value on a stream is fair, and poor. */
const LOSS = [0.02, 0.08];
const RTT_MS = [300, 700];
const JITTER_MS = [60, 150];
const FROZEN_MS = [200, 1000];

/** Judges one stream by its last few seconds. */
export class QualityMeter {
  /** @type {Figures[]} */
  #samples = [];

  /** @param {number} [settling] so many samples are not judged: a picture that has just begun froze before */
  constructor(settling = 0) {
    this.settling = settling;
  }

  /**
   * @param {Figures} figures of the newest second
   * @returns {Quality | null} null while nothing arrives
   */
  add(figures) {
    if (this.settling > 0) {
      if (figures.packets > 0) this.settling--;
      return null;
    }
    this.#samples = [...this.#samples, figures].slice(-WINDOW);
    return rate(this.#samples);
  }
}

/**
 * @param {Figures[]} samples
 * @returns {Quality | null}
 */
export function rate(samples) {
  const packets = sum(samples, 'packets');
  const lost = sum(samples, 'lost');
  const last = samples.at(-1);
  if (!last || packets + lost === 0) return null;
  const grades = [
    grade(lost / (packets + lost), LOSS),
    grade(sum(samples, 'frozenMs'), FROZEN_MS),
    grade(last.rttMs ?? 0, RTT_MS),
    grade(last.jitterMs ?? 0, JITTER_MS),
  ];
  return /** @type {Quality[]} */ (['good', 'fair', 'poor'])[Math.max(...grades)] ?? null;
}

/**
 * @param {number} value
 * @param {number[]} limits
 * @returns {number} 0 good, 1 fair, 2 poor
 */
function grade(value, limits) {
  return limits.filter((limit) => value >= limit).length;
}

/**
 * @param {Figures[]} samples
 * @param {'packets' | 'lost' | 'frozenMs'} name
 * @returns {number}
 */
function sum(samples, name) {
  return samples.reduce((total, sample) => total + sample[name], 0);
}
