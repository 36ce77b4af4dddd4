import { h, icon } from '../ui/dom.js';

/**
 * A panel beside the stage, on phones over its lower part.
 *
 * @param {object} options
 * @param {string} options.id
 * @param {string} options.title
 * @param {string} options.testId
 * @param {() => void} options.onclose
 * @param {...Node} children
 * @returns {HTMLElement}
 */
export function sidePanel({ id, title, testId, onclose }, ...children) {
  return h(
    'aside',
    { class: `side side-${id}`, id, 'aria-label': title, 'data-testid': testId, hidden: true },
    h(
      'header',
      {},
      h('h2', { text: title }),
      h(
        'button',
        { class: 'icon-button', type: 'button', 'aria-label': `Close ${title.toLowerCase()}`, title: 'Close (Esc)', onclick: onclose },
        icon('close'),
      ),
    ),
    ...children,
  );
}
