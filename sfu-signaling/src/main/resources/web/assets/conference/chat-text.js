/** Finds links in what people write. Pure text: what comes out is shown as text, never as markup. */

/** @typedef {{text: string, href: string | null}} Segment */

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`]+/giu;
/** What ends a sentence rather than an address. */
const TRAILING = /[.,;:!?…»”’]+$/u;

/**
 * @param {string} text
 * @returns {Segment[]}
 */
export function segmentsOf(text) {
  /** @type {Segment[]} */
  const segments = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimmed(match[0]);
    const href = hrefOf(address);
    if (href === null) continue;
    if (match.index > end) segments.push({ text: text.slice(end, match.index), href: null });
    segments.push({ text: address, href });
    end = match.index + address.length;
  }
  if (end < text.length) segments.push({ text: text.slice(end), href: null });
  return segments;
}

/**
 * @param {string} address
 * @returns {string} without the sentence's own marks; a bracket stays when it was opened within
 */
function trimmed(address) {
  let text = address.replace(TRAILING, '');
  while (/[)\]}]$/u.test(text) && !/[([{]/u.test(text)) text = text.slice(0, -1).replace(TRAILING, '');
  return text;
}

/**
 * @param {string} address
 * @returns {string | null}
 */
function hrefOf(address) {
  try {
    const url = new URL(address);
    return url.hostname && /^https?:$/.test(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
