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
 * Tracks of a room or participant.
 *
 * @param {string} room path of the room below `/api/v1`
 * @param {(participant: string) => string} [nameOf] tells publishers apart where there are several
 * @returns {ReturnType<typeof liveTable<any>>}
 */
export function trackTable(room, nameOf) {
  return liveTable({
    caption: 'Tracks',
    empty: 'Nothing is published.',
    key: (track) => track.id,
    columns: [
      { title: 'Track', text: (track) => track.name ?? track.source },
      ...(nameOf ? [{ title: 'Of', text: (/** @type {any} */ track) => nameOf(track.participant) }] : []),
      { title: 'Kind', text: (track) => (track.muted ? `${track.kind}, muted` : track.kind) },
      ...streamColumns((/** @type {any} */ track) => track.streams.at(-1) ?? null),
    ],
    actions: (track) => [muteButton(room, track)],
  });
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
      ...streamColumns((/** @type {any} */ slot) => (slot.track ? slot.stream : null)),
    ],
  });
}
