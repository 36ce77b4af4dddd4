import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

/** The server's side of every WebSocket that the client opened, in order. */
let servers = [];
let peers = [];

/** A WebSocket whose other end answers as a Weir server would. */
class FakeServer {
  offers = [];
  requests = [];
  seq = 0;
  refuse = {};

  constructor() {
    servers.push(this);
    Object.assign(this, FakeServer.plan.shift() ?? {});
    queueMicrotask(() => (this.down ? this.onerror() : this.onopen()));
  }

  send(text) {
    const request = JSON.parse(text);
    this.requests.push(request);
    queueMicrotask(() => this.answer(request));
  }

  answer(request) {
    const code = this.refuse[request.type]?.shift();
    if (code) return this.receive({ type: 'error', id: request.id, code, message: code });
    const me = person(`me-${servers.length}`);
    const replies = {
      join: {
        session: 's',
        participant: me,
        room: { name: request.room, participants: [me], activeSpeakers: [] },
        can: ['publish', 'subscribe', 'data'],
        iceServers: [],
        seq: this.seq,
      },
      resume: { iceServers: [], can: ['publish', 'subscribe', 'data'], seq: this.seq },
      offer: { sdp: 'answer' },
      message: { time: 1000 + this.requests.length },
    };
    if (this.deaf?.includes(request.type)) return undefined;
    if (request.type === 'offer') this.offers.push(request);
    return this.receive({ type: 'reply', id: request.id, ...replies[request.type] });
  }

  event(type, body) {
    this.receive({ type, seq: ++this.seq, ...body });
  }

  receive(message) {
    this.onmessage({ data: JSON.stringify(message) });
  }

  close(code) {
    this.closedWith = code;
  }

  lose() {
    this.onclose({ code: 1006, reason: '' });
  }

  /** Requests of one type. */
  of(type) {
    return this.requests.filter((request) => request.type === type);
  }

  static plan = [];
}

/** An RTCPeerConnection that numbers its m-lines. */
class FakePeer {
  transceivers = [];
  signalingState = 'stable';
  connectionState = 'new';

  constructor(configuration) {
    this.configuration = configuration;
    peers.push(this);
  }

  addTransceiver(trackOrKind, { direction, sendEncodings }) {
    const transceiver = {
      sendEncodings,
      mid: null,
      direction,
      receiver: { track: { kind: trackOrKind } },
      sender: { replaceTrack: async () => {} },
      stop: () => this.transceivers.splice(this.transceivers.indexOf(transceiver), 1),
    };
    this.transceivers.push(transceiver);
    return transceiver;
  }

  async createOffer(options) {
    return { type: 'offer', sdp: options?.iceRestart ? 'restart' : 'offer' };
  }

  async setLocalDescription(description) {
    this.localDescription = description;
    if (description.type === 'rollback') {
      this.signalingState = 'stable';
      this.transceivers.forEach((transceiver) => (transceiver.mid = null));
      return;
    }
    this.signalingState = 'have-local-offer';
    this.transceivers.forEach((transceiver, index) => (transceiver.mid = String(index)));
  }

  async setRemoteDescription() {
    this.signalingState = 'stable';
  }

  getConfiguration() {
    return this.configuration;
  }

  setConfiguration(configuration) {
    this.configuration = configuration;
  }

  change(state) {
    this.connectionState = state;
    this.onconnectionstatechange();
  }

  close() {
    this.connectionState = 'closed';
  }
}

const media = (kind) => ({ kind, enabled: true, getSettings: () => (kind === 'video' ? { width: 1280, height: 720 } : {}) });
const person = (id) => ({ id, identity: id, name: id, metadata: {}, joinedAt: 1, tracks: [] });

/** Lets everything happen that needs no time. */
async function settle() {
  for (let i = 0; i < 50; i++) await Promise.resolve();
}

