import { WhepViewer } from '../client/whep.js';
import { roomOf, tokenOf } from '../conference/parameters.js';
import { browserProblem } from '../media/problems.js';
import { pageLoaded } from '../ui/dom.js';
import { pageMessage } from '../ui/page-message.js';
import { createPlayer } from './player.js';

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
  const participant = new URLSearchParams(location.search).get('participant');
  const query = participant ? `?${new URLSearchParams({ participant })}` : '';
  const viewer = new WhepViewer(new URL(`/whep/${room}${query}`, location.href).href, tokenOf(location.hash));
  const player = createPlayer(room);
  document.body.replaceChildren(player.element);
  viewer.on('stream', ({ stream }) => player.setStream(stream));
  viewer.on('state', ({ state, error }) => player.setState(state, error));
  addEventListener('pagehide', () => viewer.close());
  Object.assign(window, { weirViewer: viewer });
  await pageLoaded();
  await viewer.run();
}

void start();
