import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RoomState } from '../../../main/resources/web/assets/client/room-state.js';

const track = (id, participant, csrc) => ({ id, participant, kind: 'video', source: 'camera', muted: false, csrc });
const person = (id, ...tracks) => ({ id, identity: id, name: id, metadata: {}, joinedAt: 1, tracks });
const room = (...participants) => ({ name: 'standup', participants, activeSpeakers: [] });

describe('state of a room', () => {
  it('should take in who is there already', () => {
    const state = new RoomState(room(person('ada', track('v1', 'ada', 7))), 0);
    assert.deepEqual([...state.participants.keys()], ['ada']);
    assert.equal(state.tracks.get('v1')?.csrc, 7);
  });

  it('should follow joining, publishing, muting and leaving', () => {
    const state = new RoomState(room(), 0);
    state.apply({ type: 'participantJoined', seq: 1, participant: person('ben') });
    state.apply({ type: 'trackPublished', seq: 2, track: track('v2', 'ben', 9) });
    state.apply({ type: 'trackMuted', seq: 3, track: 'v2', muted: true });
    assert.equal(state.participants.get('ben').tracks[0].muted, true);
    state.apply({ type: 'participantUpdated', seq: 4, participant: { ...person('ben'), name: 'Benjamin' } });
    assert.equal(state.participants.get('ben').name, 'Benjamin');
    assert.equal(state.participants.get('ben').tracks.length, 1);
    state.apply({ type: 'activeSpeakers', seq: 5, participants: ['ben'] });
    state.apply({ type: 'participantLeft', seq: 6, participant: 'ben', reason: 'left' });
    assert.equal(state.participants.size, 0);
    assert.equal(state.tracks.size, 0);
    assert.deepEqual(state.activeSpeakers, []);
  });

  it('should skip events that the state included already', () => {
    const state = new RoomState(room(person('ada')), 5);
    assert.ok(!state.isNews({ type: 'participantLeft', seq: 5, participant: 'ada' }));
    const left = { type: 'participantLeft', seq: 6, participant: 'ada', reason: 'left' };
    assert.ok(state.isNews(left));
    const { type, detail } = state.apply(left);
    assert.deepEqual([type, detail.participant.id, detail.reason], ['participantLeft', 'ada', 'left']);
    assert.ok(!state.isNews(left));
  });

  it('should not stumble over events about the unknown', () => {
    const state = new RoomState(room(), 0);
    for (const event of [
      { type: 'participantLeft', participant: 'nobody' },
      { type: 'trackPublished', track: track('v', 'nobody', 1) },
      { type: 'trackUnpublished', track: 'v' },
      { type: 'trackMuted', track: 'v', muted: true },
      { type: 'participantUpdated', participant: person('nobody') },
      { type: 'somethingNewer' },
    ]) {
      assert.equal(state.apply(event), null);
    }
    assert.equal(state.participants.size, 0);
  });
});
