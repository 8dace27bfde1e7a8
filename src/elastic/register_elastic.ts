import { Pace } from '../io/pace.js';
import { invalidArgument, throwIfAborted, VoxmetryError } from '../recipe/errors.js';
import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';
import { optionsOf, parseOptions } from '../recipe/options.js';
import { integer, nullable, number, oneOf } from '../recipe/params.js';
import { compose, Transform } from '../recipe/transform.js';
import { transformParam } from '../recipe/transform_param.js';
import { Grid } from '../volume/grid.js';
import { Volume } from '../volume/handles.js';
import type { Lab } from '../volume/lab.js';
import {
  elastixImage,
  elastixLibrary,
  runElastix,
  type ElastixLibrary,
  type ElastixParameters,
} from './elastix.js';
import { SplineField, type FieldGrid } from './spline_field.js';

/** How volumes are registered elastically, by {@link registerElastic}. */
export interface ElasticOptions {
  /** Where to start, fixed to moving, as `register` finds it. Default the identity. */
  readonly initial?: Transform | readonly number[] | undefined;
  /**
   * Distance of control points at the finest level, in the unit. Default 16 of the smallest voxel
   * edge, or a quarter of the shortest edge of the volume if that is less.
   */
  readonly controlSpacing?: number | undefined;
  /** 'mi' (default, other modalities too), 'ncc' or 'ssd'. */
  readonly metric?: 'mi' | 'ncc' | 'ssd' | undefined;
  /** Weight of the field's bending energy beside the metric, 0 … 1000; default 1. */
  readonly stiffness?: number | undefined;
  /** Levels from coarse to fine, 1 … 8; default 3. */
  readonly levels?: number | undefined;
  /** Steps of each level, 1 … 10,000; default 250. */
  readonly steps?: number | undefined;
  /** Samples of a step, 100 … 100,000; default 2048. */
  readonly samples?: number | undefined;
  /** Integer 0 … 2³¹ − 1: which samples are drawn. Default 1. */
  readonly seed?: number | undefined;
  /** The package `@itk-wasm/elastix`, or the address of its module; default as it is installed. */
  readonly elastix?: string | URL | ElastixLibrary | undefined;
  /** Cancels. */
  readonly signal?: AbortSignal | undefined;
}

/** What {@link registerElastic} comes to. */
export type ElasticRegistration =
  | ElasticFound
  | {
      /** 'lost': the search left the moving volume; 'folded': the field turns voxels over. */
      readonly outcome: 'lost' | 'folded';
    };

/** A field that was found. */
export interface ElasticFound {
  readonly outcome: 'found';
  /** Displacements of the points of the fixed volume, which `initial` then takes to the moving. */
  readonly field: SplineField;
  /** The matrix of the transform that the search started from. */
  readonly initial: readonly number[];
  /** The length of the field's displacements at the fixed volume's voxels, in `unit`. */
  readonly displacement: { readonly mean: number; readonly max: number };
  /**
   * Least and greatest volume of a fixed voxel in the moving volume, by the field alone, as a part
   * of its own: 1.05 has swollen by 5 %.
   */
  readonly volumeChange: { readonly min: number; readonly max: number };
  /** Unit of lengths. */
  readonly unit: string;
  /**
   * The displacements as volumes for `moving.warp`, the start included.
   *
   * @param lab - Where they are opened.
   * @param grid - The grid that is warped to; default the fixed volume's. Voxels that the field
   * does not cover have NaN.
   */
  readonly displacements: (lab: Lab, grid?: Grid | FieldGrid) => Promise<DisplacementVolumes>;
}

/** Displacements along each axis: options of `warp`. */
export interface DisplacementVolumes {
  readonly x: Volume;
  readonly y: Volume;
  readonly z: Volume;
}

const OP = 'registerElastic';
/** elastix holds pyramids of both in 4 GiB at most; two of 512 × 512 × 163 were seen to end it. */
const MOST_VOXELS = 2 ** 24;
const LEAST_EDGE = 8;
const DEFAULT_CONTROL = 16;

