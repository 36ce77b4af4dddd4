/**
 * What the page's address names.
 *
 * @param {string} hash `#/`, `#/rooms/{room}` or `#/rooms/{room}/{participant}`
 * @returns {{name?: string, id?: string}} the room and somebody in it; neither when it names nothing readable
 */
export function placeOf(hash) {
  const [place, ...parts] = hash.replace(/^#\//, '').split('/');
  if (place !== 'rooms') return {};
  try {
    const [name, id] = parts.map(decodeURIComponent);
    return { name, id };
  } catch {
    return {}; // a stray percent sign
  }
}
