import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { csrcOfFrame } from '../../../main/resources/web/assets/client/frame-labels.js';
import { tileFace } from '../../../main/resources/web/assets/conference/tile-face.js';

const source = (csrc, rtpTimestamp) => ({ source: csrc, rtpTimestamp, timestamp: rtpTimestamp });

describe('the number that a displayed frame carries', () => {
  it('should be that of the only source', () => {
    assert.equal(csrcOfFrame([source(7, 9000)], 9000, null), 7);
  });

  it('should still be the old one while the old picture stands, although newer packets came in', () => {
    const sources = [source(8, 12_000), source(7, 9000)];
    assert.equal(csrcOfFrame(sources, 9000, 8), 7);
    assert.equal(csrcOfFrame(sources, 6000, 8), 7);
    assert.equal(csrcOfFrame(sources, 12_000, 8), 8);
    assert.equal(csrcOfFrame(sources, 10_000, 8), 8);
  });

  it('should follow timestamps that wrap around', () => {
    const sources = [source(7, 0xffff_f000), source(8, 3000)];
    assert.equal(csrcOfFrame(sources, 0xffff_f000, null), 7);
    assert.equal(csrcOfFrame(sources, 3000, null), 8);
    assert.equal(csrcOfFrame(sources, 0xffff_ff00, null), 8);
  });

  it('should be the newest where the browser does not tell the frame’s timestamp', () => {
    assert.equal(csrcOfFrame([source(7, 1), source(8, 2)], undefined, 7), 8);
  });

  it('should be the bound one where the list lags behind the frame, nobody’s while a switch is under way', () => {
    assert.equal(csrcOfFrame([source(7, 9000)], 12_000, 7), 7);
    assert.equal(csrcOfFrame([source(7, 9000)], 12_000, 8), null);
  });

  it('should be unknown without sources', () => {
    assert.equal(csrcOfFrame([], 5, 7), null);
    assert.equal(csrcOfFrame([], undefined, 7), null);
  });
});

describe('the face of a tile', () => {
  const ada = { id: 'ada', name: 'Ada', tracks: [] };
  const ben = { id: 'ben', name: 'Ben', tracks: [] };
  const video = { csrc: 1, muted: false };
  const frame = (person, csrc, muted = false) => ({ participant: person, csrc, track: { muted }, from: 'frame' });

  it('should be an avatar before the first frame, without video, and while muted', () => {
    assert.deepEqual(tileFace({ person: ada, track: video, frame: null, waitedMs: 0 }), { video: false, person: ada });
    assert.equal(tileFace({ person: ada, track: null, frame: frame(ada, 1), waitedMs: 0 }).video, false);
    const muted = { csrc: 1, muted: true };
    assert.equal(tileFace({ person: ada, track: muted, frame: frame(ada, 1), waitedMs: 0 }).video, false);
  });

  it('should be the video once its frames are displayed', () => {
    assert.deepEqual(tileFace({ person: ada, track: video, frame: frame(ada, 1), waitedMs: 0 }), { video: true, person: ada });
  });

  it('should keep the old name beside the old picture for a moment, then show the newcomer’s avatar', () => {
    const facts = { person: ada, track: video, frame: frame(ben, 2) };
    assert.deepEqual(tileFace({ ...facts, waitedMs: 200 }), { video: true, person: ben });
    assert.deepEqual(tileFace({ ...facts, waitedMs: 1500 }), { video: false, person: ada });
  });

  it('should not keep a picture that its owner has switched off', () => {
    const facts = { person: ada, track: video, frame: frame(ben, 2, true), waitedMs: 100 };
    assert.deepEqual(tileFace(facts), { video: false, person: ada });
  });
});
