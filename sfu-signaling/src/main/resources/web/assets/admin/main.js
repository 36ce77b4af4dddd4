import { brand, h } from '../ui/dom.js';
import { themeButton } from '../ui/theme.js';
import { toastPlace } from '../ui/toasts.js';
import { ApiError, setToken, takeTokenFromAddress } from './api.js';
import { overview } from './overview.js';
import { participant } from './participant.js';
import { placeOf } from './place.js';
import { room } from './room.js';

/**
 * One screen of the page.
 * @typedef {object} View
 * @property {string} title
 * @property {HTMLElement} element
 * @property {() => Promise<void>} refresh asks the server and shows what it says
 */

const PAUSE_MS = 1000;

takeTokenFromAddress();
const notice = h('div', { class: 'notice', role: 'status', hidden: true, 'data-testid': 'notice' });
const main = h('main', { id: 'main', tabindex: -1 });
document.body.append(
  h(
    'header',
    { class: 'admin-top' },
    brand(),
    h('nav', { 'aria-label': 'Administration' }, h('a', { href: '#/', text: 'Overview' })),
    themeButton(),
  ),
  notice,
  main,
);
toastPlace();

/** @type {View} */
let view = viewOf(location.hash);
show();
addEventListener('hashchange', () => {
  takeTokenFromAddress();
  view = viewOf(location.hash);
  show();
  // Under the bar that stays on top, not behind it.
  main.focus({ preventScroll: true });
  scrollTo(0, 0);
});
document.addEventListener('visibilitychange', () => void refresh());
void run();

/**
 * @param {string} hash `#/`, `#/rooms/{room}` or `#/rooms/{room}/{participant}`
 * @returns {View}
 */
function viewOf(hash) {
  const { name, id } = placeOf(hash);
  if (!name) return overview();
  return id ? participant(name, id) : room(name);
}

function show() {
  document.title = `${view.title} – Weir administration`;
  main.replaceChildren(view.element);
  void refresh();
}

async function run() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    if (!document.hidden) await refresh();
  }
}

async function refresh() {
  const asked = view;
  try {
    await asked.refresh();
    if (asked === view) {
      notice.hidden = true;
      main.dataset.ready = 'true';
    }
  } catch (error) {
    if (asked !== view) return;
    const refused = error instanceof ApiError && (error.status === 401 || error.status === 403);
    if (refused) askForToken(error.message);
    else tell(error instanceof Error ? error.message : String(error));
  }
}

/** @param {string} sentence */
function tell(sentence) {
  notice.hidden = false;
  if (notice.textContent !== sentence) notice.textContent = sentence;
}

/** @param {string} why */
function askForToken(why) {
  if (document.getElementById('token')) return;
  const input = h('input', { class: 'input', id: 'token', type: 'password', autocomplete: 'off', required: true, 'data-testid': 'token' });
  /** @type {HTMLFormElement} */
  const form = h(
    'form',
    {
      class: 'token-form',
      onsubmit: (/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        setToken(input.value);
        form.remove();
        show();
      },
    },
    h('h1', { text: 'Administration' }),
    h('p', { class: 'soft', text: why }),
    h(
      'div',
      { class: 'field' },
      h('label', { for: 'token', text: 'Token' }),
      input,
      h('p', { class: 'soft', text: 'Its “can” names “admin”, its “room” is “*”. It is kept until you close this tab.' }),
    ),
    h('button', { class: 'button button-primary', type: 'submit', text: 'Go on' }),
  );
  main.replaceChildren(form);
  input.focus();
}
