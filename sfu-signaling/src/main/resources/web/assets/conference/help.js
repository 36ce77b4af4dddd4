import { h, icon } from '../ui/dom.js';

const KEYS = [
  ['M', 'Microphone on or off'],
  ['V', 'Camera on or off'],
  ['P', 'Show or hide people'],
  ['C', 'Copy the invitation link'],
  ['?', 'This help'],
  ['Esc', 'Close what is open'],
];

/** @returns {HTMLDialogElement} the help about keys */
export function createHelp() {
  const dialog = h(
    'dialog',
    { class: 'help', 'data-testid': 'help', 'aria-labelledby': 'help-title' },
    h(
      'header',
      {},
      h('h2', { id: 'help-title', text: 'Keyboard' }),
      h(
        'button',
        { class: 'icon-button', type: 'button', 'aria-label': 'Close', onclick: () => dialog.close() },
        icon('close'),
      ),
    ),
    h(
      'dl',
      {},
      ...KEYS.map(([key, text]) => h('div', {}, h('dt', {}, h('kbd', { text: key })), h('dd', { text }))),
    ),
  );
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  return dialog;
}
