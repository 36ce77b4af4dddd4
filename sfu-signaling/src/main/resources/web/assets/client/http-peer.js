import { backoffMs, delay } from './backoff.js';
import { Emitter } from './emitter.js';
import { asWeirError, WeirError } from './errors.js';
import { HttpSession } from './http-session.js';
import { iceFragment, restartedAnswer, Trickle } from './ice-fragments.js';

/**
 * Where a peer is: `waiting` means connected while nothing flows yet.
 * @typedef {'connecting' | 'waiting' | 'live' | 'reconnecting' | 'failed' | 'closed'} PeerState
 */

/**
 * @typedef {object} PeerEvents
 * @property {{state: PeerState, error: WeirError | null}} state
 * @property {{stream: MediaStream}} stream a new connection's media; arrives before its first frame
 * @property {{count: number | null}} viewers how many watch; null while the server does not tell
 * @property {{codecs: string[]}} codecs the video codecs that the server agreed to, in order
 */

const LOOK_EVERY_MS = 500;
const CONNECT_LIMIT_MS = 15_000;

/** Lets the path recover by itself before a restart is worth its cost. */
const DISCONNECTED_GRACE_MS = 2500;

/** An ICE restart that brought nothing after this long has failed. */
const RESTART_LIMIT_MS = 8000;

/** How long a server may take to say goodbye to the session before. */
const GOODBYE_LIMIT_MS = 2000;

/**
 * A peer connection that is set up over WHIP or WHEP and keeps itself up: a broken path is repaired by
 * an ICE restart, and when that does not help, or the server knows the session no more, by a new
 * session, with growing pauses, until `close`. What flows, and how one sees that it does, is the
 * subclasses'.
 *
 * @extends {Emitter<PeerEvents>}
 */
export class HttpPeer extends Emitter {
  /** @type {PeerState} */
  state = 'connecting';

  /** @type {RTCPeerConnection | null} */
  pc = null;

  /** How many watch, as the server tells. @type {number | null} */
  viewers = null;

  /** @type {HttpSession | null} */
  #session = null;
  /** @type {Promise<void>} */
  #goodbye = Promise.resolve();
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

  /**
   * Adds what this peer sends or receives to a new connection.
   *
   * @param {RTCPeerConnection} _pc
   * @returns {void}
   */
  addMedia(_pc) {}

  /**
   * What of the server's answer the browser gets to see.
   *
   * @param {string} sdp
   * @returns {string}
   */
  takeAnswer(sdp) {
    return sdp;
  }

  /** The answer has been taken in. */
  answered() {}

  /**
   * Looks at a connection that stands, twice a second.
   *
   * @param {RTCStatsReport} _report
   * @returns {'live' | 'waiting'}
   */
  look(_report) {
    return 'live';
  }

  /**
   * Hears `active`, `inactive`, `layerswanted`, or `lost` when there will be no more.
   *
   * @param {string} _type
   * @param {any} _data
   */
  heard(_type, _data) {}

  /**
   * Whether trying again cannot help.
   *
   * @param {unknown} error
   * @returns {boolean}
   */
  isFinal(error) {
    return error instanceof WeirError && error.code === 'refused';
  }

