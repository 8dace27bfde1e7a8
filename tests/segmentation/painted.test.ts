import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Region, Vec3 } from '../../src/recipe/geometry.js';
import type { Node } from '../../src/recipe/op.js';
import { painted, paintedNode } from '../../src/segmentation/painted.js';
import { tilesParam, type PaintedTiles } from '../../src/segmentation/painted_tiles.js';
import { Random } from '../../src/synthetic/random.js';
import { cut } from '../filters/volumes.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { testNonFinite } from '../ops/non_finite.js';
import { testTraffic } from '../ops/traffic.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 9, 4] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

/** Rows of several words with pads, and tiles that reach beyond every side. */
const SIZE: Vec3 = [75, 37, 34];

/** Tiles of random bits at some places. */
function randomTiles(places: readonly string[], seed: number): PaintedTiles {
  const random = new Random(seed);
  return Object.fromEntries(
    places.map((place) => {
      const bytes = Uint8Array.from({ length: 4096 }, () => Math.floor(256 * random.uniform()));
      return [place, btoa(String.fromCharCode(...bytes))];
    }),
  );
}

const TILES = randomTiles(['0,0,0', '2,1,1', '1,0,0', '2,0,1'], 7);

/** Looks every voxel up in its tile, bit by bit. */
function lookedUp(tiles: PaintedTiles, [nx, ny, nz]: Vec3): Uint8Array<ArrayBuffer> {
  const bytes = new Map(
    Object.entries(tiles).map(([place, text]) => [
      place,
      Uint8Array.from(atob(text), (c) => c.charCodeAt(0)),
    ]),
  );
  const out = new Uint8Array(nx * ny * nz);
  for (let z = 0, i = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1)
      for (let x = 0; x < nx; x += 1, i += 1) {
        const place = [x, y, z].map((n) => Math.floor(n / 32)).join();
        const bit = 32 * ((y % 32) + 32 * (z % 32)) + (x % 32);
        out[i] = ((bytes.get(place)?.[bit >> 3] ?? 0) >> (bit & 7)) & 1;
      }
  return out;
}

async function nodeOf(tiles: PaintedTiles, of = engine, size = SIZE): Promise<Node> {
  const source = await of.source(new Uint8Array(size[0] * size[1] * size[2]), size);
  return paintedNode(source, tilesParam.parse(tiles)!);
}

async function read(tiles: PaintedTiles, of = engine, size = SIZE): Promise<Uint8Array> {
  return Uint8Array.from(await of.grid(await nodeOf(tiles, of, size)), Number);
}

test('every voxel is the bit of its tile', async () => {
  expect(await read(TILES)).toEqual(lookedUp(TILES, SIZE));
  const small: Vec3 = [1, 1, 1];
  expect(await read({}, engine, small)).toEqual(new Uint8Array(1));
  const all = { '0,0,0': btoa('\xff'.repeat(4096)) };
  expect(await read(all, engine, [5, 3, 2])).toEqual(new Uint8Array(30).fill(1));
});

test('in bricks and of regions equals the whole', async () => {
  const whole = lookedUp(TILES, SIZE);
  expect(await read(TILES, bricked)).toEqual(whole);
  const regions: Region[] = [
    { origin: [33, 5, 2], size: [7, 30, 31] },
    { origin: [68, 0, 0], size: [1, 37, 34] },
  ];
  const node = await nodeOf(TILES);
  for (const region of regions) {
    engine.engine.evaluator.clear();
    expect(Uint8Array.from(await engine.grid(node, region), Number)).toEqual(
      cut(whole, SIZE, region),
    );
  }
});

test('the order of tiles is none of the recipe', () => {
  const turned = Object.fromEntries(Object.entries(TILES).reverse());
  expect(JSON.stringify(tilesParam.parse(turned))).toBe(JSON.stringify(tilesParam.parse(TILES)));
});

test('what is no tile, and a tile beyond the grid, is refused', async () => {
  const [tile] = Object.values(TILES);
  const bad = [
    [],
    { '0,0,0': 'AAAA' },
    { '0,0,0': `${tile!.slice(0, -3)}B==` }, // bits beyond the last byte
    { '0,0': tile },
    { '00,0,0': tile },
    { '-1,0,0': tile },
    Object.fromEntries(Array.from({ length: 701 }, (_, i) => [`${String(i)},0,0`, tile])),
  ];
  for (const tiles of bad) expect(tilesParam.parse(tiles)).toBeUndefined();
  await expect(nodeOf({ '3,0,0': tile! })).rejects.toMatchObject({
    code: 'invalid-argument',
    details: { parameter: 'tiles' },
  });
});

testTraffic(
  painted,
  () => engine,
  (volume) => paintedNode(volume, randomTiles(['0,0,0', '1,1,0'], 1)),
  // Of 64×64×8 voxels, four places, of which two have a tile.
  { dispatches: 1, perVoxel: 1 / 8, besides: 4 * 4 + 2 * 4096 },
);

testNonFinite(painted, async () => {
  const tiles = { '0,0,0': btoa(`\x0a${'\0'.repeat(4095)}`) };
  const source = await engine.source(new Float32Array([NaN, Infinity, 1, -Infinity, 0]), [5, 1, 1]);
  expect(Array.from(await engine.grid(paintedNode(source, tiles)), Number)).toEqual([
    0, 1, 0, 1, 0,
  ]);
});
