// Painted voxels as plain data: bits in sparse tiles, as a study holds them.
import { map3, type Region, type Vec3 } from '../recipe/geometry.js';
import { param, type Param } from '../recipe/params.js';

/** Voxels along an edge of a tile. */
export const TILE = 32;
/** Words of a tile, 32 voxels along x each. */
export const TILE_WORDS = TILE * TILE;
/** Most tiles of a mask: a recipe holds four million characters for each step. */
export const MOST_TILES = 700;

const BYTES = 4 * TILE_WORDS;
const PLACE = /^(0|[1-9]\d{0,4}),(0|[1-9]\d{0,4}),(0|[1-9]\d{0,4})$/;
/** 4,096 bytes in base64: the last of 5,463 characters holds two bits. */
const TEXT = /^[A-Za-z0-9+/]{5461}[AQgw]==$/;

/**
 * Painted tiles of 32³ voxels by their place, 'x,y,z' in tiles; each 4,096 bytes in base64: bit x
 * of the little-endian word y + 32 z is voxel (x, y, z) of the tile.
 */
export type PaintedTiles = Readonly<Record<string, string>>;

/** Where a tile lies, in tiles. */
export function placeOfTile(key: string): Vec3 {
  const numbers = key.split(',').map(Number);
  return map3((i) => numbers[i]!);
}

/** The words of a tile. */
export function wordsOfTile(text: string): Uint32Array {
  const raw = atob(text);
  const view = new DataView(new ArrayBuffer(BYTES));
  for (let i = 0; i < BYTES; i++) view.setUint8(i, raw.charCodeAt(i));
  return Uint32Array.from({ length: TILE_WORDS }, (_, i) => view.getUint32(4 * i, true));
}

/** The tiles that a region meets: the first along each axis, and how many. */
export function tilesOf({ origin, size }: Region): Region {
  const first = map3((i) => Math.floor(origin[i] / TILE));
  return {
    origin: first,
    size: map3((i) => Math.floor((origin[i] + size[i] - 1) / TILE) - first[i] + 1),
  };
}

/** The painted tiles that a region meets, by their number in the box of {@link tilesOf}. */
export function* paintedIn(tiles: PaintedTiles, region: Region): Generator<[number, string]> {
  const { origin, size } = tilesOf(region);
  for (const [key, text] of Object.entries(tiles)) {
    const place = placeOfTile(key);
    const at = map3((i) => place[i] - origin[i]);
    if (at.every((n, i) => n >= 0 && n < size[i]!))
      yield [at[0] + size[0] * (at[1] + size[1] * at[2]), text];
  }
}

/** Painted tiles. */
export const tilesParam: Param<PaintedTiles, PaintedTiles, false> = param({
  type: 'record',
  doc: 'Painted voxels: 4,096 bytes in base64 for each tile of 32³, by its place in tiles.',
  default: undefined,
  allowed: `at most ${String(MOST_TILES)} tiles of 32³ bits by their place, such as { '0,0,0': '…' }, 4,096 bytes in base64 each`,
  schema: {
    type: 'object',
    propertyNames: { pattern: PLACE.source },
    additionalProperties: { type: 'string', pattern: TEXT.source },
    maxProperties: MOST_TILES,
  },
  accept: (given): PaintedTiles | undefined => {
    if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
    const tiles = Object.entries(given);
    const good = (tile: [string, unknown]): tile is [string, string] =>
      PLACE.test(tile[0]) && typeof tile[1] === 'string' && TEXT.test(tile[1]);
    if (tiles.length > MOST_TILES || !tiles.every(good)) return undefined;
    // In an order of their own: the same paint is the same recipe, whatever was painted first.
    return Object.fromEntries(tiles.sort(([a], [b]) => (a < b ? -1 : 1)));
  },
});
