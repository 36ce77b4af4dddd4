import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { backoffMs, delay } from '../../../main/resources/web/assets/client/backoff.js';
import { Emitter } from '../../../main/resources/web/assets/client/emitter.js';
import { isFinal, isLoss, WeirError } from '../../../main/resources/web/assets/client/errors.js';
import { SlotTable, viewEntry } from '../../../main/resources/web/assets/client/slots.js';
import { iceServersOf } from '../../../main/resources/web/assets/client/ice-server-links.js';
import { isRoomName, signalingUrl } from '../../../main/resources/web/assets/client/urls.js';
import { iceFragment } from '../../../main/resources/web/assets/client/ice-fragments.js';
import { explainMute, explainRights } from '../../../main/resources/web/assets/conference/explain.js';
import { readParameters, roomOf } from '../../../main/resources/web/assets/conference/parameters.js';
import { checkName, checkRoom } from '../../../main/resources/web/assets/lobby/validation.js';
import { loudness } from '../../../main/resources/web/assets/media/level-meter.js';
import { describeProblem } from '../../../main/resources/web/assets/media/problems.js';
import { hue, initials } from '../../../main/resources/web/assets/ui/people-looks.js';

describe('what others do to oneself', () => {
  it('should be told by what has changed, and by nothing else', () => {
    const all = new Set(['publish', 'subscribe', 'data']);
    assert.deepEqual(explainRights(all, new Set(['subscribe', 'data'])), ['You may not speak or be seen any more.']);
    assert.deepEqual(explainRights(all, new Set([...all, 'moderate', 'record'])), ['You may mute and remove others now.']);
    assert.deepEqual(explainRights(new Set(['subscribe']), all), ['You may speak and be seen now.', 'You may write in the chat now.']);
    assert.deepEqual(explainRights(all, all), []);
  });

  it('should say whether somebody in the room or the operator muted', () => {
    assert.match(explainMute('microphone', 'p7'), /^A moderator has muted you/);
    assert.match(explainMute('camera', 'operator'), /^Whoever runs this server has turned your camera off/);
  });
});

describe('addresses', () => {
  it('should lead to the WebSocket of the same server', () => {
    assert.equal(signalingUrl('http://127.0.0.1:8080/r/standup?join=now'), 'ws://127.0.0.1:8080/ws');
    assert.equal(signalingUrl('https://weir.example'), 'wss://weir.example/ws');
  });

  it('should know rooms’ names', () => {
    assert.ok(isRoomName('Team_1.standup-x'));
    for (const name of ['', 'a b', 'é', 'a/b', 'x'.repeat(129)]) assert.ok(!isRoomName(name));
    assert.equal(roomOf('/r/standup'), 'standup');
    assert.equal(roomOf('/live/standup/'), 'standup');
    assert.equal(roomOf('/r/a%20b'), null);
    assert.equal(roomOf('/r/%'), null);
  });

  it('should carry parameters, the token only in the fragment', () => {
    const parameters = readParameters({
      pathname: '/r/standup',
      search: '?name=Ada&join=now&camera=off&size=320x180&slots=2&view=manual&token=no',
      hash: '#token=abc.def.ghi',
    });
    assert.deepEqual(parameters, {
      room: 'standup',
      name: 'Ada',
      token: 'abc.def.ghi',
      joinNow: true,
      camera: false,
      microphone: undefined,
      size: { width: 320, height: 180 },
      slots: 2,
      manualView: true,
    });
    assert.equal(readParameters({ pathname: '/r/x', search: '?size=big&slots=-1', hash: '' }).slots, null);
  });
});

