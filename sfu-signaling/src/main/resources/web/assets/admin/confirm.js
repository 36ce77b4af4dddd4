import { h } from '../ui/dom.js';

/**
 * Asks before something is done that others will notice.
 *
 * @param {object} options
 * @param {string} options.title
 * @param {string} options.text
 * @param {string} options.yes what the button says that does it
 * @returns {Promise<boolean>}
 */
export function confirmAction({ title, text, yes }) {
  return new Promise((resolve) => {
    const dialog = h('dialog', { class: 'confirm', 'aria-labelledby': 'confirm-title', 'data-testid': 'confirm' });
    const close = (/** @type {string} */ value) => () => dialog.close(value);
    dialog.append(
      h('h2', { id: 'confirm-title', text: title }),
      h('p', { class: 'soft', text }),
      h(
        'div',
        { class: 'row-end' },
        h('button', { class: 'button', type: 'button', text: 'Cancel', autofocus: true, onclick: close('no') }),
        h('button', {
          class: 'button button-danger',
          type: 'button',
          text: yes,
          'data-testid': 'confirm-yes',
          onclick: close('yes'),
        }),
      ),
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
