import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { HttpPeer } from '../../../main/resources/web/assets/client/http-peer.js';
import { WhipPublisher } from '../../../main/resources/web/assets/client/whip.js';

const SDP = 'v=0\r\nm=audio 9 X 111\r\na=ice-ufrag:UFRAG\r\na=ice-pwd:PASSWORD\r\na=mid:0\r\n';
const FRAGMENT = 'a=ice-ufrag:serverTwo\r\na=ice-pwd:serverTwoPassword\r\na=candidate:1 1 udp 1 192.0.2.2 2 typ host\r\n';

/** @type {FakePeerConnection[]} */
let connections = [];
/** @type {{method: string, url: string, headers: Record<string, string>, body: string | undefined}[]} */
let requests = [];
/** @type {(method: string, count: number) => [status: number, body: string, headers?: Record<string, string>]} */
let server;

/** Connects as soon as it has an answer, and breaks when told. */
class FakePeerConnection {
  connectionState = 'new';
  /** @type {(() => void) | null} */
  onconnectionstatechange = null;
  /** @type {any} */
  localDescription = null;
  /** @type {any} */
  remoteDescription = null;
  restarts = 0;

  constructor() {
    connections.push(this);
  }

  addTransceiver() {
    return { sender: { getParameters: () => ({ encodings: [] }), setParameters: async () => {} } };
  }

  async createOffer({ iceRestart = false } = {}) {
    if (iceRestart) this.restarts++;
    return { type: 'offer', sdp: SDP.replace('UFRAG', `client${this.restarts}`) };
  }

  /** @param {any} description */
  async setLocalDescription(description) {
    this.localDescription = description;
  }

  /** @param {any} description */
  async setRemoteDescription(description) {
    this.remoteDescription = description;
    setTimeout(() => this.become('connected'));
  }

  /** @param {string} state */
  become(state) {
    if (this.connectionState === 'closed') return;
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  async getStats() {
    return new Map();
  }

  close() {
    this.connectionState = 'closed';
  }
}

/** @param {HttpPeer} peer */
function statesOf(peer) {
  /** @type {string[]} */
  const states = [];
  peer.on('state', ({ state, error }) => states.push(error ? `${state} ${error.code}` : state));
  return states;
}

/** @param {() => boolean} condition */
async function until(condition) {
  const deadline = performance.now() + 10_000;
  while (!condition()) {
    assert.ok(performance.now() < deadline, `${condition}, having seen ${JSON.stringify(requests)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const methods = () => requests.map(({ method }) => method);

describe('a peer over WHIP or WHEP', { timeout: 60_000 }, () => {
  const kept = { fetch: globalThis.fetch, add: globalThis.addEventListener };
  /** @type {HttpPeer} */
  let peer;

  beforeEach(() => {
    connections = [];
    requests = [];
    server = (method) => (method === 'POST' ? [201, SDP, { Location: '/whep/lab/s', ETag: '"one"' }] : [200, '']);
    Object.assign(globalThis, {
      RTCPeerConnection: FakePeerConnection,
      MediaStream: class {},
      addEventListener: () => {},
      removeEventListener: () => {},
      fetch: async (/** @type {string} */ url, /** @type {any} */ { method, headers, body }) => {
        requests.push({ method, url: String(url), headers, body });
        const [status, text, more] = server(method, methods().filter((other) => other === method).length);
        return new Response(status === 204 ? null : text, { status, headers: more });
      },
    });
    peer = new HttpPeer('https://weir.example/whep/lab', 'secret');
  });

  afterEach(() => {
    peer.close();
    Object.assign(globalThis, { fetch: kept.fetch, addEventListener: kept.add });
  });

  it('should restart ICE where the path broke, and keep the session', async () => {
    const states = statesOf(peer);
    server = (method) =>
      method === 'PATCH' ? [200, FRAGMENT, { ETag: '"two"' }] : [201, SDP, { Location: '/whep/lab/s', ETag: '"one"' }];
    void peer.run();
    await until(() => peer.state === 'live');
    connections[0].become('failed');
    await until(() => states.includes('reconnecting'));
    await until(() => peer.state === 'live');

    assert.deepEqual(methods(), ['POST', 'PATCH']);
    const [, patch] = requests;
    assert.equal(patch.url, 'https://weir.example/whep/lab/s');
    assert.equal(patch.headers['If-Match'], '*');
    assert.equal(patch.headers.Authorization, 'Bearer secret');
    assert.match(patch.body ?? '', /a=ice-ufrag:client1/);
    assert.match(connections[0].remoteDescription.sdp, /a=ice-ufrag:serverTwo\r\n[^]*192\.0\.2\.2/);
    assert.equal(connections.length, 1);
  });

  it('should begin anew when the server knows the session no more', async () => {
    server = (method) =>
      method === 'POST' ? [201, SDP, { Location: '/whep/lab/s', ETag: '"one"' }] : [404, '{"detail":"There is no such session."}'];
    void peer.run();
    await until(() => peer.state === 'live');
    connections[0].become('failed');
    await until(() => connections.length === 2 && peer.state === 'live');

    assert.deepEqual(methods(), ['POST', 'PATCH', 'DELETE', 'POST']);
    assert.equal(connections[0].connectionState, 'closed');
  });

  it('should give up when it is refused for good, and say why', async () => {
    const states = statesOf(peer);
    server = () => [403, '{"detail":"The token is for another room."}'];
    await peer.run();
    assert.deepEqual(states, ['failed refused']);
    assert.deepEqual(methods(), ['POST']);
  });

  it('should come back after a server that is away', async () => {
    const states = statesOf(peer);
    server = (method, count) => (count === 1 ? [503, '{}'] : [201, SDP, { Location: '/whep/lab/s' }]);
    void peer.run();
    await until(() => peer.state === 'live');
    assert.deepEqual(states, ['reconnecting unavailable', 'live']);
  });

  it('should tell the server when it is closed', async () => {
    void peer.run();
    await until(() => peer.state === 'live');
    peer.close();
    assert.deepEqual(methods(), ['POST', 'DELETE']);
    assert.equal(peer.state, 'closed');
  });

  it('should leave a place that somebody else holds, but wait for its own', async () => {
    const stream = /** @type {any} */ ({ getAudioTracks: () => [], getVideoTracks: () => [] });
    server = () => [409, '{"detail":"The room has a presenter."}'];
    const late = new WhipPublisher('https://weir.example/whip/lab', stream);
    const seen = statesOf(late);
    await late.run();
    assert.deepEqual(seen, ['failed taken']);

    requests = [];
    // The second POST meets the session before, which the server has not let go yet.
    server = (method, count) =>
      method === 'POST' ? (count === 2 ? [409, '{}'] : [201, SDP, { Location: '/whip/lab/s' }]) : [500, ''];
    const own = (peer = new WhipPublisher('https://weir.example/whip/lab', stream));
    void own.run();
    await until(() => own.state === 'live');
    connections.at(-1)?.become('failed');
    await until(() => methods().filter((method) => method === 'POST').length === 3 && own.state === 'live');
  });
});