const specs = {
  initial: nullable(transformParam('Where to start, fixed to moving.')),
  controlSpacing: nullable(number({ above: 0, unit: 'length' }, 'Distance of control points.')),
  metric: oneOf(['mi', 'ncc', 'ssd'], 'mi', 'How alike the two are.'),
  stiffness: number({ default: 1, min: 0, max: 1000 }, 'Weight of the bending energy.'),
  levels: integer({ default: 3, min: 1, max: 8 }, 'Levels from coarse to fine.'),
  steps: integer({ default: 250, min: 1, max: 10_000 }, 'Steps of each level.'),
  samples: integer({ default: 2048, min: 100, max: 100_000 }, 'Samples of a step.'),
  seed: integer({ default: 1, min: 0, max: 2 ** 31 - 1 }, 'Which samples are drawn.'),
};

/**
 * A field of displacements that brings one volume onto another: cubic B-splines on a grid of
 * control points, found by elastix (S. Klein et al., *IEEE Trans. Med. Imaging* 29 (2010) 196,
 * https://doi.org/10.1109/TMI.2009.2035616), an optional peer that is loaded now (2.4 MB): `npm
 * install @itk-wasm/elastix@1`. For what bends, swells or shrinks between two scans, after
 * `register` has found how they lie.
 *
 * The moving volume is put on the fixed one's voxels by `initial`, and the field is searched from
 * coarse to fine by adaptive stochastic gradient descent, with the bending energy as a penalty.
 * The same seed gives the same field on one machine. There is no covariance: judge a field by what
 * it leaves (a difference after `warp`), by a second seed, and by a displacement that is known.
 * Structures that are finer than the control points are not followed; noise is not told from
 * motion. It takes one core some 20 s, whatever the size, in a worker of the package's own in a
 * browser, in the caller's thread elsewhere; some 60 B/voxel on the host.
 *
 * In a browser the package loads its WebAssembly and worker from the address that it was built
 * with, a public server, unless told otherwise (`setPipelinesBaseUrl`, `setPipelineWorkerUrl`; then
 * give the package as `elastix`). Voxels are sent nowhere.
 *
 * @param fixed - The volume that the field belongs to.
 * @param moving - The volume that it leads to, in the same unit.
 * @throws VoxmetryError `invalid-argument` for volumes of two units, edges below 8 voxels, and
 * control points further apart than a quarter of an edge; `limit` above 2²⁴ voxels (register
 * coarser ones, and warp the full ones by `displacements` on their grid) and where elastix runs out
 * of memory; `worker-failed` where it cannot be started; `unsupported-format` where the package is
 * not installed; `cancelled`.
 * @example
 * ```ts no-run
 * import { openLab } from 'voxmetry';
 * import { registerElastic } from 'voxmetry/elastic';
 * const lab = await openLab();
 * const [before, after] = [await lab.open('before.ome.zarr'), await lab.open('after.ome.zarr')];
 * const rigid = await before.register(after);
 * if (rigid.outcome !== 'found') throw new Error(rigid.outcome);
 * const found = await registerElastic(before, after, { initial: rigid.transform });
 * if (found.outcome !== 'found') throw new Error(found.outcome);
 * const onBefore = after.warp(await found.displacements(lab));
 * console.log(found.displacement.max, found.volumeChange); // what moved, and what swelled
 * ```
 */
