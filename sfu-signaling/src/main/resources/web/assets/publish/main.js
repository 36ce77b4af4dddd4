import { roomOf, tokenOf } from '../conference/parameters.js';
import { LocalMedia } from '../media/local-media.js';
import { browserProblem } from '../media/problems.js';
import { pageMessage } from '../ui/page-message.js';
import { Broadcast } from './broadcast.js';
import { Source } from './source.js';
import { createView } from './view.js';

/** The presenter page: sends camera or screen to a room over WHIP. */
function start() {
  const room = roomOf(location.pathname);
  const problem = browserProblem();
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
  document.title = `Present in ${room} · Weir`;
  const query = new URLSearchParams(location.search);
  const size = /^(\d{2,4})x(\d{2,4})$/.exec(query.get('size') ?? '');
  const media = new LocalMedia({
    camera: true,
    microphone: query.get('microphone') === 'off' ? false : true,
    size: size ? { width: Number(size[1]), height: Number(size[2]) } : null,
    remembers: false,
  });
  const source = new Source(media);
  const token = tokenOf(location.hash);
  const participant = query.get('participant');
  const endpoint = new URL(`/whip/${room}`, location.href);
  if (participant) endpoint.searchParams.set('participant', participant);
  const broadcast = new Broadcast(endpoint.href, token, source);
  const view = createView({ room, token, source, broadcast });
  document.body.replaceChildren(view);
  addEventListener('pagehide', () => broadcast.stop());
  addEventListener('beforeunload', (event) => {
    if (broadcast.running) event.preventDefault();
  });
  Object.assign(window, { weirBroadcast: broadcast });
  void media.start();
}

start();
