/**
 * Reads Link headers (RFC 8288 §3).
 *
 * @param {string | null} header all Link headers, joined by commas
 * @returns {({url: string} & Record<string, string | undefined>)[]} each with its parameters, names in lower case
 */
export function linksOf(header) {
  return [...(header ?? '').matchAll(LINK)].map(([, url, parameters]) => {
    /** @type {{url: string} & Record<string, string>} */
    const link = { url };
    for (const [, name, quoted, token] of parameters.matchAll(PARAMETER)) {
      if (name.toLowerCase() === 'url') continue;
      link[name.toLowerCase()] = quoted === undefined ? token : quoted.replace(/\\(.)/g, '$1');
    }
    return link;
  });
}

/**
 * The ICE servers that a WHIP or WHEP server hands out in Link headers (RFC 9725 §4.6).
 *
 * @param {string | null} header all Link headers, joined by commas
 * @returns {RTCIceServer[]}
 */
export function iceServersOf(header) {
  return linksOf(header)
    .filter(({ rel }) => rel === 'ice-server')
    .map(({ url, username, credential }) => ({
      urls: url,
      ...(username && { username }),
      ...(credential && { credential }),
    }));
}

const LINK = /<([^>]*)>((?:\s*;\s*[\w-]+\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]+))*)/g;
const PARAMETER = /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]+))/g;
