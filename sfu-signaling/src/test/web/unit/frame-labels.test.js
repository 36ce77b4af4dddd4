import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { csrcOfFrame } from '../../../main/resources/web/assets/client/frame-labels.js';
import { RoomState } from '../../../main/resources/web/assets/client/room-state.js';
import { SlotLabels } from '../../../main/resources/web/assets/client/slot-labels.js';
import { Slot } from '../../../main/resources/web/assets/client/slots.js';

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

describe('the label of a slot', () => {
  const track = (id, participant, csrc) => ({ id, participant, kind: 'video', source: 'camera', muted: false, csrc });
  const person = (id, ...tracks) => ({ id, identity: id, name: id, metadata: {}, joinedAt: 1, tracks });
  const participants = [person('ada', track('v1', 'ada', 1)), person('ben', track('v2', 'ben', 2))];
  const room = new RoomState({ name: 'standup', participants, activeSpeakers: [] }, 0);

  function slotShowing(id, sources) {
    const slot = new Slot('video', 0);
    slot.track = id;
    slot.changedAt = performance.now();
    slot.transceiver = { receiver: { getContributingSources: () => sources } };
    return slot;
  }

  it('should name the person when frame and binding agree', () => {
    const { participant, from } = new SlotLabels().read(slotShowing('v1', [source(1, 9000)]), room, 9000);
    assert.deepEqual([participant.id, from], ['ada', 'frame']);
  });

  it('should name nobody while the old picture stands in a slot that is bound anew', () => {
    const label = new SlotLabels().read(slotShowing('v2', [source(1, 9000)]), room, 9000);
    assert.deepEqual([label.participant, label.csrc], [null, 1]);
  });

  it('should name nobody when the new picture is there before the news of it', () => {
    assert.equal(new SlotLabels().read(slotShowing('v1', [source(2, 9000)]), room, 9000).participant, null);
    assert.equal(new SlotLabels().read(slotShowing(null, [source(2, 9000)]), room, 9000).participant, null);
  });

  it('should go on naming whose picture stands still while it is paused', () => {
    const slot = slotShowing('v1', [source(1, 9000)]);
    slot.bind({ type: 'slotChanged', seq: 1, mid: '0', track: null, participant: null, reason: 'bandwidth' });
    assert.equal(new SlotLabels().read(slot, room, 9000).participant?.id, 'ada');
  });

  it('should believe the binding alone, once it settled, where frames tell nothing', () => {
    const slot = slotShowing('v1', []);
    assert.equal(new SlotLabels().read(slot, room, 9000).participant, null);
    slot.changedAt -= 1000;
    const { participant, from } = new SlotLabels().read(slot, room, 9000);
    assert.deepEqual([participant.id, from], ['ada', 'binding']);
  });
});