describe('client parts', () => {
  it('should wait longer from attempt to attempt, up to a limit', () => {
    const waits = [1, 2, 3, 4, 5, 6, 20].map((attempt) => backoffMs(attempt, 0.5));
    assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 8000, 8000]);
    assert.ok(backoffMs(1, 0) < backoffMs(1, 1));
  });

  it('should stop waiting when told', async () => {
    const stop = new AbortController();
    const waiting = delay(60_000, stop.signal);
    stop.abort(new Error('enough'));
    await assert.rejects(waiting, { message: 'enough' });
    await assert.rejects(delay(1, stop.signal), { message: 'enough' });
  });

  it('should keep one listener’s mistake from the others', () => {
    const reported = [];
    globalThis.reportError = (error) => reported.push(error);
    const emitter = new Emitter();
    let heard = 0;
    emitter.on('change', () => {
      throw new Error('oops');
    });
    const stop = emitter.on('change', () => heard++);
    emitter.emit('change', {});
    stop();
    emitter.emit('change', {});
    assert.equal(heard, 1);
    assert.equal(reported.length, 2);
  });

  it('should try again after losses, not after refusals', () => {
    assert.ok(isFinal(new WeirError('unauthorized', '')));
    assert.ok(!isFinal(new WeirError('unreachable', '')));
    assert.ok(!isFinal(new TypeError('x')));
    assert.ok(isLoss(new WeirError('connection_lost', '')));
    assert.ok(!isLoss(new WeirError('timeout', '')));
  });

  it('should only ever add slots', () => {
    const table = new SlotTable();
    assert.equal(table.grow({ audio: 3, video: 4 }).length, 7);
    assert.equal(table.grow({ video: 2 }).length, 0);
    assert.deepEqual(table.grow({ video: 5 }).map(({ kind, index }) => [kind, index]), [['video', 4]]);
    table.video[1].mid = '5';
    assert.equal(table.find({ mid: '5' }), table.video[1]);
    assert.equal(table.find({ slot: 2 }), table.video[2]);
    assert.equal(table.find({ slot: 0, kind: 'audio' }), table.audio[0]);
    assert.equal(table.find({ slot: 9 }), undefined);
  });

  it('should leave the choice to the server only where no track is named', () => {
    assert.deepEqual(viewEntry('4', { slot: 0 }), { mid: '4' });
    assert.deepEqual(viewEntry('4', { slot: 0, track: null }), { mid: '4', track: null });
    assert.deepEqual(viewEntry('4', { track: 'v', width: 319.6, height: 180 }), {
      mid: '4',
      track: 'v',
      width: 320,
      height: 180,
    });
  });

  it('should trickle candidates with their credentials and m-line', () => {
    const sdp = 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=ice-ufrag:abcd\r\na=ice-pwd:secret\r\na=mid:0\r\nm=video 9 X 96\r\na=mid:1\r\n';
    const fragment = iceFragment(sdp, [{ candidate: 'candidate:1 1 udp 1 127.0.0.1 9 typ host' }]);
    assert.equal(
      fragment,
      'a=ice-ufrag:abcd\r\na=ice-pwd:secret\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n' +
        'a=candidate:1 1 udp 1 127.0.0.1 9 typ host\r\n',
    );
  });
});

describe('lobby parts', () => {
  it('should ask for what is missing or cannot be', () => {
    assert.equal(checkName('Ada'), null);
    assert.ok(checkName(''));
    assert.equal(checkRoom('standup'), null);
    for (const room of ['', 'a b', 'ü', 'x'.repeat(129)]) assert.ok(checkRoom(room));
  });

  it('should explain every refusal of a device', () => {
    const codes = ['NotAllowedError', 'NotFoundError', 'NotReadableError', 'SecurityError', 'Strange'].map(
      (name) => describeProblem(new DOMException('', name), 'camera').code,
    );
    assert.deepEqual(codes, ['permission-denied', 'no-device', 'device-busy', 'insecure', 'unknown']);
    const system = new DOMException('Permission denied by system', 'NotAllowedError');
    assert.equal(describeProblem(system, 'camera').code, 'blocked-by-system');
  });

  it('should put silence at nothing and a shout at full', () => {
    assert.equal(loudness(0), 0);
    assert.equal(loudness(0.0001), 0);
    assert.equal(loudness(1), 1);
    assert.ok(loudness(0.05) > 0.5);
  });

  it('should draw the same avatar for the same name', () => {
    assert.equal(initials('Ada Lovelace'), 'AL');
    assert.equal(initials('  bo '), 'B');
    assert.equal(initials(''), '?');
    assert.equal(hue('Ada'), hue('Ada'));
    assert.match(hue('Ada'), /^hue-[0-7]$/);
  });
});

describe('ICE servers in Link headers', () => {
  it('should come with their credentials, whatever stands in them', () => {
    const header =
      '<stun:stun.example>; rel="ice-server", ' +
      '<turn:turn.example:3478?transport=udp>; rel="ice-server"; username="a, \\"b\\""; credential="c;<d>"; ' +
      'credential-type="password"';
    assert.deepEqual(iceServersOf(header), [
      { urls: 'stun:stun.example' },
      { urls: 'turn:turn.example:3478?transport=udp', username: 'a, "b"', credential: 'c;<d>' },
    ]);
  });

  it('should not be looked for in links of other kinds', () => {
    assert.deepEqual(iceServersOf('</style.css>; rel=preload'), []);
    assert.deepEqual(iceServersOf(null), []);
  });
});
