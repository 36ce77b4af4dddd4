import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { capacity, layoutFocus, layoutGrid, stripShape } from '../../../main/resources/web/assets/conference/layout.js';
import { placesIn, placeTiles } from '../../../main/resources/web/assets/conference/placement.js';

const GRID = { gap: 10, minAspect: 4 / 3, maxAspect: 16 / 9 };

describe('layout of tiles', () => {
  it('should keep every tile inside the area and apart from the others', () => {
    for (let count = 1; count <= 25; count++) {
      for (const [width, height] of [[1280, 668], [390, 700], [800, 480], [1920, 900]]) {
        const tiles = layoutGrid(count, width, height, GRID);
        assert.equal(tiles.length, count);
        for (const [index, tile] of tiles.entries()) {
          assert.ok(tile.x >= 0 && tile.y >= 0, `${count} tiles in ${width}x${height}`);
          assert.ok(tile.x + tile.width <= width + 1 && tile.y + tile.height <= height + 1);
          for (const other of tiles.slice(index + 1)) assert.ok(!overlap(tile, other));
        }
      }
    }
  });

  it('should keep shapes that people fit in', () => {
    for (const [width, height] of [[3000, 300], [300, 3000], [1280, 668]]) {
      for (const tile of layoutGrid(5, width, height, GRID)) {
        assert.ok(tile.width / tile.height < GRID.maxAspect + 0.05);
        assert.ok(tile.width / tile.height > GRID.minAspect - 0.05);
      }
    }
  });

  it('should put four people in two rows on a wide screen and stack two on a phone', () => {
    const wide = layoutGrid(4, 1280, 668, GRID);
    assert.equal(new Set(wide.map(({ y }) => y)).size, 2);
    const phone = layoutGrid(2, 390, 700, GRID);
    assert.equal(new Set(phone.map(({ x }) => x)).size, 1);
  });

  it('should centre a last row that is not full', () => {
    const [, , , fourth, fifth] = layoutGrid(5, 1280, 668, GRID);
    const middle = (fourth.x + fifth.x + fifth.width) / 2;
    assert.ok(Math.abs(middle - 640) <= 2);
  });

  it('should have nothing to place without people or without room', () => {
    assert.deepEqual(layoutGrid(0, 1280, 668, GRID), []);
    assert.deepEqual(layoutGrid(3, 0, 668, GRID), []);
  });

  it('should fit fewer people the smaller the stage is, but always one', () => {
    const limits = { ...GRID, minWidth: 200, minHeight: 120, most: 25 };
    assert.equal(capacity(100, 100, limits), 1);
    const small = capacity(700, 500, limits);
    const large = capacity(1900, 950, limits);
    assert.ok(small > 1 && small < large && large <= 25);
  });
});

describe('large tiles with a strip', () => {
  const AREAS = [[1280, 668], [1920, 900], [390, 640], [768, 1000], [844, 330]];

  it('should keep every tile inside the area and apart from the others', () => {
    for (const [width, height] of AREAS) {
      const { most } = stripShape(width, height, GRID.gap);
      for (let large = 1; large <= 4; large++) {
        for (let small = 0; small <= most; small++) {
          const placed = layoutFocus({ large, small }, width, height, GRID);
          const tiles = [...placed.large, ...placed.small];
          assert.equal(tiles.length, large + small);
          for (const [index, tile] of tiles.entries()) {
            assert.ok(tile.x >= 0 && tile.y >= 0 && tile.x + tile.width <= width + 1 && tile.y + tile.height <= height + 1);
            for (const other of tiles.slice(index + 1)) assert.ok(!overlap(tile, other), `${large}+${small} in ${width}x${height}`);
          }
        }
      }
    }
  });

  it('should have room for as many as it says, whatever the width', () => {
    for (let width = 200; width < 700; width++) {
      const height = Math.round(width * 1.8);
      const { tile, perLine, most } = stripShape(width, height, 8);
      assert.ok(perLine >= 3 && most === 2 * perLine, `${perLine} in ${width}`);
      assert.ok(perLine * (tile.width + 8) - 8 <= width);
    }
  });

  it('should give the large one far more than the others', () => {
    for (const [width, height] of AREAS) {
      const { large, small } = layoutFocus({ large: 1, small: 2 }, width, height, { ...GRID, minAspect: 1 / 3, maxAspect: 4 });
      assert.ok(large[0].width * large[0].height > 5 * small[0].width * small[0].height);
    }
  });

  it('should stand beside a wide stage and below a tall one', () => {
    assert.ok(stripShape(1280, 668, 10).column);
    assert.ok(!stripShape(390, 640, 10).column);
  });
});

describe('places of tiles', () => {
  const desktop = { width: 1280, height: 668, phone: false };
  const phone = { width: 374, height: 640, phone: true };
  const grid = { large: 0, selfLast: true, screens: false };

  it('should fit 49 tiles on a laptop', () => {
    assert.equal(placesIn({ width: 1416, height: 768, phone: false }, false), 49);
  });

  it('should lay oneself over the other one of two, within its picture', () => {
    for (const area of [desktop, phone]) {
      const { rectangles, floats } = placeTiles(area, { ...grid, small: 2 });
      const [other, self] = rectangles;
      assert.ok(floats);
      assert.ok(self.x >= other.x && self.y >= other.y);
      assert.ok(self.x + self.width <= other.x + other.width && self.y + self.height <= other.y + other.height);
    }
  });

  it('should put three and more side by side on wide stages', () => {
    assert.ok(!placeTiles(desktop, { ...grid, small: 3 }).floats);
    assert.ok(!placeTiles(desktop, { ...grid, small: 1 }).floats);
    assert.ok(placeTiles(desktop, { ...grid, large: 1, small: 1 }).floats);
  });
});

function overlap(a, b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
