import { h, icon } from './dom.js';
import { remember } from './preferences.js';

/** @returns {'dark' | 'light'} */
function current() {
  return document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light';
}

/**
 * The button that turns the lights on and off.
 *
 * @returns {HTMLButtonElement}
 */
export function themeButton() {
  const button = h('button', { class: 'icon-button', type: 'button', 'data-testid': 'theme' });
  const show = () => {
    const label = current() === 'dark' ? 'Light theme' : 'Dark theme';
    button.replaceChildren(icon(current() === 'dark' ? 'sun' : 'moon'));
    button.setAttribute('aria-label', label);
    button.title = label;
  };
  button.addEventListener('click', () => {
    const theme = current() === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset.theme = theme;
    remember({ theme });
    show();
  });
  show();
  return button;
}
