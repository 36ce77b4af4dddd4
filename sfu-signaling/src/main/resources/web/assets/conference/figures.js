/** @typedef {import('../client/types.js').MeasuredSlot} MeasuredSlot */

/** Figures about each stream, read out of the browser's statistics. Pure arithmetic. */

/**
 * What one stream did during the last second or so. Absent: unknown.
 * @typedef {object} Figures
 * @property {'audio' | 'video'} kind
 * @property {'in' | 'out'} direction
 * @property {string} [codec]
 * @property {number} [width]
 * @property {number} [height]
 * @property {number} [framesPerSecond]
 * @property {number} [bitrate] bits per second
 * @property {number} packets
 * @property {number} lost packets
 * @property {number} [rttMs]
 * @property {number} [jitterMs]
 * @property {number} frozenMs
 * @property {number} [freezes] of a picture, since its connection began
 * @property {number} [frozenTotalMs] of a picture, since its connection began
 * @property {MeasuredSlot} [slot] what the server says of it, if it was asked
 * @property {SentEncoding[]} [encodings] of a video that is sent, as far as they flow; lowest resolution first
 */

/** @typedef {{rid: string, width: number, height: number, bitrate: number}} SentEncoding */

/**
 * What a connection did during the last second or so, all streams together. Absent or null: unknown.
 * @typedef {object} ConnectionFigures
 * @property {number} received bits per second
 * @property {number} sent bits per second
 * @property {number | null} canSend bits per second that the browser believes the way to the server to carry
 * @property {number | null} lossIn 0 to 1
 * @property {number | null} lossOut 0 to 1
 * @property {number | null} rttMs
 * @property {number} frozenMs of all pictures together
 */

/** Counters of one stream at one moment. @typedef {Record<string, any>} Stats */

/** Why nothing of a track comes, in a word or two. */
const PAUSES = { bandwidth: 'paused', muted: 'muted', inactive: 'not sent' };

/** Several statistics by id, as RTCStatsReport is one. @typedef {{values(): Iterable<Stats>, get(id: string): Stats | undefined}} Report */

/**
 * The figures of all streams since an earlier report, by mid.
 *
 * @param {Report} now
 * @param {Report | null} before
 * @returns {Map<string, Figures>}
 */
export function figuresBetween(now, before) {
  /** @type {Map<string, Figures>} */
  const figures = new Map();
  const all = [...now.values()];
  const rttMs = milliseconds(pathOf(all)?.currentRoundTripTime);
  for (const stream of all) {
    const earlier = before?.get(stream.id);
    if (stream.type === 'inbound-rtp' && stream.mid != null) {
      figures.set(stream.mid, { ...incoming(stream, earlier), ...picture(stream, now), rttMs });
    } else if (stream.type === 'outbound-rtp' && stream.mid != null) {
      const far = all.find((other) => other.type === 'remote-inbound-rtp' && other.localId === stream.id);
      const one = { ...outgoing(stream, earlier, far), ...picture(stream, now), rttMs: milliseconds(far?.roundTripTime) ?? rttMs };
      figures.set(stream.mid, together(figures.get(stream.mid), one, stream.rid));
    }
  }
  return figures;
}

/**
 * The figures of the connection that these streams share.
 *
 * @param {Map<string, Figures>} streams by mid
 * @param {Report} report
 * @returns {ConnectionFigures}
 */
export function connectionFigures(streams, report) {
  const pair = pathOf([...report.values()]);
  const all = [...streams.values()];
  const incoming = all.filter(({ direction }) => direction === 'in');
  const outgoing = all.filter(({ direction }) => direction === 'out');
  return {
    received: sum(incoming, 'bitrate'),
    sent: sum(outgoing, 'bitrate'),
    canSend: outgoing.length > 0 ? (pair?.availableOutgoingBitrate ?? null) : null,
    lossIn: share(sum(incoming, 'lost'), sum(incoming, 'packets') + sum(incoming, 'lost')),
    lossOut: share(sum(outgoing, 'lost'), sum(outgoing, 'packets')),
    rttMs: milliseconds(pair?.currentRoundTripTime) ?? null,
    frozenMs: sum(incoming, 'frozenMs'),
  };
}

