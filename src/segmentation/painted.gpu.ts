import { allocGrid, bufferBytes, implement, wordsOf } from '../implement/index.js';
import { fillTiles } from '../kernels/segmentation/index.js';
import { volumeOf } from '../recipe/geometry.js';
import { painted } from './painted.js';
import { paintedIn, TILE_WORDS, tilesOf, wordsOfTile } from './painted_tiles.js';

/** {@link painted} on the GPU: the words of the tiles that a region meets, and one pass. */
export const paintedOnGpu = implement(
  painted,
  ({ run, params, region, meta }) => {
    const { origin, size } = tilesOf(region);
    const met = [...paintedIn(params.tiles, region)];
    // Behind the words of all tiles; 0 where a place has none.
    const begins = new Uint32Array(volumeOf(size));
    const words = new Uint32Array(TILE_WORDS * Math.max(1, met.length));
    met.forEach(([place, text], k) => {
      words.set(wordsOfTile(text), TILE_WORDS * k);
      begins[place] = TILE_WORDS * k + 1;
    });
    const beginTable = run.alloc(begins.byteLength, 'where painted tiles begin');
    run.upload(beginTable, begins);
    const tiles = run.alloc(words.byteLength, 'painted tiles');
    run.upload(tiles, words);
    const out = allocGrid(run, meta, region);
    run.dispatch(fillTiles, {
      grids: { dst: out },
      buffers: { begins: beginTable, tiles },
      params: { first: origin, count: size },
      size: { invocations: wordsOf(out.layout) },
    });
    run.free(beginTable, tiles);
    return out;
  },
  {
    temporaries: (region, { params }) =>
      bufferBytes([
        4 * volumeOf(tilesOf(region).size),
        4 * TILE_WORDS * Math.max(1, [...paintedIn(params.tiles, region)].length),
      ]),
  },
);
