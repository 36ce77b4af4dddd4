import { backoffMs, delay } from './backoff.js';
import { asWeirError, connectionLost, isFinal, isLoss, isPassing, WeirError } from './errors.js';
import { watchNetwork } from './network-watch.js';
import { Requests } from './requests.js';
import { SignalingChannel } from './signaling-channel.js';

/** @typedef {import('./types.js').ConnectionState} ConnectionState */
/** @typedef {import('./types.js').JoinReply} JoinReply */
/** @typedef {import('./types.js').ResumeReply} ResumeReply */
/** @typedef {import('./types.js').RejoinCause} RejoinCause */
/** @typedef {import('./types.js').ServerEvent} ServerEvent */

/**
 * What a connection needs from its owner.
 * @typedef {object} ConnectionHooks
 * @property {() => Record<string, unknown>} joinBody what to join with
 * @property {(reply: JoinReply, cause: RejoinCause | null) => void} joined entered as somebody new; `cause` when it was not the first time
 * @property {(reply: ResumeReply) => void} resumed the session goes on; what was missed follows
 * @property {() => void} left the session is over, and media with it; joining again comes next, or the end
 * @property {(event: ServerEvent) => void} event in order, each once
 * @property {() => void} state `state`, `attempt` or `resuming` changed
 * @property {() => void} networkChanged the network may be another
 * @property {(reason: string, error: WeirError | null) => void} ended for good
 */

const REQUEST_TIMEOUT_MS = 10_000;

/** After this long without the server no session is left to resume: it keeps one for 60 s. */
const RESUME_LIMIT_MS = 65_000;

/** The server pings every 10 s, unseen by pages; who heard nothing for this long asks. */
const SILENCE_MS = 15_000;
const PROBE_TIMEOUT_MS = 4000;

/** How often in a row joining may lead to no media before that is the answer. */
const MOST_MEDIA_FAILURES = 5;

const MOST_ATTEMPTS = 200;

/** One's own request that was late on a connection given up may take a session over; not many times. */
const MOST_TAKEOVERS = 3;

const LONGEST_RETRY_AFTER_MS = 300_000;

/** Close codes of the server, see docs/protocol.md. */
const CLOSED_REMOVED = 4001;
const CLOSED_REPLACED = 4002;
const CLOSED_WITH_SESSION = new Set([1001, 1003, 1007, 1008, 1009, 1013, 4000]);

/**
 * Keeps somebody in their room over as many WebSockets as it takes: a lost one is followed by another
 * that resumes the session, and a session that is gone by joining again.
 */
export class Connection {
  /** @type {ConnectionState} */
  state = 'idle';

  /** How many attempts have been made since it was lost. */
  attempt = 0;

  #requests = new Requests();
  /** @type {SignalingChannel | null} null unless connected */
  #channel = null;
  /** @type {string | null} the session's secret, while it may be there */
  #session = null;
  /** The last event that was taken in. */
  #seq = 0;
  /** @type {string | null} by which the server knows a join that is repeated */
  #joinKey = null;
  /** @type {RejoinCause | null} */
  #cause = null;
  #mediaFailures = 0;
  #takeovers = 0;
  #retryAfterMs = 0;
  #lifetime = new AbortController();
  #hurry = new AbortController();
  #stopWatching = () => {};

  /**
   * @param {{url: string, maxReconnects?: number}} options
   * @param {ConnectionHooks} hooks
   */
  constructor(options, hooks) {
    this.options = options;
    this.hooks = hooks;
  }

  /** Whether the place in the room is being kept while there is no connection. */
  get resuming() {
    return this.state === 'reconnecting' && this.#session !== null;
  }

  /** Aborted when it ends for good. */
  get signal() {
    return this.#lifetime.signal;
  }

