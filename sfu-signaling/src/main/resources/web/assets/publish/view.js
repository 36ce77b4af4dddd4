import { figureLines } from '../client/peer-figures.js';
import { brand, h, icon, showToggle, toggleButton } from '../ui/dom.js';
import { themeButton } from '../ui/theme.js';
import { deviceSelect } from '../media/device-select.js';
import { qualityForm } from './quality.js';
import { shareBox } from './share.js';

/** @typedef {import('./broadcast.js').Broadcast} Broadcast */
/** @typedef {import('./source.js').Source} Source */
/** @typedef {import('../client/errors.js').WeirError} WeirError */
/** @typedef {import('../client/http-peer.js').PeerState | 'idle'} State */

const BARS = 9;

/** @type {Record<State, string>} */
const SAID = {
  idle: 'Not live',
  connecting: 'Connecting…',
  waiting: 'Connecting…',
  live: 'Live',
  reconnecting: 'Connection lost, trying again by itself…',
  failed: 'Not live',
  closed: 'Not live',
};

/**
 * The presenter page's elements.
 *
 * @param {{room: string, token: string | undefined, source: Source, broadcast: Broadcast}} options
 * @returns {HTMLElement}
 */
export function createView({ room, token, source, broadcast }) {
  const { media } = source;
  const quality = qualityForm((value) => broadcast.adjust(value));
  const stage = createStage(source, broadcast);
  const sources = sourceChoice(source);
  const problem = h('div', { class: 'notices', role: 'alert', 'data-testid': 'problem' });
  const go = h('button', { class: 'button publish-go', type: 'button', 'data-testid': 'go-live' });
  const element = h('div', { class: 'publish', 'data-testid': 'publisher', 'data-state': 'idle' });
  const devices = h(
    'div',
    { class: 'publish-devices' },
    deviceSelect('Camera', 'camera', media).element,
    deviceSelect('Microphone', 'microphone', media).element,
  );

  go.addEventListener('click', () => {
    if (broadcast.running) broadcast.stop();
    else broadcast.start(quality.value());
  });
  /**
   * @param {State} state
   * @param {WeirError | null} error
   */
  const show = (state, error) => {
    const running = broadcast.running;
    element.dataset.state = state;
    go.replaceChildren(icon(running ? 'stop' : 'arrow'), running ? 'Stop' : 'Go live');
    go.classList.toggle('button-primary', !running);
    go.classList.toggle('publish-stop', running);
    quality.setLive(running);
    document.title = `${state === 'live' ? '● ' : ''}Present in ${room} · Weir`;
    problem.replaceChildren(...(state === 'failed' && error ? [refusal(error, room, token)] : []));
  };
  broadcast.on('state', ({ state, error }) => show(state, error));
  broadcast.on('codecs', ({ codecs }) => quality.setAgreed(codecs));
  const showSource = () => {
    go.disabled = !broadcast.running && source.video === null && source.audio === null;
    devices.classList.toggle('screen', source.kind === 'screen');
  };
  source.on('change', showSource);
  showSource();
  show('idle', null);

  element.append(
    h('header', { class: 'publish-top' }, brand(), h('h1', {}, 'Present in ', h('span', { text: room })), themeButton()),
    h(
      'main',
      { class: 'publish-main' },
      stage,
      h('div', { class: 'publish-side' }, sources, devices, go, problem, quality.element, shareBox(room, location.origin, token !== undefined)),
    ),
  );
  return element;
}

/**
 * The preview, with what there is to know while live.
 *
 * @param {Source} source
 * @param {Broadcast} broadcast
 */
