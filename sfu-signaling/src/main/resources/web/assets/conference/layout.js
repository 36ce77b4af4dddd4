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

/** A strip beside a wide stage is a column, below a tall one a row. */
const STRIP = { share: 0.18, column: [132, 260], row: [88, 150], aspect: 16 / 9, rowAspect: 4 / 3 };

/**
 * How the strip of small tiles beside the large ones is cut.
 *
 * @param {number} width of the stage
 * @param {number} height of the stage
 * @param {number} gap
 * @returns {{column: boolean, tile: {width: number, height: number}, most: number}} `most`: tiles that fit, at least 1
 */
export function stripShape(width, height, gap) {
  const column = width >= height;
  if (column) {
    const tileWidth = Math.round(between(width * STRIP.share, STRIP.column));
    const tile = { width: tileWidth, height: Math.round(tileWidth / STRIP.aspect) };
    return { column, tile, most: Math.max(1, Math.floor((height + gap) / (tile.height + gap))) };
  }
  const tileHeight = Math.round(between(height * STRIP.share, STRIP.row));
  const tile = { width: Math.round(tileHeight * STRIP.rowAspect), height: tileHeight };
  return { column, tile, most: Math.max(1, Math.floor((width + gap) / (tile.width + gap))) };
}

/**
 * Some tiles as large as can be, the others in a strip beside or below them.
 *
 * @param {{large: number, small: number}} counts
 * @param {number} width
 * @param {number} height
 * @param {GridOptions} options shape of the large tiles
 * @returns {{large: Rectangle[], small: Rectangle[]}}
 */
export function layoutFocus({ large, small }, width, height, options) {
  const { gap } = options;
  if (small === 0) return { large: layoutGrid(large, width, height, options), small: [] };
  const { column, tile } = stripShape(width, height, gap);
  const roomWidth = column ? width - tile.width - gap : width;
  const roomHeight = column ? height : height - tile.height - gap;
  const length = small * (column ? tile.height : tile.width) + (small - 1) * gap;
  const start = Math.max(0, ((column ? height : width) - length) / 2);
  return {
    large: layoutGrid(large, roomWidth, roomHeight, options),
    small: Array.from({ length: small }, (_, index) => {
      const along = Math.round(start + index * ((column ? tile.height : tile.width) + gap));
      const place = column ? { x: Math.round(roomWidth + gap), y: along } : { x: along, y: Math.round(roomHeight + gap) };
      return { ...place, ...tile };
    }),
  };
}

/**
 * @param {number} value
 * @param {number[]} limits
 * @returns {number}
 */
function between(value, [least = 0, most = 0]) {
  return Math.min(most, Math.max(least, value));
}
