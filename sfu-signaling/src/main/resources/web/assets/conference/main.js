import { asWeirError } from '../client/errors.js';
import { LocalMedia } from '../media/local-media.js';
import { browserProblem } from '../media/problems.js';
import { pageLoaded } from '../ui/dom.js';
import { pageMessage } from '../ui/page-message.js';
import { preferences } from '../ui/preferences.js';
import { explainEnd } from './explain.js';
import { readParameters } from './parameters.js';

/** @typedef {import('../client/errors.js').WeirError} WeirError */

const parameters = readParameters(location);

/** @param {Node} page */
function show(page) {
  document.body.replaceChildren(page);
}

/** The lobby in front of this room. @param {string} room */
async function showLobby(room) {
  // Lobby and call are loaded when they are needed; who waits in the lobby has the call already.
  const { createLobby } = await import('../lobby/lobby.js');
  const media = new LocalMedia(parameters);
  const lobby = createLobby({
    media,
    room,
    name: parameters.name ?? preferences().name ?? '',
    onEnter: ({ name }) => {
      lobby.dispose();
      void enter(room, name, media);
    },
  });
  show(lobby.element);
  await media.start();
  await import('./call.js');
}

/**
 * @param {string} room
 * @param {string} name
 * @param {LocalMedia} media
 */
async function enter(room, name, media) {
  document.title = `${room} · Weir`;
  show(pageMessage({ title: 'Going in…', text: room, actions: [] }));
  try {
    const { enterCall } = await import('./call.js');
    const call = await enterCall({ room, name, parameters, media, onEnd: (reason, error) => ended(room, media, reason, error) });
    Object.assign(window, { weir: call.client });
    document.querySelector('.page-message')?.remove();
  } catch (error) {
    ended(room, media, 'failed', asWeirError(error));
  }
}

/**
 * @param {string} room
 * @param {LocalMedia} media
 * @param {string} reason
 * @param {WeirError | null} error
 */
function ended(room, media, reason, error) {
  media.close();
  const { title, text, again } = explainEnd(reason, error);
  show(
    pageMessage({
      title,
      text,
      actions: [
        ...(again
          ? [{ label: error ? 'Try again' : 'Rejoin', testId: error ? 'retry' : 'rejoin', primary: true, onclick: () => void enterAtOnce(room) }]
          : []),
        { label: 'Start page', href: '/' },
      ],
    }),
  );
}

/** In without the lobby. @param {string} room */
async function enterAtOnce(room) {
  const media = new LocalMedia(parameters);
  show(pageMessage({ title: 'Going in…', text: room, actions: [] }));
  await Promise.all([media.start(), pageLoaded()]);
  await enter(room, parameters.name ?? preferences().name ?? 'Guest', media);
}

function start() {
  const { room } = parameters;
  const problem = browserProblem();
  if (room === null) {
    show(
      pageMessage({
        title: 'There is no such room',
        text: 'Names of rooms have letters A to Z, digits, dots, dashes and underscores, at most 128 of them.',
        actions: [{ label: 'Start page', href: '/', primary: true }],
      }),
    );
  } else if (problem) {
    show(pageMessage({ title: problem.title, text: problem.advice, actions: [] }));
  } else if (parameters.joinNow) {
    void enterAtOnce(room);
  } else {
    document.title = `${room} · Weir`;
    void showLobby(room);
  }
}

start();
