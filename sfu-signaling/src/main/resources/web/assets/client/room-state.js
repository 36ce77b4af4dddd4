/** @typedef {import('./types.js').ParticipantInfo} ParticipantInfo */
/** @typedef {import('./types.js').RoomInfo} RoomInfo */
/** @typedef {import('./types.js').ServerEvent} ServerEvent */
/** @typedef {import('./types.js').TrackInfo} TrackInfo */

/**
 * @typedef {object} RoomNews
 * @property {'participantJoined' | 'participantUpdated' | 'participantLeft' | 'trackPublished' | 'trackUnpublished'
 *   | 'trackMuted' | 'activeSpeakers'} type
 * @property {any} detail as `WeirEvents` says for the type
 */

/** Who is in the room and what they publish, kept up to date by the server's events. Pure data. */
export class RoomState {
  /** @type {Map<string, ParticipantInfo>} in order of joining */
  participants = new Map();

  /** @type {Map<string, TrackInfo>} */
  tracks = new Map();

  /** @type {string[]} loudest first */
  activeSpeakers = [];

  #seq;

  /**
   * @param {RoomInfo} room
   * @param {number} seq last event that the room includes
   */
  constructor(room, seq) {
    this.name = room.name;
    this.#seq = seq;
    this.activeSpeakers = room.activeSpeakers ?? [];
    for (const participant of room.participants) this.#addParticipant(participant);
  }

  /**
   * Whether the state does not include an event yet.
   *
   * @param {ServerEvent} event
   * @returns {boolean}
   */
  isNews(event) {
    return typeof event.seq !== 'number' || event.seq > this.#seq;
  }

  /**
   * Takes in one event.
   *
   * @param {ServerEvent} event
   * @returns {RoomNews | null} what to tell listeners; null for an event about something else, or somebody unknown
   */
  apply(event) {
    if (typeof event.seq === 'number') this.#seq = event.seq;
    switch (event.type) {
      case 'participantJoined':
        return news(event.type, { participant: this.#addParticipant(event.participant) });
      case 'participantUpdated':
        return news(event.type, { participant: this.#updateParticipant(event.participant) });
      case 'participantLeft':
        return news(event.type, { participant: this.#removeParticipant(idOf(event.participant)), reason: event.reason ?? '' });
      case 'trackPublished':
        return news(event.type, { track: this.#addTrack(event.track) });
      case 'trackUnpublished':
        return news(event.type, { track: this.#removeTrack(idOf(event.track)) });
      case 'trackMuted':
        return news(event.type, {
          track: this.#muteTrack(idOf(event.track), event.muted),
          muted: event.muted,
          ...(event.by && { by: event.by }),
        });
      case 'activeSpeakers':
        this.activeSpeakers = event.participants;
        return news(event.type, { participants: this.activeSpeakers });
      default:
        return null;
    }
  }

  /**
   * @param {ParticipantInfo} participant
   * @returns {ParticipantInfo}
   */
  #addParticipant(participant) {
    const copy = { ...participant, tracks: /** @type {TrackInfo[]} */ ([]) };
    this.participants.set(copy.id, copy);
    for (const track of participant.tracks ?? []) this.#addTrack(track);
    return copy;
  }

  /**
   * @param {ParticipantInfo} update
   * @returns {ParticipantInfo | undefined}
   */
  #updateParticipant(update) {
    const known = this.participants.get(update.id);
    if (known) {
      known.name = update.name;
      known.metadata = update.metadata;
    }
    return known;
  }

  /**
   * @param {string} id
   * @returns {ParticipantInfo | undefined}
   */
  #removeParticipant(id) {
    const known = this.participants.get(id);
    if (!known) return undefined;
    for (const track of [...known.tracks]) this.#removeTrack(track.id);
    this.participants.delete(id);
    this.activeSpeakers = this.activeSpeakers.filter((speaker) => speaker !== id);
    return known;
  }

  /**
   * @param {TrackInfo} track
   * @returns {TrackInfo | undefined}
   */
  #addTrack(track) {
    const owner = this.participants.get(track.participant);
    if (!owner) return undefined;
    const copy = { ...track };
    owner.tracks = [...owner.tracks.filter((other) => other.id !== track.id), copy];
    this.tracks.set(copy.id, copy);
    return copy;
  }

  /**
   * @param {string} id
   * @returns {TrackInfo | undefined}
   */
  #removeTrack(id) {
    const track = this.tracks.get(id);
    if (!track) return undefined;
    this.tracks.delete(id);
    const owner = this.participants.get(track.participant);
    if (owner) owner.tracks = owner.tracks.filter((other) => other.id !== id);
    return track;
  }

  /**
   * @param {string} id
   * @param {boolean} muted
   * @returns {TrackInfo | undefined}
   */
  #muteTrack(id, muted) {
    const track = this.tracks.get(id);
    if (track) track.muted = muted;
    return track;
  }
}

/**
 * @param {RoomNews['type']} type
 * @param {Record<string, any>} detail
 * @returns {RoomNews | null} null when it is about somebody or something unknown
 */
function news(type, detail) {
  return Object.values(detail).includes(undefined) ? null : { type, detail: /** @type {any} */ (detail) };
}

/**
 * Events name a track or participant by its object or by its id.
 *
 * @param {string | {id: string}} value
 * @returns {string}
 */
export function idOf(value) {
  return typeof value === 'string' ? value : value.id;
}
