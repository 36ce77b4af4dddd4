/**
 * Weir in the browser: joins a room, publishes tracks, and receives others' in slots.
 *
 *     import { connect } from 'https://weir.example/weir-client.js';
 *
 *     const weir = await connect({ url: 'https://weir.example', room: 'standup', name: 'Ada' });
 *     weir.on('slotMedia', ({ slot }) => {
 *       elements[slot.kind][slot.index].srcObject = new MediaStream([slot.mediaTrack]);
 *     });
 *     await weir.setSlots({ audio: 3, video: 4 });
 *     await weir.publish(cameraTrack, { source: 'camera' });
 *
 * The client keeps itself connected: it restarts ICE when the media path breaks, takes its session up
 * again when the WebSocket does, and joins and publishes again when the session is gone. All methods
 * may be called at any time after `connect`; what they ask for survives reconnections.
 */
import { ChatHistory } from './assets/client/chat-history.js';
import { Connection } from './assets/client/connection.js';
import { Emitter } from './assets/client/emitter.js';
import { asWeirError, isLoss, WeirError } from './assets/client/errors.js';
import { MediaSession } from './assets/client/media-session.js';
import { exchangeOffer, mediaState } from './assets/client/offers.js';
import { Publication } from './assets/client/publication.js';
import { idOf, RoomState } from './assets/client/room-state.js';
import { SlotLabels, watchSlot } from './assets/client/slot-labels.js';
import { SlotTable } from './assets/client/slots.js';
import { signalingUrl } from './assets/client/urls.js';

export { Publication, RoomState, WeirError };

/** This module's version, the server's that it came from; `docs/client.md` says what its parts promise. */
export const VERSION = '0.1.0';

/** The protocol that it speaks, and asks for as WebSocket subprotocol. */
export const PROTOCOL = 'weir.v1';

/** @typedef {import('./assets/client/types.js').ChatEntry} ChatEntry */
/** @typedef {import('./assets/client/types.js').ConnectOptions} ConnectOptions */
/** @typedef {import('./assets/client/types.js').ConnectionState} ConnectionState */
/** @typedef {import('./assets/client/types.js').FrameLabel} FrameLabel */
/** @typedef {import('./assets/client/types.js').JoinReply} JoinReply */
/** @typedef {import('./assets/client/types.js').ParticipantInfo} ParticipantInfo */
/** @typedef {import('./assets/client/types.js').PublishOptions} PublishOptions */
/** @typedef {import('./assets/client/types.js').RejoinCause} RejoinCause */
/** @typedef {import('./assets/client/types.js').ResumeReply} ResumeReply */
/** @typedef {import('./assets/client/types.js').ServerEvent} ServerEvent */
/** @typedef {import('./assets/client/types.js').SlotView} SlotView */
/** @typedef {import('./assets/client/types.js').TrackInfo} TrackInfo */
/** @typedef {import('./assets/client/types.js').WeirEvents} WeirEvents */
/** @typedef {import('./assets/client/slots.js').Slot} Slot */

/**
 * Joins a room.
 *
 * @param {ConnectOptions} options
 * @returns {Promise<WeirClient>} rejects with a {@link WeirError}
 */
export async function connect(options) {
  const client = new WeirClient(options);
  await client.connect();
  return client;
}

/**
 * One participant of one room.
 *
 * @extends {Emitter<WeirEvents>}
 */
export class WeirClient extends Emitter {
  /** Own participant id; changes when joining again, not while a session goes on. @type {string | null} */
  participant = null;

  /** @type {RoomState | null} */
  room = null;

  /** The rights that the token gives: `publish`, `subscribe`, `data`, … @type {Set<string>} */
  can = new Set();

  /** @type {Set<Publication>} */
  publications = new Set();

  slots = new SlotTable();

  /** @type {Connection} */
  #connection;
  /** @type {MediaSession | null} */
  #media = null;
  #labels = new SlotLabels();
  #chat = new ChatHistory();

