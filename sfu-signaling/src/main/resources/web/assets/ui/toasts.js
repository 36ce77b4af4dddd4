import { h } from './dom.js';

const SHOWN_MS = 3500;

/** @type {HTMLElement | null} */
let list = null;

/**
 * Says something in passing.
 *
 * @param {string} text
 */
export function toast(text) {
  if (!list) {
    list = h('div', { class: 'toasts', role: 'status', 'data-testid': 'toasts' });
    document.body.append(list);
  }
  const item = h('div', { class: 'toast', text });
  list.append(item);
  setTimeout(() => item.remove(), SHOWN_MS);
}
