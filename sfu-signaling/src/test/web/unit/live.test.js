import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { videoCodecsOf } from '../../../main/resources/web/assets/client/http-peer.js';
import { restartedAnswer } from '../../../main/resources/web/assets/client/ice-fragments.js';
import { linksOf } from '../../../main/resources/web/assets/client/ice-server-links.js';
import { FigureReader, figureLines } from '../../../main/resources/web/assets/client/peer-figures.js';
import { LatencyMeter, latencyText } from '../../../main/resources/web/assets/player/latency.js';
import { codecFirst } from '../../../main/resources/web/assets/client/whip.js';
import { candidateKindOf, onlyKind } from '../../../main/resources/web/assets/test/candidates.js';
import { reportText, verdict } from '../../../main/resources/web/assets/test/report.js';
import { embedSnippet } from '../../../main/resources/web/assets/publish/share.js';
import { durationText } from '../../../main/resources/web/assets/publish/view.js';

const ANSWER = [
  'v=0',
  'a=group:BUNDLE 0 1',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=ice-ufrag:old',
  'a=ice-pwd:oldPassword',
  'a=candidate:1 1 udp 2130706431 192.0.2.1 10000 typ host',
  'a=candidate:2 1 udp 2130706430 2001:db8::1 10000 typ host',
  'a=candidate:3 1 tcp 1518214911 192.0.2.1 10000 typ host tcptype passive',
  'a=end-of-candidates',
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97 102',
  'a=ice-ufrag:old',
  'a=ice-pwd:oldPassword',
  'a=rtpmap:96 VP8/90000',
  'a=rtpmap:97 rtx/90000',
  'a=rtpmap:102 H264/90000',
  '',
].join('\r\n');

describe('answers over HTTP', () => {
  it('should take the new credentials and candidates of an ICE restart, and nothing of the old', () => {
    const fragment = 'a=ice-ufrag:new\r\na=ice-pwd:newPassword\r\na=candidate:9 1 udp 1 192.0.2.9 9 typ host\r\n';
    const lines = restartedAnswer(ANSWER, fragment).split('\r\n');
    assert.equal(lines.filter((line) => line === 'a=ice-ufrag:new').length, 2);
    assert.equal(lines.filter((line) => line === 'a=ice-pwd:newPassword').length, 2);
    assert.deepEqual(
      lines.filter((line) => line.startsWith('a=candidate:')),
      ['a=candidate:9 1 udp 1 192.0.2.9 9 typ host'],
    );
    assert.ok(lines.indexOf('a=candidate:9 1 udp 1 192.0.2.9 9 typ host') < lines.findIndex((line) => line.startsWith('m=video')));
    assert.ok(!lines.some((line) => line.includes('old') || line === 'a=end-of-candidates'));
    assert.throws(() => restartedAnswer(ANSWER, 'a=ice-ufrag:new'));
  });

  it('should name the video codecs in order, without their helpers', () => {
    assert.deepEqual(videoCodecsOf(ANSWER), ['VP8', 'H264']);
    assert.deepEqual(videoCodecsOf('v=0\r\n'), []);
  });

  it('should begin with the codec that was chosen, where the room takes it', () => {
    assert.deepEqual(videoCodecsOf(codecFirst(ANSWER, 'H264')), ['H264', 'VP8']);
    assert.match(codecFirst(ANSWER, 'H264'), /^m=video 9 UDP\/TLS\/RTP\/SAVPF 102 96 97$/m);
    assert.equal(codecFirst(ANSWER, 'AV1'), ANSWER);
  });

  it('should find extensions among links', () => {
    const header = '<stun:s>; rel="ice-server", </e>; rel="urn:ietf:params:whep:ext:core:server-sent-events"; events="active,inactive"';
    assert.deepEqual(linksOf(header)[1], {
      url: '/e',
      rel: 'urn:ietf:params:whep:ext:core:server-sent-events',
      events: 'active,inactive',
    });
  });
});

describe('figures', () => {
  const sent = (/** @type {object} */ changes) => new Map(Object.entries({
    v: { type: 'outbound-rtp', kind: 'video', timestamp: 1000, bytesSent: 0, packetsSent: 0, framesEncoded: 0, codecId: 'c', frameWidth: 640, frameHeight: 360, ...changes },
    c: { type: 'codec', id: 'c', mimeType: 'video/VP8' },
    r: { type: 'remote-inbound-rtp', kind: 'video', packetsLost: (/** @type {any} */ (changes)).lost ?? 0 },
    p: { type: 'candidate-pair', nominated: true, state: 'succeeded', currentRoundTripTime: 0.04 },
  }));

  it('should be those of the last interval', () => {
    const reader = new FigureReader();
    reader.read(sent({}));
    const figures = reader.read(sent({ timestamp: 3000, bytesSent: 250_000, packetsSent: 200, framesEncoded: 50, lost: 10 }));
    assert.equal(figures.bitrate, 1_000_000);
    assert.equal(figures.fps, 25);
    assert.equal(figures.loss, 0.05);
    assert.equal(figures.rtt, 0.04);
    assert.equal(figures.codec, 'VP8');
    assert.deepEqual(figureLines(figures).map(([label]) => label), ['Video', 'Frame rate', 'Bitrate', 'Lost packets', 'Round trip']);
  });

  it('should leave out what the browser does not tell', () => {
    const figures = new FigureReader().read(new Map());
    assert.deepEqual(figureLines(figures), [['Bitrate', '0 kbit/s']]);
  });
});