function createStage(source, broadcast) {
  const { media } = source;
  const video = h('video', { autoplay: true, playsinline: true, 'data-testid': 'preview' });
  video.muted = true;
  const empty = h('p', { class: 'publish-empty' });
  const bars = Array.from({ length: BARS }, () => h('i'));
  const level = h('div', { class: 'level', role: 'meter', 'aria-label': 'Microphone level', 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': 0 }, ...bars);
  const state = h('span', { class: 'publish-state', role: 'status', 'data-testid': 'live-state' });
  const time = h('span', { class: 'publish-time', 'aria-hidden': 'true' });
  const count = h('span', { 'data-testid': 'viewer-count' });
  const viewers = h('span', { class: 'publish-viewers', hidden: true }, icon('eye'), count);
  const figures = h('dl', { class: 'publish-figures', 'data-testid': 'publish-figures', hidden: true });
  const microphone = toggleButton({
    on: 'mic',
    off: 'mic-off',
    testId: 'toggle-microphone',
    onclick: () => void media.set('microphone', !microphoneOn()),
  });

  const microphoneOn = () => media.wanted.microphone && media.microphone !== null;
  const showSource = () => {
    const track = source.video;
    if (!(video.srcObject instanceof MediaStream) || video.srcObject.getVideoTracks()[0] !== track) {
      video.srcObject = track ? new MediaStream([track]) : null;
    }
    video.hidden = track === null;
    video.classList.toggle('mirrored', source.kind === 'camera');
    const problem = source.problem ?? media.problems.camera;
    empty.hidden = track !== null;
    empty.textContent = problem && source.kind === 'camera' ? `${problem.title}. ${problem.advice}` : 'No picture yet';
    showToggle(microphone, microphoneOn(), microphoneOn() ? 'Turn microphone off' : 'Turn microphone on');
    level.hidden = !microphoneOn();
  };
  source.on('change', showSource);
  media.on('level', ({ level: loud }) => {
    const lit = Math.round(loud * BARS);
    bars.forEach((bar, index) => bar.classList.toggle('lit', index < lit));
    level.setAttribute('aria-valuenow', String(Math.round(loud * 100)));
  });
  broadcast.on('state', (event) => {
    state.textContent = SAID[event.state];
    if (event.state !== 'live') figures.hidden = true;
    time.textContent = '';
  });
  broadcast.on('viewers', (event) => {
    viewers.hidden = event.count === null;
    count.textContent = event.count === 1 ? '1 viewer' : `${event.count} viewers`;
  });
  broadcast.on('figures', (event) => {
    figures.hidden = false;
    figures.replaceChildren(
      ...figureLines(event.figures).map(([term, value]) => h('div', {}, h('dt', { text: term }), h('dd', { text: value }))),
    );
    time.textContent = durationText(performance.now() - (broadcast.startedAt ?? performance.now()));
  });
  state.textContent = SAID.idle;
  showSource();
  return h(
    'section',
    { class: 'publish-stage', 'aria-label': 'What your viewers see' },
    h(
      'div',
      { class: 'publish-frame' },
      video,
      empty,
      h('div', { class: 'publish-badges' }, state, time, viewers),
      level,
      h('div', { class: 'publish-bar' }, microphone),
    ),
    figures,
  );
}

/** @param {Source} source */
function sourceChoice(source) {
  /**
   * @param {'camera' | 'screen'} kind
   * @param {string} symbol
   * @param {string} text
   */
  const choice = (kind, symbol, text) => {
    const button = h('button', { type: 'button', 'data-testid': `source-${kind}` }, icon(symbol), text);
    button.addEventListener('click', () => void (kind === 'screen' ? source.useScreen() : source.useCamera()));
    source.on('change', () => button.setAttribute('aria-pressed', String(source.kind === kind)));
    button.setAttribute('aria-pressed', String(source.kind === kind));
    return button;
  };
  const screens = typeof navigator.mediaDevices.getDisplayMedia === 'function';
  const said = h('p', { class: 'publish-note', role: 'status', hidden: true });
  source.on('change', () => {
    const silent = source.kind === 'screen' && !source.hasScreenSound;
    said.hidden = !silent && !source.problem;
    said.textContent = source.problem ? `${source.problem.title}. ${source.problem.advice}` : silent ? 'This screen is shared without its sound: browsers offer it for tabs, some for whole screens.' : '';
  });
  return h(
    'div',
    { class: 'publish-sources' },
    h('div', { class: 'segmented', role: 'group', 'aria-label': 'What to present' },
      choice('camera', 'camera', 'Camera'),
      screens && choice('screen', 'display', 'Screen')),
    said,
  );
}

/**
 * @param {WeirError} error
 * @param {string} room
 * @param {string | undefined} token
 */
function refusal(error, room, token) {
  const hash = token ? `#token=${token}` : '';
  const [title, text] =
    error.code === 'taken'
      ? ['Somebody else is presenting here', 'A room has one presenter. Wait until they stop, or present in another room.']
      : ['The server did not take it', error.message];
  return h(
    'div',
    { class: 'notice notice-error', 'data-code': error.code },
    icon('alert'),
    h('div', {}, h('strong', { text: title }), text, error.code === 'taken' && h('span', {}, ' ', h('a', { href: `/live/${room}${hash}`, target: '_blank', rel: 'noopener', text: 'See who it is' }))),
  );
}

/**
 * @param {number} ms
 * @returns {string} such as 1:02:03
 */
export function durationText(ms) {
  const seconds = Math.floor(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (parts[0] === 0) parts.shift();
  return parts.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}