/**
 * The encodings of one video as one stream: all that travels, in the best picture's size.
 *
 * @param {Figures | undefined} sofar
 * @param {Figures} one
 * @param {string | undefined} rid
 * @returns {Figures}
 */
function together(sofar, one, rid) {
  const { width = 0, height = 0, bitrate = 0 } = one;
  const flows = one.kind === 'video' && rid !== undefined && bitrate > 0;
  const encodings = [...(sofar?.encodings ?? []), ...(flows ? [{ rid, width, height, bitrate }] : [])];
  encodings.sort((a, b) => a.width * a.height - b.width * b.height);
  if (!sofar) return { ...one, ...(encodings.length > 0 && { encodings }) };
  const best = (sofar.width ?? 0) > width ? sofar : one;
  return {
    ...best,
    bitrate: (sofar.bitrate ?? 0) + bitrate,
    packets: sofar.packets + one.packets,
    lost: sofar.lost + one.lost,
    ...(encodings.length > 0 && { encodings }),
  };
}

/**
 * @param {Figures[]} figures
 * @param {'bitrate' | 'packets' | 'lost' | 'frozenMs'} name
 * @returns {number}
 */
function sum(figures, name) {
  return figures.reduce((total, one) => total + (one[name] ?? 0), 0);
}

/**
 * @param {number} part
 * @param {number} whole
 * @returns {number | null}
 */
function share(part, whole) {
  return whole > 0 ? Math.min(1, part / whole) : null;
}

/**
 * @param {Stats} stream
 * @param {Stats | undefined} earlier
 * @returns {Figures}
 */
function incoming(stream, earlier) {
  return {
    kind: stream.kind,
    direction: 'in',
    bitrate: rate(stream, earlier, 'bytesReceived', 8),
    packets: step(stream, earlier, 'packetsReceived'),
    lost: step(stream, earlier, 'packetsLost'),
    jitterMs: milliseconds(stream.jitter),
    frozenMs: 1000 * step(stream, earlier, 'totalFreezesDuration'),
    ...(stream.kind === 'video' && { freezes: stream.freezeCount ?? 0, frozenTotalMs: milliseconds(stream.totalFreezesDuration ?? 0) }),
  };
}

/**
 * @param {Stats} stream
 * @param {Stats | undefined} earlier
 * @param {Stats | undefined} far what the receiver reported
 * @returns {Figures}
 */
function outgoing(stream, earlier, far) {
  const packets = step(stream, earlier, 'packetsSent');
  return {
    kind: stream.kind,
    direction: 'out',
    bitrate: rate(stream, earlier, 'bytesSent', 8),
    packets,
    lost: Math.round(packets * Math.max(0, far?.fractionLost ?? 0)),
    jitterMs: milliseconds(far?.jitter),
    frozenMs: 0,
  };
}

/**
 * @param {Stats} stream
 * @param {Report} report
 */
