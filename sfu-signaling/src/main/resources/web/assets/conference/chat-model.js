import { MOST_ENTRIES } from '../client/chat-history.js';

/** What was said in the chat. Pure data. */

/** Longer texts are cut by the sender: a message of the protocol has its limit. */
export const LONGEST_TEXT = 4000;

/** Messages of one person within this time stand together under one name. */
const TOGETHER_MS = 3 * 60_000;

/**
 * @typedef {object} ChatEntry
 * @property {string} from participant id
 * @property {string} name
 * @property {string} text
 * @property {number} time epoch milliseconds
 * @property {boolean} own
 * @property {boolean} continued the same person goes on: no name is needed
 * @property {boolean} [sending] the server has not taken it yet
 * @property {boolean} [failed] could not be sent
 */

/** @typedef {{from: string, name?: string, payload: unknown, time: number}} Message */

export class ChatModel {
  /** @type {ChatEntry[]} oldest first */
  entries = [];

  /** Messages that came while nobody looked. */
  unread = 0;

  /** Whether somebody looks. */
  open = false;

  /**
   * @param {Message} message
   * @param {{name: string, own: boolean}} sender
   * @returns {ChatEntry | null} null when there is nothing to show
   */
  add(message, { name, own }) {
    const text = textOf(message.payload);
    if (text === null) return null;
    const last = this.entries.at(-1);
    const continued = last !== undefined && last.from === message.from && message.time - last.time < TOGETHER_MS;
    const entry = { from: message.from, name, text, time: message.time, own, continued };
    this.entries.push(entry);
    if (this.entries.length > MOST_ENTRIES) this.entries.shift();
    if (!own && !this.open) this.unread++;
    return entry;
  }

  /**
   * Shows what the client knows to have been said, after joining and joining again, and beside it only
   * what has not reached the server.
   *
   * @param {Message[]} history the client's, oldest first
   * @param {(message: Message) => {name: string, own: boolean}} senderOf
   */
  restore(history, senderOf) {
    const known = this.entries;
    const newest = known.at(-1)?.time ?? -Infinity;
    const before = this.unread;
    this.entries = [];
    for (const message of history) this.add(message, senderOf(message));
    this.entries.push(...known.filter(({ sending, failed }) => sending || failed));
    this.entries.sort((one, other) => one.time - other.time);
    if (this.open) return;
    // Newcomers need not catch up, those who were away for a moment do.
    const missed = this.entries.filter(({ time, own }) => !own && time > newest).length;
    this.unread = before + (known.length > 0 ? missed : 0);
  }

  /** @param {boolean} open */
  show(open) {
    this.open = open;
    if (open) this.unread = 0;
  }
}

/**
 * The text of a chat message: `{text}`, or simply a string.
 *
 * @param {unknown} payload
 * @returns {string | null}
 */
export function textOf(payload) {
  const text = typeof payload === 'string' ? payload : /** @type {any} */ (payload)?.text;
  if (typeof text !== 'string' || text.trim() === '') return null;
  return text.slice(0, LONGEST_TEXT);
}
