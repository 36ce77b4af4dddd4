import { asWeirError, WeirError } from './errors.js';
import { backoffMs, delay } from './backoff.js';
import { Emitter } from './emitter.js';
import { iceServersOf } from './ice-server-links.js';

/**
 * Where a viewer is: `waiting` means connected while nothing is sent yet.
 * @typedef {'connecting' | 'waiting' | 'live' | 'reconnecting' | 'failed' | 'closed'} ViewerState
 */

/**
 * @typedef {object} ViewerEvents
 * @property {{state: ViewerState, error: WeirError | null}} state
 * @property {{stream: MediaStream}} stream a new connection's media; arrives before its first frame
 */

/** Media that stops for this long means that the presenter has gone. */
const SILENCE_MS = 4000;
const LOOK_EVERY_MS = 500;
const CONNECT_LIMIT_MS = 15_000;
const FETCH_LIMIT_MS = 10_000;

/** Statuses after which the same request will be refused again. */
const FINAL_STATUSES = new Set([400, 401, 403, 404, 405, 413, 415, 422]);

/**
 * Watches one presenter over WHEP (draft-ietf-wish-whep-03), and connects again by itself.
 *
 * @extends {Emitter<ViewerEvents>}
 */
export class WhepViewer extends Emitter {
  /** @type {ViewerState} */
  state = 'connecting';

  /** @type {RTCPeerConnection | null} */
  pc = null;

  /** Where the session can be deleted. @type {string | null} */
  #session = null;
  #lifetime = new AbortController();
  #attempt = 0;

  /**
   * @param {string} endpoint
   * @param {string} [token]
   */
  constructor(endpoint, token) {
    super();
    this.endpoint = endpoint;
    this.token = token;
  }