function picture(stream, report) {
  const mimeType = report.get(stream.codecId)?.mimeType;
  return {
    codec: typeof mimeType === 'string' ? mimeType.replace(/^.*\//, '') : undefined,
    width: stream.frameWidth,
    height: stream.frameHeight,
    framesPerSecond: stream.framesPerSecond,
  };
}

/**
 * The path that media takes.
 *
 * @param {Stats[]} all
 * @returns {Stats | undefined}
 */
function pathOf(all) {
  const chosen = all.find(({ type }) => type === 'transport')?.selectedCandidatePairId;
  const pairs = all.filter(({ type }) => type === 'candidate-pair');
  return pairs.find(({ id, selected }) => id === chosen || selected) ?? pairs.find(({ nominated }) => nominated);
}

/**
 * How much a counter grew.
 *
 * @param {Stats} stream
 * @param {Stats | undefined} earlier
 * @param {string} name
 * @returns {number}
 */
function step(stream, earlier, name) {
  return Math.max(0, (stream[name] ?? 0) - (earlier?.[name] ?? 0));
}

/**
 * @param {Stats} stream
 * @param {Stats | undefined} earlier
 * @param {string} name
 * @param {number} factor
 * @returns {number | undefined}
 */
function rate(stream, earlier, name, factor) {
  const seconds = earlier ? (stream.timestamp - earlier.timestamp) / 1000 : 0;
  return seconds > 0 ? (factor * step(stream, earlier, name)) / seconds : undefined;
}

/**
 * @param {number | undefined} seconds
 * @returns {number | undefined}
 */
function milliseconds(seconds) {
  return seconds === undefined ? undefined : Math.round(seconds * 1000);
}

/**
 * A line of the overlay: what, how much, and the number to plot, if any.
 * @typedef {[term: string, text: string, plotted?: number | null]} Line
 */

/**
 * Figures as lines of the overlay.
 *
 * @param {Figures} figures
 * @returns {Line[]}
 */
export function linesOf(figures) {
  const { kind, direction, codec, width, height, framesPerSecond, bitrate, packets, lost, rttMs, jitterMs, frozenMs, freezes = 0, frozenTotalMs = 0 } = figures;
  /** @type {Line[]} */
  const lines = [['Codec', codec ?? '–']];
  if (kind === 'video') {
    lines.push(['Size', width && height ? `${width}×${height}` : '–', height ?? null]);
    lines.push(['Frames', framesPerSecond === undefined ? '–' : `${Math.round(framesPerSecond)}/s`, framesPerSecond ?? null]);
  }
  if (figures.slot && kind === 'video') lines.push(...linesOfSlot(figures.slot));
  const all = packets + lost;
  lines.push(['Bitrate', bitrate === undefined ? '–' : kilobits(bitrate), bitrate ?? null]);
  lines.push(['Loss', all === 0 ? '–' : `${((100 * lost) / all).toFixed(1)} %`, all === 0 ? null : lost / all]);
  lines.push(['RTT', rttMs === undefined ? '–' : `${rttMs} ms`, rttMs ?? null]);
  lines.push(['Jitter', jitterMs === undefined ? '–' : `${jitterMs} ms`]);
  if (kind === 'video' && direction === 'in') lines.push(['Frozen', freezes === 0 ? 'never' : `${freezes}×, ${(frozenTotalMs / 1000).toFixed(1)} s`, frozenMs]);
  for (const { rid, height: rows, bitrate: bits } of figures.encodings ?? []) lines.push([rid, `${rows ? `${rows}p, ` : ''}${kilobits(bits)}`, bits]);
  return lines;
}

/**
 * What the server sends in a slot, and what it was given of the link.
 *
 * @param {MeasuredSlot} slot
 * @returns {Line[]}
 */
function linesOfSlot({ rid, temporalLayer, awaitsKeyFrame, allocation }) {
  const { bitrate } = allocation;
  return [
    ['Layer', layerOf({ rid, temporalLayer, awaitsKeyFrame, allocation })],
    ['Given', bitrate === null ? 'no limit' : kilobits(bitrate), bitrate],
  ];
}

/**
 * @param {Pick<MeasuredSlot, 'rid' | 'temporalLayer' | 'awaitsKeyFrame' | 'allocation'>} slot
 * @returns {string} what is shown, and after an arrow what shall be, such as `h → f` or `f T1`
 */
export function layerOf({ rid, temporalLayer, awaitsKeyFrame, allocation }) {
  if (allocation.paused) return PAUSES[allocation.paused];
  const shown = awaitsKeyFrame ? '…' : named(rid, temporalLayer);
  const given = named(allocation.rid, allocation.temporalLayer);
  return shown === given ? shown : `${shown} → ${given}`;
}

/**
 * @param {string | null} rid
 * @param {number | null} temporalLayer
 */
function named(rid, temporalLayer) {
  return `${rid ?? 'only one'}${temporalLayer === null ? '' : ` T${temporalLayer}`}`;
}

/**
 * @param {number} bitsPerSecond
 * @returns {string}
 */
function kilobits(bitsPerSecond) {
  return `${Math.round(bitsPerSecond / 1000)} kbit/s`;
}
