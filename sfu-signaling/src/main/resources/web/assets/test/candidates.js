/** @typedef {'udp4' | 'udp6' | 'tcp' | 'relay'} CandidateKind */

/**
 * Which kind of path a candidate line stands for.
 *
 * @param {string} line such as `a=candidate:1 1 udp 2130706431 192.0.2.1 10000 typ host`
 * @returns {CandidateKind | null}
 */
export function candidateKindOf(line) {
  const [, , transport, , address] = line.replace(/^a=candidate:/, '').split(' ');
  if (!address) return null;
  if (transport.toLowerCase() === 'tcp') return 'tcp';
  return address.includes(':') ? 'udp6' : 'udp4';
}

/**
 * An answer with the candidates of one kind only; null when it has none.
 *
 * @param {string} sdp
 * @param {CandidateKind} kind
 * @returns {string | null}
 */
export function onlyKind(sdp, kind) {
  const lines = sdp.split(/\r?\n/);
  const kept = lines.filter((line) => !line.startsWith('a=candidate:') || candidateKindOf(line) === kind);
  return kept.some((line) => line.startsWith('a=candidate:')) ? kept.join('\r\n') : null;
}
