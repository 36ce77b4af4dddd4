import { VideoLayers } from './video-layers.js';

/** @typedef {import('./types.js').MediaKind} MediaKind */
/** @typedef {import('./types.js').PublishOptions} PublishOptions */
/** @typedef {import('./types.js').TrackSource} TrackSource */

/**
 * Something that this client sends: survives reconnections and changes of device. Muted or not is
 * changed through the client.
 */
export class Publication {
  /** @type {RTCRtpTransceiver | null} */
  transceiver = null;

  /** @type {MediaStreamTrack | null} */
  mediaTrack;

  /**
   * @param {MediaStreamTrack} mediaTrack
   * @param {PublishOptions} options
   */
  constructor(mediaTrack, options) {
    this.mediaTrack = mediaTrack;
    this.kind = /** @type {MediaKind} */ (mediaTrack.kind);
    /** @type {TrackSource} */
    this.source = options.source ?? (this.kind === 'audio' ? 'microphone' : 'camera');
    this.name = options.name;
    this.muted = options.muted ?? false;
    this.maxBitrate = options.maxBitrate;
    this.layers = this.kind === 'video' ? new VideoLayers({ ...options, source: this.source }) : null;
  }

  /**
   * Rids of the encodings that somebody in the room uses, none: nobody watches; null while that is not
   * known. The others are switched off.
   *
   * @returns {string[] | null}
   */
  get layersWanted() {
    return this.layers?.wanted ?? null;
  }

  /** @returns {string | null} known once the first offer was made */
  get mid() {
    return this.transceiver?.mid ?? null;
  }

  /**
   * Sends other media in the same place, such as another camera's; `null` sends nothing.
   *
   * @param {MediaStreamTrack | null} mediaTrack
   */
  async replace(mediaTrack) {
    if (mediaTrack && mediaTrack.kind !== this.kind) {
      throw new TypeError(`A ${this.kind} publication cannot carry ${mediaTrack.kind}.`);
    }
    this.mediaTrack = mediaTrack;
    if (mediaTrack) mediaTrack.enabled = !this.muted;
    await this.transceiver?.sender.replaceTrack(mediaTrack);
    await this.layers?.sourceChanged(mediaTrack);
  }

  /** @returns {RTCRtpEncodingParameters[]} to be sent with, lowest resolution first */
  encodings() {
    if (this.layers) return this.layers.first(this.mediaTrack);
    return [this.maxBitrate === undefined ? {} : { maxBitrate: this.maxBitrate }];
  }

  /** @param {RTCRtpTransceiver | null} transceiver its place in a connection; null: it has none any more */
  attach(transceiver) {
    this.transceiver = transceiver;
    this.layers?.attach(transceiver?.sender ?? null);
  }

  /** @returns {Record<string, unknown>} its entry in the offer's list of tracks */
  describe() {
    return {
      mid: this.mid,
      source: this.source,
      ...(this.name !== undefined && { name: this.name }),
      ...(this.muted && { muted: true }),
    };
  }
}
