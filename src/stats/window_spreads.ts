// Representative volume: the variance of window means by window size.
import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';
import {
  blocksAlong,
  blockSteps,
  sideBySide,
  spreadOf,
  sumBlocks,
  type BlockSums,
  type SummedVolumes,
} from './block_sums.js';
import { drawing } from './drawing.js';
import { LEAST_BLOCKS } from './integral_range.js';
import type { NeededVolume, Spread, WindowSpread } from './representative_volume.js';

/** The relative errors for which the volumes needed are given. */
const ERRORS = [0.01, 0.05, 0.1] as const;

/** Tables of a mask's voxels among candidates, and of its surface among pairs, per unit. */
export interface WindowTables {
  readonly voxels: SummedVolumes;
  /** Undefined in a volume one voxel thin. */
  readonly surface: { readonly table: SummedVolumes; readonly perPair: number } | undefined;
  readonly volumeSize: Vec3;
  /** Volume of a voxel. */
  readonly voxel: number;
}

/** Cells at which blocks start that lie in the volume, at random. */
function randomOrigins(
  { lattice }: SummedVolumes,
  volumeSize: Vec3,
  step: Vec3,
  count: number,
  draw: (below: number) => number,
): Vec3[] {
  const places = map3((i) =>
    volumeSize[i] === 1 ? 1 : Math.floor(volumeSize[i] / lattice.cell) - step[i] + 1,
  );
  return Array.from({ length: count }, () => map3((i) => draw(places[i])));
}

/** The standard deviation of block means, times a factor. */
function spreadBetween(sums: BlockSums, factor: number): Spread & { readonly count: number } {
  const { blocks: count, variance } = spreadOf(sums);
  const spread = count > 1 ? factor * Math.sqrt((variance * count) / sums.n) : 0;
  const mean = sums.n === 0 ? 0 : (factor * sums.c) / sums.n;
  return { count, spread, relative: mean === 0 ? null : spread / mean };
}

/** Windows of one size at some places. */
function windowsAt(
  tables: WindowTables,
  size: number,
  step: Vec3,
  placement: WindowSpread['placement'],
  origins: readonly Vec3[],
): WindowSpread {
  const { voxels, surface, volumeSize, voxel } = tables;
  const sums = sumBlocks(voxels, step, origins);
  const { count, spread, relative } = spreadBetween(sums, 1);
  const area = surface && spreadBetween(sumBlocks(surface.table, step, origins), surface.perPair);
  return {
    size,
    volume: voxel * volumeOf(map3((i) => (volumeSize[i] === 1 ? 1 : size))),
    placement,
    count,
    voxels: count === 0 ? 0 : sums.n / count,
    fraction: { spread, relative },
    surfacePerVolume: area === undefined ? null : { spread: area.spread, relative: area.relative },
  };
}

/**
 * Windows of all sizes: side by side as long as 30 fit, at random up to half the volume's smallest
 * edge.
 */
export function windowSpreads(
  tables: WindowTables,
  { windows, seed }: { readonly windows: number; readonly seed: number },
): WindowSpread[] {
  const { voxels, volumeSize } = tables;
  const { lattice } = voxels;
  const smallest = Math.min(...volumeSize.filter((n) => n > 1));
  const draw = drawing(seed);
  const spreads: WindowSpread[] = [];
  for (let b = lattice.cell; Number.isFinite(smallest); b += lattice.cell) {
    const counts = blocksAlong(volumeSize, b);
    const step = blockSteps(lattice, volumeSize, b);
    const fit = volumeOf(counts) >= LEAST_BLOCKS;
    if (!fit && 2 * b > smallest) break;
    if (fit)
      spreads.push(windowsAt(tables, b, step, 'side by side', [...sideBySide(counts, step)]));
    if (2 * b <= smallest)
      spreads.push(
        windowsAt(
          tables,
          b,
          step,
          'random',
          randomOrigins(voxels, volumeSize, step, windows, draw),
        ),
      );
  }
  return spreads;
}

/**
 * The volumes, in voxels, that have certain relative errors, from the volume whose relative error
 * is 1.
 */
export function neededVolumes(ofOne: number, total: number, dimensions: number): NeededVolume[] {
  return ERRORS.map((relativeError) => {
    const voxels = ofOne / relativeError ** 2;
    return {
      relativeError,
      voxels,
      edge: voxels ** (1 / dimensions),
      reached: total >= voxels,
    };
  });
}
