import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { WeirError } from '../../../main/resources/web/assets/client/errors.js';
import { connectionFigures, figuresBetween, layerOf, linesOf } from '../../../main/resources/web/assets/conference/figures.js';
import { ServerWatch } from '../../../main/resources/web/assets/conference/server-watch.js';
import { QualityMeter, rate } from '../../../main/resources/web/assets/conference/quality.js';

const report = (...entries) => new Map(entries.map((entry) => [entry.id, entry]));
const video = (fields) => ({
  id: 'in',
  type: 'inbound-rtp',
  kind: 'video',
  mid: '3',
  codecId: 'c',
  timestamp: 1000,
  frameWidth: 640,
  frameHeight: 360,
  framesPerSecond: 29.6,
  bytesReceived: 0,
  packetsReceived: 0,
  packetsLost: 0,
  jitter: 0.004,
  totalFreezesDuration: 0,
  ...fields,
});
const codec = { id: 'c', type: 'codec', mimeType: 'video/VP8' };
const pair = { id: 'p', type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.021 };
const sample = (fields = {}) => ({ kind: 'video', direction: 'in', packets: 100, lost: 0, frozenMs: 0, rttMs: 20, jitterMs: 5, ...fields });

describe('figures on tiles', () => {
  it('should be what happened between two reports', () => {
    const before = report(video(), codec, pair);
    const now = report(video({ timestamp: 2000, bytesReceived: 125_000, packetsReceived: 98, packetsLost: 2, freezeCount: 1, totalFreezesDuration: 0.25 }), codec, pair);
    assert.deepEqual(figuresBetween(now, before).get('3'), {
      kind: 'video',
      direction: 'in',
      codec: 'VP8',
      width: 640,
      height: 360,
      framesPerSecond: 29.6,
      bitrate: 1_000_000,
      packets: 98,
      lost: 2,
      rttMs: 21,
      jitterMs: 4,
      frozenMs: 250,
      freezes: 1,
      frozenTotalMs: 250,
    });
  });

  it('should take what is sent from what the receiver reports', () => {
    const out = (fields) => ({ id: 'out', type: 'outbound-rtp', kind: 'video', mid: '1', timestamp: 1000, bytesSent: 0, packetsSent: 0, ...fields });
    const far = { id: 'far', type: 'remote-inbound-rtp', localId: 'out', fractionLost: 0.1, roundTripTime: 0.05, jitter: 0.01 };
    const figures = figuresBetween(report(out({ timestamp: 2000, bytesSent: 1250, packetsSent: 50 }), far), report(out({}))).get('1');
    assert.equal(figures.lost, 5);
    assert.equal(figures.rttMs, 50);
    assert.equal(figures.bitrate, 10_000);
  });

  it('should not go below nothing when packets arrive after all', () => {
    const figures = figuresBetween(report(video({ packetsLost: 1 })), report(video({ packetsLost: 4 }))).get('3');
    assert.equal(figures.lost, 0);
  });

  it('should be one stream for all encodings of a picture, in the best one’s size, and say which flow', () => {
    const out = (rid, height, bytesSent, timestamp) => ({
      id: `out-${rid}`, rid, type: 'outbound-rtp', kind: 'video', mid: '1', timestamp, bytesSent, packetsSent: bytesSent / 1000, frameWidth: 2 * height, frameHeight: height,
    });
    const before = report(out('f', 720, 0, 1000), out('q', 180, 0, 1000), out('h', 360, 5000, 1000));
    const now = report(out('f', 720, 100_000, 2000), out('q', 180, 10_000, 2000), out('h', 360, 5000, 2000));
    const figures = figuresBetween(now, before).get('1');
    assert.deepEqual([figures.height, figures.bitrate, figures.packets], [720, 880_000, 110]);
    assert.deepEqual(figures.encodings.map(({ rid, bitrate }) => [rid, bitrate]), [['q', 80_000], ['f', 800_000]]);
    assert.deepEqual(linesOf(figures).slice(-2), [['q', '180p, 80 kbit/s', 80_000], ['f', '720p, 800 kbit/s', 800_000]]);
  });

  it('should tell how the connection does that all streams share', () => {
    const out = { ...video({ id: 'out', type: 'outbound-rtp', mid: '1' }), bytesSent: 0, packetsSent: 0 };
    const before = report(video(), out, pair);
    const now = report(
      video({ timestamp: 2000, bytesReceived: 125_000, packetsReceived: 98, packetsLost: 2, totalFreezesDuration: 0.25 }),
      { ...out, timestamp: 2000, bytesSent: 12_500, packetsSent: 10 },
      { ...pair, availableOutgoingBitrate: 300_000 },
    );
    assert.deepEqual(connectionFigures(figuresBetween(now, before), now), {
      received: 1_000_000,
      sent: 100_000,
      canSend: 300_000,
      lossIn: 0.02,
      lossOut: 0,
      rttMs: 21,
      frozenMs: 250,
    });
  });

  it('should stand in words that people know', () => {
    const lines = Object.fromEntries(linesOf(sample({ codec: 'VP8', width: 640, height: 360, framesPerSecond: 29.6, bitrate: 1_000_400, lost: 1, packets: 99 })));
    assert.deepEqual(lines, { Codec: 'VP8', Size: '640×360', Frames: '30/s', Bitrate: '1000 kbit/s', Loss: '1.0 %', RTT: '20 ms', Jitter: '5 ms', Frozen: 'never' });
    assert.equal(Object.fromEntries(linesOf({ kind: 'audio', direction: 'in', packets: 0, lost: 0, frozenMs: 0 })).Loss, '–');
  });
});

