import { h } from '../ui/dom.js';
import { actionButton } from './actions.js';
import { api, path } from './api.js';
import { bitrate, count, duration, ms } from '../ui/format.js';
import { plot } from '../ui/plot.js';
import { slotTable, trackTable } from './streams.js';

/**
 * One participant: the way its media takes, what it publishes and what it is shown.
 *
 * @param {string} room
 * @param {string} id
 * @returns {import('./main.js').View}
 */
export function participant(room, id) {
  const below = `/rooms${path(room)}`;
  const self = `${below}/participants${path(id)}`;
  const heading = h('h1', { text: id });
  const facts = h('dl', { class: 'facts' });
  const media = plot({ title: 'Media', lines: ['from', 'to'], format: bitrate, least: 1e5 });
  const link = plot({ title: 'Link to them', lines: ['arrives', 'possible'], format: bitrate, least: 1e5 });
  const delays = plot({ title: 'Delays', lines: ['RTT', 'queue'], format: ms, least: 50 });
  const tracks = trackTable(below);
  /** @type {Map<string, string>} */
  const names = new Map();
  const slots = slotTable((participantId) => names.get(participantId) ?? participantId);
  const remove = actionButton({
    label: () => 'Remove',
    testId: 'remove',
    danger: true,
    question: () => ({ title: `Remove ${heading.textContent}?`, text: 'They are told, and can come back if they hold a link or a token.', yes: 'Remove' }),
    request: () => ({ path: self, method: 'DELETE' }),
    done: 'Removed.',
  });
  const mute = actionButton({
    label: () => 'Mute all',
    testId: 'mute-all',
    question: () => ({ title: `Mute everything of ${heading.textContent}?`, text: 'They can unmute themselves.', yes: 'Mute' }),
    request: () => ({ path: self, method: 'PATCH', body: { muted: true } }),
    done: 'Muted.',
  });

  return {
    title: id,
    element: h(
      'div',
      { class: 'stack' },
      h('p', {}, h('a', { href: `#/rooms/${room}`, text: `← ${room}` })),
      h('div', { class: 'head' }, heading, h('div', { class: 'row-end' }, mute, remove)),
      facts,
      h('div', { class: 'plots' }, media.element, link.element, delays.element),
      h('section', { class: 'stack' }, h('h2', { text: 'Publishes' }), tracks.element),
      h('section', { class: 'stack' }, h('h2', { text: 'Is shown' }), slots.element),
    ),
    async refresh() {
      const [shown, people] = await Promise.all([api(self), api(`${below}/participants?limit=1000`)]);
      names.clear();
      for (const other of people.participants) names.set(other.id, other.name || other.identity);
      const title = shown.name || shown.identity;
      if (heading.textContent !== title) heading.textContent = title;
      showFacts(facts, shown);
      media.add(shown.transport?.received.bitrate ?? 0, shown.transport?.sent.bitrate ?? 0);
      link.add(shown.transport?.link.acknowledgedBps ?? null, shown.transport?.link.estimateBps ?? null);
      delays.add(shown.transport?.link.roundTripMs ?? shown.transport?.roundTripMs ?? null, shown.transport?.queue?.longestMs ?? null);
      tracks.show(shown.tracks);
      slots.show(shown.slots);
    },
  };
}

/**
 * @param {HTMLElement} list
 * @param {any} shown
 */
function showFacts(list, { id, identity, role, joinedAt, transport }) {
  const way = transport?.path;
  const rows = [
    ['Id', id],
    ['Identity', identity],
    ['Takes part as', role],
    ['Here for', duration(Date.now() - joinedAt)],
    ['Media', transport ? (transport.idle ? 'silent' : transport.state) : 'none yet'],
    ['Way', way ? `${way.protocol.toUpperCase()} to ${way.remoteAddress}, port ${way.remotePort}` : '–'],
    ['Encrypted by', transport?.srtpProfile ?? '–'],
    ['Round trip', ms(transport?.roundTripMs ?? null)],
    ['Left out', leftOut(transport?.queue)],
    ['Packets', transport ? `${count(transport.received.packets)} in, ${count(transport.sent.packets)} out` : '–'],
  ];
  list.replaceChildren(
    ...rows.map(([name, value]) => h('div', {}, h('dt', { text: name }), h('dd', { text: value }))),
  );
}

/**
 * What the link to somebody had no room for.
 *
 * @param {any} queue null where nothing is known of the link
 * @returns {string}
 */
function leftOut(queue) {
  if (!queue) return '–';
  return `${count(queue.refusedFrames)} frames refused, ${count(queue.givenUpPackets)} packets given up`;
}
