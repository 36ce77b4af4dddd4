import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
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

  it('should match replies to requests whatever their order', async () => {
    const { socket, channel } = await open();
    const first = channel.request('mute', { mid: '0', muted: true });
    const second = channel.request('offer', { sdp: 'v=0', tracks: [] });
    const [one, two] = socket.sent;
    assert.equal(one.type, 'mute');
    assert.notEqual(one.id, two.id);
    socket.receive({ type: 'reply', id: two.id, sdp: 'answer' });
    socket.receive({ type: 'reply', id: one.id });
    assert.equal((await second).sdp, 'answer');
    await first;
  });

  it('should turn errors into exceptions with their code', async () => {
    const { socket, channel } = await open();
    const join = channel.request('join', { room: 'x' });
    socket.receive({ type: 'error', id: socket.sent[0].id, code: 'forbidden', message: 'No.' });
    await assert.rejects(join, { name: 'WeirError', code: 'forbidden', message: 'No.' });
  });

  it('should give up on a request that stays unanswered', async () => {
    const { channel } = await open();
    await assert.rejects(channel.request('view', {}, 5), { code: 'timeout' });
  });

  it('should hand out events and overlook what it cannot read', async () => {
    const { socket, channel } = await open();
    const events = [];
    channel.onevent = (event) => events.push(event.type);
    for (const text of ['{', 'null', '[]', '{"id":1}', '{"type":7}']) socket.receive(text);
    socket.receive({ type: 'error', id: null, code: 'bad_request', message: '' });
    socket.receive({ type: 'activeSpeakers', seq: 1, participants: [] });
    assert.deepEqual(events, ['activeSpeakers']);
  });

  it('should fail what is pending when the connection is lost, and tell', async () => {
    const { socket, channel } = await open();
    const pending = channel.request('offer');
    let told = null;
    channel.onclose = (code) => (told = code);
    socket.onclose({ code: 1006, reason: '' });
    await assert.rejects(pending, { code: 'connection_lost' });
    await assert.rejects(channel.request('view'), { code: 'connection_lost' });
    assert.equal(told, 1006);
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
