import { brand, h, icon } from '../ui/dom.js';
import { themeButton } from '../ui/theme.js';

/** @typedef {import('../client/errors.js').WeirError} WeirError */
/** @typedef {import('../client/whep.js').ViewerState} ViewerState */

/** Controls fade away after this long without a movement. */
const REST_MS = 3000;

/** @type {Record<ViewerState, {title: string, text: string}>} */
const MESSAGES = {
  connecting: { title: 'Opening the stream…', text: '' },
  waiting: { title: 'The presenter isn’t here yet', text: 'Stay on this page: it starts by itself.' },
  live: { title: '', text: '' },
  reconnecting: { title: 'Connection lost', text: 'Trying again by itself…' },
  failed: { title: 'This stream cannot be watched', text: '' },
  closed: { title: 'Stopped', text: '' },
};

/**
 * The player: picture, waiting screen, sound and full-screen buttons.
 *
 * @param {string} room
 */
export function createPlayer(room) {
  const video = h('video', { 'data-testid': 'live-video', autoplay: true, playsinline: true });
  const title = h('h1');
  const text = h('p');
  const message = h(
    'div',
    { class: 'live-message', role: 'status' },
    h('div', { class: 'ripples', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')),
    title,
    text,
  );
  const unmute = h(
    'button',
    { class: 'button button-primary live-unmute', type: 'button', 'data-testid': 'unmute', hidden: true },
    icon('speaker'),
    'Turn sound on',
  );
  const sound = h('button', { class: 'icon-button', type: 'button', 'data-testid': 'sound' });
  const fullScreen = h('button', { class: 'icon-button', type: 'button', 'data-testid': 'fullscreen' });
  const frame = h(
    'main',
    { class: 'live-frame' },
    video,
    message,
    unmute,
    h(
      'div',
      { class: 'live-bar' },
      h('span', { class: 'live-badge', text: 'Live' }),
      h('span', { class: 'live-room', text: room }),
      h('div', { class: 'live-buttons' }, sound, fullScreen),
    ),
  );
  const element = h(
    'div',
    { class: 'live', 'data-testid': 'viewer', 'data-state': 'connecting' },
    h('header', { class: 'live-top' }, brand(), themeButton()),
    frame,
  );

  const showSound = () => {
    labelled(sound, video.muted ? 'speaker-off' : 'speaker', video.muted ? 'Turn sound on (M)' : 'Mute (M)');
    if (!video.muted) unmute.hidden = true;
  };
  const toggleSound = () => {
    video.muted = !video.muted;
    play();
  };
  const play = () => {
    video.play().catch((error) => {
      if (error.name !== 'NotAllowedError' || video.muted) return;
      // Sound needs a click first; the picture does not.
      video.muted = true;
      unmute.hidden = false;
      video.play().catch(() => {});
    });
  };
  const toggleFullScreen = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else frame.requestFullscreen?.().catch(() => {});
  };
  const showFullScreen = () => {
    const on = document.fullscreenElement !== null;
    labelled(fullScreen, on ? 'shrink' : 'expand', on ? 'Leave full screen (F)' : 'Full screen (F)');
  };

  sound.addEventListener('click', toggleSound);
  unmute.addEventListener('click', toggleSound);
  video.addEventListener('volumechange', showSound);
  fullScreen.addEventListener('click', toggleFullScreen);
  fullScreen.hidden = !document.fullscreenEnabled;
  frame.addEventListener('dblclick', toggleFullScreen);
  document.addEventListener('fullscreenchange', showFullScreen);
  document.addEventListener('keydown', ({ key, ctrlKey, metaKey, altKey }) => {
    if (ctrlKey || metaKey || altKey) return;
    if (key.toLowerCase() === 'm') toggleSound();
    if (key.toLowerCase() === 'f') toggleFullScreen();
  });
  fadeWhenResting(frame);
  showSound();
  showFullScreen();

  return {
    element,
    /** @param {MediaStream} stream */
    setStream(stream) {
      video.srcObject = stream;
      play();
    },
    /**
     * @param {ViewerState} state
     * @param {WeirError | null} error
     */
    setState(state, error) {
      element.dataset.state = state;
      const away = state === 'reconnecting' && error !== null && error.code !== 'connection_lost';
      title.textContent = away ? 'The server cannot be reached' : MESSAGES[state].title;
      text.textContent = state === 'failed' && error ? error.message : MESSAGES[state].text;
    },
  };
}

/**
 * @param {HTMLButtonElement} button
 * @param {string} symbol
 * @param {string} label
 */
function labelled(button, symbol, label) {
  button.replaceChildren(icon(symbol));
  button.setAttribute('aria-label', label);
  button.title = label;
}

/** @param {HTMLElement} frame */
function fadeWhenResting(frame) {
  /** @type {any} */
  let timer = null;
  const wake = () => {
    frame.classList.remove('resting');
    clearTimeout(timer);
    timer = setTimeout(() => frame.classList.add('resting'), REST_MS);
  };
  for (const type of ['pointermove', 'pointerdown', 'keydown', 'focusin']) frame.addEventListener(type, wake);
  wake();
}
