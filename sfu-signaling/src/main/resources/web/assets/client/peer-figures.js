/**
 * What a connection did over the last interval. `null` where the browser does not tell.
 * @typedef {object} Figures
 * @property {number} bitrate bits per second, of all media together
 * @property {number | null} rtt seconds, to the server and back
 * @property {number | null} loss share of packets lost on the way, 0 to 1
 * @property {string | null} codec of the video, such as `VP8`
 * @property {number | null} width
 * @property {number | null} height
 * @property {number | null} fps frames per second
 * @property {'cpu' | 'bandwidth' | null} limitation what keeps a sender from sending better video
 * @property {number | null} processing seconds from a frame's first packet to its decoded picture
 */

/** @typedef {{at: number, bytes: number, packets: number, lost: number, frames: number, delay: number}} Sums */

/** Makes figures of the statistics that it is given one after the other. */
export class FigureReader {
  /** @type {Sums | null} */
  #before = null;

  /**
   * @param {RTCStatsReport | Map<string, any>} report
   * @returns {Figures}
   */
  read(report) {
    const entries = [...report.values()];
    const rtp = entries.filter(({ type }) => type === 'inbound-rtp' || type === 'outbound-rtp');
    const video = bestVideo(rtp);
    const now = sums(entries, rtp, video);
    const before = this.#before ?? { ...now, at: now.at - 1000 };
    this.#before = now;
    const sending = video?.type === 'outbound-rtp' || (!video && rtp[0]?.type === 'outbound-rtp');
    const seconds = Math.max(0.001, (now.at - before.at) / 1000);
    const packets = now.packets - before.packets;
    const lost = Math.max(0, now.lost - before.lost);
    const frames = now.frames - before.frames;
    // A sender's packets include those that got lost, a receiver's do not.
    const all = sending ? packets : packets + lost;
    const pair = entries.find((entry) => entry.type === 'candidate-pair' && entry.nominated && entry.state === 'succeeded');
    const limitation = video?.qualityLimitationReason;
    return {
      bitrate: Math.max(0, ((now.bytes - before.bytes) * 8) / seconds),
      rtt: pair?.currentRoundTripTime ?? null,
      loss: all > 0 ? Math.min(1, lost / all) : null,
      codec: codecOf(entries, video),
      width: video?.frameWidth ?? null,
      height: video?.frameHeight ?? null,
      fps: video ? (video.framesPerSecond ?? Math.max(0, frames / seconds)) : null,
      limitation: limitation === 'cpu' || limitation === 'bandwidth' ? limitation : null,
      processing: !sending && frames > 0 ? (now.delay - before.delay) / frames : null,
    };
  }
}

/**
 * @param {any[]} rtp
 * @returns {any} of several encodings of a video the largest that flows
 */
function bestVideo(rtp) {
  const videos = rtp.filter(({ kind }) => kind === 'video');
  return videos.sort((a, b) => (b.frameWidth ?? 0) - (a.frameWidth ?? 0))[0];
}

/**
 * @param {any[]} entries
 * @param {any[]} rtp
 * @param {any} video
 * @returns {Sums}
 */
function sums(entries, rtp, video) {
  /** @param {string} name */
  const sum = (name) => rtp.reduce((total, entry) => total + (entry[name] ?? 0), 0);
  const remoteLost = entries
    .filter(({ type }) => type === 'remote-inbound-rtp')
    .reduce((total, { packetsLost }) => total + Math.max(0, packetsLost ?? 0), 0);
  return {
    at: rtp[0]?.timestamp ?? performance.now(),
    bytes: sum('bytesReceived') + sum('bytesSent'),
    packets: sum('packetsReceived') + sum('packetsSent'),
    lost: remoteLost + sum('packetsLost'),
    frames: video?.framesDecoded ?? video?.framesEncoded ?? 0,
    delay: video?.totalProcessingDelay ?? 0,
  };
}

/**
 * @param {any[]} entries
 * @param {any} video
 * @returns {string | null}
 */
function codecOf(entries, video) {
  const codec = entries.find((entry) => entry.type === 'codec' && entry.id === video?.codecId);
  return codec ? codec.mimeType.replace(/^\w+\//, '') : null;
}

/**
 * @param {number} bitsPerSecond
 * @returns {string}
 */
export function bitrateText(bitsPerSecond) {
  return bitsPerSecond < 1e6 ? `${Math.round(bitsPerSecond / 1000)} kbit/s` : `${(bitsPerSecond / 1e6).toFixed(1)} Mbit/s`;
}

/**
 * The figures as lines for people; what is not known is left out.
 *
 * @param {Figures} figures
 * @returns {[label: string, value: string][]}
 */
export function figureLines({ bitrate, rtt, loss, codec, width, height, fps, limitation }) {
  /** @type {[string, string | null | false][]} */
  const lines = [
    ['Video', width && height ? [codec, `${width} × ${height}`].filter(Boolean).join(', ') : null],
    ['Frame rate', fps !== null && `${Math.round(fps)} per second`],
    ['Bitrate', bitrateText(bitrate)],
    ['Lost packets', loss !== null && `${(loss * 100).toFixed(1)} %`],
    ['Round trip', rtt !== null && `${Math.round(rtt * 1000)} ms`],
    ['Held back by', limitation === 'cpu' ? 'this computer' : limitation === 'bandwidth' ? 'the network' : null],
  ];
  return lines.flatMap(([label, value]) => (value ? [/** @type {[string, string]} */ ([label, value])] : []));
}
