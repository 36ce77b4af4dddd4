import { asWeirError, isLoss } from './errors.js';
import { MediaSession } from './media-session.js';
import { exchangeOffer } from './offers.js';
import { Publication } from './publication.js';

/** @typedef {import('./connection.js').Connection} Connection */
/** @typedef {import('./slots.js').Slot} Slot */
/** @typedef {import('./slots.js').SlotTable} SlotTable */
/** @typedef {import('./types.js').PublishOptions} PublishOptions */
/** @typedef {import('./types.js').TrackInfo} TrackInfo */

/**
 * What the media of a client tells.
 * @typedef {object} ClientMediaHooks
 * @property {(slot: Slot) => void} slotMedia the slot has another MediaStreamTrack
 * @property {(slot: Slot) => void} slotReset the slot has no place any more
 * @property {() => void} state the connection's state is another
 * @property {() => void} ready after joining: the server knows of all that is published, and of all slots
 */

/**
 * What a client publishes and its slots, over one MediaSession after another: whatever is asked for
 * while there is none is part of the next one.
 */
export class ClientMedia {
  /** @type {MediaSession | null} */
  #session = null;

  /**
   * @param {Connection} connection
   * @param {Set<Publication>} publications
   * @param {SlotTable} slots
   * @param {ClientMediaHooks} hooks
   */
  constructor(connection, publications, slots, hooks) {
    this.connection = connection;
    this.publications = publications;
    this.slots = slots;
    this.hooks = hooks;
  }

  /** @returns {RTCPeerConnection | null} */
  get pc() {
    return this.#session?.pc ?? null;
  }

  /** @param {RTCIceServer[]} iceServers */
  start(iceServers) {
    const { connection } = this;
    const session = new MediaSession(iceServers, {
      exchange: (sdp, tracks) => exchangeOffer(connection, sdp, tracks),
      candidate: (candidate) => void connection.request('candidate', candidate).catch(() => {}),
      slotMedia: this.hooks.slotMedia,
      state: (state) => {
        // Only media tells that this path works: joining succeeds where all UDP is blocked, too.
        if (state === 'connected') connection.confirm();
        if (state === 'disconnected') connection.doubt();
        this.hooks.state();
      },
    });
    session.onfailed = () => connection.mediaFailed();
    this.#session = session;
    for (const publication of this.publications) session.addPublication(publication);
    for (const slot of this.slots.all()) session.addSlot(slot);
    if (this.publications.size === 0 && this.slots.all().length === 0) {
      connection.confirm();
      return;
    }
    this.negotiate()
      .then(this.hooks.ready)
      .catch((error) => {
        // After joining again the server did not take what it took before.
        if (this.#session === session && connection.state !== 'closed') connection.end('failed', asWeirError(error));
      });
  }

  /** The session goes on. @param {RTCIceServer[]} iceServers */
  resume(iceServers) {
    this.#session?.setIceServers(iceServers);
    this.networkChanged();
  }

  networkChanged() {
    this.#session?.networkChanged();
  }

  /** The session is over, and its media with it. */
  close() {
    this.#session?.close();
    this.#session = null;
    for (const publication of this.publications) publication.attach(null);
    for (const slot of this.slots.all()) {
      slot.reset();
      this.hooks.slotReset(slot);
    }
  }

  /** A connection that is lost meanwhile is no failure: joining again repeats everything. */
  async negotiate() {
    try {
      await this.#session?.negotiate();
    } catch (error) {
      if (this.connection.state === 'closed' || !isLoss(error)) throw error;
    }
  }

  /**
   * @param {MediaStreamTrack} mediaTrack
   * @param {PublishOptions} options
   * @returns {Promise<Publication>}
   */
  async publish(mediaTrack, options) {
    const publication = new Publication(mediaTrack, options);
    mediaTrack.enabled = !publication.muted;
    this.publications.add(publication);
    try {
      this.#session?.addPublication(publication);
      await this.negotiate();
    } catch (error) {
      this.publications.delete(publication);
      this.#session?.removePublication(publication);
      throw error;
    }
    return publication;
  }

  /** @param {Publication} publication */
  async unpublish(publication) {
    if (!this.publications.delete(publication)) return;
    const mid = publication.mid;
    this.#session?.removePublication(publication);
    // While an offer is pending this is refused; the next one says the same.
    if (mid !== null) await this.connection.requestIfJoined('unpublish', { mid }, 'offer_pending');
    if (this.#session) await this.negotiate();
  }

  /** Nothing may be sent any more, nor is it offered again. */
  unpublishAll() {
    for (const publication of this.publications) this.#session?.removePublication(publication);
    this.publications.clear();
  }

  /**
   * @param {Publication} publication
   * @param {boolean} muted
   */
  async mute(publication, muted) {
    setMuted(publication, muted);
    if (publication.mid === null) return;
    const body = { mid: publication.mid, muted };
    // Unknown while its first offer, which says what was before, is under way: the next says what is.
    if (!(await this.connection.requestIfJoined('mute', body, 'unknown_mid'))) await this.negotiate();
  }

  /**
   * A moderator's or an operator's mute holds until this side unmutes, in later offers too.
   *
   * @param {TrackInfo} track one's own
   * @param {boolean} muted
   */
  mutedByOther(track, muted) {
    for (const publication of this.publications) {
      if (publication.source === track.source && publication.name === track.name) setMuted(publication, muted);
    }
  }

  /**
   * @param {string} mid
   * @returns {Publication | undefined}
   */
  byMid(mid) {
    return [...this.publications].find((publication) => publication.mid === mid);
  }

  /** @param {{audio?: number, video?: number}} wanted */
  async setSlots(wanted) {
    const added = this.slots.grow(wanted);
    if (this.#session && added.length > 0) {
      for (const slot of added) this.#session.addSlot(slot);
      await this.negotiate();
    }
  }
}

/**
 * @param {Publication} publication
 * @param {boolean} muted
 */
function setMuted(publication, muted) {
  publication.muted = muted;
  if (publication.mediaTrack) publication.mediaTrack.enabled = !muted;
}
