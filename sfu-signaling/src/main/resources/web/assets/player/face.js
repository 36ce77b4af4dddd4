import { figureLines } from '../client/peer-figures.js';
import { h } from '../ui/dom.js';
import { drawn } from './icons.js';
import { latencyMeaning, latencyText } from './latency.js';
import { STYLE } from './style.js';

/** @typedef {import('../client/errors.js').WeirError} WeirError */
/** @typedef {import('../client/http-peer.js').PeerState | 'idle'} PlayerState */
/** @typedef {import('../client/peer-figures.js').Figures} Figures */
/** @typedef {import('./latency.js').Latency} Latency */

/**
 * What the controls ask for.
 * @typedef {object} FaceActions
 * @property {() => void} play
 * @property {() => void} toggleMute
 * @property {() => void} toggleFullScreen
 * @property {() => void} togglePictureInPicture
 * @property {() => void} toggleFigures
 * @property {(volume: number) => void} setVolume
 */

/** @type {Record<PlayerState, {title: string, text: string}>} */
const MESSAGES = {
  idle: { title: '', text: '' },
  connecting: { title: 'Opening the stream…', text: '' },
  waiting: { title: 'The presenter isn’t here yet', text: 'Stay on this page: it starts by itself.' },
  live: { title: '', text: '' },
  reconnecting: { title: 'Connection lost', text: 'Trying again by itself…' },
  failed: { title: 'This stream cannot be watched', text: '' },
  closed: { title: 'Stopped', text: '' },
};

/** Said when the presenter was here and went. */
const GONE = { title: 'The presenter has stopped', text: 'Stay on this page: it goes on by itself when they return.' };

/**
 * What a player shows around its picture.
 *
 * @param {ShadowRoot} root
 * @param {FaceActions} actions
 */
