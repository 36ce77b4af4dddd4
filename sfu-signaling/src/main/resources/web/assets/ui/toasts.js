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
  list = toastPlace();
  const item = h('div', { class: 'toast', text });
  list.append(item);
  setTimeout(() => item.remove(), SHOWN_MS);
}

/**
 * Where toasts stand. Screen readers say what is added to a place that they know already.
 *
 * @returns {HTMLElement}
 */
export function toastPlace() {
  list ??= h('div', { class: 'toasts', role: 'status', 'data-testid': 'toasts' });
  if (!list.isConnected) document.body.append(list);
  return list;
}
