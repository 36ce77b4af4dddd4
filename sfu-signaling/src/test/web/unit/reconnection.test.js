import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { connect } from '../../../main/resources/web/weir-client.js';
import { eventually, FakeServer, media, peers, person, servers, settle, takeBrowsersPlace } from './fake-server.js';

describe('a weir client whose connection breaks', () => {
  let client;

  beforeEach(takeBrowsersPlace);

  afterEach(() => client?.leave());

  async function join(options) {
    client = await connect({ url: 'http://127.0.0.1', room: 'standup', name: 'Ada', ...options });
    return servers.at(-1);
  }

  it('should resume over another WebSocket: same participant, same media, every event once', async () => {
    const first = await join();
    await Promise.all([client.setSlots({ video: 1 }), client.publish(media('video'))]);
    first.event('participantJoined', { participant: person('ben') });
    const states = [];
    client.on('connectionState', ({ state, resuming }) => states.push([state, resuming]));
    const joined = [];
    client.on('participantJoined', ({ participant }) => joined.push(participant.id));
    FakeServer.plan.push({
      answer(request) {
        if (request.type === 'resume') this.seq = 3;
        FakeServer.prototype.answer.call(this, request);
        if (request.type !== 'resume') return;
        for (const seq of [1, 2, 3]) {
          this.receive({ type: 'participantJoined', seq, participant: person(`p${seq}`) });
        }
      },
    });
    first.lose();
    assert.deepEqual(states, [['reconnecting', true]]);
    await eventually(() => client.state === 'connected');
    assert.deepEqual(servers[1].of('resume').map(({ session, seq }) => [session, seq]), [['s', 1]]);
    assert.deepEqual(joined, ['p2', 'p3']);
    assert.equal(client.participant, 'me-1');
    assert.equal(peers.length, 1);
    assert.equal(servers[1].of('join').length + servers[1].of('offer').length, 0);
  });

  it('should repeat unanswered requests with their ids, and make those of the meantime', async () => {
    FakeServer.plan.push({ deaf: ['message'] });
    const first = await join();
    const lost = client.sendMessage('lost?', { topic: 'chat' });
    first.lose();
    const meanwhile = client.sendMessage('meanwhile', { topic: 'chat' });
    await Promise.all([lost, meanwhile]);
    assert.deepEqual(servers[1].of('message').map(({ payload }) => payload), ['lost?', 'meanwhile']);
    assert.equal(servers[1].of('message')[0].id, first.of('message')[0].id);
    assert.deepEqual(client.history.map(({ payload, from }) => [payload, from]), [
      ['lost?', 'me-1'],
      ['meanwhile', 'me-1'],
    ]);
  });

  it('should say clearly that a request was lost with its session', async () => {
    FakeServer.plan.push({ deaf: ['message'] }, { refuse: { resume: ['session_expired'] } });
    const first = await join();
    const lost = client.sendMessage('lost');
    first.lose();
    await assert.rejects(lost, { code: 'connection_lost' });
    await eventually(() => client.state === 'connected');
  });

  it('should repeat a join whose reply was lost with the same key', async () => {
    const first = await join();
    FakeServer.plan.push({ refuse: { resume: ['session_expired'] } }, { deaf: ['join'] });
    first.lose();
    await eventually(() => servers[2]?.of('join').length === 1);
    servers[2].lose();
    await eventually(() => client.state === 'connected');
    assert.equal(servers[3].of('join')[0].key, servers[2].of('join')[0].key);
    assert.notEqual(servers[3].of('join')[0].key, first.of('join')[0].key);
    assert.ok(first.of('join')[0].key.length >= 22);
  });

  it('should try at once when the network is back', async () => {
    const listeners = {};
    const target = { addEventListener: (type, listener) => (listeners[type] = listener) };
    globalThis.window = { ...target, document: target, navigator: {} };
    try {
      const server = await join();
      FakeServer.plan.push({ down: true }, { down: true }, { down: true });
      server.lose();
      await eventually(() => servers.length === 4);
      const before = performance.now();
      listeners.online();
      await eventually(() => client.state === 'connected');
      assert.ok(performance.now() - before < 1000, 'waited for its backoff'); // it would be 3 s at least
    } finally {
      delete globalThis.window;
    }
  });

  it('should take its session back, but not fight over it', async () => {
    await join();
    const closed = new Promise((resolve) => client.on('closed', resolve));
    for (let i = 1; i <= 4; i++) {
      servers.at(-1).onclose({ code: 4002, reason: '' });
      await eventually(() => client.state !== 'reconnecting');
    }
    assert.equal((await closed).error.code, 'replaced');
    assert.equal(servers.length, 4);
  });

  it('should stay away as long as a server asks that goes away', async () => {
    const server = await join();
    const heard = [];
    client.on('goAway', (event) => heard.push(event));
    server.event('goAway', { reason: 'update', retryAfterMs: 1500 });
    assert.deepEqual([heard, client.state], [[{ reason: 'update', retryAfterMs: 1500 }], 'connected']);
    const before = performance.now();
    server.event('roomClosed', { reason: 'shutdown' });
    await eventually(() => client.state === 'connected' && servers.length === 2);
    assert.ok(performance.now() - before >= 1400);
  });

  it('should join again when the session has expired, with tracks, slots and views', async () => {
    FakeServer.plan.push({}, { refuse: { resume: ['session_expired'] } });
    const first = await join();
    await Promise.all([client.setSlots({ video: 2 }), client.publish(media('video'), { muted: true })]);
    await client.view([{ slot: 0, track: 'gone' }, { slot: 1, width: 320, height: 180 }]);
    const states = [];
    client.on('connectionState', ({ state }) => states.push(state));
    const causes = [];
    client.on('rejoined', ({ cause }) => causes.push(cause));
    first.lose();
    assert.equal(client.state, 'reconnecting');
    await eventually(() => servers[2]?.of('view').length === 1);
    assert.equal(peers[0].connectionState, 'closed');
    assert.equal(client.state, 'connected');
    assert.equal(client.participant, 'me-3');
    assert.deepEqual(causes, ['expired']);
    assert.deepEqual(servers[2].offers[0].tracks, [{ mid: '0', source: 'camera', muted: true }]);
    assert.deepEqual(servers[2].of('view')[0].slots, [
      { mid: '1', track: null },
      { mid: '2', width: 320, height: 180 },
    ]);
    assert.ok(states.includes('reconnecting'));
  });

  it('should keep trying while the server is away, then give up and say why', async () => {
    const server = await join({ maxReconnects: 2 });
    FakeServer.plan.push({ down: true }, { down: true });
    const closed = new Promise((resolve) => client.on('closed', resolve));
    server.lose();
    const { reason, error } = await closed;
    assert.deepEqual([reason, error.code], ['failed', 'unreachable']);
    assert.equal(servers.length, 3);
  });

  it('should come back after a restart of the server, not to a room that was closed', async () => {
    const server = await join();
    server.event('roomClosed', { reason: 'shutdown' });
    await eventually(() => client.state === 'connected' && servers.length === 2);
    servers[1].event('roomClosed', { reason: 'closed' });
    assert.equal(client.state, 'closed');
  });

  it('should not try again when it may no longer enter', async () => {
    const server = await join();
    FakeServer.plan.push({ refuse: { resume: ['session_expired'] } }, { refuse: { join: ['unauthorized'] } });
    const closed = new Promise((resolve) => client.on('closed', resolve));
    server.lose();
    assert.equal((await closed).error.code, 'unauthorized');
    assert.equal(servers.length, 3);
  });

  it('should restart ICE when the media path fails, without joining again', async () => {
    const server = await join();
    await client.setSlots({ video: 1 });
    peers[0].change('failed');
    await settle();
    assert.equal(server.offers.at(-1).sdp, 'restart');
    peers[0].change('connected');
    assert.equal(servers.length, 1);
  });
});