export function createFace(root, actions) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];

  const own = h('video', { part: 'video', autoplay: true, playsinline: true });
  const place = h('slot', { name: 'video' }, own);
  const title = h('strong', { part: 'message-title' });
  const text = h('p', { part: 'message-text' });
  const message = h(
    'div',
    { class: 'message', part: 'message', role: 'status' },
    h('slot', { name: 'waiting' }, h('div', { class: 'ripples', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'))),
    title,
    text,
  );
  const start = big('play', 'Play', 'play', actions.play);
  const unmute = big('sound', 'Turn sound on', 'unmute', actions.toggleMute);
  const sound = small('sound', actions.toggleMute);
  const volume = h('input', {
    type: 'range', min: 0, max: 1, step: 0.05, 'aria-label': 'Volume', part: 'volume', 'data-testid': 'volume',
    oninput: () => actions.setVolume(volume.valueAsNumber),
  });
  const figuresButton = small('figures', actions.toggleFigures);
  const pictureInPicture = small('picture-in-picture', actions.togglePictureInPicture);
  const fullScreen = small('fullscreen', actions.toggleFullScreen);
  const viewersCount = h('span');
  const viewers = h('span', { class: 'viewers', part: 'viewers', 'data-testid': 'viewers', hidden: true }, drawn('eye'), viewersCount);
  const latencyTextElement = h('span', { class: 'latency', part: 'latency', 'data-testid': 'latency', hidden: true });
  const name = h('span', { class: 'title', part: 'title' });
  const bar = h(
    'div',
    { class: 'bar', part: 'bar' },
    h('span', { class: 'badge', part: 'badge', text: 'Live' }),
    name,
    viewers,
    latencyTextElement,
    h('div', { class: 'buttons' }, sound, volume, figuresButton, pictureInPicture, fullScreen),
  );
  const figuresList = h('dl', { class: 'figures', part: 'figures', 'data-testid': 'figures', hidden: true });
  root.append(place, message, start, unmute, figuresList, bar);

  label(figuresButton, 'figures', 'Figures about the connection (S)');
  label(pictureInPicture, 'window', 'Picture in picture (P)');
  figuresButton.setAttribute('aria-pressed', 'false');
  let seenLive = false;

  return {
    /** The page's own video element where it brought one. @returns {HTMLVideoElement} */
    video() {
      const brought = place.assignedElements()[0];
      return brought instanceof HTMLVideoElement ? brought : own;
    },
    /** @param {{title: string, controls: boolean, pictureInPicture: boolean, fullScreen: boolean}} options */
    setOptions(options) {
      name.textContent = options.title;
      bar.hidden = !options.controls;
      pictureInPicture.hidden = !options.pictureInPicture;
      fullScreen.hidden = !options.fullScreen;
    },
    /**
     * @param {PlayerState} state
     * @param {WeirError | null} error
     */
    setState(state, error) {
      if (state === 'live') seenLive = true;
      if (state === 'idle') seenLive = false;
      const away = state === 'reconnecting' && error !== null && error.code !== 'connection_lost';
      const said = state === 'waiting' && seenLive ? GONE : MESSAGES[state];
      title.textContent = away ? 'The server cannot be reached' : said.title;
      text.textContent = state === 'failed' && error ? error.message : said.text;
      message.hidden = state === 'idle';
      start.hidden = state !== 'idle' && state !== 'closed';
      if (state !== 'live') figuresList.hidden = true;
    },
    /**
     * @param {boolean} muted
     * @param {number} level
     * @param {boolean} needsClick whether sound waits for a click
     */
    setSound(muted, level, needsClick) {
      label(sound, muted ? 'silent' : 'sound', muted ? 'Turn sound on (M)' : 'Mute (M)');
      volume.value = String(muted ? 0 : level);
      unmute.hidden = !needsClick;
    },
    /** @param {boolean} on */
    setFullScreen(on) {
      label(fullScreen, on ? 'shrink' : 'expand', on ? 'Leave full screen (F)' : 'Full screen (F)');
    },
    /** @param {number | null} count */
    setViewers(count) {
      viewers.hidden = count === null;
      const said = count === 1 ? '1 viewer' : `${count} viewers`;
      viewersCount.textContent = String(count ?? '');
      viewers.title = said;
      viewers.setAttribute('role', 'img');
      viewers.setAttribute('aria-label', said);
    },
    /** @param {boolean} on */
    showFigures(on) {
      figuresList.hidden = !on;
      figuresButton.setAttribute('aria-pressed', String(on));
    },
    /**
     * @param {Figures} figures
     * @param {Latency | null} latency
     */
    setFigures(figures, latency) {
      latencyTextElement.hidden = latency === null;
      const lines = figureLines(figures);
      if (latency) {
        latencyTextElement.textContent = `${latencyText(latency)} behind`;
        latencyTextElement.title = `About ${latencyText(latency)} ${latencyMeaning(latency)}`;
        lines.push(['Latency', `about ${latencyText(latency)} ${latencyMeaning(latency)}`]);
      }
      if (figuresList.hidden) return;
      figuresList.replaceChildren(...lines.flatMap(([term, value]) => [h('dt', { text: term }), h('dd', { text: value })]));
    },
  };
}

/**
 * @param {string} testId
 * @param {() => void} onclick
 */
function small(testId, onclick) {
  return h('button', { type: 'button', part: `button ${testId}`, 'data-testid': testId, onclick });
}

/**
 * @param {import('./icons.js').IconName} symbol
 * @param {string} text
 * @param {string} testId
 * @param {() => void} onclick
 */
function big(symbol, text, testId, onclick) {
  return h('button', { class: 'big', type: 'button', part: testId, 'data-testid': testId, hidden: true, onclick }, drawn(symbol), text);
}

/**
 * @param {HTMLButtonElement} button
 * @param {import('./icons.js').IconName} symbol
 * @param {string} text
 */
function label(button, symbol, text) {
  button.replaceChildren(drawn(symbol));
  button.setAttribute('aria-label', text);
  button.title = text;
}