  /** Joins for the first time. @returns {Promise<void>} */
  async start() {
    this.#setState('connecting');
    this.#stopWatching = watchNetwork(
      () => this.#networkChanged(),
      () => this.#lookAfterSilence(),
    );
    try {
      await this.#join();
    } catch (error) {
      this.end('failed', asWeirError(error));
      throw asWeirError(error);
    }
  }

  /**
   * Asks the server; survives a change of WebSocket, but not of session.
   *
   * @param {string} type
   * @param {Record<string, unknown>} [body]
   * @param {number} [timeoutMs] how long the answer may take while connected
   * @returns {Promise<any>} the reply
   */
  request(type, body = {}, timeoutMs = REQUEST_TIMEOUT_MS) {
    if (this.#channel === null && !this.resuming) return Promise.reject(connectionLost());
    return this.#requests.make(type, body, timeoutMs, this.#sender());
  }

  /**
   * For what joining again repeats anyway: a lost session is no failure then.
   *
   * @param {string} type
   * @param {Record<string, unknown>} body
   * @param {string} [tolerated] code of an error that is none here
   * @returns {Promise<boolean>} whether the server did it
   */
  async requestIfJoined(type, body, tolerated) {
    try {
      await this.request(type, body);
      return true;
    } catch (error) {
      if (isLoss(error) || asWeirError(error).code === tolerated) return false;
      throw error;
    }
  }

  /** Media flows, or there is none to flow: the connection is as good as it gets. */
  confirm() {
    this.#mediaFailures = 0;
    this.attempt = 0;
  }

  /** The media path cannot be repaired: begins from the start. */
  mediaFailed() {
    if (this.state !== 'connected') return;
    this.#mediaFailures++;
    if (this.#mediaFailures < MOST_MEDIA_FAILURES) this.rejoin('media');
    else this.end('failed', new WeirError('no_media_path', 'No way for sound and picture was found.'));
  }

  /** The server said how long to stay away once this session has ended. @param {number} ms */
  comeBackAfter(ms) {
    this.#retryAfterMs = Math.min(ms, LONGEST_RETRY_AFTER_MS) * (1 + Math.random() / 4);
  }

  /**
   * Gives the session up and joins again.
   *
   * @param {RejoinCause} cause
   */
  rejoin(cause) {
    if (this.state !== 'connected') return;
    this.#channel?.close();
    this.#forgetSession(cause);
    void this.#reconnect();
  }

  /** Says goodbye. @returns {Promise<void>} */
  async leave() {
    if (this.state === 'connected') await this.request('leave', {}, 1000).catch(() => {});
    this.end('left', null);
  }

  /**
   * @param {string} reason
   * @param {WeirError | null} error
   */
  end(reason, error) {
    if (this.state === 'closed') return;
    this.#lifetime.abort();
    this.#stopWatching();
    this.#channel?.close();
    this.#forgetSession(null);
    this.#setState('closed');
    this.hooks.ended(reason, error);
  }

  async #join() {
    this.#joinKey ??= randomKey();
    const channel = await this.#open();
    /** @type {JoinReply} */
    const reply = await this.#greet(channel, 'join', { ...this.hooks.joinBody(), key: this.#joinKey });
    this.#joinKey = null;
    this.#takeovers = 0;
    this.#session = reply.session;
    this.#seq = reply.seq;
    this.#channel = channel;
    this.#retryAfterMs = 0;
    const cause = this.#cause;
    this.#cause = null;
    this.hooks.joined(reply, cause);
    this.#carry(channel);
  }

  async #resume() {
    const channel = await this.#open();
    /** @type {ResumeReply} */
    const reply = await this.#greet(channel, 'resume', { session: this.#session, seq: this.#seq });
    this.#channel = channel;
    this.attempt = 0;
    this.hooks.resumed(reply);
    this.#requests.repeat((message) => channel.send(message));
    this.#carry(channel);
  }

  /** @returns {Promise<SignalingChannel>} */
  async #open() {
    const channel = await SignalingChannel.open(this.options.url);
    if (this.signal.aborted) {
      channel.close();
      throw new WeirError('closed', 'The client has left.');
    }
    return channel;
  }

  /**
   * @param {SignalingChannel} channel
   * @param {string} type
   * @param {Record<string, unknown>} body
   * @returns {Promise<any>}
   */
  async #greet(channel, type, body) {
    const gone = () => channel.close();
    this.signal.addEventListener('abort', gone, { once: true });
    try {
      const reply = await channel.greet({ ...body, id: this.#requests.nextId(), type });
      if (this.signal.aborted) throw new WeirError('closed', 'The client has left.');
      return reply;
    } catch (error) {
      channel.abandon(); // not closed: the server may have taken it, and its reply be lost
      throw error;
    } finally {
      this.signal.removeEventListener('abort', gone);
    }
  }

  /** @param {SignalingChannel} channel */
  #carry(channel) {
    this.#setState('connected');
    channel.carry(
      (message) => this.#receive(message),
      (code) => this.#lost(channel, code),
    );
  }

  /** @returns {((message: Record<string, unknown>) => void) | null} */
  #sender() {
    const channel = this.#channel;
    return channel && ((message) => channel.send(message));
  }

  /** @param {Record<string, any>} message */
  #receive(message) {
    if (message.type === 'reply' || message.type === 'error') {
      this.#requests.settle(message);
      return;
    }
    if (typeof message.seq === 'number') {
      if (message.seq <= this.#seq) return;
      this.#seq = message.seq;
    }
    this.hooks.event(/** @type {ServerEvent} */ (message));
  }

  /**
   * @param {SignalingChannel} channel
   * @param {number} code
   */
  #lost(channel, code) {
    if (this.#channel !== channel) return;
    this.#channel = null;
    this.#requests.pause();
    if (code === CLOSED_REMOVED) {
      this.end('removed', null);
    } else if (code === CLOSED_REPLACED && ++this.#takeovers > MOST_TAKEOVERS) {
      this.end('failed', new WeirError('replaced', 'The session goes on elsewhere.'));
    } else {
      if (CLOSED_WITH_SESSION.has(code)) this.#forgetSession('expired');
      void this.#reconnect();
    }
  }

  /**
   * The place in the room is lost: nothing of it can be used any more.
   *
   * @param {RejoinCause | null} cause
   */
  #forgetSession(cause) {
    const hadOne = this.#session !== null;
    this.#channel = null;
    this.#session = null;
    this.#cause = cause;
    this.#requests.failAll();
    if (hadOne) this.hooks.left();
  }

  async #reconnect() {
    const limit = this.options.maxReconnects ?? MOST_ATTEMPTS;
    const lostAt = Date.now();
    /** @type {unknown} */
    let error = connectionLost();
    while (this.attempt < limit && !isFinal(error)) {
      this.attempt++;
      this.#setState('reconnecting');
      try {
        await this.#waitForAttempt();
        if (this.#session !== null && Date.now() - lostAt > RESUME_LIMIT_MS && this.attempt > 1) {
          this.#forgetSession('expired');
        }
        await (this.#session === null ? this.#join() : this.#resume());
        return;
      } catch (failure) {
        if (this.signal.aborted) return;
        error = failure;
        if (this.#session !== null && !isPassing(failure)) {
          this.#forgetSession('expired');
          this.attempt = 0;
          error = connectionLost();
        }
      }
    }
    this.end('failed', asWeirError(error));
  }

  /** Waits as long as is polite, or until the network has changed. */
  async #waitForAttempt() {
    this.#hurry = new AbortController();
    const asked = this.#session === null ? this.#retryAfterMs : 0;
    const ms = Math.max(backoffMs(this.attempt, Math.random()), asked);
    await delay(ms, this.#lifetime.signal, this.#hurry.signal);
  }

  #networkChanged() {
    if (this.state === 'reconnecting') {
      this.attempt = Math.min(this.attempt, 1);
      this.#hurry.abort();
    } else if (this.state === 'connected') {
      this.#probe();
    }
    this.hooks.networkChanged();
  }

  #lookAfterSilence() {
    const channel = this.#channel;
    if (channel && performance.now() - channel.heardAt > SILENCE_MS) this.#probe();
  }

  /** Asks for any answer; without one the WebSocket hangs and is given up. */
  #probe() {
    const channel = this.#channel;
    if (!channel) return;
    const askedAt = performance.now();
    channel.send({ type: 'candidate', candidate: '', id: this.#requests.nextId() });
    setTimeout(() => {
      if (this.#channel === channel && channel.heardAt < askedAt) channel.abandon();
    }, PROBE_TIMEOUT_MS);
  }

  /** The path of media is in trouble: perhaps that of the WebSocket is, too. */
  doubt() {
    this.#probe();
  }

  /** @param {ConnectionState} state */
  #setState(state) {
    this.state = state;
    this.hooks.state();
  }
}

/** @returns {string} 144 random bits */
function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes));
}
