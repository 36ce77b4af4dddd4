import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Requests } from '../../../main/resources/web/assets/client/requests.js';
import { SignalingChannel } from '../../../main/resources/web/assets/client/signaling-channel.js';

/** A WebSocket whose other end is the test. */
class FakeSocket {
  sent = [];
  closed = null;

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close(code) {
    this.closed = code ?? 1005;
  }

  receive(message) {
    this.onmessage({ data: typeof message === 'string' ? message : JSON.stringify(message) });
  }
}

async function open() {
  const socket = new FakeSocket();
  const opening = SignalingChannel.open('ws://127.0.0.1/ws', (_url, protocol) => {
    socket.protocol = protocol;
    return socket;
  });
  socket.onopen();
  return { socket, channel: await opening };
}

describe('signaling channel', () => {
  it('should ask for the subprotocol', async () => {
    const { socket } = await open();
    assert.equal(socket.protocol, 'weir.v1');
  });

  it('should hand out messages and overlook what it cannot read', async () => {
    const { socket, channel } = await open();
    const types = [];
    channel.carry((message) => types.push(message.type), () => assert.fail('not a loss'));
    for (const text of ['{', 'null', '[]', '{"id":1}', '{"type":7}']) socket.receive(text);
    socket.receive({ type: 'activeSpeakers', seq: 1, participants: [] });
    assert.deepEqual(types, ['activeSpeakers']);
  });

  it('should begin with one request and keep what comes with its reply', async () => {
    const { socket, channel } = await open();
    const greeting = channel.greet({ id: 7, type: 'resume', session: 's', seq: 1 });
    assert.deepEqual(socket.sent, [{ id: 7, type: 'resume', session: 's', seq: 1 }]);
    socket.receive({ type: 'reply', id: 7, seq: 2 });
    socket.receive({ type: 'activeSpeakers', seq: 2, participants: [] });
    socket.onclose({ code: 1006, reason: '' });
    assert.equal((await greeting).seq, 2);
    const seen = [];
    channel.carry((message) => seen.push(message.seq), (code) => seen.push(code));
    assert.deepEqual(seen, [2, 1006]);
  });

  it('should say what became of its first request', async () => {
    const refused = await open();
    const refusal = refused.channel.greet({ id: 1, type: 'join' });
    refused.socket.receive({ type: 'error', id: 1, code: 'forbidden', message: 'No.' });
    await assert.rejects(refusal, { name: 'WeirError', code: 'forbidden', message: 'No.' });
    const broken = await open();
    const lost = broken.channel.greet({ id: 1, type: 'join' });
    broken.socket.onclose({ code: 1006, reason: '' });
    await assert.rejects(lost, { code: 'connection_lost' });
  });

  it('should give up a connection without ending its session', async () => {
    const { socket, channel } = await open();
    let told = null;
    channel.carry(() => {}, (code) => (told = code));
    channel.abandon();
    assert.equal(told, 0);
    assert.ok(![1000, 1001].includes(socket.closed));
  });

  it('should close quietly when asked to', async () => {
    const { socket, channel } = await open();
    channel.onclose = () => assert.fail('not a loss');
    channel.close();
    assert.equal(socket.closed, 1000);
  });

  it('should say that the server cannot be reached', async () => {
    const socket = new FakeSocket();
    const opening = SignalingChannel.open('ws://127.0.0.1/ws', () => socket);
    socket.onerror();
    await assert.rejects(opening, { code: 'unreachable' });
  });
});

describe('requests', () => {
  const sending = () => {
    const sent = [];
    return { sent, send: (message) => sent.push(message) };
  };

  it('should match replies to requests whatever their order', async () => {
    const requests = new Requests();
    const { sent, send } = sending();
    const first = requests.make('mute', { mid: '0', muted: true }, 1000, send);
    const second = requests.make('offer', { sdp: 'v=0', tracks: [] }, 1000, send);
    assert.notEqual(sent[0].id, sent[1].id);
    requests.settle({ type: 'reply', id: sent[1].id, sdp: 'answer' });
    requests.settle({ type: 'reply', id: sent[0].id });
    assert.equal((await second).sdp, 'answer');
    await first;
  });

  it('should turn errors into exceptions with their code', async () => {
    const requests = new Requests();
    const { sent, send } = sending();
    const view = requests.make('view', {}, 1000, send);
    requests.settle({ type: 'error', id: sent[0].id, code: 'forbidden', message: 'No.' });
    await assert.rejects(view, { name: 'WeirError', code: 'forbidden', message: 'No.' });
  });

  it('should give up on a request that stays unanswered, but not while nothing can be answered', async () => {
    const requests = new Requests();
    const { sent, send } = sending();
    const asked = requests.make('view', {}, 20, send);
    requests.pause();
    await new Promise((resolve) => setTimeout(resolve, 60));
    requests.repeat(send);
    assert.deepEqual(sent[0], sent[1]);
    await assert.rejects(asked, { code: 'timeout' });
  });
});
