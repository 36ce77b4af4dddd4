import { connectionLost, WeirError } from './errors.js';
import { asRefusal } from './requests.js';

const SUBPROTOCOL = 'weir.v1';
const OPEN_TIMEOUT_MS = 10_000;
const GREETING_TIMEOUT_MS = 10_000;

/** One WebSocket: messages in, messages out, and the request that it begins with. */
export class SignalingChannel {
  /** Called for each message of the server. @type {(message: Record<string, any>) => void} */
  onmessage = () => {};

  /** Called once when the WebSocket ends without {@link close}. @type {(code: number) => void} */
  onclose = () => {};

  /** When the server was last heard, in `performance.now()` time. */
  heardAt = performance.now();

  #closed = false;

  /** @param {WebSocket} socket an open one */
  constructor(socket) {
    this.socket = socket;
    socket.onmessage = (message) => this.#receive(message.data);
    socket.onclose = (event) => this.#ended(event.code);
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
   * Sends the request with which the conversation begins, and waits for its reply. Whatever comes
   * meanwhile, and after the reply, is kept for {@link carry}.
   *
   * @param {Record<string, unknown>} message
   * @returns {Promise<any>} the reply
   */
  greet(message) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new WeirError('timeout', `The server did not answer "${message.type}" in time.`));
      }, GREETING_TIMEOUT_MS);
      this.onclose = () => {
        clearTimeout(timer);
        reject(connectionLost());
      };
      this.onmessage = (answer) => {
        if (answer.id !== message.id) {
          this.#early.push(answer);
          return;
        }
        clearTimeout(timer);
        if (answer.type === 'reply') resolve(answer);
        else reject(asRefusal(answer));
      };
      this.send(message);
    });
  }

  /** @type {Record<string, any>[]} */
  #early = [];

  /**
   * From now on, and for what came early, these are called.
   *
   * @param {(message: Record<string, any>) => void} onmessage
   * @param {(code: number) => void} onclose
   */
  carry(onmessage, onclose) {
    this.onmessage = onmessage;
    this.onclose = onclose;
    for (const message of this.#early.splice(0)) onmessage(message);
    if (this.#closed) onclose(this.#code);
  }

  #code = 0;

  /** @param {Record<string, unknown>} message */
  send(message) {
    if (!this.#closed) this.socket.send(JSON.stringify(message));
  }

  /** Ends the conversation; `onclose` is not called. */
  close() {
    this.onclose = () => {};
    this.#end(1000);
  }

  /** The other end does not answer any more: as if the connection had been lost. */
  abandon() {
    this.#end(4000);
  }

  /** @param {number} code */
  #end(code) {
    if (this.#closed) return;
    this.socket.close(code);
    this.#ended(0);
  }

  /** @param {unknown} data */
  #receive(data) {
    if (this.#closed) return;
    this.heardAt = performance.now();
    const message = parseMessage(data);
    if (message) this.onmessage(message);
  }

  /** @param {number} code */
  #ended(code) {
    if (this.#closed) return;
    this.#closed = true;
    this.#code = code;
    this.onclose(code);
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
