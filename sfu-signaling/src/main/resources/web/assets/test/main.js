import { tokenOf } from '../conference/parameters.js';
import { asWeirError } from '../client/errors.js';
import { browserProblem, describeProblem } from '../media/problems.js';
import { brand, h, icon } from '../ui/dom.js';
import { themeButton } from '../ui/theme.js';
import { checkCodecs, checkDevice, checkHttp, checkPath, checkWebSocket } from './checks.js';
import { reportText, verdict } from './report.js';

/** @typedef {import('./checks.js').Finding} Finding */
/** @typedef {import('./report.js').Line} Line */

/** @type {Record<Finding['result'] | 'running', string>} */
const SYMBOLS = { pass: 'check', warn: 'alert', fail: 'close', skip: 'minus', running: 'dots' };

/** @type {Record<Finding['result'] | 'running', string>} */
const WORDS = { pass: 'Works', warn: 'Note', fail: 'Does not work', skip: 'Not tried', running: 'Running' };

const token = tokenOf(location.hash);
const room = `weir-test-${crypto.randomUUID()}`;

/** @type {{name: string, about: string, run: () => Promise<Finding> | Finding}[]} */
const CHECKS = [
  { name: 'Server', about: 'Does the server answer over HTTP?', run: checkHttp },
  { name: 'WebSocket', about: 'The connection that calls are arranged over.', run: checkWebSocket },
  { name: 'UDP over IPv4', about: 'The usual and best way for sound and picture.', run: () => checkPath('udp4', room, token) },
  { name: 'UDP over IPv6', about: 'The same over the newer internet protocol.', run: () => checkPath('udp6', room, token) },
  { name: 'TCP', about: 'The way out where UDP is stopped.', run: () => checkPath('tcp', room, token) },
  { name: 'TURN relay', about: 'A detour over another server, if this one names any.', run: () => checkPath('relay', room, token) },
  { name: 'Microphone', about: 'Opened for a moment; nothing is sent.', run: () => checkDevice('microphone', describeProblem) },
  { name: 'Camera', about: 'Opened for a moment; nothing is sent.', run: () => checkDevice('camera', describeProblem) },
  { name: 'Video codecs', about: 'What this browser can send and show.', run: checkCodecs },
];

/** The connection test: which ways lead from this browser to this server, in plain words. */
function start() {
  const summary = h('p', { class: 'test-verdict', role: 'status', 'data-testid': 'verdict' });
  const list = h('ol', { class: 'test-list', 'data-testid': 'checks' });
  const again = h('button', { class: 'button', type: 'button', 'data-testid': 'again', text: 'Test again' });
  const copy = h('button', { class: 'button', type: 'button', 'data-testid': 'copy-report' }, icon('copy'), 'Copy as text');
  const text = h('textarea', { class: 'input test-text', readonly: true, rows: 16, 'aria-label': 'Report as text', 'data-testid': 'report', hidden: true });
  document.body.append(
    h(
      'div',
      { class: 'test', 'data-testid': 'connection-test' },
      h('header', { class: 'test-top' }, brand(), themeButton()),
      h(
        'main',
        { class: 'test-main' },
        h('h1', { text: 'Connection test' }),
        summary,
        list,
        h('div', { class: 'test-actions' }, again, copy),
        text,
      ),
    ),
  );
  /** @type {Line[]} */
  let lines = [];
  const report = () =>
    reportText(lines, { server: location.origin, browser: navigator.userAgent, time: new Date().toISOString() });

  const run = async () => {
    again.disabled = copy.disabled = true;
    text.hidden = true;
    summary.dataset.result = 'running';
    summary.textContent = 'Trying every way, which takes up to half a minute…';
    lines = CHECKS.map(({ name }) => ({ name, finding: null }));
    list.replaceChildren(...CHECKS.map(({ name, about }) => row(name, about)));
    for (const [index, { run: check }] of CHECKS.entries()) {
      const finding = await settled(check);
      lines[index].finding = finding;
      showFinding(/** @type {HTMLElement} */ (list.children[index]), finding);
    }
    const { result, text: said } = verdict(lines);
    summary.dataset.result = result;
    summary.textContent = said;
    again.disabled = copy.disabled = false;
  };
  again.addEventListener('click', () => void run());
  copy.addEventListener('click', async () => {
    text.hidden = false;
    text.value = report();
    await navigator.clipboard.writeText(text.value).catch(() => text.select());
    copy.replaceChildren(icon('check'), 'Copied');
    setTimeout(() => copy.replaceChildren(icon('copy'), 'Copy as text'), 2500);
  });
  const problem = typeof RTCPeerConnection === 'function' ? null : browserProblem();
  if (problem) summary.textContent = `${problem.title}. ${problem.advice}`;
  else void run();
}

/**
 * @param {() => Promise<Finding> | Finding} check
 * @returns {Promise<Finding>}
 */
async function settled(check) {
  try {
    return await check();
  } catch (error) {
    return { result: 'fail', text: asWeirError(error).message };
  }
}

/**
 * @param {string} name
 * @param {string} about
 */
function row(name, about) {
  return h(
    'li',
    { class: 'test-row', 'data-check': name, 'data-result': 'running' },
    mark('running'),
    h('div', {}, h('h2', { text: name }), h('p', { class: 'test-finding', text: about })),
  );
}

/**
 * @param {HTMLElement} element
 * @param {Finding} finding
 */
function showFinding(element, { result, text }) {
  element.dataset.result = result;
  element.querySelector('.test-mark')?.replaceWith(mark(result));
  const place = element.querySelector('.test-finding');
  if (place) place.textContent = text;
}

/** @param {Finding['result'] | 'running'} result */
function mark(result) {
  return h('span', { class: 'test-mark', role: 'img', 'aria-label': WORDS[result] }, icon(SYMBOLS[result]));
}

start();