  /** Goes on until `close`, or until the server refuses for good. */
  async run() {
    const { signal } = this.#lifetime;
    while (!signal.aborted) {
      try {
        await this.#connectOnce(signal);
      } catch (error) {
        if (signal.aborted) return;
        if (this.isFinal(error)) {
          this.#hangUp();
          this.#setState('failed', asWeirError(error));
          return;
        }
        this.#setState('reconnecting', asWeirError(error));
      }
      this.#hangUp();
      this.#attempt++;
      await delayOrOnline(backoffMs(this.#attempt, Math.random()), signal).catch(() => {});
    }
  }

  /** Ends it and tells the server; also while the page closes. */
  close() {
    if (this.#lifetime.signal.aborted) return;
    this.#lifetime.abort(new WeirError('closed', 'Closed.'));
    this.#hangUp();
    this.#setState('closed', null);
  }

  /**
   * One connection, from its offer until it breaks; always ends by throwing.
   *
   * @param {AbortSignal} signal
   */
  async #connectOnce(signal) {
    // A presenter's place is free only once the server has let the session before go.
    await Promise.race([this.#goodbye, delay(GOODBYE_LIMIT_MS, signal)]);
    const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' });
    this.pc = pc;
    this.addMedia(pc);
    const trickle = new Trickle(pc, async (fragment) => this.#session?.trickle(fragment, signal));
    const offer = await pc.createOffer();
    const session = await HttpSession.create(this.endpoint, this.token, offer.sdp ?? '', signal);
    this.#session = session;
    // Gathering begins with the local description, and must know the servers by then.
    if (session.iceServers.length > 0) {
      pc.setConfiguration({ ...pc.getConfiguration(), iceServers: session.iceServers });
    }
    await pc.setLocalDescription(offer);
    const answer = this.takeAnswer(session.answer);
    await pc.setRemoteDescription({ type: 'answer', sdp: answer });
    this.answered();
    if (session.canPatch) trickle.start();
    this.emit('codecs', { codecs: videoCodecsOf(answer) });
    await connected(pc, CONNECT_LIMIT_MS, signal);
    void session.listen((type, data) => this.#handleEvent(session, type, data), signal);
    await this.#observe(pc, session, trickle, signal);
  }

  /**
   * @param {RTCPeerConnection} pc
   * @param {HttpSession} session
   * @param {Trickle} trickle
   * @param {AbortSignal} signal
   */
  async #observe(pc, session, trickle, signal) {
    let brokenAt = Infinity;
    for (;;) {
      if (pc.connectionState === 'closed' || session.gone) throw interrupted();
      if (pc.connectionState === 'connected') {
        brokenAt = Infinity;
        const next = this.look(await pc.getStats());
        if (next === 'live') this.#attempt = 0;
        this.#setState(next, null);
      } else {
        this.#setState('reconnecting', null);
        const now = performance.now();
        brokenAt = Math.min(brokenAt, now);
        if (pc.connectionState === 'failed' || now - brokenAt > DISCONNECTED_GRACE_MS) {
          await restartIce(pc, session, trickle, signal);
        }
      }
      await delay(LOOK_EVERY_MS, signal);
    }
  }

  /**
   * @param {HttpSession} session
   * @param {string} type
   * @param {any} data
   */
  #handleEvent(session, type, data) {
    if (session !== this.#session) return;
    if (type === 'viewercount') this.#setViewers(Number(data.viewercount));
    else if (type === 'lost') this.#setViewers(null);
    if (type !== 'viewercount') this.heard(type, data);
  }

  /** @param {number | null} count */
  #setViewers(count) {
    if (this.viewers === count) return;
    this.viewers = count;
    this.emit('viewers', { count });
  }

  #hangUp() {
    this.pc?.close();
    this.pc = null;
    this.#goodbye = this.#session?.delete() ?? Promise.resolve();
    this.#session = null;
    this.heard('lost', {});
    this.#setViewers(null);
  }

  /**
   * @param {PeerState} state
   * @param {WeirError | null} error
   */
  #setState(state, error) {
    if (this.state === state && !error) return;
    this.state = state;
    this.emit('state', { state, error });
  }
}

/**
 * The video codecs of an answer, in its order.
 *
 * @param {string} sdp
 * @returns {string[]} such as `VP8`
 */
export function videoCodecsOf(sdp) {
  const video = sdp.split(/\r?\n(?=m=)/).find((section) => section.startsWith('m=video ')) ?? '';
  const [line] = video.split(/\r?\n/, 1);
  const names = line
    .split(' ')
    .slice(3)
    .map((type) => new RegExp(`^a=rtpmap:${type} ([\\w.-]+)/`, 'm').exec(video)?.[1] ?? '');
  return [...new Set(names)].filter((name) => name && !/^(rtx|red|ulpfec|flexfec-03)$/i.test(name));
}

/**
 * @param {RTCPeerConnection} pc
 * @param {HttpSession} session
 * @param {Trickle} trickle
 * @param {AbortSignal} signal
 */
async function restartIce(pc, session, trickle, signal) {
  trickle.pause(); // new candidates belong to the new credentials, which the server does not know yet
  const offer = await pc.createOffer({ iceRestart: true });
  await pc.setLocalDescription(offer);
  const fragment = await session.restartIce(iceFragment(offer.sdp ?? '', []), signal);
  const sdp = restartedAnswer(pc.remoteDescription?.sdp ?? session.answer, fragment);
  await pc.setRemoteDescription({ type: 'answer', sdp });
  trickle.start();
  await connected(pc, RESTART_LIMIT_MS, signal);
}

/**
 * @param {RTCPeerConnection} pc
 * @param {number} limitMs
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function connected(pc, limitMs, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      pc.onconnectionstatechange = null;
      signal.removeEventListener('abort', aborted);
    };
    const aborted = () => {
      stop();
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      stop();
      reject(interrupted());
    }, limitMs);
    const look = () => {
      if (pc.connectionState === 'connected') {
        stop();
        resolve();
      } else if (pc.connectionState === 'failed' || pc.connectionState === 'closed') {
        stop();
        reject(interrupted());
      }
    };
    signal.addEventListener('abort', aborted, { once: true });
    pc.onconnectionstatechange = look;
    if (pc.connectionState === 'connected') look();
  });
}

/**
 * Waits, but not longer than until the network is back.
 *
 * @param {number} ms
 * @param {AbortSignal} signal
 */
async function delayOrOnline(ms, signal) {
  const waiting = new AbortController();
  const wake = () => waiting.abort();
  addEventListener('online', wake, { once: true });
  await delay(ms, AbortSignal.any([signal, waiting.signal])).catch(() => {});
  removeEventListener('online', wake);
}

/** @returns {WeirError} */
function interrupted() {
  return new WeirError('connection_lost', 'The connection broke off.');
}
