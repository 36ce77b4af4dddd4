import { actionButton } from './actions.js';
import { path } from './api.js';
import { bitrate, count, ms, percent } from '../ui/format.js';
import { liveTable } from './live-table.js';

/**
 * What can be said of a stream in every table.
 *
 * @template T
 * @param {(row: T) => any} streamOf null when there is none
 * @returns {import('./live-table.js').Column<T>[]}
 */
function streamColumns(streamOf) {
  /** @param {(stream: any) => string} text */
  const of = (text) => (/** @type {T} */ row) => {
    const stream = streamOf(row);
    return stream ? text(stream) : '–';
  };
  return [
    { title: 'Codec', text: of((stream) => stream.codec ?? '–') },
    { title: 'Size', text: of((stream) => (stream.width ? `${stream.width}×${stream.height}` : '–')) },
    { title: 'Frames/s', number: true, text: of((stream) => (stream.frames > 0 ? stream.frameRate.toFixed(0) : '–')) },
    { title: 'Bit rate', number: true, text: of((stream) => bitrate(stream.media.bitrate)) },
    { title: 'Loss', number: true, text: of((stream) => percent(stream.lossRatio)) },
    { title: 'Jitter', number: true, text: of((stream) => ms(stream.jitterMs)) },
    { title: 'NACKs', number: true, text: of((stream) => count(stream.nacks)) },
    { title: 'Key frames asked', number: true, text: of((stream) => count(stream.keyFrameRequests)) },
  ];
}

/**
 * One row for each encoding of each track, and one for a track of which nothing came yet.
 *
 * @param {any[]} tracks
 * @returns {any[]}
 */
export function encodingRows(tracks) {
  return tracks.flatMap((track) => {
    const streams = track.streams.length > 0 ? track.streams : [null];
    return streams.map((/** @type {any} */ stream, /** @type {number} */ index) => ({ ...track, stream, first: index === 0 }));
  });
}

/**
 * Tracks of a room or participant, a row for each encoding.
 *
 * @param {string} room path of the room below `/api/v1`
 * @param {(participant: string) => string} [nameOf] tells publishers apart where there are several
 * @returns {{element: HTMLElement, show: (tracks: any[]) => void}}
 */
export function trackTable(room, nameOf) {
  const table = liveTable({
    caption: 'Tracks',
    empty: 'Nothing is published.',
    key: (/** @type {any} */ row) => `${row.id} ${row.stream?.rid ?? ''}`,
    columns: [
      { title: 'Track', text: (track) => track.name ?? track.source },
      { title: 'Encoding', text: (track) => track.stream?.rid ?? '–' },
      ...(nameOf ? [{ title: 'Of', text: (/** @type {any} */ track) => nameOf(track.participant) }] : []),
      { title: 'Kind', text: (track) => (track.muted ? `${track.kind}, muted` : track.kind) },
      ...streamColumns((/** @type {any} */ track) => track.stream),
    ],
    actions: (track) => (track().first ? [muteButton(room, track)] : []),
  });
  return { element: table.element, show: (tracks) => table.show(encodingRows(tracks)) };
}

/**
 * @param {string} room
 * @param {() => any} track
 */
function muteButton(room, track) {
  return actionButton({
    label: () => 'Mute…',
    testId: 'mute',
    question: () => ({
      title: `Mute this ${track().source}?`,
      text: 'Nobody hears or sees it until its owner unmutes it.',
      yes: 'Mute',
    }),
    request: () => ({ path: `${room}/tracks${path(track().id)}`, method: 'PATCH', body: { muted: true } }),
    done: 'Done.',
  });
}

/**
 * What a participant is shown.
 *
 * @param {(participant: string) => string} nameOf
 * @returns {ReturnType<typeof liveTable<any>>}
 */
export function slotTable(nameOf) {
  return liveTable({
    caption: 'Slots',
    empty: 'Nothing can be shown to this participant.',
    key: (slot) => slot.mid,
    columns: [
      { title: 'Slot', text: (slot) => `${slot.kind} ${slot.mid}` },
      {
        title: 'Shows',
        text: (slot) => {
          if (!slot.participant) return 'nothing';
          return nameOf(slot.participant) + (slot.awaitsKeyFrame ? ' (waits for a key frame)' : '');
        },
      },
      { title: 'Layer', text: layerOf },
      { title: 'Given', number: true, text: ({ track, allocation }) => (track === null || allocation.bitrate === null ? '–' : bitrate(allocation.bitrate)) },
      { title: 'Frozen', number: true, text: frozenOf },
      ...streamColumns((/** @type {any} */ slot) => (slot.track ? slot.stream : null)),
    ],
  });
}

/**
 * Which encoding a slot shows, up to which temporal layer where some are left out, and which it goes over to or
 * why it shows none.
 *
 * @param {any} slot
 * @returns {string} such as `h, T1 → f`
 */
export function layerOf({ track, rid, temporalLayer, allocation }) {
  const shown = layer(rid, temporalLayer);
  if (track === null) return shown;
  if (allocation.paused) return `paused: ${PAUSES[/** @type {keyof typeof PAUSES} */ (allocation.paused)]}`;
  const given = layer(allocation.rid, allocation.temporalLayer);
  return given === shown ? shown : `${shown} → ${given}`;
}

const PAUSES = { bandwidth: 'link too slow', muted: 'muted', inactive: 'not sent' };

/**
 * @param {string | null} rid
 * @param {number | null} temporalLayer
 */
function layer(rid, temporalLayer) {
  return [rid, temporalLayer === null ? null : `T${temporalLayer}`].filter((part) => part !== null).join(', ') || '–';
}

/**
 * @param {any} slot
 * @returns {string} what its viewer's browser reported
 */
function frozenOf({ freezes, frozenMs }) {
  if (freezes === null) return '–';
  return freezes === 0 ? 'never' : `${count(freezes)}×, ${(frozenMs / 1000).toFixed(1)} s`;
}
