import { h, icon } from './dom.js';

/**
 * One choice of a menu. With `chosen` it is one of several, with `checked` a switch of its own, else a command.
 * @typedef {object} MenuChoice
 * @property {string} label
 * @property {string} [words] for screen readers, where the label is a picture
 * @property {boolean} [chosen]
 * @property {boolean} [checked]
 * @property {string} [symbol] of icons.svg
 * @property {string} [hint] its key
 * @property {boolean} [danger]
 * @property {() => void} onchoose
 */

/** @typedef {{title: string, choices: MenuChoice[]}} MenuSection */

/**
 * A button with a menu of choices above it, usable by keyboard as menus are.
 *
 * @param {object} options
 * @param {string} options.label
 * @param {string} options.testId
 * @param {() => MenuSection[]} options.sections read when the menu opens
 * @param {string} [options.symbol] of the button
 * @param {string} [options.look] class of the button
 * @param {string} [options.menuLook] further class of the menu
 * @param {boolean} [options.free] for buttons inside something that scrolls and would cut the menu off
 * @returns {HTMLElement}
 */
export function menuButton({ label, testId, sections, symbol = 'chevron', look = 'menu-button', menuLook = '', free = false }) {
  const menu = h('div', { class: `menu ${free ? 'menu-free' : ''} ${menuLook}`.trim(), role: 'menu', 'aria-label': label, hidden: true });
  const button = h(
    'button',
    {
      class: look,
      type: 'button',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-label': label,
      title: label,
      'data-testid': testId,
    },
    icon(symbol),
  );
  const element = h('div', { class: 'menu-place' }, button, menu);

  /** @returns {HTMLElement[]} */
  const items = () => [...menu.querySelectorAll('button')];
  /** @param {boolean} open */
  const toggle = (open) => {
    if (menu.hidden === !open) return;
    menu.hidden = !open;
    button.setAttribute('aria-expanded', String(open));
    if (!open) return;
    menu.replaceChildren(...sections().map((section) => sectionElement(section, () => close())));
    if (free && !matchMedia('(max-width: 600px)').matches) standBeside(menu, button);
    keepInside(menu);
    const chosen = items().find((item) => item.getAttribute('aria-checked') === 'true');
    (chosen ?? items()[0])?.focus();
  };
  const close = () => {
    if (menu.hidden) return;
    toggle(false);
    button.focus();
  };
  button.addEventListener('click', () => toggle(menu.hidden));
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !menu.hidden) {
      event.stopPropagation();
      close();
    }
    const step = stepOf(event.key);
    if (step === 0) return;
    if (menu.hidden && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) return;
    event.preventDefault();
    if (menu.hidden) {
      toggle(true);
      return;
    }
    const all = items();
    const at = all.findIndex((item) => item === document.activeElement);
    all.at((at + step) % all.length)?.focus();
  });
  element.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node) || !element.contains(event.relatedTarget)) toggle(false);
  });
  return element;
}

/**
 * @param {string} key
 * @returns {number}
 */
function stepOf(key) {
  if (key === 'ArrowDown' || key === 'ArrowRight') return 1;
  return key === 'ArrowUp' || key === 'ArrowLeft' ? -1 : 0;
}

/**
 * @param {HTMLElement} menu
 * @param {HTMLElement} button
 */
function standBeside(menu, button) {
  const { top, bottom, right } = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, right - width)}px`;
  menu.style.top = `${bottom + height + 8 > innerHeight ? Math.max(8, top - height) : bottom}px`;
}

/** Menus open above their button, and below it where there is no room. @param {HTMLElement} menu */
function keepInside(menu) {
  menu.classList.remove('menu-below');
  menu.style.translate = '';
  if (menu.getBoundingClientRect().top < 4) menu.classList.add('menu-below');
  const { left, right } = menu.getBoundingClientRect();
  const shift = right > innerWidth - 8 ? innerWidth - 8 - right : left < 8 ? 8 - left : 0;
  if (shift !== 0) menu.style.translate = `${Math.round(shift)}px`;
}

/**
 * @param {MenuSection} section
 * @param {() => void} close
 * @returns {HTMLElement}
 */
function sectionElement({ title, choices }, close) {
  return h(
    'div',
    { class: 'menu-section', role: 'group', 'aria-label': title },
    h('div', { class: 'menu-title', 'aria-hidden': 'true', text: title }),
    ...choices.map((choice) => choiceElement(choice, close)),
  );
}

/**
 * @param {MenuChoice} choice
 * @param {() => void} close
 * @returns {HTMLElement}
 */
function choiceElement({ label, words, chosen, checked, symbol, hint, danger, onchoose }, close) {
  const isOn = chosen ?? checked;
  const kind = chosen !== undefined ? 'menuitemradio' : checked !== undefined ? 'menuitemcheckbox' : 'menuitem';
  return h(
    'button',
    {
      class: danger ? 'menu-item menu-item-danger' : 'menu-item',
      type: 'button',
      role: kind,
      'aria-checked': isOn === undefined ? null : String(isOn),
      'aria-label': words,
      title: words,
      onclick: () => {
        close();
        onchoose();
      },
    },
    isOn !== undefined && icon('check', 'menu-check'),
    symbol !== undefined && icon(symbol),
    h('span', { text: label }),
    hint !== undefined && h('kbd', { text: hint, 'aria-hidden': 'true' }),
  );
}
