/**
 * Reads the ICE servers that a WHEP server hands out in Link headers (RFC 9725 §4.6, RFC 8288 §3).
 *
 * @param {string | null} header all Link headers, joined by commas
 * @returns {RTCIceServer[]}
 */
export function iceServersOf(header) {
  /** @type {RTCIceServer[]} */
  const servers = [];
  for (const [, url, parameters] of (header ?? '').matchAll(LINK)) {
    /** @type {Record<string, string>} */
    const values = {};
    for (const [, name, quoted, token] of parameters.matchAll(PARAMETER)) {
      values[name.toLowerCase()] = quoted === undefined ? token : quoted.replace(/\\(.)/g, '$1');
    }
    if (values.rel !== 'ice-server') continue;
    const { username, credential } = values;
    servers.push({ urls: url, ...(username && { username }), ...(credential && { credential }) });
  }
  return servers;
}

const LINK = /<([^>]*)>((?:\s*;\s*[\w-]+\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]+))*)/g;
const PARAMETER = /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]+))/g;
