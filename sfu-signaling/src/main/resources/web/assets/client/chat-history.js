/** @typedef {import('./types.js').ChatEntry} ChatEntry */
/** @typedef {import('./types.js').TextMessage} TextMessage */

/** The topic of messages that a room keeps for late joiners. */
export const CHAT_TOPIC = 'chat';

/** As many as the server keeps. */
export const MOST_ENTRIES = 200;

/** What was said to everybody in the room, newest last; outlives joining again. */
export class ChatHistory {
  /** @type {ChatEntry[]} */
  entries = [];

  /**
   * Adds what the server has kept. What it has forgotten, being started again, stays.
   *
   * @param {ChatEntry[]} kept
   */
  merge(kept) {
    const known = new Set(this.entries.map(identity));
    this.#take([...this.entries, ...kept.filter((entry) => !known.has(identity(entry)))]);
  }

  /**
   * Adds a message, if it is one that everybody in the room reads.
   *
   * @param {{to?: string[], topic?: string, payload: unknown, from: string, time: number}} message
   * @param {string} name the sender's
   * @returns {boolean} whether it is
   */
  add({ to, topic, payload, from, time }, name) {
    if (to || topic !== CHAT_TOPIC) return false;
    this.#take([...this.entries, { from, name, topic, payload, time }]);
    return true;
  }

  /** @param {ChatEntry[]} entries */
  #take(entries) {
    this.entries = entries.sort((a, b) => a.time - b.time).slice(-MOST_ENTRIES);
  }
}

/** @param {ChatEntry} entry @returns {string} */
function identity({ from, time, payload }) {
  return JSON.stringify([from, time, payload]);
}
