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
    this.maxBitrate = options.maxBitrate ?? (this.kind === 'video' ? 1_500_000 : undefined);
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
  }

  /** @returns {RTCRtpEncodingParameters} */
  encoding() {
    return this.maxBitrate === undefined ? {} : { maxBitrate: this.maxBitrate };
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