  /** Watches until `close`, or until the server refuses for good. */
  async run() {
    const { signal } = this.#lifetime;
    while (!signal.aborted) {
      try {
        await this.#watchOnce();
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof WeirError && error.code === 'refused') {
          this.#setState('failed', error);
          return;
        }
        this.#setState('reconnecting', asWeirError(error));
      }
      this.#hangUp();
      this.#attempt++;
      await delay(backoffMs(this.#attempt, Math.random()), signal).catch(() => {});
    }
  }

  /** Stops watching and tells the server. */
  close() {
    if (this.#lifetime.signal.aborted) return;
    this.#lifetime.abort(new WeirError('closed', 'Stopped watching.'));
    this.#hangUp();
    this.#setState('closed', null);
  }

  /** One connection, from its offer until it breaks; always ends by throwing. */
  async #watchOnce() {
    const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' });
    this.pc = pc;
    const audio = pc.addTransceiver('audio', { direction: 'recvonly' });
    const video = pc.addTransceiver('video', { direction: 'recvonly' });
    this.emit('stream', { stream: new MediaStream([audio.receiver.track, video.receiver.track]) });
    const trickle = new Trickle(pc, (fragment) => this.#patch(fragment));
    const offer = await pc.createOffer();
    const { answer, iceServers } = await this.#post(offer.sdp ?? '');
    // Gathering begins with the local description, and must know the servers by then.
    if (iceServers.length > 0) pc.setConfiguration({ ...pc.getConfiguration(), iceServers });
    await pc.setLocalDescription(offer);
    await pc.setRemoteDescription({ type: 'answer', sdp: answer });
    if (this.#session) trickle.start();
    await this.#connected(pc);
    await this.#observe(pc);
  }

  /**
   * @param {string} offer
   * @returns {Promise<{answer: string, iceServers: RTCIceServer[]}>}
   */
  async #post(offer) {
    const response = await this.#fetch(this.endpoint, 'POST', 'application/sdp', offer);
    if (!response.ok) throw await refusal(response);
    const location = response.headers.get('Location');
    this.#session = location ? new URL(location, response.url || this.endpoint).href : null;
    this.#etag = response.headers.get('ETag');
    return { answer: await response.text(), iceServers: iceServersOf(response.headers.get('Link')) };
  }

  /** @type {string | null} */
  #etag = null;

  /** @param {string} fragment */
  async #patch(fragment) {
    if (!this.#session) return;
    const type = 'application/trickle-ice-sdpfrag';
    await this.#fetch(this.#session, 'PATCH', type, fragment, this.#etag ? { 'If-Match': this.#etag } : {});
  }

  #hangUp() {
    this.pc?.close();
    this.pc = null;
    const session = this.#session;
    this.#session = null;
    if (session) {
      // Also while the page closes; the server notices by itself if this gets lost.
      fetch(session, { method: 'DELETE', headers: this.#headers(), keepalive: true }).catch(() => {});
    }
  }

  /**
   * @param {string} url
   * @param {string} method
   * @param {string} type
   * @param {string} body
   * @param {Record<string, string>} [headers]
   */
  async #fetch(url, method, type, body, headers = {}) {
    const signal = AbortSignal.any([this.#lifetime.signal, AbortSignal.timeout(FETCH_LIMIT_MS)]);
    return fetch(url, { method, body, headers: { ...this.#headers(), ...headers, 'Content-Type': type }, signal });
  }

  /** @returns {Record<string, string>} */
  #headers() {
    return this.token ? { Authorization: `Bearer ${this.token}` } : {};
  }

  /**
   * @param {RTCPeerConnection} pc
   * @returns {Promise<void>}
   */
  #connected(pc) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(interrupted()), CONNECT_LIMIT_MS);
      pc.onconnectionstatechange = () => {
        if (pc.connectionState === 'new' || pc.connectionState === 'connecting') return;
        clearTimeout(timer);
        if (pc.connectionState === 'connected') resolve();
        else reject(interrupted());
      };
    });
  }

  /**
   * Follows whether media flows; throws when the connection is gone.
   *
   * @param {RTCPeerConnection} pc
   */
  async #observe(pc) {
    let packets = -1;
    let heardAt = -Infinity;
    for (;;) {
      if (pc.connectionState === 'failed' || pc.connectionState === 'closed') throw interrupted();
      const received = await packetsReceived(pc);
      const now = performance.now();
      if (received > Math.max(0, packets)) heardAt = now;
      packets = received;
      const live = now - heardAt < SILENCE_MS;
      if (live) this.#attempt = 0;
      const next = pc.connectionState === 'disconnected' ? 'reconnecting' : live ? 'live' : 'waiting';
      this.#setState(next, null);
      await delay(LOOK_EVERY_MS, this.#lifetime.signal);
    }
  }

  /**
   * @param {ViewerState} state
   * @param {WeirError | null} error
   */
  #setState(state, error) {
    if (this.state === state && !error) return;
    this.state = state;
    this.emit('state', { state, error });
  }
}

/** Collects candidates found after the offer and sends them together (RFC 8840). */
class Trickle {
  /** @type {RTCIceCandidate[]} */
  #found = [];
  #started = false;
  #scheduled = false;

  /**
   * @param {RTCPeerConnection} pc
   * @param {(fragment: string) => Promise<void>} send
   */
  constructor(pc, send) {
    this.pc = pc;
    this.send = send;
    pc.onicecandidate = ({ candidate }) => {
      if (!candidate?.candidate) return;
      this.#found.push(candidate);
      this.#schedule();
    };
  }

  /** To be called once there is a session to send to. */
  start() {
    this.#started = true;
    this.#schedule();
  }

  #schedule() {
    if (!this.#started || this.#scheduled || this.#found.length === 0) return;
    this.#scheduled = true;
    setTimeout(() => {
      this.#scheduled = false;
      const fragment = iceFragment(this.pc.localDescription?.sdp ?? '', this.#found.splice(0));
      this.send(fragment).catch(() => {}); // the server learns our addresses from our checks as well
    }, 50);
  }
}

/**
 * An SDP fragment with candidates, as RFC 8840 §9 and RFC 9725 §4.3.2 want it.
 *
 * @param {string} sdp the local description
 * @param {{candidate: string, sdpMid: string | null}[]} candidates
 * @returns {string}
 */
export function iceFragment(sdp, candidates) {
  const lines = sdp.split(/\r?\n/);
  /** @param {string} prefix */
  const first = (prefix) => lines.filter((line) => line.startsWith(prefix)).slice(0, 1);
  return [
    ...first('a=ice-ufrag:'),
    ...first('a=ice-pwd:'),
    ...first('m='),
    ...first('a=mid:'),
    ...candidates.map(({ candidate }) => `a=${candidate}`),
    '',
  ].join('\r\n');
}

/**
 * @param {RTCPeerConnection} pc
 * @returns {Promise<number>}
 */
async function packetsReceived(pc) {
  let packets = 0;
  for (const entry of (await pc.getStats()).values()) {
    if (entry.type === 'inbound-rtp') packets += entry.packetsReceived ?? 0;
  }
  return packets;
}

/**
 * @param {Response} response
 * @returns {Promise<WeirError>}
 */
async function refusal(response) {
  const problem = await response.json().catch(() => ({}));
  const text = problem.detail ?? problem.title ?? `The server answered ${response.status}.`;
  return new WeirError(FINAL_STATUSES.has(response.status) ? 'refused' : 'unavailable', text);
}

/** @returns {WeirError} */
function interrupted() {
  return new WeirError('connection_lost', 'The connection broke off.');
}