export async function registerElastic(
  fixed: Volume,
  moving: Volume,
  options: ElasticOptions = {},
): Promise<ElasticRegistration> {
  const { signal, elastix, ...given } = optionsOf(OP, options);
  const checked = parseOptions(OP, specs, given);
  const controlSpacing = checkVolumes(fixed, moving, checked.controlSpacing);
  throwIfAborted(signal, OP);
  const run = await elastixLibrary(elastix);
  const initial = new Transform(checked.initial ?? compose().matrix);
  const placed = moving.resampleTo(fixed, initial, { method: 'cubic', border: 'nearest' });
  const [still, moved] = await Promise.all([
    fixed.read().run({ signal }),
    placed.read().run({ signal }),
  ]);
  // In the smallest voxel edge, so that steps and stiffness do not depend on the unit.
  const edge = Math.min(...fixed.spacing);
  const spacing = map3((axis) => fixed.spacing[axis] / edge);
  const parameters = parametersOf(checked, controlSpacing / edge);
  const images = {
    fixed: elastixImage(fixed.size, spacing, still.data),
    moving: elastixImage(fixed.size, spacing, moved.data),
  };
  const found = await runElastix(run, parameters, images, signal);
  if (found === undefined) return { outcome: 'lost' };
  const field = fieldOf(found, fixed.meta.origin, edge);
  const volumeChange = await field.volumeChange(fixed.meta, signal);
  if (!(volumeChange.min > 0)) return { outcome: 'folded' };
  return {
    outcome: 'found',
    field,
    initial: initial.matrix,
    displacement: lengthsOf(await field.displacements(fixed.meta, signal)),
    volumeChange,
    unit: fixed.unit,
    displacements: (lab, grid = fixed) =>
      openDisplacements(lab, grid instanceof Grid ? grid.meta : grid, fixed.unit, field, initial),
  };
}

/** Refuses volumes that cannot be registered; the distance of control points. */
function checkVolumes(fixed: Volume, moving: Volume, controlSpacing: number | null): number {
  for (const [name, given] of Object.entries<unknown>({ fixed, moving }))
    if (!(given instanceof Volume)) throw invalidArgument(OP, name, given, 'a volume');
  if (fixed.unit !== moving.unit)
    throw invalidArgument(OP, 'moving', `in ${moving.unit}`, `the fixed one's unit, ${fixed.unit}`);
  const { size, spacing } = fixed;
  if (size.some((n) => n < LEAST_EDGE))
    throw invalidArgument(
      OP,
      'fixed',
      size.join('×'),
      `${String(LEAST_EDGE)} voxels along an axis`,
    );
  const voxels = volumeOf(size);
  if (voxels > MOST_VOXELS)
    throw new VoxmetryError(
      'limit',
      `The fixed volume has ${String(voxels)} voxels, of which elastix takes ${String(MOST_VOXELS)}: register volumes with larger voxels (resample), and warp the full one by displacements on its grid.`,
      { op: OP, details: { needed: voxels, available: MOST_VOXELS } },
    );
  const most = Math.min(...size.map((n, axis) => (n * spacing[axis as 0 | 1 | 2]) / 4));
  const distance = controlSpacing ?? Math.min(DEFAULT_CONTROL * Math.min(...spacing), most);
  if (distance > most)
    throw invalidArgument(
      OP,
      'controlSpacing',
      distance,
      `at most a quarter of the volume's shortest edge, ${String(most)} ${fixed.unit}`,
    );
  return distance;
}

const METRICS = {
  mi: 'AdvancedMattesMutualInformation',
  ncc: 'AdvancedNormalizedCorrelation',
  ssd: 'AdvancedMeanSquares',
};

