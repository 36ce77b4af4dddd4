/** Reactions: an emoji for a moment. */

export const REACTION_TOPIC = 'reaction';

/** Those that the menu offers, with the words that screen readers say. @type {[string, string][]} */
export const REACTIONS = [
  ['👍', 'Thumbs up'],
  ['❤️', 'Heart'],
  ['😂', 'Laughter'],
  ['👏', 'Applause'],
  ['🎉', 'Celebration'],
  ['😮', 'Surprise'],
  ['🤔', 'Thinking'],
  ['👋', 'Wave'],
];

const LONGEST = 16;

/**
 * The emoji of a reaction; of any client, so it is looked at first.
 *
 * @param {unknown} payload `{emoji}`, or simply a string
 * @returns {string | null}
 */
export function emojiOf(payload) {
  const emoji = typeof payload === 'string' ? payload : /** @type {any} */ (payload)?.emoji;
  if (typeof emoji !== 'string' || emoji.length > LONGEST) return null;
  return /^[\p{Extended_Pictographic}\p{Emoji_Component}\u200d\ufe0f]+$/u.test(emoji) && /\p{Extended_Pictographic}/u.test(emoji)
    ? emoji
    : null;
}

/** Lets so many through in so much time, and no more. */
export class RateLimit {
  /** @type {number[]} */
  #times = [];

  /**
   * @param {number} most
   * @param {number} periodMs
   */
  constructor(most, periodMs) {
    this.most = most;
    this.periodMs = periodMs;
  }

  /**
   * @param {number} now milliseconds
   * @returns {boolean} whether this one may pass
   */
  take(now) {
    this.#times = this.#times.filter((time) => now - time < this.periodMs);
    if (this.#times.length >= this.most) return false;
    this.#times.push(now);
    return true;
  }
}
