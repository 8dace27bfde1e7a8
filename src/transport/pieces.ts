// The pieces that a volume is cut into where a current is not solved for whole: columns along the
// axis, and slabs across it.
import { invalidArgument } from '../recipe/errors.js';
import {
  AXIS_INDEX,
  map3,
  volumeOf,
  type Axis,
  type Region,
  type Vec3,
} from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';

/** Voxels that a piece has at least along each axis, or all that there are. */
const THINNEST = 8;

/** What a wall costs the current, over what a plane adds to it. */
const WALL = 0.75;

/** The pieces of a volume; each kind is all of it. */
export interface Pieces {
  /** From end to end of the axis, in raster order. */
  readonly columns: readonly Region[];
  /** Of whole planes across the axis, from its lower end. */
  readonly slabs: readonly Region[];
  /** 0 to 1: how much nearer to the upper bound than to the lower one the estimate is. */
  readonly towardsUpper: number;
}

/** Where the parts of a length begin, and its end: as even as voxels allow. */
const cuts = (length: number, parts: number): number[] =>
  Array.from({ length: parts + 1 }, (_, i) => Math.round((i * length) / parts));

/** The boxes of a volume that is cut into so many parts along each axis. */
function boxesOf(size: Vec3, parts: Vec3): Region[] {
  const [xs, ys, zs] = map3((i) => i).map((i) => cuts(size[i]!, parts[i]!)) as [
    number[],
    number[],
    number[],
  ];
  const boxes: Region[] = [];
  for (let z = 0; z < parts[2]; z += 1)
    for (let y = 0; y < parts[1]; y += 1)
      for (let x = 0; x < parts[0]; x += 1)
        boxes.push({
          origin: [xs[x]!, ys[y]!, zs[z]!],
          size: [xs[x + 1]! - xs[x]!, ys[y + 1]! - ys[y]!, zs[z + 1]! - zs[z]!],
        });
  return boxes;
}

/**
 * Cuts a volume into columns and into slabs of at most `most` voxels, as few as there can be;
 * undefined where the whole has no more. Sections of columns are as square as they can be.
 *
 * A wall between columns costs the current about three quarters of what a plane between slabs adds
 * to it (of random fields and of spheres). Where the estimate lies between the bounds follows from
 * how many of both there are per length.
 *
 * @throws VoxmetryError `invalid-argument` where pieces would be thinner than eight voxels
 */
export function piecesOf(
  op: string,
  { size, spacing }: Pick<GridMeta, 'size' | 'spacing'>,
  axis: Axis,
  most: number,
): Pieces | undefined {
  if (volumeOf(size) <= most) return undefined;
  const along = AXIS_INDEX[axis];
  const thin = map3((i) => Math.min(size[i], THINNEST));
  const column = map3((i) => (i === along ? size[i] : thin[i]));
  const slab = map3((i) => (i === along ? thin[i] : size[i]));
  const least = Math.max(volumeOf(column), volumeOf(slab));
  if (most < least)
    throw invalidArgument(
      op,
      'pieces',
      most,
      `at least ${String(least)}, pieces of eight voxels across, or a volume that is binned or cropped`,
    );
  const largest = (parts: Vec3): Vec3 => map3((i) => Math.ceil(size[i] / parts[i]));
  const [u, v] = ([0, 1, 2] as const).filter((i) => i !== along) as [0 | 1 | 2, 0 | 1 | 2];
  const walls: [number, number, number] = [1, 1, 1];
  for (let piece: Vec3 = size; volumeOf(piece) > most; piece = largest(walls)) {
    const canCut = (i: 0 | 1 | 2): boolean => piece[i] > thin[i];
    const longer = piece[u] * spacing[u] > piece[v] * spacing[v] ? u : v;
    const other = longer === u ? v : u;
    walls[canCut(longer) ? longer : other] += 1;
  }
  const planes: [number, number, number] = [1, 1, 1];
  while (volumeOf(largest(planes)) > most) planes[along] += 1;
  const perLength = (parts: Vec3): number =>
    [0, 1, 2].reduce((sum, i) => sum + (parts[i]! - 1) / (size[i]! * spacing[i]!), 0);
  const [lost, gained] = [WALL * perLength(walls), perLength(planes)];
  return {
    columns: boxesOf(size, walls),
    slabs: boxesOf(size, planes),
    towardsUpper: lost / (lost + gained),
  };
}
