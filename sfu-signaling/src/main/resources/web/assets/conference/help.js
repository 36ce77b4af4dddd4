import { h } from '../ui/dom.js';
import { dialog } from './dialog.js';

const KEYS = [
  ['M', 'Microphone on or off'],
  ['V', 'Camera on or off'],
  ['D', 'Share your screen, or stop sharing it'],
  ['H', 'Raise or lower your hand'],
  ['T', 'Chat'],
  ['P', 'People'],
  ['L', 'Grid or speaker layout'],
  ['I', 'Statistics on the tiles'],
  ['A', 'Audio only, or pictures again'],
  ['C', 'Copy the invitation link'],
  ['Tab, arrows', 'To the tiles, and from tile to tile'],
  ['Enter', 'Pin a tile: show it large'],
  ['Page ↑ ↓', 'Turn the pages of people'],
  ['?', 'This help'],
  ['Esc', 'Close what is open, or unpin'],
];

/** @returns {HTMLDialogElement} the help about keys */
export function createHelp() {
  return dialog(
    { id: 'help', title: 'Keyboard', look: 'help' },
    h(
      'dl',
      {},
      ...KEYS.map(([key, text]) => h('div', {}, h('dt', {}, h('kbd', { text: key })), h('dd', { text }))),
    ),
    h('p', { class: 'dialog-note', text: 'Single keys can be switched off in the settings.' }),
  );
}
