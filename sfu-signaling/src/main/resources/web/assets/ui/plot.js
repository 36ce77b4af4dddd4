import { h } from './dom.js';

const SVG = 'http://www.w3.org/2000/svg';
const SAMPLES = 120;
const SPARKLINE_SAMPLES = 40;
const WIDTH = 240;
const HEIGHT = 64;

/**
 * A live plot of one to three figures over the last two minutes.
 *
 * @param {object} options
 * @param {string} options.title
 * @param {string[]} options.lines what each line is, for the legend and screen readers
 * @param {(value: number) => string} options.format
 * @param {number} [options.least] the scale ends no lower than here
 * @returns {{element: HTMLElement, add: (...values: (number | null)[]) => void}}
 */
export function plot({ title, lines, format, least = 1 }) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  const paths = lines.map((_, index) => {
    const line = document.createElementNS(SVG, 'path');
    line.setAttribute('class', `plot-line plot-line-${index}`);
    svg.append(line);
    return line;
  });
  const values = lines.map(() => h('strong', { class: 'plot-value', text: '–' }));
  const top = h('span', { class: 'plot-top' });
  const legend = lines.map((name, index) =>
    h('span', { class: `plot-legend plot-legend-${index}` }, values[index] ?? null, ` ${name}`),
  );
  const element = h(
    'figure',
    { class: 'plot', 'aria-label': `${title}, last two minutes` },
    h('figcaption', {}, h('span', { class: 'plot-title', text: title }), h('span', { class: 'plot-legends' }, ...legend)),
    h('div', { class: 'plot-area' }, top),
  );
  element.querySelector('.plot-area')?.append(svg);
  /** @type {(number | null)[][]} */
  const history = lines.map(() => []);

  return {
    element,
    add(...samples) {
      samples.forEach((sample, index) => {
        const line = history[index];
        const value = values[index];
        if (!line || !value) return;
        line.push(sample);
        if (line.length > SAMPLES) line.shift();
        value.textContent = sample === null ? '–' : format(sample);
      });
      const highest = niceTop(Math.max(least, ...history.flat().map((sample) => sample ?? 0)));
      top.textContent = format(highest);
      history.forEach((line, index) => paths[index]?.setAttribute('d', pathOf(line, highest)));
    },
  };
}

/**
 * A line without words for the space beside a figure.
 *
 * @returns {{element: SVGSVGElement, add: (value: number | null) => void, clear: () => void}}
 */
export function sparkline() {
  const element = document.createElementNS(SVG, 'svg');
  element.setAttribute('class', 'sparkline');
  element.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  element.setAttribute('preserveAspectRatio', 'none');
  element.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  element.append(path);
  /** @type {(number | null)[]} */
  let samples = [];
  return {
    element,
    add(value) {
      samples = [...samples, value].slice(-SPARKLINE_SAMPLES);
      const highest = Math.max(...samples.map((sample) => sample ?? 0), Number.MIN_VALUE);
      path.setAttribute('d', pathOf(samples, highest, SPARKLINE_SAMPLES));
    },
    clear() {
      samples = [];
      path.removeAttribute('d');
    },
  };
}

/**
 * The lowest of 1, 2 and 5 times a power of ten that holds a value.
 *
 * @param {number} value
 * @returns {number}
 */
export function niceTop(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((top) => top >= value * 0.999999) ?? value;
}

/**
 * The newest sample stands at the right edge; gaps stay gaps.
 *
 * @param {(number | null)[]} samples
 * @param {number} highest
 * @param {number} [most] samples that fill the width
 * @returns {string} path data
 */
export function pathOf(samples, highest, most = SAMPLES) {
  const step = WIDTH / (most - 1);
  let d = '';
  let open = false;
  samples.forEach((sample, index) => {
    if (sample === null) {
      open = false;
      return;
    }
    const x = WIDTH - (samples.length - 1 - index) * step;
    const y = HEIGHT - 2 - (Math.min(sample, highest) / highest) * (HEIGHT - 4);
    d += `${open ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    open = true;
  });
  return d;
}
