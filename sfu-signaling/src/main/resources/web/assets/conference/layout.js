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

/** A strip beside a wide stage is a column, below a tall one a row, or two. */
const COLUMN = { share: 0.18, width: [132, 260], aspect: 16 / 9 };
const ROW = { share: 0.15, height: [72, 150], aspect: 4 / 3, least: 3 };
/** A stage this much taller than wide has room for a second row: what is large there is wide. */
const TWO_ROWS = 1.3;

/**
 * How the strip of small tiles beside the large ones is cut.
 *
 * @param {number} width of the stage
 * @param {number} height of the stage
 * @param {number} gap
 * @returns {{column: boolean, tile: {width: number, height: number}, perLine: number, most: number}} `most`: tiles that
 *     fit, at least 1
 */
export function stripShape(width, height, gap) {
  const column = width >= height;
  if (column) {
    const tileWidth = Math.round(between(width * COLUMN.share, COLUMN.width));
    const tile = { width: tileWidth, height: Math.round(tileWidth / COLUMN.aspect) };
    const most = Math.max(1, Math.floor((height + gap) / (tile.height + gap)));
    return { column, tile, perLine: most, most };
  }
  const widest = (width - (ROW.least - 1) * gap) / ROW.least;
  const tileHeight = Math.floor(Math.min(between(height * ROW.share, ROW.height), widest / ROW.aspect));
  const tile = { width: Math.floor(tileHeight * ROW.aspect), height: tileHeight };
  const perLine = Math.max(1, Math.floor((width + gap) / (tile.width + gap)));
  return { column, tile, perLine, most: perLine * (height > width * TWO_ROWS ? 2 : 1) };
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
  const { column, tile, perLine } = stripShape(width, height, gap);
  const lines = column ? 1 : Math.ceil(small / perLine);
  const roomWidth = column ? width - tile.width - gap : width;
  const roomHeight = column ? height : height - lines * (tile.height + gap);
  const step = (column ? tile.height : tile.width) + gap;
  return {
    large: layoutGrid(large, roomWidth, roomHeight, options),
    small: Array.from({ length: small }, (_, index) => {
      const line = Math.floor(index / perLine);
      const inLine = Math.min(perLine, small - line * perLine);
      const start = Math.max(0, ((column ? height : width) - inLine * step + gap) / 2);
      const along = Math.round(start + (index % perLine) * step);
      const across = Math.round(column ? roomWidth + gap : roomHeight + gap + line * (tile.height + gap));
      return { ...(column ? { x: across, y: along } : { x: along, y: across }), ...tile };
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
