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
import { ClientMedia } from './assets/client/client-media.js';
import { Connection } from './assets/client/connection.js';
import { Emitter } from './assets/client/emitter.js';
import { WeirError } from './assets/client/errors.js';
import { mediaState } from './assets/client/offers.js';
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
/** @typedef {import('./assets/client/types.js').SeenSlot} SeenSlot */
/** @typedef {import('./assets/client/types.js').ServerEvent} ServerEvent */
/** @typedef {import('./assets/client/types.js').ServerStats} ServerStats */
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
  /** @type {ClientMedia} */
  #media;
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
        left: () => this.#left(),
        event: (event) => this.#handleEvent(event),
        state: () => this.#emitState(),
        networkChanged: () => this.#media.networkChanged(),
        ended: (reason, error) => this.emit('closed', { reason, error }),
      },
    );
    this.#media = new ClientMedia(this.#connection, this.publications, this.slots, {
      slotMedia: (slot) => this.emit('slotMedia', { slot }),
      slotReset: (slot) => this.emit('slotChanged', { slot, reason: 'reset' }),
      state: () => this.#emitState(),
      ready: () => void this.#repeatViews(),
    });
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
    return this.#media.pc;
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
    return await this.#media.publish(mediaTrack, options);
  }

  /**
   * Stops sending a track; the MediaStreamTrack itself goes on.
   *
   * @param {Publication} publication
   */
  async unpublish(publication) {
    await this.#media.unpublish(publication);
  }

  /**
   * Silences a publication, here and at the server, or lets it be heard and seen again.
   *
   * @param {Publication} publication
   * @param {boolean} muted
   */
  async mute(publication, muted) {
    await this.#media.mute(publication, muted);
  }

  /**
   * Sees to it that there are at least so many slots.
   *
   * @param {{audio?: number, video?: number}} wanted
   */
  async setSlots(wanted) {
    await this.#media.setSlots(wanted);
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
      await this.#connection.requestIfJoined('view', { slots: entries });
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
    await this.#connection.requestIfJoined('update', changes);
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

  /**
   * What the server measures of this participant: what it believes the link to carry, and what each slot was given.
   * It answers twice a second at most.
   *
   * @param {SeenSlot[]} [slots] what the browser has counted in slots, for operators to see
   * @returns {Promise<ServerStats>}
   */
  async serverStats(slots = []) {
    const { transport, tracks, slots: measured } = await this.#connection.request('statistics', slots.length > 0 ? { slots } : {});
    return { transport, tracks, slots: measured };
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
    this.#media.start(reply.iceServers ?? []);
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
    this.#media.resume(reply.iceServers);
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

  async #repeatViews() {
    const views = this.slots.all().flatMap((slot) => slot.viewAgain(this.room) ?? []);
    if (views.length > 0) await this.view(views).catch(() => {});
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
        this.#media.negotiate().catch(() => this.#connection.rejoin('media'));
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
    const publication = this.#media.byMid(mid);
    if (!publication?.layers) return;
    void publication.layers.want(rids);
    this.emit('layersWanted', { publication, rids });
  }

  /**
   * What has no `by` is an echo of one's own mute, which may be outdated by now.
   *
   * @param {ServerEvent} event
   */
  #muteOwn(event) {
    const track = this.room?.tracks.get(idOf(event.track));
    if (event.by && track?.participant === this.participant) this.#media.mutedByOther(track, event.muted);
  }

  /**
   * What may not be sent any more is not offered again either.
   *
   * @param {string[]} can
   */
  #changeRights(can) {
    const watched = this.can.has('subscribe');
    this.can = new Set(can);
    if (!this.can.has('publish')) this.#media.unpublishAll();
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

  #left() {
    this.#labels.forget();
    this.#media.close();
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
