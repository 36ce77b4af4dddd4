import { HttpSession } from '../client/http-session.js';
import { signalingUrl } from '../client/urls.js';
import { onlyKind } from './candidates.js';

/** @typedef {import('./candidates.js').CandidateKind} CandidateKind */

/**
 * What one check found out. `warn` is no problem by itself.
 * @typedef {object} Finding
 * @property {'pass' | 'warn' | 'fail' | 'skip'} result
 * @property {string} text
 */

const CONNECT_LIMIT_MS = 8000;
const HTTP_LIMIT_MS = 6000;

/** @returns {Promise<Finding>} */
export async function checkHttp() {
  const started = performance.now();
  const response = await fetch('/readyz', { cache: 'no-store', signal: AbortSignal.timeout(HTTP_LIMIT_MS) });
  const took = Math.round(performance.now() - started);
  if (response.ok) return { result: 'pass', text: `The server answers within ${took} ms.` };
  return { result: 'warn', text: `The server answers, but takes nobody in at the moment (status ${response.status}).` };
}

/** @returns {Promise<Finding>} */
export function checkWebSocket() {
  return new Promise((resolve) => {
    const socket = new WebSocket(signalingUrl(), 'weir.v1');
    /** @param {Finding} finding */
    const done = (finding) => {
      clearTimeout(timer);
      socket.onopen = socket.onerror = null;
      socket.close();
      resolve(finding);
    };
    const no = 'No WebSocket gets through: a proxy or firewall stops it. Calls will not work; watching may.';
    const timer = setTimeout(() => done({ result: 'fail', text: no }), HTTP_LIMIT_MS);
    socket.onopen = () => done({ result: 'pass', text: 'WebSocket gets through.' });
    socket.onerror = () => done({ result: 'fail', text: no });
  });
}

/**
 * Tries one kind of media path: a short viewer's session in a room of its own, whose answer is reduced to the
 * candidates of that kind.
 *
 * @param {CandidateKind} kind
 * @param {string} room
 * @param {string | undefined} token
 * @returns {Promise<Finding>}
 */
export async function checkPath(kind, room, token) {
  const lifetime = new AbortController();
  const pc = new RTCPeerConnection({
    bundlePolicy: 'max-bundle',
    iceTransportPolicy: kind === 'relay' ? 'relay' : 'all',
  });
  /** @type {HttpSession | null} */
  let session = null;
  try {
    pc.addTransceiver('audio', { direction: 'recvonly' });
    const offer = await pc.createOffer();
    session = await HttpSession.create(new URL(`/whep/${room}`, location.href).href, token, offer.sdp ?? '', lifetime.signal);
    const hasTurn = session.iceServers.some(({ urls }) => /^turns?:/.test(String(urls)));
    if (kind === 'relay' && !hasTurn) {
      return { result: 'skip', text: 'This server hands out no TURN relay, so none can be tried.' };
    }
    const answer = kind === 'relay' ? session.answer : onlyKind(session.answer, kind);
    if (answer === null) return { result: 'skip', text: NOT_OFFERED[kind] };
    if (session.iceServers.length > 0) pc.setConfiguration({ ...pc.getConfiguration(), iceServers: session.iceServers });
    const started = performance.now();
    await pc.setLocalDescription(offer);
    await pc.setRemoteDescription({ type: 'answer', sdp: answer });
    if (!(await connects(pc))) return { result: 'fail', text: FAILED[kind] };
    const took = Math.round(performance.now() - started);
    return { result: 'pass', text: `Works: connected in ${took} ms${await describePath(pc)}.` };
  } finally {
    pc.close();
    await session?.delete();
    lifetime.abort();
  }
}

/** @type {Record<CandidateKind, string>} */
const NOT_OFFERED = {
  udp4: 'The server offers no IPv4 address for UDP.',
  udp6: 'The server offers no IPv6 address for UDP; that is no problem while IPv4 works.',
  tcp: 'The server offers no TCP; networks that stop UDP cannot be served.',
  relay: '',
};

/** @type {Record<CandidateKind, string>} */
const FAILED = {
  udp4: 'Nothing comes through: a firewall stops UDP, or the server’s address cannot be reached from here.',
  udp6: 'Nothing comes through: this network has no IPv6, or stops UDP.',
  tcp: 'Nothing comes through by TCP either.',
  relay: 'The relay cannot be reached, or refuses its credentials.',
};

/**
 * @param {RTCPeerConnection} pc
 * @returns {Promise<boolean>}
 */
function connects(pc) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), CONNECT_LIMIT_MS);
    pc.onconnectionstatechange = () => {
      if (pc.connectionState !== 'connected' && pc.connectionState !== 'failed') return;
      clearTimeout(timer);
      resolve(pc.connectionState === 'connected');
    };
  });
}

/**
 * @param {RTCPeerConnection} pc
 * @returns {Promise<string>}
 */
async function describePath(pc) {
  const report = await pc.getStats();
  const entries = [...report.values()];
  const transport = entries.find(({ type }) => type === 'transport');
  const pair = report.get(transport?.selectedCandidatePairId) ?? entries.find(({ type, selected }) => type === 'candidate-pair' && selected);
  const remote = report.get(pair?.remoteCandidateId);
  const rtt = pair?.currentRoundTripTime;
  const to = remote?.address ? ` to ${remote.address}:${remote.port}` : '';
  return `${to}${rtt === undefined ? '' : `, round trip ${Math.round(rtt * 1000)} ms`}`;
}

/**
 * Whether camera or microphone open; they are closed again at once.
 *
 * @param {'camera' | 'microphone'} kind
 * @param {(error: unknown, kind: 'camera' | 'microphone') => {title: string, advice: string}} describe
 * @returns {Promise<Finding>}
 */
export async function checkDevice(kind, describe) {
  try {
    if (!navigator.mediaDevices) throw new TypeError('no media devices');
    const stream = await navigator.mediaDevices.getUserMedia(kind === 'camera' ? { video: true } : { audio: true });
    const [track] = stream.getTracks();
    const { width, height } = track.getSettings();
    const size = width && height ? `, ${width} × ${height}` : '';
    const label = track.label || 'a device without a name';
    track.stop();
    return { result: 'pass', text: `Works: ${label}${size}.` };
  } catch (error) {
    const { title, advice } = describe(error, kind);
    return { result: 'warn', text: `${title}. ${advice}` };
  }
}

/**
 * What this browser can send and show.
 *
 * @returns {Finding}
 */
export function checkCodecs() {
  /** @param {RTCRtpCapabilities | null} capabilities */
  const names = (capabilities) => {
    const all = (capabilities?.codecs ?? []).map(({ mimeType }) => mimeType.replace(/^\w+\//, '').toUpperCase());
    return [...new Set(all)].filter((name) => !/^(RTX|RED|ULPFEC|FLEXFEC-03|CN|TELEPHONE-EVENT)$/.test(name));
  };
  const sends = names(RTCRtpSender.getCapabilities('video'));
  const shows = names(RTCRtpReceiver.getCapabilities('video'));
  const fits = ['VP8', 'H264'].some((name) => sends.includes(name) && shows.includes(name));
  const same = sends.join() === shows.join();
  const text = same ? `Sends and shows ${shows.join(', ')}.` : `Sends ${sends.join(', ')}; shows ${shows.join(', ')}.`;
  return fits ? { result: 'pass', text } : { result: 'fail', text: `${text} Neither VP8 nor H264, which calls need.` };
}
