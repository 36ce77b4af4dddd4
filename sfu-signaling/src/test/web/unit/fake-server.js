import assert from 'node:assert/strict';

/** The server's side of every WebSocket that the client opened, in order. */
export const servers = [];

/** Every RTCPeerConnection that it made, in order. */
export const peers = [];

/** Forgets all that has been, and takes the place of the browser. */
export function takeBrowsersPlace() {
  servers.length = peers.length = 0;
  FakeServer.plan = [];
  globalThis.WebSocket = FakeServer;
  globalThis.RTCPeerConnection = FakePeer;
}

/** A WebSocket whose other end answers as a Weir server would, the next one as the plan's first entry says. */
export class FakeServer {
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

export const media = (kind) => ({ kind, enabled: true, getSettings: () => (kind === 'video' ? { width: 1280, height: 720 } : {}) });
export const person = (id) => ({ id, identity: id, name: id, metadata: {}, joinedAt: 1, tracks: [] });

/** Lets everything happen that needs no time. */
export async function settle() {
  for (let i = 0; i < 50; i++) await Promise.resolve();
}

export async function eventually(condition) {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    assert.ok(Date.now() < deadline, String(condition));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
