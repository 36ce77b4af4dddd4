import { sendableVideoCodecs } from '../client/whip.js';
import { h } from '../ui/dom.js';

/** @typedef {import('../client/whip.js').DegradationPreference} DegradationPreference */
/** @typedef {{codec: string, maxBitrate: number | undefined, degradation: DegradationPreference}} Quality */

/** Codecs that Weir may know, best supported first. */
const CODECS = ['VP8', 'H264', 'VP9', 'AV1', 'H265'];

/** @type {[bitsPerSecond: number, label: string][]} */
const BITRATES = [
  [0, 'As much as the network takes'],
  [500_000, '500 kbit/s: small screens'],
  [1_000_000, '1 Mbit/s'],
  [2_500_000, '2.5 Mbit/s: good 720p'],
  [4_500_000, '4.5 Mbit/s: good 1080p'],
  [8_000_000, '8 Mbit/s'],
];

/** @type {[DegradationPreference, label: string][]} */
const DEGRADATIONS = [
  ['balanced', 'Balanced'],
  ['maintain-framerate', 'Smooth movement'],
  ['maintain-resolution', 'Sharp detail'],
];

/**
 * The choice of codec, bitrate and of what matters when not everything fits.
 *
 * @param {(quality: Quality) => void} onchange
 */
export function qualityForm(onchange) {
  const known = new Set(sendableVideoCodecs());
  const codec = select('Video codec', 'codec', CODECS.filter((name) => known.has(name)).map((name) => [name, name]));
  const bitrate = select('Highest bitrate', 'bitrate', BITRATES.map(([value, text]) => [String(value), text]));
  const degradation = select('When it gets tight, keep', 'degradation', DEGRADATIONS);
  const note = h('p', { class: 'publish-note', role: 'status', 'data-testid': 'codec-note', hidden: true });
  bitrate.input.value = '2500000';

  /** @returns {Quality} */
  const value = () => ({
    codec: codec.input.value,
    maxBitrate: Number(bitrate.input.value) || undefined,
    degradation: /** @type {DegradationPreference} */ (degradation.input.value),
  });
  for (const { input } of [codec, bitrate, degradation]) input.addEventListener('change', () => onchange(value()));

  return {
    element: h('div', { class: 'publish-quality' }, bitrate.element, codec.element, degradation.element, note),
    value,
    /** @param {boolean} live the codec is agreed on at the beginning */
    setLive(live) {
      codec.input.disabled = live;
    },
    /** @param {string[]} agreed what the room takes */
    setAgreed(agreed) {
      const wanted = codec.input.value;
      for (const option of codec.input.options) option.disabled = !agreed.includes(option.value.toUpperCase());
      note.hidden = agreed.length === 0 || agreed.includes(wanted);
      note.textContent = note.hidden ? '' : `This room does not take ${wanted}; sending ${agreed[0]}.`;
    },
  };
}

/**
 * @param {string} label
 * @param {string} name
 * @param {[value: string, text: string][]} options
 */
function select(label, name, options) {
  const id = `publish-${name}`;
  const input = h(
    'select',
    { class: 'select', id, 'data-testid': name },
    ...options.map(([value, text]) => h('option', { value, text })),
  );
  return { input, element: h('div', { class: 'field' }, h('label', { for: id, text: label }), input) };
}
