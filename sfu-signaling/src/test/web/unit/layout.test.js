import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { capacity, layoutGrid } from '../../../main/resources/web/assets/conference/layout.js';

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

function overlap(a, b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
