/**
 * An SDP fragment with candidates, as RFC 8840 §9 and RFC 9725 §4.3.2 want it.
 *
 * @param {string} sdp the local description
 * @param {{candidate: string}[]} candidates
 * @returns {string}
 */
export function iceFragment(sdp, candidates) {
  const lines = sdp.split(/\r?\n/);
  /** @param {string} prefix */
  const first = (prefix) => lines.filter((line) => line.startsWith(prefix)).slice(0, 1);
  return [
    ...first('a=ice-ufrag:'),
    ...first('a=ice-pwd:'),
    ...first('m='),
    ...first('a=mid:'),
    ...candidates.map(({ candidate }) => `a=${candidate}`),
    '',
  ].join('\r\n');
}

/**
 * The answer after an ICE restart: the one before, with the credentials and candidates of the
 * server's fragment (RFC 9725 §4.3.3).
 *
 * @param {string} answer
 * @param {string} fragment
 * @returns {string}
 */
export function restartedAnswer(answer, fragment) {
  const news = fragment.split(/\r?\n/);
  const ufrag = news.find((line) => line.startsWith('a=ice-ufrag:'));
  const password = news.find((line) => line.startsWith('a=ice-pwd:'));
  const candidates = news.filter((line) => line.startsWith('a=candidate:'));
  if (!ufrag || !password) throw new TypeError('The fragment holds no credentials.');
  const lines = answer
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('a=candidate:') && line !== 'a=end-of-candidates' && line !== '')
    .map((line) => (line.startsWith('a=ice-ufrag:') ? ufrag : line.startsWith('a=ice-pwd:') ? password : line));
  const media = lines.findIndex((line) => line.startsWith('m='));
  const second = lines.findIndex((line, index) => index > media && line.startsWith('m='));
  lines.splice(second < 0 ? lines.length : second, 0, ...candidates);
  return [...lines, ''].join('\r\n');
}

/** Collects candidates found after the offer and sends them together (RFC 8840). */
export class Trickle {
  /** @type {RTCIceCandidate[]} */
  #found = [];
  #started = false;
  #scheduled = false;

  /**
   * @param {RTCPeerConnection} pc
   * @param {(fragment: string) => Promise<void>} send
   */
  constructor(pc, send) {
    this.pc = pc;
    this.send = send;
    pc.onicecandidate = ({ candidate }) => {
      if (!candidate?.candidate) return;
      this.#found.push(candidate);
      this.#schedule();
    };
  }

  /** To be called once there is a session to send to. */
  start() {
    this.#started = true;
    this.#schedule();
  }

  /** Keeps what is found from now on until `start`. */
  pause() {
    this.#started = false;
    this.#found = [];
  }

  #schedule() {
    if (!this.#started || this.#scheduled || this.#found.length === 0) return;
    this.#scheduled = true;
    setTimeout(() => {
      this.#scheduled = false;
      if (!this.#started) return;
      const fragment = iceFragment(this.pc.localDescription?.sdp ?? '', this.#found.splice(0));
      this.send(fragment).catch(() => {}); // the server learns our addresses from our checks as well
    }, 50);
  }
}
