const SVG = 'http://www.w3.org/2000/svg';

/**
 * The element with this id, which the page is known to have.
 *
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export function byId(id, type) {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`The page lacks #${id}`);
  return element;
}

/**
 * Makes an element: `class`, `text`, `onclick` and `dataset` as one would expect, other properties as
 * attributes; `false`, `null` and `undefined` are left out.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [properties]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) continue;
    if (name === 'class') element.className = value;
    else if (name === 'text') element.textContent = value;
    else if (name === 'dataset') Object.assign(element.dataset, value);
    else if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) {
    if (child) element.append(child);
  }
  return element;
}

/**
 * @param {string} name of a symbol in icons.svg
 * @param {string} [extraClass]
 * @returns {SVGSVGElement}
 */
export function icon(name, extraClass = '') {
  return symbol(`/assets/icons.svg#${name}`, `icon ${extraClass}`.trim());
}

/**
 * The logo, linked to the start page.
 *
 * @returns {HTMLAnchorElement}
 */
export function brand() {
  return h(
    'a',
    { class: 'brand', href: '/', 'aria-label': 'Weir, start page' },
    symbol('/assets/logo.svg#mark', 'brand-mark'),
    symbol('/assets/logo.svg#word', 'brand-word'),
  );
}

/**
 * @param {string} href
 * @param {string} className
 * @returns {SVGSVGElement}
 */
function symbol(href, className) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', href);
  svg.append(use);
  return svg;
}

/**
 * A round switch with an icon for each state; pressed means off.
 *
 * @param {{on: string, off: string, testId: string, onclick: () => void}} options
 * @returns {HTMLButtonElement}
 */
export function toggleButton({ on, off, testId, onclick }) {
  return h(
    'button',
    { class: 'toggle', type: 'button', 'aria-pressed': 'false', 'data-testid': testId, onclick },
    icon(on, 'icon-on'),
    icon(off, 'icon-off'),
  );
}

/**
 * Says on a switch whether its device is on.
 *
 * @param {HTMLButtonElement} button
 * @param {boolean} on
 * @param {string} label what pressing it does
 */
export function showToggle(button, on, label) {
  button.setAttribute('aria-pressed', String(!on));
  button.setAttribute('aria-label', label);
  button.title = label;
}

/**
 * Waits until the page counts as loaded: media elements that wait for their first picture would keep
 * it loading for as long as nobody sends any.
 *
 * @returns {Promise<void>}
 */
export function pageLoaded() {
  if (document.readyState === 'complete') return Promise.resolve();
  return new Promise((resolve) => addEventListener('load', () => resolve(), { once: true }));
}
