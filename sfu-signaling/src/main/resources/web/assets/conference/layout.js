/** Where tiles go. Pure arithmetic on rectangles in CSS pixels. */

/** @typedef {{x: number, y: number, width: number, height: number}} Rectangle */

/**
 * @typedef {object} GridOptions
 * @property {number} gap
 * @property {number} minAspect narrowest width : height of a tile
 * @property {number} maxAspect widest width : height of a tile
 */

/**
 * Fills an area with equal tiles as large as can be; a last row that is not full stands in the middle.
 *
 * @param {number} count
 * @param {number} width
 * @param {number} height
 * @param {GridOptions} options
 * @returns {Rectangle[]}
 */
export function layoutGrid(count, width, height, options) {
  if (count <= 0 || width <= 0 || height <= 0) return [];
  let best = { columns: 1, ...tileSize(1, count, width, height, options) };
  for (let columns = 2; columns <= count; columns++) {
    const size = tileSize(columns, Math.ceil(count / columns), width, height, options);
    if (size.width * size.height > best.width * best.height) best = { columns, ...size };
  }
  return placeTiles(count, best, width, height, options.gap);
}

/**
 * How many tiles fit an area before they get smaller than people can be recognised in.
 *
 * @param {number} width
 * @param {number} height
 * @param {GridOptions & {minWidth: number, minHeight: number, most: number}} options
 * @returns {number} at least 1
 */
export function capacity(width, height, options) {
  let fitting = 1;
  for (let count = 2; count <= options.most; count++) {
    const [tile] = layoutGrid(count, width, height, options);
    if (tile && tile.width >= options.minWidth && tile.height >= options.minHeight) fitting = count;
  }
  return fitting;
}

/**
 * @param {number} columns
 * @param {number} rows
 * @param {number} width
 * @param {number} height
 * @param {GridOptions} options
 * @returns {{width: number, height: number}}
 */
function tileSize(columns, rows, width, height, { gap, minAspect, maxAspect }) {
  const cellWidth = Math.max(1, (width - gap * (columns - 1)) / columns);
  const cellHeight = Math.max(1, (height - gap * (rows - 1)) / rows);
  return {
    width: Math.min(cellWidth, cellHeight * maxAspect),
    height: Math.min(cellHeight, cellWidth / minAspect),
  };
}

/**
 * @param {number} count
 * @param {{columns: number, width: number, height: number}} tile
 * @param {number} width
 * @param {number} height
 * @param {number} gap
 * @returns {Rectangle[]}
 */
function placeTiles(count, tile, width, height, gap) {
  const rows = Math.ceil(count / tile.columns);
  const top = (height - rows * tile.height - (rows - 1) * gap) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / tile.columns);
    const inRow = row === rows - 1 ? count - row * tile.columns : tile.columns;
    const left = (width - inRow * tile.width - (inRow - 1) * gap) / 2;
    return {
      x: Math.round(left + (index % tile.columns) * (tile.width + gap)),
      y: Math.round(top + row * (tile.height + gap)),
      width: Math.floor(tile.width),
      height: Math.floor(tile.height),
    };
  });
}
