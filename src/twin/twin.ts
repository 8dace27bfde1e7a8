import type { Dtype } from '../recipe/dtype.js';
import { invalidArgument, throwIfAborted } from '../recipe/errors.js';
import { map3, type Vec3 } from '../recipe/geometry.js';
import { topologicalOrder } from '../recipe/json.js';
import { gridMeta, type Node } from '../recipe/op.js';
import { runOptionsOf } from '../recipe/options.js';
import { Mask, Volume } from '../volume/handles.js';
import { Query, type QueryPlan } from '../volume/query.js';
import {
  correctedNumber,
  moreWouldTell,
  type Measured,
  type NumberOfTwins,
  type TwinNumber,
} from './correction.js';
import { meanCurves, type StructureCurves } from './curves.js';
import { curvesOfMask } from './curves_of_mask.js';
import { BOX, imagedPieces, imagingOf, type EstimatedImaging } from './estimate_imaging.js';
import { estimatedImaging, shownBy, statedImaging } from './fit_imaging.js';
import { PILOTS, ROUNDS } from './fit_generator.js';
import { checkPieces } from './generate_like.js';
import { GENERATORS, type GeneratorParameters, type TwinGenerator } from './generators.js';
import { isEstimated, type StatedImaging } from './imaging_of_twins.js';
import { matchOf, type CurveMatch } from './match.js';
import { meanLevel } from './mean_level.js';
import { standardMetrics, type TwinMetric } from './metrics.js';
import { metricsBy, type Replayed } from './runs.js';
import { twinMaker, type OneTwin, type TwinMaker } from './twin_maker.js';

