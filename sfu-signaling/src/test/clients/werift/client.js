// Presents over WHIP or watches over WHEP, with werift.
//
//   node client.js publish ENDPOINT VIDEO_PORT AUDIO_PORT
//   node client.js watch ENDPOINT FRAMES
//
// publish sends on the VP8 and Opus packets that come to two UDP ports of this machine, until SIGTERM; a line
// "session URL" tells that the server took the offer. watch ends once so many frames and some sound came, and prints one
// JSON object with the size that the last key frame tells. Both end their session with DELETE.
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, Vp8RtpPayload } from 'werift';

const limitMs = 60_000;
const someSounds = 50;
// A packet of Opus that says no more than "silence" has one or two bytes.
const silence = 2;

const vp8 = new RTCRtpCodecParameters({
  mimeType: 'video/VP8',
  clockRate: 90_000,
  rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
});
const opus = new RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: 48_000, channels: 2 });

const [verb, endpoint, ...rest] = process.argv.slice(2);
const peer = new RTCPeerConnection({
  bundlePolicy: 'max-bundle',
  codecs: { audio: [opus], video: [vp8] },
});

/** Posts the offer and takes the answer; the session's address. */
async function negotiate() {
  await peer.setLocalDescription(await peer.createOffer());
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'Content-Type': 'application/sdp' },
    body: peer.localDescription.sdp,
  });
  const text = await response.text();
  if (response.status !== 201) throw new Error(`${response.status} ${text}`);
  await peer.setRemoteDescription({ type: 'answer', sdp: text });
  return new URL(response.headers.get('Location'), endpoint);
}

async function end(session) {
  const { status } = await fetch(session, { method: 'DELETE' });
  await peer.close();
  return status;
}

/** Sends on what comes to a UDP port. */
async function forward(kind, port) {
  const track = new MediaStreamTrack({ kind });
  peer.addTransceiver(track, { direction: 'sendonly' });
  const socket = createSocket('udp4');
  socket.on('message', (packet) => track.writeRtp(packet));
  await new Promise((resolve) => socket.bind(Number(port), '127.0.0.1', resolve));
}

async function publish(videoPort, audioPort) {
  await forward('video', videoPort);
  await forward('audio', audioPort);
  const session = await negotiate();
  process.on('SIGTERM', async () => {
    console.log('deleted', await end(session));
    process.exit();
  });
  console.log('session', session.href);
}

async function watch(frames) {
  const { version } = JSON.parse(readFileSync(new URL('node_modules/werift/package.json', import.meta.url)));
  const found = { version, width: 0, height: 0, frames: 0, sounds: 0, codecs: [] };
  const enough = Promise.withResolvers?.() ?? resolvers();
  const check = () => {
    if (found.width > 0 && found.frames >= frames && found.sounds >= someSounds) enough.resolve();
  };
  const heard = ({ payload }) => {
    if (payload.length > silence) found.sounds++;
  };
  // The size of a key frame stands in its first packet: RFC 6386 §9.1.
  const seen = ({ payload, header }) => {
    if (payload.length === 0) return;
    const frame = Vp8RtpPayload.deSerialize(payload);
    if (frame.isPartitionHead && frame.isKeyframe && frame.payload.length >= 10) {
      found.width = frame.payload.readUInt16LE(6) & 0x3fff;
      found.height = frame.payload.readUInt16LE(8) & 0x3fff;
    }
    if (header.marker) found.frames++;
  };
  for (const kind of ['audio', 'video']) {
    peer.addTransceiver(kind, { direction: 'recvonly' }).onTrack.subscribe((track) => {
      found.codecs.push(track.codec.name);
      track.onReceiveRtp.subscribe((packet) => {
        (kind === 'audio' ? heard : seen)(packet);
        check();
      });
    });
  }
  const session = await negotiate();
  const timer = setTimeout(() => enough.reject(new Error(`not enough media: ${JSON.stringify(found)}`)), limitMs);
  await enough.promise;
  clearTimeout(timer);
  found.deleted = await end(session);
  console.log(JSON.stringify(found));
  process.exit();
}

function resolvers() {
  let resolve, reject;
  const promise = new Promise((yes, no) => ([resolve, reject] = [yes, no]));
  return { promise, resolve, reject };
}

await (verb === 'publish' ? publish(...rest) : watch(Number(rest[0])));
