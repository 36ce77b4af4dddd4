import { h } from '../ui/dom.js';
import { api } from './api.js';
import { rates } from './figures.js';
import { bitrate, count, duration, ms, percent } from '../ui/format.js';
import { liveTable } from './live-table.js';
import { plot } from '../ui/plot.js';

const PAGE = 100;

/**
 * The whole server: figures, plots, workers and rooms.
 *
 * @returns {import('./main.js').View}
 */
export function overview() {
  const plots = {
    bitrate: plot({ title: 'Media', lines: ['in', 'out'], format: bitrate, least: 1e6 }),
    packets: plot({ title: 'Packets per second', lines: ['in', 'out'], format: count, least: 10 }),
    latency: plot({ title: 'Time from socket to socket', lines: ['mean', '99 of 100'], format: ms, least: 0.1 }),
    loss: plot({ title: 'Loss before the server', lines: ['lost'], format: percent, least: 0.01 }),
    load: plot({ title: 'Busiest worker', lines: ['busy'], format: percent, least: 1 }),
    people: plot({ title: 'Participants', lines: ['there'], format: count, least: 5 }),
  };
  const figures = { rooms: figure('Rooms'), participants: figure('Participants'), tracks: figure('Tracks'), uptime: figure('Up for') };
  const workers = liveTable({
    caption: 'Media workers',
    empty: 'There are none.',
    key: (worker) => String(worker.index),
    columns: [
      { title: 'Worker', text: (worker) => `media-${worker.index}${worker.answered ? '' : ' (does not answer)'}` },
      { title: 'Busy', number: true, text: (worker) => percent(worker.busyRatio) },
      { title: 'Participants', number: true, text: (worker) => count(worker.participants) },
      { title: 'Free packets', number: true, text: (worker) => `${count(worker.freePackets)} of ${count(worker.packets)}` },
    ],
  });
  const rooms = liveTable({
    caption: 'Rooms',
    empty: 'Nobody is in any room.',
    key: (room) => room.name,
    columns: [
      { title: 'Room', text: (room) => room.name, href: (room) => `#/rooms/${room.name}` },
      { title: 'Participants', number: true, text: (room) => count(room.participants) },
      { title: 'Viewers', number: true, text: (room) => count(room.viewers) },
      { title: 'Tracks', number: true, text: (room) => count(room.tracks) },
      { title: 'In', number: true, text: (room) => bitrate(room.received.bitrate) },
      { title: 'Out', number: true, text: (room) => bitrate(room.sent.bitrate) },
      { title: 'Codecs', text: (room) => room.settings.codecs?.join(', ') ?? 'as the server' },
    ],
  });
  const more = h('p', { class: 'soft', hidden: true });
  const server = h('p', { class: 'soft' });
  /** @type {any} */
  let before = null;
  /** @type {any} */
  let about = null;

  return {
    title: 'Overview',
    element: h(
      'div',
      { class: 'stack' },
      h('h1', { text: 'Overview' }),
      server,
      h('dl', { class: 'figures' }, ...Object.values(figures).map(({ element }) => element)),
      h('section', { class: 'plots', 'aria-label': 'Live plots' }, ...Object.values(plots).map(({ element }) => element)),
      h('section', { class: 'stack' }, h('h2', { text: 'Rooms' }), openRoomForm(), rooms.element, more),
      h('section', { class: 'stack' }, h('h2', { text: 'Workers' }), workers.element),
    ),
    async refresh() {
      about ??= await api('/server');
      const [stats, list] = await Promise.all([api('/stats'), api(`/rooms?limit=${PAGE}`)]);
      server.textContent = `${about.name} ${about.version}, SRTP by ${about.srtpEngine}`;
      figures.rooms.show(count(stats.rooms));
      figures.participants.show(count(stats.participants));
      figures.tracks.show(count(stats.tracks));
      figures.uptime.show(duration(stats.time - about.startedAt));
      const now = rates(before, stats);
      before = stats;
      if (now) {
        plots.bitrate.add(now.bitrateIn, now.bitrateOut);
        plots.packets.add(now.packetsIn, now.packetsOut);
        plots.latency.add(now.latencyMs, now.latencyP99Ms);
      }
      plots.loss.add(stats.lossRatio);
      plots.load.add(Math.max(0, ...stats.workers.map((/** @type {any} */ worker) => worker.busyRatio)));
      plots.people.add(stats.participants);
      workers.show(stats.workers);
      rooms.show(list.rooms);
      more.hidden = list.total <= PAGE;
      more.textContent = `The first ${PAGE} of ${count(list.total)} rooms; open another one by its name.`;
    },
  };
}

/**
 * @param {string} label
 * @returns {{element: HTMLElement, show: (text: string) => void}}
 */
function figure(label) {
  const value = h('dd', { text: '–' });
  const element = h('div', { class: 'figure' }, h('dt', { text: label }), value);
  return {
    element,
    show(text) {
      if (value.textContent !== text) value.textContent = text;
    },
  };
}

/** Rooms can be set up before anybody is in them. */
function openRoomForm() {
  const input = h('input', {
    class: 'input',
    id: 'open-room',
    placeholder: 'team-standup',
    pattern: '[A-Za-z0-9_.\\-]{1,128}',
    title: 'Letters, digits and _ . -',
    required: true,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  return h(
    'form',
    {
      class: 'open-room',
      onsubmit: (/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        location.hash = `#/rooms/${input.value}`;
      },
    },
    h('label', { for: 'open-room', text: 'Open a room by name' }),
    input,
    h('button', { class: 'button', type: 'submit', text: 'Open' }),
  );
}
