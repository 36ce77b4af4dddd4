import { isLoss, WeirError } from './errors.js';

/** @typedef {import('./publication.js').Publication} Publication */
/** @typedef {import('./slots.js').Slot} Slot */

/**
 * What a media session needs from its owner.
 * @typedef {object} MediaSessionHooks
 * @property {(sdp: string, tracks: Record<string, unknown>[]) => Promise<string>} exchange sends an offer, gives the answer
 * @property {(candidate: Record<string, unknown>) => void} candidate
 * @property {(slot: Slot) => void} slotMedia
 * @property {(state: RTCPeerConnectionState) => void} state
 */

/** Lets the other side's first candidate pair recover before a restart is worth its cost. */
const DISCONNECTED_GRACE_MS = 4000;

/** An ICE restart that brought nothing after this long has failed. */
const RESTART_LIMIT_MS = 12_000;

/** How often is looked what has changed without a word. */
const LOOK_EVERY_MS = 2000;

/**
 * The one RTCPeerConnection of a joined participant: send-only transceivers for what is published,
 * receive-only ones for the slots. Offers one at a time; changes made while an offer is under way
 * share the next one.
 */
export class MediaSession {
  /** Called when an ICE restart did not help. @type {() => void} */
  onfailed = () => {};

  #closed = false;
  #iceRestart = false;
  /** @type {any} */
  #timer = null;
  /** @type {any} */
  #looking = null;
  /** @type {Promise<unknown>} */
  #current = Promise.resolve();
  /** @type {Promise<void> | null} */
  #next = null;
  /** @type {Set<Publication>} */
  #publications = new Set();
  /** @type {Slot[]} */
  #slots = [];

  /**
   * @param {RTCIceServer[]} iceServers
   * @param {MediaSessionHooks} hooks
   */
  constructor(iceServers, hooks) {
    this.hooks = hooks;
    this.pc = new RTCPeerConnection({
      iceServers,
      bundlePolicy: 'max-bundle',
      rtcpMuxPolicy: 'require',
    });
    this.pc.onicecandidate = (event) => this.#sendCandidate(event.candidate);
    this.pc.onconnectionstatechange = () => this.#stateChanged();
    this.#looking = setInterval(() => {
      for (const { layers } of this.#publications) layers?.look();
    }, LOOK_EVERY_MS);
  }

  /** @param {Publication} publication */
  addPublication(publication) {
    this.#publications.add(publication);
    publication.attach(
      this.pc.addTransceiver(publication.mediaTrack ?? publication.kind, {
        direction: 'sendonly',
        sendEncodings: publication.encodings(),
      }),
    );
  }

  /** @param {Publication} publication */
  removePublication(publication) {
    this.#publications.delete(publication);
    const transceiver = publication.transceiver;
    if (transceiver && !this.#closed) {
      if (transceiver.mid === null) transceiver.stop(); // never agreed on: the next offer need not mention it
      else transceiver.direction = 'inactive';
      transceiver.sender.replaceTrack(null).catch(() => {});
    }
    publication.attach(null);
  }

  /** @param {Slot} slot */
  addSlot(slot) {
    slot.transceiver = this.pc.addTransceiver(slot.kind, { direction: 'recvonly' });
    slot.mediaTrack = slot.transceiver.receiver.track;
    slot.mid = null;
    this.#slots.push(slot);
    this.hooks.slotMedia(slot);
  }

  /**
   * Makes the server know of all changes made before the call.
   *
   * @returns {Promise<void>} done when an answer to them has been taken in
   */
  negotiate() {
    if (!this.#next) {
      this.#next = this.#current.then(() => {
        this.#next = null;
        return this.#offerOnce();
      });
      this.#current = this.#next.catch(() => {});
    }
    return this.#next;
  }

  /** Finds a new path for the media, keeping everything else. */
  async restartIce() {
    if (this.#closed || this.#iceRestart) return;
    this.#iceRestart = true;
    clearTimeout(this.#timer);
    try {
      await this.negotiate(); // which may take as long as the server is away
    } catch (error) {
      this.#iceRestart = false;
      if (!isLoss(error)) this.onfailed();
      return;
    }
    if (this.pc.connectionState !== 'connected') this.#startTimer(RESTART_LIMIT_MS, () => this.onfailed());
  }

  /** @param {RTCIceServer[]} iceServers for the next restart: their credentials may expire */
  setIceServers(iceServers) {
    if (!this.#closed) this.pc.setConfiguration({ ...this.pc.getConfiguration(), iceServers });
  }

  /** The network may be another: does not wait for a path that was in trouble already. */
  networkChanged() {
    if (this.pc.connectionState === 'disconnected' || this.pc.connectionState === 'failed') void this.restartIce();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearInterval(this.#looking);
    this.pc.close();
  }

  async #offerOnce() {
    if (this.#closed) throw new WeirError('closed', 'The session has ended.');
    for (const { transceiver } of this.#publications) nameEncodings(transceiver);
    const offer = await this.pc.createOffer({ iceRestart: this.#iceRestart });
    this.#iceRestart = false;
    await this.pc.setLocalDescription(offer);
    this.#learnMids();
    try {
      const sdp = await this.hooks.exchange(this.pc.localDescription?.sdp ?? '', this.#trackList());
      await this.pc.setRemoteDescription({ type: 'answer', sdp });
      // Without a=simulcast the answer left the lowest encoding alone, which now has to be the best.
      for (const { layers } of this.#publications) void layers?.apply();
    } catch (error) {
      if (this.pc.signalingState === 'have-local-offer') {
        await this.pc.setLocalDescription({ type: 'rollback' });
        this.#learnMids();
      }
      throw error;
    }
  }

  #learnMids() {
    for (const slot of this.#slots) slot.mid = slot.transceiver?.mid ?? null;
  }

  /** @returns {Record<string, unknown>[]} everything that is published, not only what is new */
  #trackList() {
    return [...this.#publications]
      .filter((publication) => publication.mid !== null)
      .map((publication) => publication.describe());
  }

  /** @param {RTCIceCandidate | null} candidate null when there are no more */
  #sendCandidate(candidate) {
    this.hooks.candidate({
      candidate: candidate?.candidate ?? '',
      sdpMid: candidate?.sdpMid ?? '0',
      ...(candidate?.sdpMLineIndex != null && { sdpMLineIndex: candidate.sdpMLineIndex }),
      ...(candidate?.usernameFragment && { usernameFragment: candidate.usernameFragment }),
    });
  }

  #stateChanged() {
    if (this.#closed) return;
    const state = this.pc.connectionState;
    if (state === 'connected') clearTimeout(this.#timer);
    if (state === 'disconnected') this.#startTimer(DISCONNECTED_GRACE_MS, () => void this.restartIce());
    if (state === 'failed') void this.restartIce();
    this.hooks.state(state);
  }

  /**
   * @param {number} ms
   * @param {() => void} action
   */
  #startTimer(ms, action) {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    this.#timer = setTimeout(action, ms);
  }
}

/**
 * Chromium offers no header extension again that the session did without so far, and then refuses its own offer of
 * several encodings, whose packets are told apart by these.
 *
 * @param {any} transceiver the methods are newer than the types; other browsers need and have none of them
 */
function nameEncodings(transceiver) {
  if (!transceiver?.setHeaderExtensionsToNegotiate || transceiver.sender.getParameters().encodings.length < 2) return;
  const extensions = transceiver.getHeaderExtensionsToNegotiate();
  for (const extension of extensions) {
    if (extension.uri.endsWith('rtp-stream-id')) extension.direction = 'sendrecv';
  }
  transceiver.setHeaderExtensionsToNegotiate(extensions);
}
