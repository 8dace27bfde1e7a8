// How a volume is cut into tiles that overlap, and what each voxel's value is made of.
import { invalidArgument } from '../../recipe/errors.js';
import { map3, regionEnd, type Region, type Vec3 } from '../../recipe/geometry.js';

/** Voxels of a tile, and how far it reaches over its neighbours at each face. */
export interface Tiling {
  readonly tile: Vec3;
  readonly overlap: Vec3;
}

/** A tile: where it starts, perhaps before the volume, and at which ends of the volume it lies. */
export interface Tile {
  readonly origin: Vec3;
  /** Bits 0, 1, 2: it is the first along x, y, z; bits 3, 4, 5: it is the last. */
  readonly ends: number;
}

/** How far tiles lie apart. */
export function coreOf({ tile, overlap }: Tiling): Vec3 {
  return map3((i) => tile[i] - 2 * overlap[i]);
}

/**
 * Of the overlap, voxels at a tile's face that are context alone: half of it. A network that sees
 * no farther gives the same whatever the tiles are.
 */
export function contextOf(overlap: number): number {
  return Math.floor(overlap / 2);
}

/** The least tile in which no more than two tiles meet at a voxel of an axis. */
function leastTile(overlap: number): number {
  return 2 * overlap + Math.max(1, 2 * (overlap - contextOf(overlap)));
}

/** Throws where tiles overlap too far. */
export function checkTiling(op: string, { tile, overlap }: Tiling): void {
  tile.forEach((size, i) => {
    const least = leastTile(overlap[i]!);
    if (size >= least) return;
    let most = Math.floor(size / 3);
    while (leastTile(most) > size) most -= 1;
    throw invalidArgument(
      op,
      'overlap',
      overlap.join('×'),
      `at most a third of the tile, ${tile.join('×')} voxels: a tile of ${String(least)} along ${'xyz'[i]!}, or an overlap of ${String(most)}`,
    );
  });
}

/** The first and the last of the tiles along each axis that have a say in a region. */
function spanOf(
  region: Region,
  size: Vec3,
  tiling: Tiling,
): { readonly from: Vec3; readonly to: Vec3 } {
  const core = coreOf(tiling);
  const end = regionEnd(region);
  // Tile k has a say from k · core − said on, and up to (k + 1) · core + said.
  const said = map3((i) => tiling.overlap[i] - contextOf(tiling.overlap[i]));
  return {
    from: map3((i) => Math.max(0, Math.floor((region.origin[i] - said[i]) / core[i]))),
    to: map3(
      (i) => Math.min(Math.ceil(size[i] / core[i]), Math.ceil((end[i] + said[i]) / core[i])) - 1,
    ),
  };
}

/** The tiles that have a say in a region, in the order of z, y, x. */
export function tilesFor(region: Region, size: Vec3, tiling: Tiling): Tile[] {
  const core = coreOf(tiling);
  const { from, to } = spanOf(region, size, tiling);
  const tiles: Tile[] = [];
  for (let z = from[2]; z <= to[2]; z += 1)
    for (let y = from[1]; y <= to[1]; y += 1)
      for (let x = from[0]; x <= to[0]; x += 1) {
        const at: Vec3 = [x, y, z];
        const firsts = map3((i) => (at[i] === 0 ? 1 << i : 0));
        const lasts = map3((i) => ((at[i] + 1) * core[i] >= size[i] ? 8 << i : 0));
        tiles.push({
          origin: map3((i) => at[i] * core[i] - tiling.overlap[i]),
          ends: [...firsts, ...lasts].reduce((all, bit) => all | bit),
        });
      }
  return tiles;
}

/** The voxels that the tiles of a region read; beyond the volume mirrored ones. */
export function readBy(region: Region, size: Vec3, tiling: Tiling): Region {
  const core = coreOf(tiling);
  const { from, to } = spanOf(region, size, tiling);
  const bounds = ([0, 1, 2] as const).map((i) => {
    const n = size[i];
    const lo = from[i] * core[i] - tiling.overlap[i];
    const hi = (to[i] + 1) * core[i] + tiling.overlap[i];
    // Voxels that are mirrored once; of more than once, all are read.
    if (-lo > n || hi - n > n) return { start: 0, end: n };
    return {
      start: Math.max(0, hi > n ? Math.min(lo, 2 * n - hi) : lo),
      end: Math.min(n, lo < 0 ? Math.max(hi, -lo) : hi),
    };
  });
  return {
    origin: map3((i) => bounds[i]!.start),
    size: map3((i) => bounds[i]!.end - bounds[i]!.start),
  };
}
