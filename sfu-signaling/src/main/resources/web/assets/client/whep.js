import { HttpPeer } from './http-peer.js';

/** @typedef {import('./http-peer.js').PeerState} ViewerState */

/** Media that stops for this long means that the presenter has gone. */
const SILENCE_MS = 4000;

/**
 * Watches one presenter over WHEP (draft-ietf-wish-whep-03), and connects again by itself.
 */
export class WhepViewer extends HttpPeer {
  #packets = -1;
  #heardAt = -Infinity;
  #inactive = false;

  /** @param {RTCPeerConnection} pc */
  addMedia(pc) {
    this.#packets = -1;
    this.#heardAt = -Infinity;
    const audio = pc.addTransceiver('audio', { direction: 'recvonly' });
    const video = pc.addTransceiver('video', { direction: 'recvonly' });
    this.emit('stream', { stream: new MediaStream([audio.receiver.track, video.receiver.track]) });
  }

  /**
   * @param {RTCStatsReport} report
   * @returns {'live' | 'waiting'}
   */
  look(report) {
    const received = packetsReceived(report);
    const now = performance.now();
    if (received > Math.max(0, this.#packets)) this.#heardAt = now;
    this.#packets = received;
    return !this.#inactive && now - this.#heardAt < SILENCE_MS ? 'live' : 'waiting';
  }

  /** @param {string} type */
  heard(type) {
    this.#inactive = type === 'inactive';
  }
}

/**
 * @param {RTCStatsReport} report
 * @returns {number}
 */
function packetsReceived(report) {
  let packets = 0;
  for (const entry of report.values()) {
    if (entry.type === 'inbound-rtp') packets += entry.packetsReceived ?? 0;
  }
  return packets;
}