/** Options of {@link twin}. */
export interface TwinOptions<N extends string = string> {
  /** What is measured, by name: made by `metric`. Default `standardMetrics(mask)`. */
  readonly metrics?: Readonly<Record<N, TwinMetric>> | undefined;
  /** At least two. Default `packedSpheres` and `levelCutFields`. */
  readonly generators?: readonly TwinGenerator[] | undefined;
  /**
   * How the scan was imaged. Default 'estimate': as `estimateImaging` finds it. What was estimated
   * is fitted further with each generator; what is stated stays.
   */
  readonly imaging?: 'estimate' | EstimatedImaging | StatedImaging | undefined;
  /** Twins by each generator, 4 to 100. Default 12. */
  readonly n?: number | undefined;
  /**
   * Twins by each generator that matches, where `n` do not tell a bias and more would; `n` to 100.
   * Default twice `n`.
   */
  readonly most?: number | undefined;
  /** Voxels of a twin along x, y, z. Default the scan's, up to 128. */
  readonly size?: Vec3 | undefined;
  /** Integer 0 … 2^31 − 1. Default 1. */
  readonly seed?: number | undefined;
  /** Cancels. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the fraction done, 0 to 1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/** The twins of one generator. */
export interface TwinsOfGenerator extends CurveMatch {
  readonly generator: string;
  /** The parameters that were fitted; those of each twin are drawn about them. */
  readonly parameters: GeneratorParameters;
  /** How they were imaged: that of the scan, where estimated as its pieces show it best. */
  readonly imaging: EstimatedImaging | StatedImaging;
  readonly twins: readonly OneTwin[];
  /** The mean curves of the twins' masks, as the recipe makes them. */
  readonly curves: StructureCurves;
}

/** What twins say of a recipe. */
export interface TwinResult<N extends string = string> {
  /** Each number with what the recipe is off by. */
  readonly metrics: Readonly<Record<N, TwinNumber>>;
  readonly generators: readonly TwinsOfGenerator[];
  /** How the scan was imaged, as it was estimated or stated. */
  readonly imaging: EstimatedImaging | StatedImaging;
  /** The curves of the scan's mask. */
  readonly curves: StructureCurves;
  /** The mean grey level of the scan. */
  readonly level: number;
  /** Voxels of a twin along x, y, z. */
  readonly size: Vec3;
  readonly seed: number;
}

const OP = 'twin';
const OPTIONS = ['metrics', 'generators', 'imaging', 'n', 'most', 'size', 'seed'] as const;

/**
 * What a recipe gets wrong: structures that resemble the scan's are made, imaged as it was, and
 * measured by the very recipe that was recorded; their truth is known. Of each number: as measured,
 * its bias, and the number less the bias where twins look like the scan, with a band. Truth is what
 * the same queries give of the made structure in the place of the recipe's mask, on equal voxels.
 *
 * Each generator is fitted until its twins, after imaging and segmentation, have the fraction and
 * the faces per length of the scan's mask; and where the imaging was estimated, until their images
 * show as much noise and edges as wide by their masks. So what a mask makes of the blur, which it
 * shows too large where it has lost narrow gaps, is made up for. Then `n` twins are made by each,
 * with parameters drawn as if other pieces of the material had been scanned. They match where
 * fraction, two-point probability, lineal path, chords and distances from the other phase of the
 * scan lie among those of the twins, at the scan's fraction: root mean squares over each curve, in
 * deviations from twin to twin, below Student's 97.5 percentile. A bias is read from the plane that
 * leads from what is seen of the twins, the number, the fraction of the mask and the mean grey
 * level, to what they are off by, at what is seen of the scan, with the interval of a next twin.
 * Where several generators match, it is the mean of theirs, and the band holds those of all. Grey
 * levels, blur and noise of each twin are drawn from their intervals.
 *
 * A number is corrected where the corrected one is the nearer one at 95 %: where the true bias is
 * above a half of that found. Where `n` twins do not tell that and by their scatter more would, up
 * to `most` are made. Else, and where no generator matches, `corrected` is null with the `reason`,
 * and `bias.range` says what is known.
 *
 * Bands hold the spread from twin to twin, which have the size of the scan (or of `size`); not what
 * no generator makes: binder, cracks, layers, faults of the imaging. Cost: (12 + 2 n) runs of the
 * recipe by each generator, and two for each twin more; some 40 bytes per voxel of a twin on the
 * host.
 *
 * @param mask - What the recipe makes of one scan: a mask of its grid, of two materials. Its set
 * phase is what the generators make: particles, for `packedSpheres`. `recorded` gives that of a
 * stored recipe.
 * @throws VoxmetryError `invalid-argument`: fewer than two generators, a recipe of several volumes,
 * a mask of another grid than its scan's, options out of range; `empty-phase`: `estimateImaging`;
 * `cancelled`; what the recipe throws.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * import { syntheticCathode } from 'voxmetry/synthetic';
 * import { levelCutFields, metric, overlappingSpheres, twin } from 'voxmetry/twin';
 * const lab = await openLab();
 * const { volume } = syntheticCathode({ size: [48, 48, 48], spacing: [1, 1, 1] });
 * const scan = await lab.open(volume, { ...volume });
 * const solid = scan.median({ size: 3 }).otsu();
 * const { metrics } = await twin(solid, {
 *   metrics: { surface: metric(solid.surfaceArea(), ({ perVolume }) => perVolume) },
 *   imaging: { levels: [14000, 36000], deviations: [1950, 2170], blur: 0.8 },
 *   generators: [levelCutFields, overlappingSpheres],
 *   n: 4,
 * });
 * const { corrected, reason } = metrics.surface;
 * console.assert((corrected === null) === (reason !== null)); // corrected, or why not
 * await lab.dispose();
 * ```
 */
export async function twin<N extends string = 'fraction' | 'surface' | 'tortuosity' | 'd50'>(
  mask: Mask,
  options: TwinOptions<N> = {},
): Promise<TwinResult<N>> {
  const checked = checkedOptions(mask, options);
  const { replayed, scan, generators, n, most, seed, onProgress } = checked;
  const { signal, grid } = replayed;
  // Where one generator matches and needs all that it may make.
  const steps = 2 + generators.length * (ROUNDS * PILOTS + n) + most - n;
  let done = 0;
  const step = (part = 1): void => {
    throwIfAborted(signal, OP);
    done += part;
    onProgress?.(Math.min(1, done / steps));
  };
  const measured = await metricsBy(replayed, replayed.source);
  step();
  const { imaging, imagingFit } = await imagingOfScan(checked, mask);
  const curves = await curvesOfMask(OP, mask, grid.size, signal);
  const level = await meanLevel(scan, grid.size, signal);
  step();
  const makers: TwinMaker[] = [];
  for (const generator of generators) {
    const of = { replayed, curves, imagingFit, dtype: scan.dtype, seed };
    const maker = await twinMaker(generator, of, step);
    await maker.more(n, step);
    makers.push(maker);
  }
  let found = makers.map((maker) => foundBy(maker, curves));
  const names = Object.keys(replayed.metrics);
  const seen = (name: string): Measured => ({
    measured: measured[name] ?? null,
    fraction: curves.fraction,
    level,
  });
  for (
    let made = n;
    made < most && names.some((name) => moreWouldTell(seen(name), numberOfTwins(found, name)));
    made += n
  ) {
    const matching = makers.filter((_, i) => found[i]!.matches);
    for (const maker of matching)
      await maker.more(Math.min(n, most - made), () => {
        step(1 / matching.length);
      });
    found = makers.map((maker) => foundBy(maker, curves));
  }
  onProgress?.(1);
  const numbers = names.map((name) => [
    name,
    correctedNumber(seen(name), numberOfTwins(found, name)),
  ]);
  return {
    // One number for each of the metrics.
    metrics: Object.fromEntries(numbers) as Record<N, TwinNumber>,
    generators: found,
    imaging,
    curves,
    level,
    size: grid.size,
    seed,
  };
}

/** How the scan was imaged, and what fits that to a generator's pieces. */
async function imagingOfScan(
  { imaging, scan, replayed, seed }: ReturnType<typeof checkedOptions>,
  mask: Mask,
) {
  if (imaging !== 'estimate' && !isEstimated(imaging))
    return { imaging, imagingFit: () => statedImaging(imaging) };
  const pieces = await imagedPieces(scan, mask, replayed.signal);
  const start = imaging === 'estimate' ? imagingOf(pieces, mask.unit, seed) : imaging;
  const shown = shownBy(pieces, start.blur.value, seed);
  return { imaging: start, imagingFit: () => estimatedImaging(start, shown) };
}

/** The twins that were made so far, and whether they look like the scan. */
function foundBy(
  { generator, parameters, imaging, twins, shown }: TwinMaker,
  curves: StructureCurves,
): TwinsOfGenerator {
  const { name } = generator;
  return {
    ...matchOf(curves, shown),
    ...{ generator: name, parameters, imaging, twins: [...twins], curves: meanCurves(shown) },
  };
}

/** What one number is of all twins. */
function numberOfTwins(found: readonly TwinsOfGenerator[], name: string): NumberOfTwins[] {
  return found.map(({ generator, matches, twins }) => ({
    name: generator,
    matches,
    pairs: twins.map((of) => ({
      measured: of.measured[name] ?? null,
      true: of.true[name] ?? null,
      fraction: of.fraction,
      level: of.level,
    })),
  }));
}

function checkedOptions<N extends string>(mask: Mask, options: TwinOptions<N>) {
  const given: unknown = mask;
  if (!(given instanceof Mask)) throw invalidArgument(OP, 'mask', given, 'a mask');
  const { generators = GENERATORS, n = 12, seed = 1, ...rest } = runOptionsOf(OP, options, OPTIONS);
  if (!(generators instanceof Array) || generators.length < 2)
    throw invalidArgument(OP, 'generators', generators, 'at least two generators');
  const sources = topologicalOrder([mask.node]).filter(({ op }) => op.name === 'source');
  const [source] = sources;
  if (source === undefined || sources.length > 1)
    throw invalidArgument(OP, 'mask', `of ${String(sources.length)} volumes`, 'one of one volume');
  const of = gridMeta(source);
  if (!of.size.every((length, i) => length === mask.size[i]))
    throw invalidArgument(
      OP,
      'mask',
      mask.size.join('×'),
      `the scan's own grid, ${of.size.join('×')}`,
    );
  const whole = map3((axis) => Math.min(of.size[axis], BOX));
  const { size = whole, imaging = 'estimate', signal, onProgress } = rest;
  checkPieces(OP, of.size, { size, n, seed });
  const { most = Math.min(2 * n, 100) } = rest;
  if (!(Number.isSafeInteger(most) && most >= n && most <= 100))
    throw invalidArgument(OP, 'most', most, `an integer ${String(n)} … 100`);
  const metrics: Readonly<Record<string, TwinMetric>> = rest.metrics ?? standardMetrics(mask);
  for (const [name, given] of Object.entries<unknown>(metrics)) checkMetric(name, given, mask.node);
  const replayed: Replayed = {
    backend: mask.context.backend,
    ...{ source, mask: mask.node, metrics, unit: of.unit, signal },
    grid: { size, spacing: of.spacing },
  };
  const scan = new Volume<Dtype>(mask.context, source);
  return { replayed, scan, generators, imaging, n, most, seed, onProgress };
}

/** Refuses what is no metric, and queries that do not go through the mask of the scan alone. */
function checkMetric(name: string, given: unknown, mask: Node): void {
  const query: unknown = (given as Partial<TwinMetric> | null)?.query;
  if (!(query instanceof Query))
    throw invalidArgument(OP, `metrics.${name}`, given, 'what metric(query, value) makes');
  const { node } = query.plan as QueryPlan<unknown>;
  const below = topologicalOrder([node]);
  if (!below.includes(mask))
    throw invalidArgument(OP, `metrics.${name}`, 'a query past the mask', 'one of what it makes');
  const of = new Set(topologicalOrder([mask]));
  if (below.some((other) => other.op.name === 'source' && !of.has(other)))
    throw invalidArgument(OP, `metrics.${name}`, 'of another volume too', 'of the scan alone');
}
