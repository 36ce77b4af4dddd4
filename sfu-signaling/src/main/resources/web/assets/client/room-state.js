/** @typedef {import('./types.js').ParticipantInfo} ParticipantInfo */
/** @typedef {import('./types.js').RoomInfo} RoomInfo */
/** @typedef {import('./types.js').ServerEvent} ServerEvent */
/** @typedef {import('./types.js').TrackInfo} TrackInfo */

/** How many tracks that went away are remembered. */
const REMEMBERED_TRACKS = 64;

/** Who is in the room and what they publish, kept up to date by the server's events. Pure data. */
export class RoomState {
  /** @type {Map<string, ParticipantInfo>} in order of joining */
  participants = new Map();

  /** @type {Map<string, TrackInfo>} */
  tracks = new Map();

  /** @type {string[]} loudest first */
  activeSpeakers = [];

  /**
   * Tracks by their number. Those that went away stay for a while: their last frames are still on screens.
   * @type {Map<number, TrackInfo>}
   */
  #byCsrc = new Map();

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
   * Takes in one event.
   *
   * @param {ServerEvent} event
   * @returns {boolean} false when the state included the event already
   */
  apply(event) {
    if (typeof event.seq === 'number') {
      if (event.seq <= this.#seq) return false;
      this.#seq = event.seq;
    }
    switch (event.type) {
      case 'participantJoined':
        this.#addParticipant(event.participant);
        break;
      case 'participantUpdated':
        this.#updateParticipant(event.participant);
        break;
      case 'participantLeft':
        this.#removeParticipant(idOf(event.participant));
        break;
      case 'trackPublished':
        this.#addTrack(event.track);
        break;
      case 'trackUnpublished':
        this.#removeTrack(idOf(event.track));
        break;
      case 'trackMuted':
        this.#muteTrack(idOf(event.track), event.muted);
        break;
      case 'activeSpeakers':
        this.activeSpeakers = event.participants;
        break;
      default:
        break;
    }
    return true;
  }

  /**
   * The track whose packets carry this number, even if it was unpublished a moment ago.
   *
   * @param {number} csrc
   * @returns {TrackInfo | null}
   */
  trackByCsrc(csrc) {
    return this.#byCsrc.get(csrc) ?? null;
  }

  /** @param {ParticipantInfo} participant */
  #addParticipant(participant) {
    const copy = { ...participant, tracks: /** @type {TrackInfo[]} */ ([]) };
    this.participants.set(copy.id, copy);
    for (const track of participant.tracks ?? []) this.#addTrack(track);
  }

  /** @param {ParticipantInfo} update */
  #updateParticipant(update) {
    const known = this.participants.get(update.id);
    if (known) {
      known.name = update.name;
      known.metadata = update.metadata;
    }
  }

  /** @param {string} id */
  #removeParticipant(id) {
    const known = this.participants.get(id);
    if (!known) return;
    for (const track of [...known.tracks]) this.#removeTrack(track.id);
    this.participants.delete(id);
    this.activeSpeakers = this.activeSpeakers.filter((speaker) => speaker !== id);
  }

  /** @param {TrackInfo} track */
  #addTrack(track) {
    const owner = this.participants.get(track.participant);
    if (!owner) return;
    const copy = { ...track };
    owner.tracks = [...owner.tracks.filter((other) => other.id !== track.id), copy];
    this.tracks.set(copy.id, copy);
    this.#byCsrc.set(copy.csrc, copy);
    this.#forgetOldest();
  }

  #forgetOldest() {
    for (const [csrc, track] of this.#byCsrc) {
      if (this.#byCsrc.size <= this.tracks.size + REMEMBERED_TRACKS) return;
      if (!this.tracks.has(track.id)) this.#byCsrc.delete(csrc);
    }
  }

  /** @param {string} id */
  #removeTrack(id) {
    const track = this.tracks.get(id);
    if (!track) return;
    this.tracks.delete(id);
    const owner = this.participants.get(track.participant);
    if (owner) owner.tracks = owner.tracks.filter((other) => other.id !== id);
  }

  /**
   * @param {string} id
   * @param {boolean} muted
   */
  #muteTrack(id, muted) {
    const track = this.tracks.get(id);
    if (track) track.muted = muted;
  }
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
