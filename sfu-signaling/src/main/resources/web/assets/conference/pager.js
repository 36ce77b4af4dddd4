import { h, icon } from '../ui/dom.js';

/**
 * Buttons that turn the pages of the stage, there only when there are several.
 *
 * @param {(step: number) => void} onturn
 */
export function createPager(onturn) {
  const text = h('span', { 'aria-live': 'polite' });
  /**
   * @param {string} label
   * @param {number} step
   * @param {string} testId
   */
  const button = (label, step, testId) =>
    h(
      'button',
      { class: 'icon-button', type: 'button', 'aria-label': label, title: label, 'data-testid': testId, onclick: () => onturn(step) },
      icon(step < 0 ? 'back' : 'forward'),
    );
  const back = button('Previous page', -1, 'page-back');
  const forward = button('Next page', 1, 'page-forward');
  const element = h(
    'div',
    { class: 'pager', role: 'group', 'aria-label': 'Pages of people', 'data-testid': 'more', hidden: true },
    back,
    text,
    forward,
  );
  return {
    element,
    /**
     * @param {number} page from 0
     * @param {number} pages
     */
    show(page, pages) {
      element.hidden = pages < 2;
      back.disabled = page === 0;
      forward.disabled = page === pages - 1;
      const words = `${page + 1} of ${pages}`;
      if (text.textContent !== words) text.textContent = words;
    },
  };
}
