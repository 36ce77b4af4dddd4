import { h } from '../ui/dom.js';
import { actionButton } from './actions.js';
import { api, ApiError, path } from './api.js';
import { bitrate, count, duration, ms } from '../ui/format.js';
import { liveTable } from './live-table.js';
import { plot } from '../ui/plot.js';
import { settingsForm } from './settings-form.js';
import { trackTable } from './streams.js';

const PAGE = 200;

/**
 * One room: who is in it, what they publish, and its settings.
 *
 * @param {string} name
 * @returns {import('./main.js').View}
 */
export function room(name) {
  const below = `/rooms${path(name)}`;
  const settings = settingsForm(name);
  const media = plot({ title: 'Media', lines: ['in', 'out'], format: bitrate, least: 1e6 });
  const speaking = h('p', { class: 'soft' });
  const participants = liveTable({
    caption: 'Participants',
    empty: 'Nobody is in this room.',
    key: (participant) => participant.id,
    columns: [
      {
        title: 'Participant',
        text: (participant) => participant.name || participant.identity,
        href: (participant) => `#/rooms/${name}/${participant.id}`,
      },
      { title: 'As', text: (participant) => participant.role },
      { title: 'Media', text: (participant) => stateOf(participant) },
      { title: 'Here for', number: true, text: (participant) => duration(Date.now() - participant.joinedAt) },
      { title: 'Round trip', number: true, text: (participant) => ms(participant.transport?.roundTripMs ?? null) },
      { title: 'In', number: true, text: (participant) => bitrate(participant.transport?.received.bitrate ?? 0) },
      { title: 'Out', number: true, text: (participant) => bitrate(participant.transport?.sent.bitrate ?? 0) },
    ],
    actions: (participant) => [
      actionButton({
        label: () => 'Remove',
        testId: 'remove',
        danger: true,
        question: () => ({
          title: `Remove ${participant().name || participant().identity}?`,
          text: 'They are told, and can come back if they hold a link or a token.',
          yes: 'Remove',
        }),
        request: () => ({ path: `${below}/participants${path(participant().id)}`, method: 'DELETE' }),
        done: 'Removed.',
      }),
    ],
  });
  /** @type {Map<string, string>} */
  const names = new Map();
  const tracks = trackTable(below, (id) => names.get(id) ?? id);
  const more = h('p', { class: 'soft', hidden: true });
  const close = actionButton({
    label: () => 'Close room',
    testId: 'close-room',
    danger: true,
    question: () => ({ title: `Close ${name} for everybody?`, text: 'The call ends for all who are in it. Its settings stay.', yes: 'Close room' }),
    request: () => ({ path: below, method: 'DELETE' }),
    done: 'The room is closed.',
  });

  return {
    title: name,
    element: h(
      'div',
      { class: 'stack' },
      h('div', { class: 'head' }, h('h1', { text: name }), close),
      speaking,
      h('div', { class: 'plots' }, media.element),
      h('section', { class: 'stack' }, h('h2', { text: 'Participants' }), participants.element, more),
      h('section', { class: 'stack' }, h('h2', { text: 'Tracks' }), tracks.element),
      h('section', { class: 'stack' }, h('h2', { text: 'Settings' }), settings.element),
    ),
    async refresh() {
      const shown = await orNothing(api(below));
      settings.show(shown?.settings ?? (await api(`${below}/settings`)));
      const inUse = shown !== null && shown.participants > 0;
      close.hidden = !inUse;
      speaking.textContent = inUse
        ? `${count(shown.participants)} here, ${count(shown.publishers)} publish, ${count(shown.viewers)} only watch.`
        : 'Nobody is in this room; what is set here holds for whoever comes.';
      const [people, published] = inUse
        ? await Promise.all([orNothing(api(`${below}/participants?limit=${PAGE}`)), orNothing(api(`${below}/tracks?limit=${PAGE}`))])
        : [null, null];
      media.add(shown?.received.bitrate ?? 0, shown?.sent.bitrate ?? 0);
      names.clear();
      for (const one of people?.participants ?? []) names.set(one.id, one.name || one.identity);
      participants.show(people?.participants ?? []);
      tracks.show(published?.tracks ?? []);
      more.hidden = (people?.total ?? 0) <= PAGE;
      more.textContent = `The first ${PAGE} of ${count(people?.total ?? 0)}.`;
    },
  };
}

/**
 * @param {any} participant
 * @returns {string}
 */
function stateOf({ transport }) {
  if (!transport) return 'none yet';
  if (transport.idle) return 'silent';
  return `${transport.state}${transport.path ? ` over ${transport.path.protocol.toUpperCase()}` : ''}`;
}

/**
 * What is gone, or not there yet, is nothing.
 *
 * @param {Promise<any>} answer
 * @returns {Promise<any>}
 */
async function orNothing(answer) {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}
