import assert from 'node:assert/strict';
import { beforeEach, describe, it, mock } from 'node:test';
import { SlotTable } from '../../../main/resources/web/assets/client/slots.js';
import { watchBackground } from '../../../main/resources/web/assets/conference/background.js';
import { SlotViews } from '../../../main/resources/web/assets/conference/slot-views.js';

const wanted = (track, fields = {}) => ({ track, width: 320, height: 180, large: false, ...fields });

describe('what slots are asked to show', () => {
  let client;
  let views;
  let again;

  beforeEach(() => {
    mock.timers.reset();
    mock.timers.enable({ apis: ['setTimeout'] });
    const slots = new SlotTable();
    slots.grow({ video: 3 }).forEach((slot, index) => (slot.mid = String(index)));
    client = {
      slots,
      asked: [],
      answer: Promise.resolve(),
      view(entries) {
        this.asked.push(entries.map(({ slot, track }) => [slot, track]));
        slots.ask(entries);
        return this.answer;
      },
    };
    again = 0;
    views = new SlotViews(client, () => again++);
  });

  const show = (...items) => {
    views.show(items);
    mock.timers.tick(250);
  };

  it('should give slots back that are not needed any more, and leave the others alone', () => {
    show(wanted('a'), wanted('b'));
    show(wanted('b'));
    assert.deepEqual(client.asked, [
      [[0, 'a'], [1, 'b'], [2, null]],
      [[0, null]],
    ]);
  });

  it('should say nothing when nothing changed', () => {
    show(wanted('a'));
    show(wanted('a'));
    assert.equal(client.asked.length, 1);
  });

  it('should ask at once for whoever comes on stage, and for sizes once the stage has come to rest', () => {
    show(wanted('a'));
    views.show([wanted('a', { width: 900 })]);
    mock.timers.tick(10);
    assert.equal(client.asked.length, 1);
    views.show([wanted('a', { width: 900 }), wanted('b')]);
    mock.timers.tick(1);
    assert.deepEqual(client.asked[1], [[0, 'a'], [1, 'b']]);
  });

  it('should ask again after a refusal', async () => {
    client.answer = Promise.reject(new Error('busy'));
    show(wanted('a'));
    await Promise.resolve().then(() => {});
    mock.timers.tick(500);
    assert.equal(again, 1);
    client.answer = Promise.resolve();
    show(wanted('a'));
    assert.deepEqual(client.asked[1], [[0, 'a'], [1, null], [2, null]]);
  });
});

describe('a page in the background', () => {
  let page;
  let told;
  let stop;

  beforeEach(() => {
    mock.timers.reset();
    mock.timers.enable({ apis: ['setTimeout'] });
    page = Object.assign(new EventTarget(), { hidden: false });
    globalThis.document = page;
    told = [];
    stop = watchBackground((asleep) => told.push(asleep));
  });

  const turn = (hidden) => {
    page.hidden = hidden;
    page.dispatchEvent(new Event('visibilitychange'));
  };

  it('should fall asleep after a while and wake at once', () => {
    turn(true);
    mock.timers.tick(9999);
    assert.deepEqual(told, []);
    mock.timers.tick(1);
    turn(false);
    assert.deepEqual(told, [true, false]);
  });

  it('should not fall asleep over a glance at another tab, nor after it is gone', () => {
    turn(true);
    mock.timers.tick(5000);
    turn(false);
    mock.timers.tick(60_000);
    assert.deepEqual(told, [false]);
    turn(true);
    stop();
    mock.timers.tick(60_000);
    assert.deepEqual(told, [false]);
  });
});
