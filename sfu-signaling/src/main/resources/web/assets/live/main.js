import '../../weir-player.js';
import { roomOf, tokenOf } from '../conference/parameters.js';
import { browserProblem } from '../media/problems.js';
import { brand, h, pageLoaded } from '../ui/dom.js';
import { pageMessage } from '../ui/page-message.js';
import { themeButton } from '../ui/theme.js';

/** @typedef {import('../../weir-player.js').WeirPlayer} WeirPlayer */

/** The viewer page: watches a room's presenter over WHEP. */
async function start() {
  const room = roomOf(location.pathname);
  const problem = typeof RTCPeerConnection === 'function' ? null : browserProblem();
  if (room === null || problem) {
    document.body.replaceChildren(
      pageMessage({
        title: problem?.title ?? 'There is no such room',
        text: problem?.advice ?? 'Check the address you were given.',
        actions: [{ label: 'Start page', href: '/', primary: true }],
      }),
    );
    return;
  }
  document.title = `${room} live · Weir`;
  const player = createPlayer(room);
  const page = h(
    'div',
    { class: 'live', 'data-testid': 'viewer', 'data-state': 'connecting' },
    h('header', { class: 'live-top' }, brand(), h('h1', { text: room }), themeButton()),
    h('main', { class: 'live-main' }, player),
  );
  player.addEventListener('statechange', () => {
    page.dataset.state = player.state;
    document.title = `${player.state === 'live' ? '● ' : ''}${room} live · Weir`;
  });
  document.body.replaceChildren(page);
  document.addEventListener('keydown', (event) => {
    if (!event.composedPath().includes(player)) player.press(event);
  });
  Object.assign(window, { weirPlayer: player });
  await pageLoaded();
  player.play();
}

/**
 * @param {string} room
 * @returns {WeirPlayer}
 */
function createPlayer(room) {
  const token = tokenOf(location.hash);
  const participant = new URLSearchParams(location.search).get('participant');
  const player = document.createElement('weir-player');
  player.setAttribute('room', room);
  if (participant) player.setAttribute('participant', participant);
  if (token) player.setAttribute('token', token);
  player.toggleAttribute('controls', true);
  player.setAttribute('aria-label', `Live video of ${room}`);
  player.append(h('video', { slot: 'video', 'data-testid': 'live-video', autoplay: true, playsinline: true }));
  return /** @type {WeirPlayer} */ (player);
}

void start();