/** What the server says of a slot that shows the middle one of three encodings. */
const slot = (allocation = {}, fields = {}) => ({
  mid: '3',
  rid: 'h',
  temporalLayer: null,
  awaitsKeyFrame: false,
  allocation: { rid: 'h', temporalLayer: null, paused: null, bitrate: 700_000, width: 1280, height: 720, priority: 0, ...allocation },
  ...fields,
});

describe('what the server says on tiles', () => {
  it('should tell the layer that is shown, and the one that shall be', () => {
    assert.equal(layerOf(slot()), 'h');
    assert.equal(layerOf(slot({ rid: 'f' })), 'h → f');
    assert.equal(layerOf(slot({ temporalLayer: 1 })), 'h → h T1');
    assert.equal(layerOf(slot({}, { rid: null, awaitsKeyFrame: true })), '… → h');
    assert.equal(layerOf(slot({ rid: null }, { rid: null })), 'only one');
  });

  it('should tell why nothing comes', () => {
    assert.equal(layerOf(slot({ rid: null, paused: 'bandwidth', bitrate: 0 }, { rid: null })), 'paused');
    assert.equal(layerOf(slot({ paused: 'muted' })), 'muted');
    assert.equal(layerOf(slot({ paused: 'inactive' })), 'not sent');
  });

  it('should stand among the lines of its tile', () => {
    const lines = Object.fromEntries(linesOf(sample({ slot: slot(), freezes: 2, frozenTotalMs: 740, frozenMs: 0 })));
    assert.equal(lines.Layer, 'h');
    assert.equal(lines.Given, '700 kbit/s');
    assert.equal(lines.Frozen, '2×, 0.7 s');
    const unlimited = Object.fromEntries(linesOf(sample({ slot: slot({ bitrate: null }) })));
    assert.equal(unlimited.Given, 'no limit');
  });
});

describe('asking the server', () => {
  const transport = { link: { estimateBps: 900_000 }, queue: null };
  const client = (answer) => ({
    state: 'connected',
    asked: [],
    async serverStats(seen) {
      this.asked.push(seen);
      return answer();
    },
  });
  const streams = (fields) => new Map([['3', { figures: sample(fields) }]]);

  it('should happen every time while somebody looks, and bring layers to the figures', async () => {
    const asked = client(() => ({ transport, tracks: [], slots: [slot()] }));
    const watch = new ServerWatch(asked);
    watch.shown = true;
    await watch.add(streams({}), 1000);
    const next = streams({});
    await watch.add(next, 2000);
    assert.deepEqual(asked.asked, [[], []]);
    assert.equal(watch.transport, transport);
    assert.equal(next.get('3').figures.slot.rid, 'h');
    watch.forget();
    const later = streams({});
    watch.shown = false;
    await watch.add(later, 3000);
    assert.equal(asked.asked.length, 2);
    assert.equal(later.get('3').figures.slot, undefined);
  });

  it('should tell of new freezes, seldom while nobody looks', async () => {
    const asked = client(() => ({ transport, tracks: [], slots: [] }));
    const watch = new ServerWatch(asked);
    await watch.add(streams({}), 20_000);
    assert.deepEqual(asked.asked, []);
    await watch.add(streams({ freezes: 1, frozenTotalMs: 400 }), 21_000);
    await watch.add(streams({ freezes: 2, frozenTotalMs: 900 }), 22_000);
    await watch.add(streams({ freezes: 2, frozenTotalMs: 900 }), 31_000);
    await watch.add(streams({ freezes: 2, frozenTotalMs: 900 }), 50_000);
    assert.deepEqual(asked.asked, [[{ mid: '3', freezes: 1, frozenMs: 400 }], [{ mid: '3', freezes: 2, frozenMs: 900 }]]);
  });

  it('should stop where the server does not know the question, and go on after other errors', async () => {
    for (const [code, times] of [['unknown_type', 1], ['timeout', 2]]) {
      const asked = client(() => {
        throw new WeirError(code, 'no');
      });
      const watch = new ServerWatch(asked);
      watch.shown = true;
      await watch.add(streams({}), 1000);
      await watch.add(streams({}), 2000);
      assert.equal(asked.asked.length, times, code);
      assert.equal(watch.transport, null);
    }
  });
});

describe('quality of a connection', () => {
  it('should be good, fair or poor by loss, delay, jitter and freezes', () => {
    assert.equal(rate([sample()]), 'good');
    assert.equal(rate([sample({ packets: 97, lost: 3 })]), 'fair');
    assert.equal(rate([sample({ packets: 90, lost: 10 })]), 'poor');
    assert.equal(rate([sample({ rttMs: 400 })]), 'fair');
    assert.equal(rate([sample({ rttMs: 900 })]), 'poor');
    assert.equal(rate([sample({ jitterMs: 80 })]), 'fair');
    assert.equal(rate([sample({ frozenMs: 300 })]), 'fair');
    assert.equal(rate([sample({ frozenMs: 600 }), sample({ frozenMs: 600 })]), 'poor');
  });

  it('should be nothing while nothing arrives', () => {
    assert.equal(rate([]), null);
    assert.equal(rate([sample({ packets: 0 })]), null);
  });

  it('should forget what is long past', () => {
    const meter = new QualityMeter();
    assert.equal(meter.add(sample({ packets: 50, lost: 50 })), 'poor');
    const grades = Array.from({ length: 5 }, () => meter.add(sample()));
    assert.equal(grades.at(-1), 'good');
  });
});
