import { h, icon } from './dom.js';

/** @typedef {{title: string, choices: {label: string, chosen: boolean, onchoose: () => void}[]}} MenuSection */

/**
 * A button with a menu of choices above it, usable by keyboard as menus are.
 *
 * @param {object} options
 * @param {string} options.label
 * @param {string} options.testId
 * @param {() => MenuSection[]} options.sections read when the menu opens
 * @returns {HTMLElement}
 */
export function menuButton({ label, testId, sections }) {
  const menu = h('div', { class: 'menu', role: 'menu', 'aria-label': label, hidden: true });
  const button = h(
    'button',
    {
      class: 'menu-button',
      type: 'button',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-label': label,
      title: label,
      'data-testid': testId,
    },
    icon('chevron'),
  );
  const element = h('div', { class: 'menu-place' }, button, menu);

  /** @returns {HTMLElement[]} */
  const items = () => [...menu.querySelectorAll('button')];
  /** @param {boolean} open */
  const toggle = (open) => {
    menu.hidden = !open;
    button.setAttribute('aria-expanded', String(open));
    if (!open) return;
    menu.replaceChildren(...sections().flatMap((section) => sectionElements(section, () => close())));
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
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
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
 * @param {MenuSection} section
 * @param {() => void} close
 * @returns {HTMLElement[]}
 */
function sectionElements(section, close) {
  return [
    h('div', { class: 'menu-title', role: 'presentation', text: section.title }),
    ...section.choices.map(({ label, chosen, onchoose }) =>
      h(
        'button',
        {
          class: 'menu-item',
          type: 'button',
          role: 'menuitemradio',
          'aria-checked': String(chosen),
          onclick: () => {
            close();
            onchoose();
          },
        },
        icon('check'),
        h('span', { text: label }),
      ),
    ),
  ];
}
