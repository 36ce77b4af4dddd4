import { brand, h } from './dom.js';

/**
 * A page that only says something.
 *
 * @param {object} options
 * @param {string} options.title
 * @param {string} options.text
 * @param {{label: string, href?: string, onclick?: () => void, primary?: boolean, testId?: string}[]} options.actions
 * @returns {HTMLElement}
 */
export function pageMessage({ title, text, actions }) {
  return h(
    'main',
    { class: 'page-message water', 'data-testid': 'page-message' },
    brand(),
    h('h1', { text: title }),
    h('p', { text }),
    h(
      'div',
      { class: 'actions' },
      ...actions.map(({ label, href, onclick, primary, testId }) =>
        href
          ? h('a', { class: buttonClass(primary), href, text: label, 'data-testid': testId })
          : h('button', { class: buttonClass(primary), type: 'button', text: label, onclick, 'data-testid': testId }),
      ),
    ),
  );
}

/**
 * @param {boolean} [primary]
 * @returns {string}
 */
function buttonClass(primary) {
  return primary ? 'button button-primary' : 'button';
}
