import { h, icon } from '../ui/dom.js';

/**
 * A dialog over the page; a click beside it closes it.
 *
 * @param {object} options
 * @param {string} options.id
 * @param {string} options.title
 * @param {string} [options.look] further class
 * @param {...Node} children
 * @returns {HTMLDialogElement}
 */
export function dialog({ id, title, look = '' }, ...children) {
  const element = h(
    'dialog',
    { class: `dialog ${look}`.trim(), 'data-testid': id, 'aria-labelledby': `${id}-title` },
    h(
      'header',
      {},
      h('h2', { id: `${id}-title`, text: title }),
      h('button', { class: 'icon-button', type: 'button', 'aria-label': 'Close', onclick: () => element.close() }, icon('close')),
    ),
    ...children,
  );
  element.addEventListener('click', (event) => {
    if (event.target === element) element.close();
  });
  return element;
}
