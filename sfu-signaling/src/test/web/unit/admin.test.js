import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rates } from '../../../main/resources/web/assets/admin/figures.js';
import { bitrate, duration, ms, percent } from '../../../main/resources/web/assets/ui/format.js';
import { placeOf } from '../../../main/resources/web/assets/admin/place.js';
import { encodingRows, layerOf } from '../../../main/resources/web/assets/admin/streams.js';
import { niceTop, pathOf } from '../../../main/resources/web/assets/ui/plot.js';

/** A look at the server. */
function look(time, packets, forwarded) {
  return {
    time,
    received: { packets, bytes: 1000 * packets },
    sent: { packets: 2 * packets, bytes: 2000 * packets },
    drops: { no_path: 3, rtp_muted: packets / 10 },
    forwardLatency: {
      count: forwarded,
      sumSeconds: forwarded / 1000,
      buckets: [
        { leSeconds: 0.0001, count: forwarded / 2 },
        { leSeconds: 0.002, count: forwarded },
        { leSeconds: null, count: forwarded },
      ],
    },
  };
}

describe('administration page', () => {
  it('should find room and participant in its address, and nothing in a broken one', () => {
    assert.deepEqual(placeOf('#/rooms/a%20b'), { name: 'a b', id: undefined });
    assert.deepEqual(placeOf('#/rooms/lab/p1'), { name: 'lab', id: 'p1' });
    for (const hash of ['', '#/', '#/rooms/%', '#/rooms/lab/%zz', '#/elsewhere/%']) assert.deepEqual(placeOf(hash), {});
  });

  it('should work out what happened between two looks', () => {
    assert.deepEqual(rates(look(1000, 100, 50), look(3000, 300, 250)), {
      packetsIn: 100,
      packetsOut: 200,
      bitrateIn: 800_000,
      bitrateOut: 1_600_000,
      dropped: 10,
      latencyMs: 1,
      latencyP99Ms: 2,
    });
  });

  it('should compare nothing with the first look, nor with another server', () => {
    assert.equal(rates(null, look(1000, 100, 50)), null);
    assert.equal(rates(look(1000, 100, 50), look(2000, 5, 1)), null);
  });

  it('should know no latency when nothing was forwarded', () => {
    assert.equal(rates(look(1000, 100, 50), look(2000, 200, 50))?.latencyMs, null);
  });

  it('should write figures for people', () => {
    assert.equal(bitrate(1_234_567), '1.23 Mbit/s');
    assert.equal(bitrate(800), '800 bit/s');
    assert.equal(percent(0.0123), '1.2 %');
    assert.equal(percent(0), '0 %');
    assert.equal(ms(0.25), '250 µs');
    assert.equal(ms(null), '–');
    assert.equal(duration(90_061_000), '1 d 1 h');
    assert.equal(duration(3_600_000), '1 h');
    assert.equal(duration(0), '0 s');
  });

  it('should end scales at round figures', () => {
    assert.equal(niceTop(1.2e6), 2e6);
    assert.equal(niceTop(5), 5);
    assert.equal(niceTop(0.07), 0.1);
  });

  it('should leave gaps in lines where nothing is known', () => {
    assert.equal(pathOf([1, 2, null, 2], 2).match(/M/g)?.length, 2);
    assert.match(pathOf([2], 2), /^M240\.0 2\.0$/);
  });
});

describe('layers on the dashboard', () => {
  it('should have a row for each encoding, and one for a track that has none yet', () => {
    const rows = encodingRows([{ id: 'a', streams: [{ rid: 'q' }, { rid: 'f' }] }, { id: 'b', streams: [] }]);
    assert.deepEqual(rows.map(({ id, stream, first }) => [id, stream?.rid ?? null, first]), [['a', 'q', true], ['a', 'f', false], ['b', null, true]]);
  });

  it('should stand in a word', () => {
    const given = (/** @type {any} */ rid, temporalLayer = null, paused = null) => ({ rid, temporalLayer, paused, bitrate: 1 });
    assert.equal(layerOf({ track: 't', rid: 'h', temporalLayer: 1, allocation: given('h', 1) }), 'h, T1');
    assert.equal(layerOf({ track: 't', rid: 'f', temporalLayer: null, allocation: given('h') }), 'f → h');
    assert.equal(layerOf({ track: 't', rid: null, temporalLayer: null, allocation: given(null, null, 'bandwidth') }), 'paused: link too slow');
    assert.equal(layerOf({ track: null, rid: null, temporalLayer: null, allocation: given(null) }), '–');
  });
});
