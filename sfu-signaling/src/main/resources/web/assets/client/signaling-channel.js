import { WeirError } from './errors.js';

/** @typedef {import('./types.js').ServerEvent} ServerEvent */

const SUBPROTOCOL = 'weir.v1';
const REQUEST_TIMEOUT_MS = 10_000;
const OPEN_TIMEOUT_MS = 10_000;

/**
 * Requests and events over one WebSocket: gives each request an id, matches replies and errors to
 * it, and times out those that stay unanswered.
 */
export class SignalingChannel {
  /** Called for each event of the server. @type {(event: ServerEvent) => void} */
  onevent = () => {};

  /** Called once when the WebSocket ends without {@link close}. @type {(code: number, reason: string) => void} */
  onclose = () => {};

  #nextId = 1;
  #closed = false;
  /** @type {Map<number, {resolve: (reply: any) => void, reject: (error: WeirError) => void, timer: any}>} */
  #pending = new Map();

  /** @param {WebSocket} socket an open one */
  constructor(socket) {
    this.socket = socket;
    socket.onmessage = (message) => this.#receive(message.data);
    socket.onclose = (event) => this.#ended(event.code, event.reason);
  }

  /**
   * Opens a WebSocket to the server.
   *
   * @param {string} url ws: or wss: address
   * @param {(url: string, protocol: string) => WebSocket} [createSocket]
   * @returns {Promise<SignalingChannel>}
   */
  static open(url, createSocket = (address, protocol) => new WebSocket(address, protocol)) {
    return new Promise((resolve, reject) => {
      const socket = createSocket(url, SUBPROTOCOL);
      const fail = () => {
        clearTimeout(timer);
        socket.onopen = socket.onerror = socket.onclose = null;
        socket.close();
        reject(new WeirError('unreachable', 'The server cannot be reached.'));
      };
      const timer = setTimeout(fail, OPEN_TIMEOUT_MS);
      socket.onerror = fail;
      socket.onclose = fail;
      socket.onopen = () => {
        clearTimeout(timer);
        socket.onopen = socket.onerror = socket.onclose = null;
        resolve(new SignalingChannel(socket));
      };
    });
  }

  /**
   * Sends a request and waits for its reply.
   *
   * @param {string} type
   * @param {Record<string, unknown>} [body]
   * @param {number} [timeoutMs]
   * @returns {Promise<any>} the reply
   */
  request(type, body = {}, timeoutMs = REQUEST_TIMEOUT_MS) {
    if (this.#closed) return Promise.reject(connectionLost());
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(new WeirError('timeout', `The server did not answer "${type}" in time.`));
      }, timeoutMs);
      this.#pending.set(id, { resolve, reject, timer });
      this.socket.send(JSON.stringify({ ...body, id, type }));
    });
  }

  /** Ends the conversation; `onclose` is not called. */
  close() {
    if (this.#closed) return;
    this.onclose = () => {};
    this.socket.close(1000);
    this.#ended(1000, '');
  }

  /** @param {unknown} data */
  #receive(data) {
    const message = parseMessage(data);
    if (!message) return;
    if (message.type !== 'reply' && message.type !== 'error') {
      this.onevent(/** @type {ServerEvent} */ (message));
      return;
    }
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    this.#pending.delete(message.id);
    clearTimeout(pending.timer);
    if (message.type === 'reply') {
      pending.resolve(message);
    } else {
      pending.reject(new WeirError(String(message.code), String(message.message ?? message.code)));
    }
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  #ended(code, reason) {
    if (this.#closed) return;
    this.#closed = true;
    for (const pending of this.#pending.values()) {
      clearTimeout(pending.timer);
      pending.reject(connectionLost());
    }
    this.#pending.clear();
    this.onclose(code, reason);
  }
}

/**
 * @param {unknown} data
 * @returns {Record<string, any> | null} null for what is not a typed JSON object
 */
function parseMessage(data) {
  if (typeof data !== 'string') return null;
  try {
    const message = JSON.parse(data);
    return message && typeof message.type === 'string' ? message : null;
  } catch {
    return null;
  }
}

/** @returns {WeirError} */
function connectionLost() {
  return new WeirError('connection_lost', 'The connection to the server was lost.');
}