  /** @param {ConnectOptions} options */
  constructor(options) {
    super();
    this.options = options;
    this.name = options.name;
    this.metadata = options.metadata;
    this.#connection = new Connection(
      { url: signalingUrl(options.url), maxReconnects: options.maxReconnects },
      {
        joinBody: () => this.#joinBody(),
        joined: (reply, cause) => this.#joined(reply, cause),
        resumed: (reply) => this.#resumed(reply),
        left: () => this.#closeMedia(),
        event: (event) => this.#handleEvent(event),
        state: () => this.#emitState(),
        networkChanged: () => this.#media?.networkChanged(),
        ended: (reason, error) => this.emit('closed', { reason, error }),
      },
    );
  }

  /** @returns {ConnectionState} */
  get state() {
    return this.#connection.state;
  }

  /** What was said to everybody (`message`s with topic `chat`), newest last. @returns {ChatEntry[]} */
  get history() {
    return this.#chat.entries;
  }

  /** The RTCPeerConnection, for statistics. @returns {RTCPeerConnection | null} */
  get pc() {
    return this.#media?.pc ?? null;
  }

  /** Own entry in the room. @returns {ParticipantInfo | null} */
  get self() {
    return (this.participant && this.room?.participants.get(this.participant)) || null;
  }

  /** Everybody else, in order of joining. @returns {ParticipantInfo[]} */
  get others() {
    return [...(this.room?.participants.values() ?? [])].filter(({ id }) => id !== this.participant);
  }

  /** Joins the room for the first time. @returns {Promise<void>} */
  async connect() {
    if (this.state !== 'idle') throw new WeirError('already_joined', 'Connect a client only once.');
    if (typeof RTCPeerConnection !== 'function') {
      throw new WeirError('unsupported', 'This browser cannot do WebRTC.');
    }
    await this.#connection.start();
  }

  /**
   * Sends a track to everybody in the room.
   *
   * @param {MediaStreamTrack} mediaTrack
   * @param {PublishOptions} [options]
   * @returns {Promise<Publication>}
   */
  async publish(mediaTrack, options = {}) {
    const publication = new Publication(mediaTrack, options);
    mediaTrack.enabled = !publication.muted;
    this.publications.add(publication);
    try {
      this.#media?.addPublication(publication);
      await this.#negotiate();
    } catch (error) {
      this.publications.delete(publication);
      this.#media?.removePublication(publication);
      throw error;
    }
    return publication;
  }

  /**
   * Stops sending a track; the MediaStreamTrack itself goes on.
   *
   * @param {Publication} publication
   */
  async unpublish(publication) {
    if (!this.publications.delete(publication)) return;
    const mid = publication.mid;
    this.#media?.removePublication(publication);
    // While an offer is pending this is refused; the next one says the same.
    if (mid !== null) await this.#requestIfJoined('unpublish', { mid }, 'offer_pending');
    if (this.#media) await this.#negotiate();
  }

  /**
   * Silences a publication, here and at the server, or lets it be heard and seen again.
   *
   * @param {Publication} publication
   * @param {boolean} muted
   */
  async mute(publication, muted) {
    publication.muted = muted;
    if (publication.mediaTrack) publication.mediaTrack.enabled = !muted;
    if (publication.mid === null) return;
    const body = { mid: publication.mid, muted };
    // Unknown while its first offer, which says what was before, is under way: the next says what is.
    if (!(await this.#requestIfJoined('mute', body, 'unknown_mid'))) await this.#negotiate();
  }

  /**
   * Sees to it that there are at least so many slots.
   *
   * @param {{audio?: number, video?: number}} wanted
   */
  async setSlots(wanted) {
    const added = this.slots.grow(wanted);
    if (this.#media && added.length > 0) {
      for (const slot of added) this.#media.addSlot(slot);
      await this.#negotiate();
    }
  }

  /**
   * Says what slots should show; slots that are not listed stay as they are.
   *
   * @param {SlotView[]} views
   */
  async view(views) {
    const { entries, switching } = this.slots.ask(views, this.room);
    for (const slot of switching) this.emit('slotSwitching', { slot });
    if (entries.length === 0) return;
    try {
      await this.#requestIfJoined('view', { slots: entries });
    } catch (error) {
      for (const slot of switching) slot.switching = false;
      throw error;
    }
  }

  /**
   * Sends data to everyone else, or to some. What has the topic `chat` and goes to everyone is kept
   * in the {@link history}, here and for late joiners.
   *
   * @param {unknown} payload any JSON value
   * @param {{to?: string[], topic?: string}} [options]
   */
  async sendMessage(payload, options = {}) {
    const from = this.participant ?? '';
    const { time = Date.now() } = await this.#connection.request('message', { ...options, payload });
    this.#keepChat({ ...options, payload, from, time }, this.self?.name ?? this.name ?? '');
  }

  /**
   * Acts on another participant; needs the right to moderate. `mute` takes `{track}`, `{kind}` or neither for
   * all, `rights` takes `{can: [...]}`. Only participants themselves unmute.
   *
   * @param {string} participant id
   * @param {'mute' | 'remove' | 'rights'} action
   * @param {{track?: string, kind?: 'audio' | 'video', can?: string[]}} [details]
   */
  async moderate(participant, action, details = {}) {
    await this.#connection.request('moderate', { ...details, participant, action });
  }

  /**
   * Changes how others see this participant.
   *
   * @param {{name?: string, metadata?: Record<string, unknown>}} changes
   */
  async update(changes) {
    if (changes.name !== undefined) this.name = changes.name;
    if (changes.metadata !== undefined) this.metadata = changes.metadata;
    await this.#requestIfJoined('update', changes);
  }

  /**
   * Whom the frames that a slot's video element displays belong to: calls back for each frame, and
   * with nobody as soon as the slot is to show somebody else, until that person's first frame stands.
   *
   * @param {Slot} slot
   * @param {HTMLVideoElement} video
   * @param {(label: FrameLabel) => void} onFrame
   * @returns {() => void} stops
   */
  watchLabels(slot, video, onFrame) {
    return watchSlot(this, slot, video, onFrame);
  }

  /**
   * Whom one displayed frame of a slot belongs to.
   *
   * @param {Slot} slot
   * @param {number} [rtpTimestamp] from `requestVideoFrameCallback`; the newest frame's by default
   * @returns {FrameLabel}
   */
  labelOf(slot, rtpTimestamp) {
    return this.#labels.read(slot, this.room, rtpTimestamp);
  }

  /** @returns {Promise<RTCStatsReport | null>} */
  async stats() {
    return (await this.pc?.getStats()) ?? null;
  }

  /** Leaves the room for good. */
  async leave() {
    await this.#connection.leave();
  }

  /**
   * In the room as somebody new, with everything that was published and asked for before.
   *
   * @param {JoinReply} reply
   * @param {RejoinCause | null} cause
   */
  #joined(reply, cause) {
    this.participant = idOf(reply.participant);
    this.can = new Set(reply.can ?? ['publish', 'subscribe', 'data']);
    this.room = new RoomState(reply.room, reply.seq);
    this.#chat.merge(reply.history ?? []);
    this.#startMedia(reply.iceServers ?? []);
    this.emit('roomState', { room: reply.room });
    this.emit('history', { entries: this.history });
    if (cause) this.emit('rejoined', { cause });
  }

  /**
   * The session goes on, and so does media, if its path has not gone with the WebSocket's.
   *
   * @param {ResumeReply} reply
   */
  #resumed(reply) {
    this.#media?.setIceServers(reply.iceServers);
    this.#media?.networkChanged();
  }

  /** @returns {Record<string, unknown>} */
  #joinBody() {
    const { room, token } = this.options;
    return {
      room,
      ...(token && { token }),
      ...(this.name !== undefined && { name: this.name }),
      ...(this.metadata && { metadata: this.metadata }),
    };
  }

  /** @param {RTCIceServer[]} iceServers */
  #startMedia(iceServers) {
    const media = new MediaSession(iceServers, {
      exchange: (sdp, tracks) => exchangeOffer(this.#connection, sdp, tracks),
      candidate: (candidate) => void this.#connection.request('candidate', candidate).catch(() => {}),
      slotMedia: (slot) => this.emit('slotMedia', { slot }),
      state: (state) => {
        // Only media tells that this path works: joining succeeds where all UDP is blocked, too.
        if (state === 'connected') this.#connection.confirm();
        if (state === 'disconnected') this.#connection.doubt();
        this.#emitState();
      },
    });
    media.onfailed = () => this.#connection.mediaFailed();
    this.#media = media;
    for (const publication of this.publications) media.addPublication(publication);
    for (const slot of this.slots.all()) media.addSlot(slot);
    if (this.publications.size === 0 && this.slots.all().length === 0) {
      this.#connection.confirm();
      return;
    }
    this.#negotiate()
      .then(() => this.#repeatViews())
      .catch((error) => this.#mediaRefused(media, error));
  }

  /**
   * After joining again the server did not take what it took before.
   *
   * @param {MediaSession} media
   * @param {unknown} error
   */
  #mediaRefused(media, error) {
    if (this.#media !== media || this.state === 'closed') return;
    this.#connection.end('failed', asWeirError(error));
  }

  async #repeatViews() {
    const views = this.slots.all().flatMap((slot) => slot.viewAgain(this.room) ?? []);
    if (views.length > 0) await this.view(views).catch(() => {});
  }

  /** A connection that is lost meanwhile is no failure: joining again repeats everything. */
  async #negotiate() {
    try {
      await this.#media?.negotiate();
    } catch (error) {
      if (this.state === 'closed' || !isLoss(error)) throw error;
    }
  }

  /**
   * For what joining again repeats anyway: a lost session is no failure then.
   *
   * @param {string} type
   * @param {Record<string, unknown>} body
   * @param {string} [tolerated] code of an error that is none here
   * @returns {Promise<boolean>} whether the server did it
   */
  async #requestIfJoined(type, body, tolerated) {
    try {
      await this.#connection.request(type, body);
      return true;
    } catch (error) {
      if (isLoss(error) || asWeirError(error).code === tolerated) return false;
      throw error;
    }
  }

  /** @param {ServerEvent} event */
  #handleEvent(event) {
    if (!this.room?.isNews(event)) return;
    const news = this.room.apply(event);
    if (news) this.emit(news.type, news.detail);
    switch (event.type) {
      case 'slotChanged':
        this.#bindSlot(event);
        break;
      case 'message':
        this.#keepChat(/** @type {any} */ (event), this.room.participants.get(event.from)?.name ?? '');
        this.emit('message', /** @type {any} */ (event));
        break;
      case 'trackMuted':
        this.#muteOwn(event);
        break;
      case 'layersWanted':
        this.#wantLayers(event);
        break;
      case 'rightsChanged':
        this.#changeRights(event.can);
        break;
      case 'renegotiate':
        this.#negotiate().catch(() => this.#connection.rejoin('media'));
        break;
      case 'goAway':
        this.#connection.comeBackAfter(event.retryAfterMs ?? 0);
        this.emit('goAway', { reason: event.reason, retryAfterMs: event.retryAfterMs ?? 0 });
        break;
      case 'roomClosed':
        // A server that ends leaves its rooms to the one that takes its place.
        if (event.reason === 'shutdown') this.#connection.rejoin('shutdown');
        else this.#connection.end(event.reason === 'removed' ? 'removed' : 'room_closed', null);
        break;
      default:
        break; // the room's own, or of a newer server
    }
  }

  /**
   * Sends only what somebody watches; the m-line and its encodings stay.
   *
   * @param {ServerEvent} event
   */
  #wantLayers({ mid, rids }) {
    const publication = [...this.publications].find((one) => one.mid === mid);
    if (!publication?.layers) return;
    void publication.layers.want(rids);
    this.emit('layersWanted', { publication, rids });
  }

  /**
   * A moderator's or an operator's mute holds until this side unmutes, in later offers too. What has
   * no `by` is an echo of one's own, which may be outdated by now.
   *
   * @param {ServerEvent} event
   */
  #muteOwn(event) {
    const track = this.room?.tracks.get(idOf(event.track));
    if (!event.by || track?.participant !== this.participant) return;
    for (const publication of this.publications) {
      if (publication.source !== track.source || publication.name !== track.name) continue;
      publication.muted = event.muted;
      if (publication.mediaTrack) publication.mediaTrack.enabled = !event.muted;
    }
  }

  /**
   * What may not be sent any more is not offered again either.
   *
   * @param {string[]} can
   */
  #changeRights(can) {
    const watched = this.can.has('subscribe');
    this.can = new Set(can);
    if (!this.can.has('publish')) {
      for (const publication of this.publications) this.#media?.removePublication(publication);
      this.publications.clear();
    }
    this.emit('rightsChanged', { can: [...this.can] });
    if (!watched && this.can.has('subscribe')) void this.#repeatViews();
  }

  /**
   * @param {import('./assets/client/types.js').TextMessage} message
   * @param {string} name the sender's
   */
  #keepChat(message, name) {
    if (this.#chat.add(message, name)) this.emit('history', { entries: this.history });
  }

  /** @param {ServerEvent} event */
  #bindSlot(event) {
    const slot = this.slots.byMid(event.mid);
    if (!slot) return;
    slot.bind(event);
    this.emit('slotChanged', { slot, reason: event.reason });
  }

  /** The session is over, and its media with it. */
  #closeMedia() {
    this.#media?.close();
    this.#media = null;
    this.#labels.forget();
    for (const publication of this.publications) publication.attach(null);
    for (const slot of this.slots.all()) {
      slot.reset();
      this.emit('slotChanged', { slot, reason: 'reset' });
    }
  }

  #emitState() {
    this.emit('connectionState', {
      state: this.state,
      resuming: this.#connection.resuming,
      media: mediaState(this.pc?.connectionState),
      attempt: this.#connection.attempt,
    });
  }
}