/** What elastix is told; lengths are in the smallest voxel edge. */
function parametersOf(
  checked: {
    readonly metric: keyof typeof METRICS;
    readonly stiffness: number;
    readonly levels: number;
    readonly steps: number;
    readonly samples: number;
    readonly seed: number;
  },
  controlSpacing: number,
): ElastixParameters {
  const { metric, stiffness, levels, steps, samples, seed } = checked;
  return {
    Registration: ['MultiMetricMultiResolutionRegistration'],
    FixedImagePyramid: ['FixedRecursiveImagePyramid'],
    MovingImagePyramid: ['MovingRecursiveImagePyramid'],
    NumberOfResolutions: [String(levels)],
    Transform: ['BSplineTransform'],
    FinalGridSpacingInPhysicalUnits: [String(controlSpacing)],
    GridSpacingSchedule: Array.from({ length: levels }, (_, level) =>
      String(2 ** ((levels - 1 - level) / 2)),
    ),
    Metric: [METRICS[metric], 'TransformBendingEnergyPenalty'],
    Metric0Weight: ['1'],
    Metric1Weight: [String(stiffness)],
    Optimizer: ['AdaptiveStochasticGradientDescent'],
    AutomaticParameterEstimation: ['true'],
    MaximumNumberOfIterations: [String(steps)],
    // Off the grid, where mutual information does not peak at whole voxels.
    ImageSampler: ['RandomCoordinate'],
    NumberOfSpatialSamples: [String(samples)],
    NewSamplesEveryIteration: ['true'],
    RandomSeed: [String(seed)],
    Interpolator: ['LinearInterpolator'],
    Resampler: ['DefaultResampler'],
    // The resampled volume is not used, but it is always made.
    ResampleInterpolator: ['FinalNearestNeighborInterpolator'],
    WriteIterationInfo: ['false'],
  };
}

/** The field that elastix found in the smallest voxel edges, in the unit. */
function fieldOf(found: ElastixParameters, origin: Vec3, edge: number): SplineField {
  const numbers = (name: string): readonly number[] => (found[name] ?? []).map(Number);
  const isSpline =
    found['Transform']?.[0] === 'BSplineTransform' &&
    found['BSplineTransformSplineOrder']?.[0] === '3';
  if (!isSpline)
    throw new VoxmetryError('internal', 'elastix gave no cubic B-splines. Please report it.');
  const [first, distance] = [numbers('GridOrigin'), numbers('GridSpacing')];
  return SplineField.fromJSON({
    size: numbers('GridSize') as unknown as Vec3,
    spacing: distance.map((length) => length * edge) as unknown as Vec3,
    origin: map3((axis) => origin[axis] + first[axis]! * edge),
    coefficients: numbers('TransformParameters').map((length) => length * edge),
  });
}

function lengthsOf([x, y, z]: readonly [Float32Array, Float32Array, Float32Array]): {
  readonly mean: number;
  readonly max: number;
} {
  let [sum, max] = [0, 0];
  for (let i = 0; i < x.length; i += 1) {
    const length = Math.hypot(x[i]!, y[i]!, z[i]!);
    sum += length;
    max = Math.max(max, length);
  }
  return { mean: sum / x.length, max };
}

/** Displacements of a grid's points to the moving volume, by the field and then by the start. */
async function openDisplacements(
  lab: Lab,
  { size, spacing, origin }: FieldGrid,
  unit: string,
  field: SplineField,
  initial: Transform,
): Promise<DisplacementVolumes> {
  const [x, y, z] = await field.displacements({ size, spacing, origin });
  const m = initial.matrix;
  const pace = new Pace();
  let i = 0;
  for (let k = 0; k < size[2]; k += 1) {
    const pz = origin[2] + k * spacing[2];
    for (let j = 0; j < size[1]; j += 1) {
      const py = origin[1] + j * spacing[1];
      for (let column = 0; column < size[0]; column += 1, i += 1) {
        const px = origin[0] + column * spacing[0];
        const [qx, qy, qz] = [px + x[i]!, py + y[i]!, pz + z[i]!];
        x[i] = m[0]! * qx + m[1]! * qy + m[2]! * qz + m[3]! - px;
        y[i] = m[4]! * qx + m[5]! * qy + m[6]! * qz + m[7]! - py;
        z[i] = m[8]! * qx + m[9]! * qy + m[10]! * qz + m[11]! - pz;
      }
    }
    await pace.step((k + 1) / size[2]);
  }
  const open = (data: Float32Array<ArrayBuffer>, name: string): Promise<Volume> =>
    lab.open({ data, size }, { spacing, origin, unit, name });
  const [volumeX, volumeY, volumeZ] = await Promise.all([
    open(x, 'displacement x'),
    open(y, 'displacement y'),
    open(z, 'displacement z'),
  ]);
  return { x: volumeX, y: volumeY, z: volumeZ };
}
