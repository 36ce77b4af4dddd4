/**
 * A request that Weir refused, or that could not be made.
 *
 * `code` is one of the server's codes (`unauthorized`, `forbidden`, `full`, …) or one of the client's
 * own: `timeout`, `connection_lost`, `unreachable`, `replaced`, `no_media_path`, `unsupported`, `closed`.
 */
export class WeirError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.name = 'WeirError';
    this.code = code;
  }
}

/** @returns {WeirError} */
export function connectionLost() {
  return new WeirError('connection_lost', 'The connection to the server was lost.');
}

/** Codes after which trying again by itself cannot help. */
const FINAL_CODES = new Set([
  'bad_request',
  'unauthorized',
  'forbidden',
  'not_found',
  'already_joined',
  'unsupported',
  'replaced',
  'no_media_path',
  'closed',
]);

/** Codes with which a server that was reached does not let anybody in for now. */
const NOT_NOW_CODES = new Set(['timeout', 'connection_lost', 'unreachable', 'rate_limited', 'draining', 'internal']);

/**
 * Whether an error of `resume` leaves hope that the session is still there.
 *
 * @param {unknown} error
 * @returns {boolean}
 */
export function isPassing(error) {
  return error instanceof WeirError && NOT_NOW_CODES.has(error.code);
}

/**
 * Whether an error will come back however often one tries.
 *
 * @param {unknown} error
 * @returns {boolean}
 */
export function isFinal(error) {
  return error instanceof WeirError && FINAL_CODES.has(error.code);
}

/**
 * Whether an error only says that the connection ended meanwhile.
 *
 * @param {unknown} error
 * @returns {boolean}
 */
export function isLoss(error) {
  return error instanceof WeirError && (error.code === 'connection_lost' || error.code === 'closed');
}

/**
 * @param {unknown} error
 * @returns {WeirError}
 */
export function asWeirError(error) {
  if (error instanceof WeirError) return error;
  return new WeirError('internal', error instanceof Error ? error.message : String(error));
}
