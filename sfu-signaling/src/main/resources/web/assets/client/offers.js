import { delay } from './backoff.js';
import { WeirError } from './errors.js';

/** @typedef {import('./connection.js').Connection} Connection */

/** An offer may wait for the server's media side. */
const OFFER_TIMEOUT_MS = 20_000;

/** How often an offer that met another one is repeated, and after how long. */
const OFFER_ATTEMPTS = 5;
const OFFER_PENDING_MS = 200;

/**
 * Sends an offer; one that meets another under way is repeated a little later.
 *
 * @param {Connection} connection
 * @param {string} sdp
 * @param {Record<string, unknown>[]} tracks
 * @returns {Promise<string>} the answer
 */
export async function exchangeOffer(connection, sdp, tracks) {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await connection.request('offer', { sdp, tracks }, OFFER_TIMEOUT_MS)).sdp;
    } catch (error) {
      const pending = error instanceof WeirError && error.code === 'offer_pending';
      if (!pending || attempt === OFFER_ATTEMPTS) throw error;
      await delay(OFFER_PENDING_MS * attempt, connection.signal);
    }
  }
}

/**
 * What a connection's state means for who watches.
 *
 * @param {RTCPeerConnectionState | undefined} state
 * @returns {'none' | 'waiting' | 'flowing' | 'interrupted'}
 */
export function mediaState(state) {
  switch (state) {
    case 'connected':
      return 'flowing';
    case 'disconnected':
    case 'failed':
      return 'interrupted';
    case 'new':
    case 'connecting':
      return 'waiting';
    default:
      return 'none';
  }
}
