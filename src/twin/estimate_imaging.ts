import { invalidArgument, throwIfAborted } from '../recipe/errors.js';
import { map3, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import { runOptionsOf } from '../recipe/options.js';
import { simulateImaging } from '../synthetic/imaging.js';
import { middlePart } from '../stats/distributions/middle_part.js';
import type { Mask, Volume } from '../volume/handles.js';
import { blocksAlong, edgeFaces } from './edge_faces.js';
import { drawsOf, reachOf, sumsOf, totalOf, type ImagedPiece } from './edge_sums.js';
import {
  addEdges,
  addSums,
  grainOf,
  imagingOfSums,
  noSums,
  type FoundImaging,
} from './imaging_sums.js';

/** A number with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly interval: readonly [lo: number, hi: number];
}

/** How a scan was imaged, as {@link estimateImaging} finds it. */
export interface EstimatedImaging {
  /** Grey levels of what is not in the mask, and of what is. */
  readonly levels: readonly [unset: Estimate, set: Estimate];
  /** Standard deviations of the noise at these levels. */
  readonly deviations: readonly [unset: Estimate, set: Estimate];
  /** Standard deviation of the Gaussian point spread, in `unit`. */
  readonly blur: Estimate;
  /** Standard deviation of the Gaussian that gives white noise its grain, in `unit`; 0: white. */
  readonly grain: Estimate;
  /** Correlation of the noise of neighbouring voxels, the mean over the axes (no unit). */
  readonly correlation: Estimate;
  /** Number of faces of the mask that the blur is from. */
  readonly faces: number;
  /** Number of flat voxels of each phase that the noise is from. */
  readonly flat: readonly [unset: number, set: number];
  /** Unit of lengths. */
  readonly unit: string;
}

/** Options of {@link estimateImaging}. */
export interface EstimateImagingOptions {
  /** Integer 0 … 2^53 − 1: the draws behind the intervals. Default 1. */
  readonly seed?: number | undefined;
  /** Cancels. */
  readonly signal?: AbortSignal | undefined;
}

const OP = 'estimateImaging';
/** Volumes up to this edge are read whole; of larger ones, boxes of it are. */
export const BOX = 128;
/** So far, as a part, a segmentation's own errors were seen to move the blur. */
const SEGMENTATION = 0.03;
/** And voxels of the other phase that it takes for flat, the noise. */
const STRAYS = 0.01;

/**
 * How a scan was imaged, from the scan and its segmentation: the blur from edge responses, the
 * noise from flat parts.
 *
 * Blur: across faces of the mask whose normal is near an axis, with room on both sides, the grey
 * level goes from one phase's to the other's as an error function; its standard deviation is √π
 * times the mean of ∫ u (1 − u), which does not depend on where the edge lies, and from which the
 * noise's part is taken off. Edges are curved and made of voxels: the mask itself is imaged with
 * what was found, measured alike, and the difference made up for. Noise: standard deviation and
 * correlation of neighbours, in each phase, of voxels further from faces than 2.5 deviations of the
 * blur and a voxel. Intervals (95 %) are percentiles of 400 draws of blocks of 16³ voxels. They
 * take the point spread for a Gaussian; that of the blur is wider by 3 % of it on both sides,
 * those of the noise by 1 %, for what a mask gets wrong: where it has lost narrow gaps, the blur
 * comes out too large, by 2 to 4 % of packed spheres. `twin` makes up for that.
 *
 * Of volumes up to 128 voxels an edge all is read, of larger ones eight boxes of 128³; some 25
 * bytes per voxel of a box on the host.
 *
 * @param scan - The volume.
 * @param mask - A mask of the same grid: one of two materials.
 * @throws VoxmetryError `empty-phase` where there are too few faces with room on both sides, or too
 * few flat voxels of a phase; `invalid-argument` for a mask of another grid; `cancelled`.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * import { syntheticCathode } from 'voxmetry/synthetic';
 * import { estimateImaging } from 'voxmetry/twin';
 * const lab = await openLab();
 * const { volume } = syntheticCathode({ size: [64, 64, 64], spacing: [1, 1, 1] });
 * const scan = await lab.open(volume, { ...volume });
 * const { blur } = await estimateImaging(scan, scan.median({ size: 3 }).otsu());
 * console.assert(Math.abs(blur.value / 0.8 - 1) < 0.15);
 * await lab.dispose();
 * ```
 */
export async function estimateImaging(
  scan: Volume,
  mask: Mask,
  options: EstimateImagingOptions = {},
): Promise<EstimatedImaging> {
  const { signal, seed = 1 } = runOptionsOf(OP, options, ['seed']);
  if (!mask.size.every((n, i) => n === scan.size[i]))
    throw invalidArgument(OP, 'mask', mask.size.join('×'), `a mask of ${scan.size.join('×')}`);
  return imagingOf(await imagedPieces(scan, mask, signal), mask.unit, seed);
}

/** A scan and its mask, or boxes of them, on the host. */
export async function imagedPieces(
  scan: Volume,
  mask: Mask,
  signal: AbortSignal | undefined,
): Promise<ImagedPiece[]> {
  const pieces: ImagedPiece[] = [];
  for (const region of boxesOf(scan.size, [BOX, BOX, BOX], 8)) {
    throwIfAborted(signal, OP);
    const [grey, set] = await Promise.all([
      scan.read({ region }).run({ signal }),
      mask.read({ region }).run({ signal }),
    ]);
    pieces.push({
      scan: grey.data,
      mask: { data: set.data, size: set.size, spacing: set.spacing },
    });
  }
  return pieces;
}

/** Boxes of a grid that are spread over it: one that is the whole grid where it is no larger. */
export function boxesOf(size: Vec3, most: Vec3, count: number): readonly Region[] {
  const box = map3((axis) => Math.min(size[axis], most[axis]));
  const along = map3((axis) => Math.min(2, Math.floor(size[axis] / box[axis])));
  const boxes: Region[] = [];
  for (let k = 0; k < along[2]; k += 1)
    for (let j = 0; j < along[1]; j += 1)
      for (let i = 0; i < along[0]; i += 1) {
        const place = [i, j, k] as const;
        // One box lies in the middle, two at a quarter of what is left over from the ends.
        const origin = map3((axis) => {
          const rest = size[axis] - along[axis] * box[axis];
          return (
            Math.floor((rest * (1 + 2 * place[axis])) / (2 * along[axis])) + place[axis] * box[axis]
          );
        });
        boxes.push({ origin, size: box });
      }
  return boxes.slice(0, count);
}

/** {@link estimateImaging} of pieces on the host. */
export function imagingOf(
  pieces: readonly ImagedPiece[],
  unit: string,
  seed: number,
): EstimatedImaging {
  const { spacing } = pieces[0]!.mask;
  const voxel = Math.max(...spacing);
  // First roughly, then as far from faces as that blur asks for.
  const rough = imagingOfSums(totalOf(sumsOf(pieces, voxel, 2.5 * voxel)));
  const blocks = sumsOf(pieces, rough.blur);
  const found = imagingOfSums(totalOf(blocks));
  const { blur, slope } = calibrated(pieces, rough.blur, found.blur);
  const extra = SEGMENTATION * blur;
  const draws = drawsOf(blocks, seed).map((draw) => ({
    ...draw,
    blur: Math.max(0, blur + slope * (draw.blur - found.blur)),
  }));
  const estimate = (value: number, of: (draw: FoundImaging) => number): Estimate => ({
    value,
    interval: middlePart(draws.map(of)),
  });
  const level = (phase: 0 | 1): Estimate =>
    estimate(found.levels[phase], (draw) => draw.levels[phase]);
  const deviation = (phase: 0 | 1): Estimate =>
    widened(
      estimate(found.deviations[phase], (draw) => draw.deviations[phase]),
      STRAYS * found.deviations[phase],
    );
  const total = totalOf(blocks);
  return {
    levels: [level(0), level(1)],
    deviations: [deviation(0), deviation(1)],
    blur: widened(
      estimate(blur, (draw) => draw.blur),
      extra,
    ),
    grain: estimate(grainOf(found.correlation, spacing), ({ correlation }) =>
      grainOf(correlation, spacing),
    ),
    correlation: estimate(found.correlation, ({ correlation }) => correlation),
    faces: total.faces,
    flat: [total.flat[0].count, total.flat[1].count],
    unit,
  };
}

/** The blur with which the mask, imaged, shows what the scan shows; what it moves by per shown. */
interface Calibration {
  readonly blur: number;
  readonly slope: number;
}

const BISECTIONS = 7;

/** Finds the blur with which the mask, imaged without noise, shows edges as wide as are `shown`. */
function calibrated(pieces: readonly ImagedPiece[], rough: number, shown: number): Calibration {
  const { spacing } = pieces[0]!.mask;
  const voxel = Math.max(...spacing);
  const reach = reachOf(rough, spacing);
  const cut = pieces.map(({ mask }) => ({ mask, faces: edgeFaces(mask, reach) }));
  const shownBy = (blur: number): number => {
    const total = noSums();
    for (const { mask, faces } of cut) {
      const scan = simulateImaging(mask.data, mask, {
        seed: 1,
        pore: 0,
        solid: 60000,
        blur,
        ...QUIET,
      });
      const blocks = Array.from({ length: volumeOf(blocksAlong(mask.size)) }, noSums);
      addEdges(blocks, scan, mask.size, faces);
      for (const block of blocks) addSums(total, block);
    }
    const [, level, square] = total.edge;
    return (Math.sqrt(Math.PI) * (60000 * level - square)) / (60000 * 60000 * total.faces);
  };
  let [low, high] = [Math.max(0.15 * voxel, shown / 2), Math.max(0.6 * voxel, shown * 1.5)];
  let [least, most] = [shownBy(low), shownBy(high)];
  for (let step = 0; step < BISECTIONS && high - low > 0.02 * voxel; step += 1) {
    const middle = (low + high) / 2;
    const there = shownBy(middle);
    if (there < shown) [low, least] = [middle, there];
    else [high, most] = [middle, there];
  }
  const slope = most > least ? (high - low) / (most - least) : 1;
  return { blur: low + slope * (shown - least), slope };
}

/** No noise. */
const QUIET = { noise: 0, shot: 0 } as const;

/** An estimate whose interval is wider by so much on both sides. */
function widened({ value, interval: [lo, hi] }: Estimate, by: number): Estimate {
  return { value, interval: [Math.max(0, lo - by), hi + by] };
}
