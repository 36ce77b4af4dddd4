import { capacity, layoutFocus, layoutGrid, stripShape } from './layout.js';

/** Where the tiles of the stage stand. Pure arithmetic. */

/** @typedef {import('./layout.js').Rectangle} Rectangle */

/** @typedef {{width: number, height: number, phone: boolean}} Area */

const GRID = { gap: 10, minAspect: 4 / 3, maxAspect: 16 / 9, minWidth: 160, minHeight: 90, most: 49 };
const PHONE_GRID = { gap: 8, minAspect: 3 / 4, maxAspect: 16 / 9, minWidth: 110, minHeight: 96, most: 12 };
/** One person alone may fill a phone held upright. */
const PHONE_SINGLE = { ...PHONE_GRID, minAspect: 1 / 2 };
/** A screen is shown whole, in whatever room there is. */
const SCREENS = { minAspect: 1 / 3, maxAspect: 4 };

/**
 * How many tiles that are not large have a place.
 *
 * @param {Area} area
 * @param {boolean} strip beside large ones
 * @returns {number}
 */
export function placesIn({ width, height, phone }, strip) {
  const grid = phone ? PHONE_GRID : GRID;
  return strip ? stripShape(width, height, grid.gap).most : capacity(width, height, grid);
}

/**
 * @param {Area} area
 * @param {object} tiles
 * @param {number} tiles.large
 * @param {number} tiles.small
 * @param {boolean} tiles.selfLast whether the last small one is oneself
 * @param {boolean} tiles.screens whether large ones are screens
 * @returns {{rectangles: Rectangle[], floats: boolean}} large ones first; `floats`: the last one lies over another
 */
export function placeTiles({ width, height, phone }, { large, small, selfLast, screens }) {
  const others = small - 1;
  // Two people look at each other; one's own picture moves into the corner.
  const few = large === 0 ? others === 1 || (phone && others === 2) : others === 0;
  const floats = selfLast && few;
  const count = floats ? others : small;
  const grid = !phone ? GRID : large + count === 1 ? PHONE_SINGLE : PHONE_GRID;
  const focus = layoutFocus({ large, small: count }, width, height, screens ? { ...SCREENS, gap: grid.gap } : grid);
  const rectangles = large === 0 ? layoutGrid(count, width, height, grid) : [...focus.large, ...focus.small];
  const last = rectangles.at(-1);
  return floats && last ? { rectangles: [...rectangles, corner(last, phone)], floats } : { rectangles, floats: false };
}

/**
 * The place of one's own picture over somebody else's.
 *
 * @param {Rectangle} tile
 * @param {boolean} phone
 * @returns {Rectangle}
 */
function corner(tile, phone) {
  const margin = 12;
  const size = phone ? { width: 104, height: 138 } : { width: 232, height: 131 };
  return { ...size, x: tile.x + tile.width - size.width - margin, y: tile.y + tile.height - size.height - margin };
}
