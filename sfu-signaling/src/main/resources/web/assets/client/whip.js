import { WeirError } from './errors.js';
import { HttpPeer } from './http-peer.js';
import { VideoLayers } from './video-layers.js';

/**
 * What matters when not everything fits: `maintain-framerate`, `maintain-resolution` or `balanced`.
 * @typedef {'balanced' | 'maintain-framerate' | 'maintain-resolution'} DegradationPreference
 */

/**
 * @typedef {object} WhipOptions
 * @property {string} [token]
 * @property {string} [codec] video codec to prefer, such as `H264`; taken where browser and room know it
 * @property {number} [maxBitrate] of the video's best encoding, bits per second; as much as the network takes by default
 * @property {boolean | RTCRtpEncodingParameters[]} [simulcast] as in `PublishOptions`; servers that take one encoding get one
 * @property {DegradationPreference} [degradation]
 */

/** After a loss the server may hold our place for this long; till then a 409 may mean ourselves. */
const OWN_PLACE_MS = 25_000;

/** Names of what a codec list holds besides codecs. */
const HELPERS = /\/(rtx|red|ulpfec|flexfec-03)$/i;

/**
 * Presents over WHIP (RFC 9725), and connects again by itself. Tracks, bitrate and what matters may be
 * changed at any time.
 */
export class WhipPublisher extends HttpPeer {
  /** @type {Record<'audio' | 'video', MediaStreamTrack | null>} */
  #tracks;
  /** @type {Record<'audio' | 'video', RTCRtpSender | null>} */
  #senders = { audio: null, video: null };
  #layers = new VideoLayers({});
  /** @type {RTCRtpTransceiver | null} of the video */
  #transceiver = null;
  #stream = new MediaStream();
  #liveAt = -Infinity;

  /**
   * @param {string} endpoint
   * @param {MediaStream} stream its first audio and video tracks are sent
   * @param {WhipOptions} [options]
   */
  constructor(endpoint, stream, options = {}) {
    super(endpoint, options.token);
    this.options = options;
    this.#tracks = { audio: stream.getAudioTracks()[0] ?? null, video: stream.getVideoTracks()[0] ?? null };
  }

  /**
   * Sends another track from now on, without interruption.
   *
   * @param {'audio' | 'video'} kind
   * @param {MediaStreamTrack | null} track null sends nothing
   */
  async replaceTrack(kind, track) {
    this.#tracks[kind] = track;
    await this.#senders[kind]?.replaceTrack(track);
    if (kind === 'video') await this.#layers.sourceChanged(track);
  }

  /**
   * Changes the highest bitrate or what matters, while it goes on.
   *
   * @param {{maxBitrate?: number, degradation?: DegradationPreference}} changes
   */
  async adjust(changes) {
    this.options = { ...this.options, ...changes };
    this.#layers.options = this.#encodingOptions();
    await this.#layers.apply();
  }

  /** @param {RTCPeerConnection} pc */
  addMedia(pc) {
    this.#layers.options = this.#encodingOptions();
    for (const kind of /** @type {('audio' | 'video')[]} */ (['audio', 'video'])) {
      // Without a track the m-line is offered all the same, so that one may come later.
      const transceiver = pc.addTransceiver(this.#tracks[kind] ?? kind, {
        direction: 'sendonly',
        streams: [this.#stream],
        ...(kind === 'video' && { sendEncodings: this.#layers.first(this.#tracks.video) }),
      });
      this.#senders[kind] = transceiver.sender;
      if (kind === 'video') {
        this.#transceiver = transceiver;
        this.#layers.attach(transceiver.sender);
        preferCodec(transceiver, this.options.codec);
      }
    }
    void this.#layers.apply();
  }

  /**
   * Browsers send the answer's first codec, and servers may answer in their own order.
   *
   * @param {string} sdp
   * @returns {string}
   */
  takeAnswer(sdp) {
    return this.options.codec ? codecFirst(sdp, this.options.codec) : sdp;
  }

  /**
   * @param {RTCStatsReport} _report
   * @returns {'live'}
   */
  look(_report) {
    this.#layers.look();
    this.#liveAt = performance.now();
    return 'live';
  }

  /**
   * @param {unknown} error
   * @returns {boolean}
   */
  isFinal(error) {
    const taken = error instanceof WeirError && error.code === 'taken';
    return super.isFinal(error) || (taken && performance.now() - this.#liveAt > OWN_PLACE_MS);
  }

  /** The answer is taken in: how many encodings the server takes is known. */
  answered() {
    void this.#layers.apply();
  }

  /**
   * Sends only what somebody watches, where the server tells, as Weir does.
   *
   * @param {string} type
   * @param {any} data
   */
  heard(type, data) {
    if (type === 'layerswanted' && data.mid === this.#transceiver?.mid && Array.isArray(data.rids)) {
      void this.#layers.want(data.rids.map(String));
    } else if (type === 'lost' && this.#layers.wanted !== null) {
      this.#layers.wanted = null;
      if (this.pc) void this.#layers.apply();
    }
  }

  /** @returns {import('./encodings.js').EncodingOptions & {degradation?: string}} */
  #encodingOptions() {
    const { simulcast, maxBitrate, degradation } = this.options;
    return { simulcast, maxBitrate: maxBitrate ?? null, degradation };
  }
}

/**
 * The video codecs that this browser can send.
 *
 * @returns {string[]} such as `VP8`
 */
export function sendableVideoCodecs() {
  const codecs = globalThis.RTCRtpSender?.getCapabilities?.('video')?.codecs ?? [];
  return [...new Set(codecs.filter((codec) => !HELPERS.test(codec.mimeType)).map((codec) => nameOf(codec)))];
}

/**
 * @param {RTCRtpTransceiver} transceiver
 * @param {string | undefined} wanted
 */
function preferCodec(transceiver, wanted) {
  if (!wanted) return;
  const all = RTCRtpSender.getCapabilities?.('video')?.codecs ?? [];
  const preferred = all.filter((codec) => nameOf(codec) === wanted);
  if (preferred.length === 0 || !transceiver.setCodecPreferences) return;
  transceiver.setCodecPreferences([...preferred, ...all.filter((codec) => nameOf(codec) !== wanted)]);
}

/**
 * An SDP whose video payload types begin with those of one codec, where it has any.
 *
 * @param {string} sdp
 * @param {string} codec such as `H264`
 * @returns {string}
 */
export function codecFirst(sdp, codec) {
  return sdp
    .split(/(?=^m=)/m)
    .map((section) => {
      if (!section.startsWith('m=video ')) return section;
      const [line] = section.split(/\r?\n/, 1);
      const [media, port, protocol, ...types] = line.split(' ');
      /** @param {string} type */
      const isWanted = (type) => new RegExp(`^a=rtpmap:${type} ${codec}/`, 'im').test(section);
      const sorted = [...types.filter(isWanted), ...types.filter((type) => !isWanted(type))];
      return section.replace(line, [media, port, protocol, ...sorted].join(' '));
    })
    .join('');
}

/**
 * @param {{mimeType: string}} codec
 * @returns {string}
 */
function nameOf({ mimeType }) {
  return mimeType.replace(/^video\//i, '').toUpperCase();
}
