import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ChatHistory, MOST_ENTRIES } from '../../../main/resources/web/assets/client/chat-history.js';
import { ChatModel, textOf } from '../../../main/resources/web/assets/conference/chat-model.js';
import { segmentsOf } from '../../../main/resources/web/assets/conference/chat-text.js';
import { emojiOf, RateLimit } from '../../../main/resources/web/assets/conference/reactions.js';

const ADA = { name: 'Ada', own: false };
const SELF = { name: 'Ben', own: true };
const said = (from, time, text) => ({ from, time, payload: { text } });
const texts = (model) => model.entries.map(({ text }) => text);

describe('chat', () => {
  it('should take text and nothing else', () => {
    assert.equal(textOf({ text: 'hello' }), 'hello');
    assert.equal(textOf('hello'), 'hello');
    for (const payload of [null, undefined, 7, {}, { text: 7 }, { text: '  ' }, []]) assert.equal(textOf(payload), null);
    assert.equal(textOf('x'.repeat(9000)).length, 4000);
  });

  it('should count what comes while nobody looks, but not what one says oneself', () => {
    const model = new ChatModel();
    model.add(said('a', 1, 'one'), ADA);
    model.add(said('b', 2, 'two'), SELF);
    assert.equal(model.unread, 1);
    model.show(true);
    model.add(said('a', 3, 'three'), ADA);
    assert.equal(model.unread, 0);
  });

  it('should name people once while they go on', () => {
    const model = new ChatModel();
    const continued = [said('a', 0, '1'), said('a', 60_000, '2'), said('b', 61_000, '3'), said('a', 62_000, '4'), said('a', 900_000, '5')].map(
      (message) => model.add(message, ADA).continued,
    );
    assert.deepEqual(continued, [false, true, false, false, false]);
  });

  it('should give late joiners what was said, without calling it unread', () => {
    const model = new ChatModel();
    model.restore([said('a', 1, 'one'), said('a', 2, 'two')], () => ADA);
    assert.deepEqual(texts(model), ['one', 'two']);
    assert.equal(model.unread, 0);
  });

  it('should show nothing twice after joining again, and count what was missed', () => {
    const model = new ChatModel();
    model.add(said('a', 10, 'one'), ADA);
    model.add(said('b', 20, 'two'), SELF);
    model.restore([said('a', 10, 'one'), said('b', 20, 'two'), said('a', 30, 'three')], ({ from }) => (from === 'b' ? SELF : ADA));
    assert.deepEqual(texts(model), ['one', 'two', 'three']);
    assert.equal(model.unread, 2);
  });

  it('should show what the client remembers, and keep what could not be sent', () => {
    const model = new ChatModel();
    model.add(said('a', 10, 'old'), ADA);
    model.add(said('b', 50, 'lost'), SELF).failed = true;
    model.restore([said('a', 10, 'old'), said('a', 40, 'new'), said('a', 60, 'newer')], () => ADA);
    assert.deepEqual(texts(model), ['old', 'new', 'lost', 'newer']);
    model.restore([said('a', 60, 'newer')], () => ADA);
    assert.deepEqual(texts(model), ['lost', 'newer'], 'no memory of its own');
  });

  it('should keep what is being sent while the history is replaced', () => {
    const model = new ChatModel();
    model.add(said('b', 50, 'on its way'), SELF).sending = true;
    model.restore([said('a', 40, 'new')], () => ADA);
    assert.deepEqual(texts(model), ['new', 'on its way']);
  });
});

describe('what a client remembers of the chat', () => {
  const entry = (time, text = 'hello') => ({ from: 'a', name: 'Ada', topic: 'chat', payload: { text }, time });
  const times = (history) => history.entries.map(({ time }) => time);

  it('should be what was said to everybody', () => {
    const history = new ChatHistory();
    assert.ok(history.add(entry(1), 'Ada'));
    assert.ok(!history.add({ ...entry(2), to: ['b'] }, 'Ada'));
    assert.ok(!history.add({ ...entry(3), topic: 'game' }, 'Ada'));
    assert.deepEqual(history.entries, [entry(1)]);
  });

  it('should take in what the server has kept, each once, and keep what a new server does not know', () => {
    const history = new ChatHistory();
    history.merge([entry(10), entry(30)]);
    history.add(entry(40), 'Ada');
    history.merge([entry(20), entry(30), entry(30, 'at the same time')]);
    assert.deepEqual(times(history), [10, 20, 30, 30, 40]);
  });

  it('should end somewhere', () => {
    const history = new ChatHistory();
    for (let time = 0; time <= MOST_ENTRIES; time++) history.add(entry(time), 'Ada');
    assert.equal(history.entries.length, MOST_ENTRIES);
    assert.equal(history.entries[0].time, 1);
  });
});

describe('links in the chat', () => {
  const links = (text) => segmentsOf(text).filter(({ href }) => href).map(({ text: shown }) => shown);

  it('should be found without the sentence around them', () => {
    assert.deepEqual(links('See https://weir.example/a, or (http://weir.example/b).'), ['https://weir.example/a', 'http://weir.example/b']);
    assert.deepEqual(links('https://weir.example/w_(x) ends'), ['https://weir.example/w_(x)']);
  });

  it('should never be anything but web addresses', () => {
    for (const text of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'https://', 'nothttps://x']) {
      assert.deepEqual(links(text), [], text);
    }
  });

  it('should leave every character of the text where it was', () => {
    for (const text of ['', 'plain', '<b>x</b> https://weir.example/?q=<i> "y"', 'a https://weir.example b http://weir.example/c!']) {
      assert.equal(segmentsOf(text).map((segment) => segment.text).join(''), text);
    }
  });
});

describe('reactions', () => {
  it('should be emoji, whoever sends them', () => {
    for (const emoji of ['👍', '❤️', '👨‍👩‍👧', '👍🏽']) assert.equal(emojiOf({ emoji }), emoji);
    for (const payload of [null, { emoji: 'x' }, { emoji: '7' }, { emoji: '👍'.repeat(20) }, '<b>', { emoji: 5 }]) {
      assert.equal(emojiOf(payload), null);
    }
  });

  it('should not come faster than people can see', () => {
    const limit = new RateLimit(3, 1000);
    assert.deepEqual([0, 1, 2, 3, 999, 1000, 1001, 1001.5].map((now) => limit.take(now)), [true, true, true, false, false, true, true, false]);
  });
});
