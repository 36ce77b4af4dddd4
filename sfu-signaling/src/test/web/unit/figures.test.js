import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { figuresBetween, linesOf } from '../../../main/resources/web/assets/conference/figures.js';
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
    const now = report(video({ timestamp: 2000, bytesReceived: 125_000, packetsReceived: 98, packetsLost: 2, totalFreezesDuration: 0.25 }), codec, pair);
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

  it('should stand in words that people know', () => {
    const lines = Object.fromEntries(linesOf(sample({ codec: 'VP8', width: 640, height: 360, framesPerSecond: 29.6, bitrate: 1_000_400, lost: 1, packets: 99 })));
    assert.deepEqual(lines, { Codec: 'VP8', Size: '640×360', Frames: '30/s', Bitrate: '1000 kbit/s', Loss: '1.0 %', RTT: '20 ms', Jitter: '5 ms' });
    assert.equal(Object.fromEntries(linesOf({ kind: 'audio', direction: 'in', packets: 0, lost: 0, frozenMs: 0 })).Loss, '–');
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
