import { WeirError } from './errors.js';
import { iceServersOf, linksOf } from './ice-server-links.js';

const FETCH_LIMIT_MS = 10_000;
const FRAGMENT = 'application/trickle-ice-sdpfrag';

/** Statuses after which the same request will be refused again. */
const FINAL_STATUSES = new Set([400, 401, 403, 404, 405, 413, 415, 422]);

/** More event streams than this would take all of a browser's connections to one HTTP/1.1 server. */
const MAX_EVENT_STREAMS = 3;
let eventStreams = 0;

/**
 * One session of WHIP (RFC 9725) or WHEP (draft-ietf-wish-whep) at a server: an offer was posted,
 * and the server made something that can be patched, listened to and deleted.
 */
export class HttpSession {
  /** @type {string | null} */
  #address;
  /** @type {string | null} */
  #etag;
  /** @type {string | null} */
  #eventsAddress;
  /** @type {EventSource | null} */
  #events = null;
  #closed = false;

  /** Whether the server has said that it knows this session no more, as after a restart. */
  gone = false;

  /**
   * @param {Response} response
   * @param {string} answer
   * @param {string} endpoint
   * @param {string | undefined} token
   */
  constructor(response, answer, endpoint, token) {
    const base = response.url || endpoint;
    const links = linksOf(response.headers.get('Link'));
    const events = links.find(({ rel }) => rel?.endsWith(':ext:core:server-sent-events'));
    const location = response.headers.get('Location');
    this.answer = answer;
    this.iceServers = iceServersOf(response.headers.get('Link'));
    this.token = token;
    this.#address = location ? new URL(location, base).href : null;
    this.#etag = response.headers.get('ETag');
    this.#eventsAddress = events ? new URL(events.url, base).href : null;
  }

  /**
   * Posts an offer.
   *
   * @param {string} endpoint
   * @param {string | undefined} token
   * @param {string} offer
   * @param {AbortSignal} signal
   * @returns {Promise<HttpSession>} rejects with a {@link WeirError}: `refused` when trying again cannot help,
   *   `taken` when somebody else presents, else `unavailable`
   */
  static async create(endpoint, token, offer, signal) {
    const response = await request(endpoint, 'POST', token, { 'Content-Type': 'application/sdp' }, offer, signal);
    if (!response.ok) throw await refusal(response);
    return new HttpSession(response, await response.text(), endpoint, token);
  }

  /** Whether the server can be told of later changes. */
  get canPatch() {
    return this.#address !== null;
  }

  /**
   * Tells of candidates found after the offer.
   *
   * @param {string} fragment
   * @param {AbortSignal} signal
   */
  async trickle(fragment, signal) {
    if (!this.#address) return;
    const condition = this.#etag ? { 'If-Match': this.#etag } : undefined;
    await request(this.#address, 'PATCH', this.token, { 'Content-Type': FRAGMENT, ...condition }, fragment, signal);
  }

  /**
   * Restarts ICE (RFC 9725 §4.3.3).
   *
   * @param {string} fragment with our new credentials
   * @param {AbortSignal} signal
   * @returns {Promise<string>} the server's fragment
   */
  async restartIce(fragment, signal) {
    if (!this.#address) throw new WeirError('unavailable', 'This server cannot restart ICE.');
    const headers = { 'Content-Type': FRAGMENT, 'If-Match': '*' };
    const response = await request(this.#address, 'PATCH', this.token, headers, fragment, signal);
    // Whatever it is, a new session may do better: after a restart the server knows this one no more.
    if (response.status !== 200) throw new WeirError('unavailable', (await refusal(response)).message);
    this.#etag = response.headers.get('ETag');
    return response.text();
  }

  /**
   * Listens to the server's events, where it has some.
   *
   * @param {(type: string, data: any) => void} onEvent with type `lost` when the stream has ended for good
   * @param {AbortSignal} signal
   */
  async listen(onEvent, signal) {
    if (!this.#eventsAddress || typeof EventSource !== 'function' || eventStreams >= MAX_EVENT_STREAMS) return;
    eventStreams++;
    try {
      const response = await request(this.#eventsAddress, 'POST', this.token, {}, undefined, signal);
      const location = response.headers.get('Location');
      if (!response.ok || !location || this.#closed) {
        eventStreams--;
        return;
      }
      const events = new EventSource(new URL(location, this.#eventsAddress));
      this.#events = events;
      for (const type of ['active', 'inactive', 'viewercount', 'layerswanted']) {
        events.addEventListener(type, (event) => onEvent(type, parse(event.data)));
      }
      events.onerror = () => {
        if (events.readyState !== EventSource.CLOSED || this.#events !== events) return;
        this.#stopListening();
        onEvent('lost', {});
        void this.#look(signal);
      };
    } catch {
      eventStreams--;
    }
  }

  /**
   * Ends the session; also while the page closes. The server notices by itself if this gets lost.
   *
   * @returns {Promise<void>}
   */
  async delete() {
    this.#closed = true;
    this.#stopListening();
    const address = this.#address;
    this.#address = null;
    if (!address) return;
    await fetch(address, { method: 'DELETE', headers: authorization(this.token), keepalive: true }).catch(() => {});
  }

  /** @param {AbortSignal} signal */
  async #look(signal) {
    if (!this.#address) return;
    const response = await request(this.#address, 'GET', undefined, {}, undefined, signal).catch(() => null);
    this.gone = response?.status === 404;
  }

  #stopListening() {
    if (!this.#events) return;
    this.#events.close();
    this.#events = null;
    eventStreams--;
  }
}

/**
 * @param {string} url
 * @param {string} method
 * @param {string | undefined} token
 * @param {Record<string, string>} headers
 * @param {string | undefined} body
 * @param {AbortSignal} lifetime
 */
function request(url, method, token, headers, body, lifetime) {
  const signal = AbortSignal.any([lifetime, AbortSignal.timeout(FETCH_LIMIT_MS)]);
  return fetch(url, { method, body, headers: { ...authorization(token), ...headers }, signal });
}

/**
 * @param {string | undefined} token
 * @returns {Record<string, string>}
 */
function authorization(token) {
  return token ? { Authorization: `Bearer ${token}` } : {};
}

/**
 * @param {Response} response
 * @returns {Promise<WeirError>}
 */
async function refusal(response) {
  const problem = await response.json().catch(() => ({}));
  const text = problem.detail ?? problem.title ?? `The server answered ${response.status}.`;
  if (response.status === 409) return new WeirError('taken', text);
  return new WeirError(FINAL_STATUSES.has(response.status) ? 'refused' : 'unavailable', text);
}

/**
 * @param {string} text
 * @returns {any}
 */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
