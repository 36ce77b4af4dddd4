import { h, icon } from '../ui/dom.js';

const SAID_MS = 2500;

/**
 * What viewers need: the link, and a snippet for other pages.
 *
 * @param {string} room
 * @param {string} origin
 * @param {boolean} keyed whether viewers need tokens of their own
 */
export function shareBox(room, origin, keyed) {
  return h(
    'section',
    { class: 'publish-share', 'aria-labelledby': 'share-title' },
    h('h2', { id: 'share-title', text: 'For your viewers' }),
    copyField('Link', 'share-link', `${origin}/live/${room}`),
    copyField('For another web page', 'embed', embedSnippet(room, origin)),
    keyed &&
      h('p', {
        class: 'publish-note',
        text: 'This server asks for tokens: add #token=… to the link, or token="…" to the snippet, with a token of theirs that allows “subscribe”. Yours is not in it.',
      }),
  );
}

/**
 * @param {string} room
 * @param {string} origin
 * @returns {string}
 */
export function embedSnippet(room, origin) {
  return [
    `<script type="module" src="${origin}/weir-player.js"></script>`,
    `<weir-player room="${room}" autoplay muted controls></weir-player>`,
  ].join('\n');
}

/**
 * @param {string} label
 * @param {string} testId
 * @param {string} text
 */
function copyField(label, testId, text) {
  const id = `copy-${testId}`;
  const lines = text.split('\n').length;
  const field = h('textarea', { class: 'input', id, readonly: true, rows: lines, spellcheck: 'false', 'data-testid': testId });
  field.value = text;
  field.addEventListener('focus', () => field.select());
  const said = h('span', { class: 'visually-hidden', role: 'status' });
  const button = h(
    'button',
    { class: 'button publish-copy', type: 'button', 'aria-label': `Copy: ${label}`, 'data-testid': `${testId}-copy` },
    icon('copy'),
  );
  button.addEventListener('click', async () => {
    const done = await copy(text, field);
    button.replaceChildren(icon(done ? 'check' : 'copy'));
    said.textContent = done ? 'Copied' : 'Press Ctrl+C to copy';
    setTimeout(() => {
      button.replaceChildren(icon('copy'));
      said.textContent = '';
    }, SAID_MS);
  });
  return h('div', { class: 'field' }, h('label', { for: id, text: label }), h('div', { class: 'publish-copyline' }, field, button), said);
}

/**
 * @param {string} text
 * @param {HTMLTextAreaElement} field
 * @returns {Promise<boolean>}
 */
async function copy(text, field) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    field.select();
    return false;
  }
}
