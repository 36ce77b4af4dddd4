/**
 * How old the picture on the screen is, in seconds.
 * @typedef {object} Latency
 * @property {number} seconds
 * @property {'capture' | 'server'} from counted from the camera's shot, or only from the server
 */

/** Readings whose median counts. */
const READINGS = 5;

/** What cannot be: clocks that are not yet, or no more, in step. */
const LONGEST_S = 30;

/** Milliseconds from 1900, where NTP begins, to 1970. */
const NTP_TO_UNIX_MS = 2_208_988_800_000;

/**
 * Estimates a video's latency from the receiver's statistics.
 *
 * Weir's sender reports say on the server's clock when a frame was captured, as the server learnt from the presenter's;
 * the browser says which moment of that it shows (`estimatedPlayoutTimestamp`), and the last report's arrival brings the
 * two clocks together. What is missing is the network's time from the presenter to the server. Browsers that do not tell
 * leave half a round trip, and the time from a frame's first packet to its picture.
 */
export class LatencyMeter {
  /** @type {Latency[]} */
  #readings = [];

  /** Forgets what it saw of an earlier connection. */
  reset() {
    this.#readings = [];
  }

  /**
   * @param {RTCStatsReport | Map<string, any>} report
   * @param {{rtt: number | null, processing: number | null}} figures
   * @returns {Latency | null}
   */
  read(report, figures) {
    const reading = sinceCapture(report, figures.rtt) ?? sinceServer(figures);
    if (reading) {
      if (this.#readings.at(-1)?.from !== reading.from) this.#readings = [];
      this.#readings.push(reading);
      if (this.#readings.length > READINGS) this.#readings.shift();
    }
    const sorted = [...this.#readings].sort((a, b) => a.seconds - b.seconds);
    return sorted[Math.floor(sorted.length / 2)] ?? null;
  }
}

/**
 * @param {RTCStatsReport | Map<string, any>} report
 * @param {number | null} rtt
 * @returns {Latency | null}
 */
function sinceCapture(report, rtt) {
  const entries = [...report.values()];
  const inbound = entries.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video');
  const sent = entries.find(({ type, id }) => type === 'remote-outbound-rtp' && id === inbound?.remoteId);
  if (!inbound?.estimatedPlayoutTimestamp || !sent?.remoteTimestamp || rtt === null) return null;
  const reportTook = sent.timestamp - sent.remoteTimestamp; // what the clocks differ, and the way of the report
  const serverNow = inbound.timestamp - reportTook + (rtt * 1000) / 2;
  const seconds = (serverNow - (inbound.estimatedPlayoutTimestamp - NTP_TO_UNIX_MS)) / 1000;
  return seconds > 0 && seconds < LONGEST_S ? { seconds, from: 'capture' } : null;
}

/**
 * @param {{rtt: number | null, processing: number | null}} figures
 * @returns {Latency | null}
 */
function sinceServer({ rtt, processing }) {
  return rtt === null || processing === null ? null : { seconds: rtt / 2 + processing, from: 'server' };
}

/**
 * @param {Latency} latency
 * @returns {string}
 */
export function latencyText({ seconds }) {
  return seconds < 1 ? `${Math.max(10, Math.round(seconds * 100) * 10)} ms` : `${seconds.toFixed(1)} s`;
}

/**
 * @param {Latency} latency
 * @returns {string}
 */
export function latencyMeaning({ from }) {
  return from === 'capture'
    ? 'from the camera to your screen, not counting the presenter’s way to the server'
    : 'from the server to your screen: half a round trip, buffering and decoding';
}
