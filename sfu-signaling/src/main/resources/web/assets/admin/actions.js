import { h } from '../ui/dom.js';
import { toast } from '../ui/toasts.js';
import { api } from './api.js';
import { confirmAction } from './confirm.js';

/**
 * A button that asks, then tells the server, then says what came of it.
 *
 * @param {object} options
 * @param {() => string} options.label
 * @param {string} options.testId
 * @param {boolean} [options.danger]
 * @param {() => {title: string, text: string, yes: string}} options.question
 * @param {() => {path: string, method: string, body?: unknown}} options.request
 * @param {string} options.done
 * @returns {HTMLButtonElement}
 */
export function actionButton({ label, testId, danger = false, question, request, done }) {
  const button = h('button', {
    class: `button button-small${danger ? ' button-quiet-danger' : ''}`,
    type: 'button',
    text: label(),
    'data-testid': testId,
    onclick: async () => {
      if (!(await confirmAction(question()))) return;
      const { path, ...options } = request();
      button.disabled = true;
      try {
        await api(path, options);
        toast(done);
      } catch (error) {
        toast(error instanceof Error ? error.message : String(error));
      } finally {
        button.disabled = false;
        button.textContent = label();
      }
    },
  });
  return button;
}
