import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  assignSlots,
  handOf,
  handsFirst,
  isSilent,
  largeItems,
  pageOf,
  rememberSpeakers,
  slotsFor,
  stageItems,
  visibleItems,
} from '../../../main/resources/web/assets/conference/stage-plan.js';

const track = (id, fields = {}) => ({ id, kind: 'video', source: 'camera', muted: false, ...fields });
const person = (id, ...tracks) => ({ id, identity: id, name: id, metadata: {}, joinedAt: 0, tracks });
const keys = (items) => items.map(({ key }) => key);

describe('who is on stage', () => {
  it('should give each person one place and each shared screen another, screens first', () => {
    const items = stageItems([
      person('ada', track('v1')),
      person('ben'),
      person('cem', track('v2'), track('s1', { source: 'screen' }), track('a1', { kind: 'audio' })),
    ]);
    assert.deepEqual(keys(items), ['screen:s1', 'ada', 'ben', 'cem']);
    assert.deepEqual(items.map((item) => item.track?.id), ['s1', 'v1', undefined, 'v2']);
  });

  it('should show everybody while there is room', () => {
    const items = stageItems([person('ada'), person('ben')]);
    assert.deepEqual(visibleItems(items, 2, [], ['ben']), items);
  });

  it('should keep people where they are when the stage is full and somebody joins', () => {
    const items = stageItems(['a', 'b', 'c', 'd', 'e'].map((id) => person(id)));
    assert.deepEqual(keys(visibleItems(items, 3, ['c', 'a', 'b'], [])), ['c', 'a', 'b']);
  });

  it('should bring a hidden speaker on stage in place of whoever was silent for longest', () => {
    const items = stageItems(['a', 'b', 'c', 'd'].map((id) => person(id)));
    const spoke = ['d', 'a', 'c'];
    assert.deepEqual(keys(visibleItems(items, 3, ['a', 'b', 'c'], spoke)), ['a', 'd', 'c']);
  });

  it('should leave a shared screen on stage whoever speaks', () => {
    const items = stageItems([person('a', track('s', { source: 'screen' })), person('b'), person('c')]);
    assert.ok(keys(visibleItems(items, 2, ['screen:s', 'a'], ['c'])).includes('screen:s'));
  });

  it('should fill the place of somebody who left', () => {
    const items = stageItems(['a', 'c', 'd', 'e'].map((id) => person(id)));
    assert.deepEqual(keys(visibleItems(items, 3, ['a', 'b', 'c'], [])), ['a', 'c', 'd']);
  });

  it('should tell who can be heard', () => {
    assert.ok(isSilent(person('ada', track('v'))));
    assert.ok(isSilent(person('ada', track('a', { kind: 'audio', muted: true }))));
    assert.ok(!isSilent(person('ada', track('a', { kind: 'audio' }))));
  });

  it('should remember speakers, the latest first', () => {
    assert.deepEqual(rememberSpeakers(['a', 'b'], ['c', 'b']), ['c', 'b', 'a']);
  });
});

describe('slots for videos', () => {
  it('should leave a video in the slot that shows it', () => {
    assert.deepEqual(assignSlots(['v1', 'v2', 'v3'], ['v3', 'v1']), ['v1', null, 'v3']);
  });

  it('should put newcomers into free slots and empty the rest', () => {
    assert.deepEqual(assignSlots([undefined, 'v2', undefined], ['v2', 'v4']), ['v4', 'v2', null]);
  });

  it('should leave those without a slot waiting', () => {
    assert.deepEqual(assignSlots(['v1'], ['v1', 'v2']), ['v1']);
  });

  it('should grow in steps, up to the limit', () => {
    assert.deepEqual([0, 4, 5, 10, 26, 40, 60].map((videos) => slotsFor(videos, 49)), [4, 4, 9, 16, 36, 49, 49]);
    assert.equal(slotsFor(8, 2), 2);
  });
});

describe('who is large', () => {
  const items = stageItems([person('a', track('v1')), person('b', track('s', { source: 'screen' })), person('c')]);
  const people = stageItems([person('a'), person('b'), person('c')]);
  const choose = (from, choice) => keys(largeItems(from, { mode: 'grid', pinned: null, spoke: [], ...choice }));

  it('should be nobody in a grid', () => {
    assert.deepEqual(choose(people, {}), []);
  });

  it('should be a shared screen in every layout', () => {
    assert.deepEqual(choose(items, {}), ['screen:s']);
    assert.deepEqual(choose(items, { mode: 'speaker', spoke: ['c'] }), ['screen:s']);
  });

  it('should be several screens at once', () => {
    const two = stageItems([person('a', track('s1', { source: 'screen' })), person('b', track('s2', { source: 'screen' }))]);
    assert.deepEqual(choose(two, {}), ['screen:s1', 'screen:s2']);
  });

  it('should be whoever is pinned, even beside a screen', () => {
    assert.deepEqual(choose(items, { pinned: 'c' }), ['c']);
  });

  it('should be whoever spoke last in the speaker layout, and somebody before anybody spoke', () => {
    assert.deepEqual(choose(people, { mode: 'speaker', spoke: ['gone', 'b', 'c'] }), ['b']);
    assert.deepEqual(choose(people, { mode: 'speaker' }), ['a']);
  });
});

describe('pages of the stage', () => {
  const items = stageItems(Array.from({ length: 60 }, (_, index) => person(`p${index}`)));
  const page = (number, choice = {}) => pageOf(items, { room: 48, page: number, previous: [], spoke: [], ...choice });

  it('should show everybody exactly once', () => {
    const all = [...page(0).visible, ...page(1).visible];
    assert.equal(new Set(keys(all)).size, 60);
    assert.equal(page(0).pages, 2);
  });

  it('should bring a speaker from a later page to the first one and nobody twice', () => {
    const spoke = ['p55'];
    assert.ok(keys(page(0, { spoke }).visible).includes('p55'));
    assert.ok(!keys(page(1, { spoke }).visible).includes('p55'));
  });

  it('should fall back to the last page when people leave', () => {
    assert.equal(page(9).page, 1);
    assert.equal(pageOf(items.slice(0, 3), { room: 48, page: 1, previous: [], spoke: [] }).page, 0);
  });
});

describe('raised hands', () => {
  it('should come first, in the order in which they went up', () => {
    const raised = (id, hand) => ({ ...person(id), metadata: { hand } });
    const people = [person('a'), raised('b', 20), person('c'), raised('d', 10)];
    assert.deepEqual(handsFirst(people).map(({ id }) => id), ['d', 'b', 'a', 'c']);
    assert.equal(handOf(person('a')), null);
    assert.equal(handOf(raised('a', 'yes')), null);
  });

  it('should not take a screen’s sound for somebody’s voice', () => {
    assert.ok(isSilent(person('ada', track('a', { kind: 'audio', source: 'screenAudio' }))));
  });
});