async function eventually(condition) {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    assert.ok(Date.now() < deadline, String(condition));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('weir client', () => {
  let connect;
  let client;

  beforeEach(async () => {
    servers = [];
    peers = [];
    FakeServer.plan = [];
    globalThis.WebSocket = FakeServer;
    globalThis.RTCPeerConnection = FakePeer;
    ({ connect } = await import('../../../main/resources/web/weir-client.js'));
  });

  afterEach(() => client?.leave());

  async function join(options) {
    client = await connect({ url: 'http://127.0.0.1', room: 'standup', name: 'Ada', ...options });
    return servers.at(-1);
  }

  it('should join with what it was given', async () => {
    const server = await join({ token: 'secret', metadata: { seat: 3 } });
    const [{ room, name, token, metadata }] = server.of('join');
    assert.deepEqual([room, name, token, metadata], ['standup', 'Ada', 'secret', { seat: 3 }]);
    assert.equal(client.state, 'connected');
  });

  it('should reject with the server’s code when it may not enter', async () => {
    FakeServer.plan.push({ refuse: { join: ['unauthorized'] } });
    await assert.rejects(join(), { code: 'unauthorized' });
    client = null;
  });

  it('should put slots and tracks that are asked for together into one offer', async () => {
    const server = await join();
    await Promise.all([
      client.setSlots({ audio: 1, video: 2 }),
      client.publish(media('audio')),
      client.publish(media('video'), { muted: true }),
    ]);
    assert.equal(server.offers.length, 1);
    assert.deepEqual(server.offers[0].tracks, [
      { mid: '3', source: 'microphone' },
      { mid: '4', source: 'camera', muted: true },
    ]);
    assert.deepEqual(client.slots.video.map(({ mid }) => mid), ['1', '2']);
  });

  it('should offer again only after the answer to the offer before', async () => {
    const server = await join();
    const first = client.setSlots({ video: 1 });
    await settle();
    const second = client.setSlots({ video: 2 });
    const third = client.publish(media('audio'));
    await Promise.all([first, second, third]);
    assert.equal(server.offers.length, 2);
    assert.deepEqual(server.offers[1].tracks, [{ mid: '2', source: 'microphone' }]);
  });

  it('should repeat an offer that met another one', async () => {
    FakeServer.plan.push({ refuse: { offer: ['offer_pending'] } });
    const server = await join();
    await client.setSlots({ video: 1 });
    assert.equal(server.of('offer').length, 2);
  });

  it('should roll back an offer that was refused, tell who asked, and not offer that again', async () => {
    FakeServer.plan.push({ refuse: { offer: ['no_common_codec'] } });
    const server = await join();
    await assert.rejects(client.publish(media('video')), { code: 'no_common_codec' });
    assert.equal(peers[0].signalingState, 'stable');
    assert.equal(client.state, 'connected');
    await client.publish(media('audio'));
    assert.deepEqual(server.offers[0].tracks, [{ mid: '0', source: 'microphone' }]);
  });

  it('should bind slots as the server says', async () => {
    const server = await join();
    await client.setSlots({ audio: 1, video: 1 });
    const changes = [];
    client.on('slotChanged', ({ slot, reason }) => changes.push([slot.kind, slot.track, reason]));
    server.event('slotChanged', { mid: '1', track: 'v1', participant: 'ben', reason: 'automatic' });
    server.event('slotChanged', { mid: '1', track: null, participant: null, reason: 'left' });
    server.event('slotChanged', { mid: '9', track: 'v2', participant: 'cem', reason: 'view' });
    assert.deepEqual(changes, [['video', 'v1', 'automatic'], ['video', null, 'left']]);
  });

  it('should offer a camera in three encodings, the lowest resolution first, and sound in one', async () => {
    await join();
    await Promise.all([client.publish(media('video')), client.publish(media('audio')), client.publish(media('video'), { simulcast: false })]);
    const rids = peers[0].transceivers.map(({ sendEncodings }) => sendEncodings.map(({ rid }) => rid));
    assert.deepEqual(rids, [['q', 'h', 'f'], [undefined], [undefined]]);
  });

  it('should offer again the header extensions that several encodings need', async () => {
    await join();
    await client.publish(media('video'), { simulcast: false });
    const extensions = [{ uri: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id', direction: 'stopped' }, { uri: 'other', direction: 'stopped' }];
    const { addTransceiver } = peers[0];
    peers[0].addTransceiver = (...args) => {
      const transceiver = addTransceiver.apply(peers[0], args);
      transceiver.sender.getParameters = () => ({ encodings: transceiver.sendEncodings });
      transceiver.sender.setParameters = async () => {};
      return Object.assign(transceiver, {
        getHeaderExtensionsToNegotiate: () => structuredClone(extensions),
        setHeaderExtensionsToNegotiate: (changed) => (transceiver.offered = changed.map(({ direction }) => direction)),
      });
    };
    await client.publish(media('video'), { source: 'screen' });
    await client.publish(media('video'), { source: 'custom', simulcast: false });
    assert.deepEqual(peers[0].transceivers.map(({ offered }) => offered), [undefined, ['sendrecv', 'stopped'], undefined]);
  });

  it('should know which encodings somebody uses until it has to join again', async () => {
    const server = await join();
    const publication = await client.publish(media('video'));
    const told = [];
    client.on('layersWanted', ({ publication: whose, rids }) => told.push([whose === publication, rids]));
    assert.equal(publication.layersWanted, null);
    server.event('layersWanted', { mid: '0', rids: ['q'] });
    server.event('layersWanted', { mid: '7', rids: ['q'] });
    assert.deepEqual(told, [[true, ['q']]]);
    assert.deepEqual(publication.layersWanted, ['q']);

    server.lose();
    await eventually(() => servers.length > 1 && client.state === 'connected');
    assert.deepEqual(publication.layersWanted, ['q'], 'the session goes on');
    servers.at(-1).seq = server.seq;
    servers.at(-1).event('roomClosed', { reason: 'shutdown' });
    await eventually(() => servers.length > 2 && client.state === 'connected');
    assert.equal(publication.layersWanted, null);
  });

  it('should know whose picture is paused because the connection cannot carry it', async () => {
    const server = await join();
    await client.setSlots({ video: 2 });
    const [asked, automatic] = client.slots.video;
    await client.view([{ slot: 0, track: 'v1' }]);
    server.event('slotChanged', { mid: '0', track: null, participant: null, reason: 'bandwidth' });
    assert.deepEqual([asked.track, asked.paused, asked.switching], [null, 'v1', false]);
    server.event('slotChanged', { mid: '0', track: 'v1', participant: 'ben', reason: 'bandwidth' });
    assert.deepEqual([asked.track, asked.paused], ['v1', null]);

    server.event('slotChanged', { mid: '1', track: 'v2', participant: 'cem', reason: 'automatic' });
    server.event('slotChanged', { mid: '1', track: null, participant: null, reason: 'bandwidth' });
    assert.equal(automatic.paused, 'v2');
    await client.view([{ slot: 1, track: 'v3' }]);
    assert.equal(automatic.paused, 'v3', 'still nothing fits');
    server.event('slotChanged', { mid: '1', track: null, participant: null, reason: 'left' });
    assert.equal(automatic.paused, null);
  });

  it('should ask for views by slot', async () => {
    const server = await join();
    await client.setSlots({ audio: 1, video: 2 });
    await client.view([{ slot: 1, track: 'v1', width: 640, height: 360 }, { slot: 0, track: null }]);
    assert.deepEqual(server.of('view')[0].slots, [
      { mid: '2', track: 'v1', width: 640, height: 360 },
      { mid: '1', track: null },
    ]);
    await assert.rejects(client.view([{ slot: 7 }]), { code: 'unknown_mid' });
  });

  it('should name nobody between asking for another track and its first frame', async () => {
    FakeServer.plan.push({ refuse: { view: ['unknown_track'] } });
    const server = await join();
    await client.setSlots({ video: 1 });
    const [slot] = client.slots.video;
    server.event('slotChanged', { mid: '0', track: 'v1', participant: 'ben', reason: 'automatic' });
    const heard = [];
    client.on('slotSwitching', () => heard.push('switching'));
    await client.view([{ slot: 0, track: 'v1' }]).catch(() => heard.push('refused'));
    await client.view([{ slot: 0, track: 'v2' }]);
    assert.deepEqual([heard, slot.switching], [['refused', 'switching'], true]);
    assert.equal(client.labelOf(slot).participant, null);
    server.event('slotChanged', { mid: '0', track: 'v2', participant: 'ben', reason: 'view' });
    assert.equal(slot.switching, false);
  });

  it('should stay muted when an operator has muted it, and pass over late echoes of its own mutes', async () => {
    const server = await join();
    const track = media('audio');
    const publication = await client.publish(track);
    const own = { id: 't1', participant: client.participant, kind: 'audio', source: 'microphone', muted: false, csrc: 0 };
    server.event('trackPublished', { track: own });
    server.event('trackMuted', { track: 't1', muted: true });
    assert.ok(!publication.muted);
    server.event('trackMuted', { track: 't1', muted: true, by: 'operator' });
    assert.ok(publication.muted);
    assert.ok(!track.enabled);
    await client.setSlots({ audio: 1 });
    assert.deepEqual(server.offers.at(-1).tracks, [{ mid: '0', source: 'microphone', muted: true }]);
  });

  it('should mute here and at the server', async () => {
    const server = await join();
    const track = media('audio');
    const publication = await client.publish(track);
    await client.mute(publication, true);
    assert.equal(track.enabled, false);
    assert.equal(server.of('mute')[0].muted, true);
  });

  it('should list what is left after unpublishing', async () => {
    const server = await join();
    const audio = await client.publish(media('audio'));
    await client.publish(media('video'));
    await client.unpublish(audio);
    assert.equal(server.of('unpublish')[0].mid, '0');
    assert.deepEqual(server.offers.at(-1).tracks, [{ mid: '1', source: 'camera' }]);
    assert.equal(peers[0].transceivers[0].direction, 'inactive');
  });

  it('should offer again when the server asks', async () => {
    const server = await join();
    await client.setSlots({ video: 1 });
    server.event('renegotiate', { reason: 'codec' });
    await settle();
    assert.equal(server.offers.length, 2);
  });

  it('should take in events that overtook the reply to join', async () => {
    FakeServer.plan.push({
      answer(request) {
        this.event('participantJoined', { participant: person('early') });
        this.seq = 0;
        FakeServer.prototype.answer.call(this, request);
      },
    });
    await join();
    assert.deepEqual(client.others.map(({ id }) => id), ['early']);
  });

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

  it('should say goodbye and stay away', async () => {
    const server = await join();
    const closed = new Promise((resolve) => client.on('closed', resolve));
    await client.leave();
    assert.equal(server.of('leave').length, 1);
    assert.equal(server.closedWith, 1000);
    assert.equal((await closed).reason, 'left');
    await client.leave();
    await assert.rejects(client.sendMessage('x'), { code: 'connection_lost' });
  });
});
