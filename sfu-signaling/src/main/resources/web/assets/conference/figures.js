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
 */

/** Counters of one stream at one moment. @typedef {Record<string, any>} Stats */

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
      figures.set(stream.mid, { ...outgoing(stream, earlier, far), ...picture(stream, now), rttMs: milliseconds(far?.roundTripTime) ?? rttMs });
    }
  }
  return figures;
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
 * Figures as lines of the overlay: what, and how much.
 *
 * @param {Figures} figures
 * @returns {[string, string][]}
 */
export function linesOf(figures) {
  const { kind, codec, width, height, framesPerSecond, bitrate, packets, lost, rttMs, jitterMs } = figures;
  /** @type {[string, string][]} */
  const lines = [['Codec', codec ?? '–']];
  if (kind === 'video') {
    lines.push(['Size', width && height ? `${width}×${height}` : '–']);
    lines.push(['Frames', framesPerSecond === undefined ? '–' : `${Math.round(framesPerSecond)}/s`]);
  }
  const all = packets + lost;
  lines.push(['Bitrate', bitrate === undefined ? '–' : `${Math.round(bitrate / 1000)} kbit/s`]);
  lines.push(['Loss', all === 0 ? '–' : `${((100 * lost) / all).toFixed(1)} %`]);
  lines.push(['RTT', rttMs === undefined ? '–' : `${rttMs} ms`]);
  lines.push(['Jitter', jitterMs === undefined ? '–' : `${jitterMs} ms`]);
  return lines;
}
