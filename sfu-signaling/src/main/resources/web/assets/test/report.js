/** @typedef {import('./checks.js').Finding} Finding */

/** @typedef {{name: string, finding: Finding | null}} Line one check; no finding while it runs */

/** How much each kind of path is worth for calls, best first. */
const PATHS = ['UDP over IPv4', 'UDP over IPv6', 'TCP', 'TURN relay'];

/** @type {Record<Finding['result'], string>} */
const MARKS = { pass: 'ok', warn: 'note', fail: 'FAILED', skip: 'not tried' };

/**
 * What it all means, in one sentence.
 *
 * @param {Line[]} lines
 * @returns {Finding}
 */
export function verdict(lines) {
  /** @param {string} name */
  const result = (name) => lines.find((line) => line.name === name)?.finding?.result;
  const works = PATHS.filter((name) => result(name) === 'pass');
  if (result('Server') === 'fail') return { result: 'fail', text: 'The server cannot be reached from here.' };
  if (works.length === 0) {
    return { result: 'fail', text: 'No way for sound and picture works here: calls will connect but stay silent and dark. Try another network.' };
  }
  if (result('WebSocket') === 'fail') {
    return { result: 'fail', text: 'Watching and presenting work here, calls do not: something stops WebSockets.' };
  }
  if (!works.some((name) => name.startsWith('UDP'))) {
    return { result: 'warn', text: `Calls work here by ${works[0]} only: expect more delay than over UDP.` };
  }
  return { result: 'pass', text: 'Calls work here.' };
}

/**
 * The whole as plain text, for whoever helps.
 *
 * @param {Line[]} lines
 * @param {{server: string, browser: string, time: string}} about
 * @returns {string}
 */
export function reportText(lines, { server, browser, time }) {
  const width = Math.max(...lines.map(({ name }) => name.length));
  return [
    `Weir connection test of ${server}, ${time}`,
    browser,
    '',
    verdict(lines).text,
    '',
    ...lines.map(({ name, finding }) => `${name.padEnd(width)}  ${finding ? MARKS[finding.result] : '…'}: ${finding?.text ?? ''}`),
    '',
  ].join('\n');
}
