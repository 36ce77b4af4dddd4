/** Which simulcast encodings a video is sent in. Pure arithmetic. */

/** @typedef {import('./types.js').TrackSource} TrackSource */

/**
 * How a video is to be sent.
 * @typedef {object} EncodingOptions
 * @property {TrackSource} [source]
 * @property {boolean | RTCRtpEncodingParameters[]} [simulcast]
 * @property {number | null} [maxBitrate] bits per second, of the best encoding; null: as much as the network takes
 */

/** @typedef {{width: number, height: number}} Size */

/** Names of the encodings, lowest resolution first: quarter, half, full. */
const RIDS = ['q', 'h', 'f'];

/**
 * How many pixels a picture must have for three encodings, and for two. Chromium leaves the *best* ones of
 * more encodings out without a word (libwebrtc, video/config/simulcast.cc: kSimulcastFormats).
 */
const THREE_FROM = 960 * 540;
const TWO_FROM = 480 * 270;

/** What a video counts as before there is any picture of it. */
export const USUAL = { width: 1280, height: 720 };

/** What 720p is sent with at most, and how bitrates grow with pixels: a picture of half the width needs 0.35 of it. */
const USUAL_BITRATE = 1_500_000;
const GROWTH = 0.75;

/** A screen's text is legible at half its width at best: a third encoding would be of no use. */
const MOST_OF_SCREENS = 2;

/** Three temporal layers, where the browser has a choice; without a mode Chromium would send VP9 in spatial layers. */
const TEMPORAL = 'L1T3';
/** Their temporal layers show in no descriptor that every receiver gets, and some hardware encodes none. */
const FLAT_CODEC = /^video\/h26[45]$/i;
const FLAT = 'L1T1';

/**
 * The encodings to publish a video with: one without a rid where simulcast is switched off or the picture
 * too small for it. Their number stays for as long as the video is published.
 *
 * @param {EncodingOptions} options
 * @param {Size | null} size
 * @returns {RTCRtpEncodingParameters[]} lowest resolution first
 */
export function firstEncodings(options, size) {
  const { simulcast = true } = options;
  if (Array.isArray(simulcast) && simulcast.length > 0) return simulcast;
  const count = simulcast === false ? 1 : layersOf(size, options.source);
  if (count === 1) return [/** @type {RTCRtpEncodingParameters} */ ({ maxBitrate: bitrateOf(options, size) })];
  return planOf(count, options, size).map((plan, index) => {
    const rid = RIDS[RIDS.length - count + index] ?? '';
    return /** @type {RTCRtpEncodingParameters} */ ({ rid, ...plan, scalabilityMode: TEMPORAL });
  });
}

/**
 * What the encodings that were agreed on should be set to now: whatever is left out stays as it is.
 *
 * @param {number} count how many there are: the answer may have turned several into one
 * @param {object} given
 * @param {EncodingOptions} given.options
 * @param {Size | null} given.size
 * @param {string[] | null} given.wanted rids that somebody uses; null while that is not known
 * @param {(string | undefined)[]} given.rids of the encodings
 * @param {string | undefined} given.codec MIME type
 * @returns {RTCRtpEncodingParameters[]}
 */
export function desiredEncodings(count, { options, size, wanted, rids, codec }) {
  const own = Array.isArray(options.simulcast) ? options.simulcast : [];
  if (count === 1) {
    const { rid: _, ...best } = own.at(-1) ?? { maxBitrate: bitrateOf(options, size), scaleResolutionDownBy: 1 };
    return [/** @type {RTCRtpEncodingParameters} */ ({ ...best, active: wanted === null || wanted.length > 0 })];
  }
  /** @param {number} index */
  const isWanted = (index) => wanted === null || wanted.includes(rids[index] ?? '');
  if (own.length > 0) {
    return rids.map((_, index) => ({ active: (own[index]?.active ?? true) && isWanted(index) }));
  }
  const scalabilityMode = codec && FLAT_CODEC.test(codec) ? FLAT : TEMPORAL;
  const plan = planOf(Math.min(count, layersOf(size, options.source)), options, size);
  return rids.map((_, index) => {
    const layer = plan[index];
    // A camera smaller than the one before fills fewer encodings, from the lowest on; the best stands in for the others.
    if (!layer) return { active: false };
    const active = isWanted(index) || (index === plan.length - 1 && rids.some((_, other) => other > index && isWanted(other)));
    return /** @type {RTCRtpEncodingParameters} */ ({ ...layer, scalabilityMode, active });
  });
}

/**
 * @param {Size | null} size
 * @param {TrackSource | undefined} source
 * @returns {number}
 */
function layersOf(size, source) {
  // A guess too high would cost the best encoding.
  if (size === null) return 1;
  const { width, height } = size;
  const layers = width * height >= THREE_FROM ? 3 : width * height >= TWO_FROM ? 2 : 1;
  return source === 'screen' ? Math.min(layers, MOST_OF_SCREENS) : layers;
}

/**
 * Each encoding has half the width and height of the next.
 *
 * @param {number} count
 * @param {EncodingOptions} options
 * @param {Size | null} size
 * @returns {{scaleResolutionDownBy: number, maxBitrate: number | undefined}[]}
 */
function planOf(count, options, size) {
  const best = options.maxBitrate ?? usualBitrate(size);
  return Array.from({ length: count }, (_, index) => {
    const scaleResolutionDownBy = 2 ** (count - 1 - index);
    if (scaleResolutionDownBy === 1) return { scaleResolutionDownBy, maxBitrate: bitrateOf(options, size) };
    return { scaleResolutionDownBy, maxBitrate: Math.round(best / scaleResolutionDownBy ** (2 * GROWTH)) };
  });
}

/**
 * @param {EncodingOptions} options
 * @param {Size | null} size
 * @returns {number | undefined} undefined: no limit
 */
function bitrateOf({ maxBitrate }, size) {
  return maxBitrate === null ? undefined : (maxBitrate ?? usualBitrate(size));
}

/**
 * @param {Size | null} size
 * @returns {number}
 */
function usualBitrate(size) {
  const { width, height } = size ?? USUAL;
  return Math.round(USUAL_BITRATE * ((width * height) / (USUAL.width * USUAL.height)) ** GROWTH);
}
