/** @typedef {import('./tile.js').Tile} Tile */

/** Arrow keys on the stage. @type {Record<string, number>} */
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * Lets arrow keys, Home and End go from tile to tile, in the order in which they stand.
 *
 * @param {HTMLElement} stage
 * @param {() => Tile[]} tiles
 * @returns {() => void} stops
 */
export function moveBetween(stage, tiles) {
  /** @param {KeyboardEvent} event */
  const handle = (event) => {
    const all = tiles();
    const at = all.findIndex(({ pin }) => pin === event.target);
    if (at < 0) return;
    const step = STEPS[event.key] ?? 0;
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? all.length - 1 : at + step;
    const tile = all[(next + all.length) % all.length];
    if (next === at || !tile) return;
    event.preventDefault();
    for (const { pin } of all) pin.tabIndex = pin === tile.pin ? 0 : -1;
    tile.pin.focus();
  };
  stage.addEventListener('keydown', handle);
  return () => stage.removeEventListener('keydown', handle);
}