describe('latency', () => {
  const NTP = 2_208_988_800_000;
  const report = new Map(Object.entries({
    v: { type: 'inbound-rtp', kind: 'video', timestamp: 100_000, remoteId: 'r', estimatedPlayoutTimestamp: NTP + 599_850 },
    // The server's clock is 500 s ahead, and its report took 10 ms.
    r: { type: 'remote-outbound-rtp', id: 'r', timestamp: 99_010, remoteTimestamp: 599_000 },
  }));

  it('should count from the shot on the server’s clock, however far that is from ours', () => {
    const latency = new LatencyMeter().read(report, { rtt: 0.02, processing: 0.05 });
    assert.equal(latency?.from, 'capture');
    assert.ok(Math.abs((latency?.seconds ?? 0) - 0.15) < 1e-6, `${latency?.seconds}`);
  });

  it('should count from the server where the browser does not tell more', () => {
    assert.deepEqual(new LatencyMeter().read(new Map(), { rtt: 0.02, processing: 0.05 }), { seconds: 0.060000000000000005, from: 'server' });
    assert.equal(new LatencyMeter().read(new Map(), { rtt: null, processing: 0.05 }), null);
  });

  it('should not follow a single odd reading', () => {
    const meter = new LatencyMeter();
    for (const processing of [0.1, 0.1, 5, 0.1]) meter.read(new Map(), { rtt: 0, processing });
    assert.equal(meter.read(new Map(), { rtt: 0, processing: 0.1 })?.seconds, 0.1);
    assert.equal(latencyText({ seconds: 0.123, from: 'server' }), '120 ms');
    assert.equal(latencyText({ seconds: 1.26, from: 'server' }), '1.3 s');
  });
});

describe('connection test', () => {
  it('should tell kinds of candidates apart', () => {
    const kinds = ANSWER.split('\r\n').filter((line) => line.startsWith('a=candidate:')).map(candidateKindOf);
    assert.deepEqual(kinds, ['udp4', 'udp6', 'tcp']);
    assert.equal(candidateKindOf('a=candidate:'), null);
  });

  it('should keep one kind in the answer, and say when there is none', () => {
    const only = onlyKind(ANSWER, 'tcp') ?? '';
    assert.equal(only.match(/a=candidate:/g)?.length, 1);
    assert.match(only, /tcptype passive/);
    assert.equal(onlyKind(ANSWER.replace(/a=candidate:2.*\r\n/, ''), 'udp6'), null);
  });

  const line = (/** @type {string} */ name, /** @type {any} */ result) => ({ name, finding: { result, text: `${name} text` } });

  it('should say in one sentence what works', () => {
    const good = [line('Server', 'pass'), line('WebSocket', 'pass'), line('UDP over IPv4', 'pass')];
    assert.equal(verdict(good).result, 'pass');
    assert.equal(verdict([good[0], good[1], line('UDP over IPv4', 'fail'), line('TCP', 'pass')]).result, 'warn');
    assert.equal(verdict([good[0], line('WebSocket', 'fail'), good[2]]).result, 'fail');
    assert.match(verdict([line('Server', 'fail')]).text, /cannot be reached/);
    assert.match(verdict([good[0], good[1], line('UDP over IPv4', 'fail')]).text, /silent and dark/);
  });

  it('should write everything down for support', () => {
    const text = reportText([line('Server', 'pass'), line('TCP', 'skip')], { server: 'https://weir.example', browser: 'Browser/1', time: 'now' });
    assert.match(text, /Weir connection test of https:\/\/weir\.example, now\nBrowser\/1/);
    assert.match(text, /Server {2}ok: Server text\nTCP {5}not tried: TCP text/);
  });
});

describe('presenter page', () => {
  it('should give viewers a snippet that names server and room', () => {
    assert.equal(
      embedSnippet('lab', 'https://weir.example'),
      '<script type="module" src="https://weir.example/weir-player.js"></script>\n' +
        '<weir-player room="lab" autoplay muted controls></weir-player>',
    );
  });

  it('should tell how long it has been live', () => {
    assert.deepEqual([0, 61_000, 3_723_000].map(durationText), ['0:00', '1:01', '1:02:03']);
  });
});
