import assert from 'node:assert/strict';
import { beforeEach, describe, it, mock } from 'node:test';
import { SlotTable } from '../../../main/resources/web/assets/client/slots.js';
import { watchBackground } from '../../../main/resources/web/assets/conference/background.js';
import { pixels, SlotViews } from '../../../main/resources/web/assets/conference/slot-views.js';

const wanted = (track, fields = {}) => ({ track, width: 320, height: 180, covers: 16 / 9, large: false, ...fields });

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

describe('the size that a tile asks for', () => {
  const size = (width, height, covers) => {
    const asked = pixels(wanted('a', { width, height, covers }));
    return [asked.width, asked.height];
  };

  it('should be its own, in steps, and never tiny', () => {
    assert.deepEqual(size(640, 360, 16 / 9), [640, 400]);
    assert.deepEqual(size(650, 366, 16 / 9), [720, 400]);
    assert.deepEqual(size(40, 30, 4 / 3), [160, 160]);
  });

  it('should matter more when the tile is large', () => {
    assert.equal(pixels(wanted('a')).priority, 0);
    assert.equal(pixels(wanted('a', { large: true })).priority, 10);
  });

  it('should be the whole picture’s where the tile shows a part of it', () => {
    assert.deepEqual(size(180, 360, 16 / 9), [640, 400], 'upright, of a wide picture');
    assert.deepEqual(size(320, 180, 9 / 16), [320, 640], 'wide, of an upright picture');
    assert.deepEqual(size(480, 360, 16 / 9), [640, 400]);
  });

  it('should be no more than the tile’s for what is shown whole', () => {
    assert.deepEqual(size(320, 800, null), [320, 800]);
  });

  it('should not go up a step over a rounded side', () => {
    assert.deepEqual(size(320, 180, 318 / 180), [320, 240]);
    assert.deepEqual(size(180, 360, 640 / 359), [640, 400]);
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
