const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/**
 * @param {number} value
 * @returns {string} with separators of thousands
 */
export function count(value) {
  return NUMBER.format(value);
}

/**
 * @param {number} bitsPerSecond
 * @returns {string}
 */
export function bitrate(bitsPerSecond) {
  if (bitsPerSecond >= 1e9) return `${(bitsPerSecond / 1e9).toFixed(2)} Gbit/s`;
  if (bitsPerSecond >= 1e6) return `${(bitsPerSecond / 1e6).toFixed(2)} Mbit/s`;
  if (bitsPerSecond >= 1e3) return `${(bitsPerSecond / 1e3).toFixed(0)} kbit/s`;
  return `${Math.round(bitsPerSecond)} bit/s`;
}

/**
 * @param {number} ratio 0 to 1
 * @returns {string}
 */
export function percent(ratio) {
  const value = 100 * ratio;
  return `${value > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} %`;
}

/**
 * @param {number | null} milliseconds
 * @returns {string}
 */
export function ms(milliseconds) {
  if (milliseconds === null) return '–';
  if (milliseconds === 0) return '0 ms';
  if (milliseconds < 1) return `${Math.round(milliseconds * 1000)} µs`;
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
}

/**
 * @param {number} milliseconds
 * @returns {string} how long, in its two largest units
 */
export function duration(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const parts = /** @type {[number, string][]} */ ([
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ]);
  const first = parts.findIndex(([value]) => value > 0);
  if (first < 0) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(([value], index) => index === 0 || value > 0)
    .map(([value, unit]) => `${value} ${unit}`)
    .join(' ');
}
