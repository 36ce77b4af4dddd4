import { LocalMedia } from '../media/local-media.js';
import { browserProblem } from '../media/problems.js';
import { pageMessage } from '../ui/page-message.js';
import { preferences } from '../ui/preferences.js';
import { createLobby } from './lobby.js';

/** The start page: choose a room, then go to its conference page. */
function start() {
  const problem = browserProblem();
  if (problem) {
    document.body.append(pageMessage({ title: problem.title, text: problem.advice, actions: [] }));
    return;
  }
  const parameters = new URLSearchParams(location.search);
  const media = new LocalMedia();
  const lobby = createLobby({
    media,
    room: null,
    name: parameters.get('name') ?? preferences().name ?? '',
    onEnter: ({ room, name }) => {
      media.close();
      const query = new URLSearchParams({ name, join: 'now' });
      location.assign(`/r/${encodeURIComponent(room)}?${query}${location.hash}`);
    },
  });
  document.body.append(lobby.element);
  void media.start();
}

start();
