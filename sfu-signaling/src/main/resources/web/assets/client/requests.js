import { connectionLost, WeirError } from './errors.js';

/**
 * @typedef {object} Pending
 * @property {Record<string, unknown>} message what was or is to be sent
 * @property {number} timeoutMs how long its answer may take once it is sent
 * @property {(reply: any) => void} resolve
 * @property {(error: WeirError) => void} reject
 * @property {any} timer
 */

/**
 * The requests that wait for an answer. They outlive a WebSocket: what it left unanswered is sent
 * again, unchanged and with the same ids, over the one that resumes the session.
 */
export class Requests {
  #lastId = 0;
  /** @type {Map<number, Pending>} in the order in which they were made */
  #pending = new Map();

  /** @returns {number} an id that was not used before */
  nextId() {
    return ++this.#lastId;
  }

  /**
   * Makes a request.
   *
   * @param {string} type
   * @param {Record<string, unknown>} body
   * @param {number} timeoutMs
   * @param {((message: Record<string, unknown>) => void) | null} send null while nothing can be sent
   * @returns {Promise<any>} the reply
   */
  make(type, body, timeoutMs, send) {
    const id = this.nextId();
    return new Promise((resolve, reject) => {
      /** @type {Pending} */
      const pending = { message: { ...body, id, type }, timeoutMs, resolve, reject, timer: null };
      this.#pending.set(id, pending);
      if (send) this.#send(pending, send);
    });
  }

  /** Nothing can be answered for now: nobody's time runs out. */
  pause() {
    for (const pending of this.#pending.values()) clearTimeout(pending.timer);
  }

  /**
   * Sends all that is unanswered again.
   *
   * @param {(message: Record<string, unknown>) => void} send
   */
  repeat(send) {
    for (const pending of this.#pending.values()) this.#send(pending, send);
  }

  /**
   * @param {Pending} pending
   * @param {(message: Record<string, unknown>) => void} send
   */
  #send(pending, send) {
    const { id, type } = pending.message;
    pending.timer = setTimeout(() => {
      this.#pending.delete(/** @type {number} */ (id));
      pending.reject(new WeirError('timeout', `The server did not answer "${type}" in time.`));
    }, pending.timeoutMs);
    send(pending.message);
  }

  /**
   * Hands an answer to whoever waits for it.
   *
   * @param {Record<string, any>} message a reply or an error
   */
  settle(message) {
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    this.#pending.delete(message.id);
    clearTimeout(pending.timer);
    if (message.type === 'reply') pending.resolve(message);
    else pending.reject(asRefusal(message));
  }

  /** The session is gone, and with it whoever could answer. */
  failAll() {
    const all = [...this.#pending.values()];
    this.#pending.clear();
    for (const pending of all) {
      clearTimeout(pending.timer);
      pending.reject(connectionLost());
    }
  }
}

/**
 * @param {Record<string, any>} message the server's error
 * @returns {WeirError}
 */
export function asRefusal(message) {
  return new WeirError(String(message.code), String(message.message ?? message.code));
}
