// One registration of a pair whose transform is known.
import { openEngine } from '../../src/engine/index.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { Transform, compose, invert } from '../../src/recipe/transform.js';
import { registerByElastix } from './elastix.js';
import { cornerDistance, makePair, makeSlice, type Pair } from './pairs.js';

/**
 * What is tried: volumes, a slice in a volume, volumes that show different things, such that have
 * at most a quarter in common, and such whose content repeats itself.
 */
export const TRIALS = ['rigid', 'affine', 'slice', 'unrelated', 'apart', 'periodic'] as const;

/** One of {@link TRIALS}. */
export type TrialKind = (typeof TRIALS)[number];

/** How a registration went. */
export interface Trial {
  readonly outcome: string;
  /** Greatest error of an inner corner, in voxels; of the best alternative where none was found. */
  readonly error: number;
  readonly isExact: boolean;
  /** Whether the truth lies in the 95 % region of the covariance. */
  readonly holds: boolean;
  /** How many parameters have the truth in their own interval of 95 %. */
  readonly parametersHeld: number;
  /** Squared distance of the truth over the covariance, and its degrees of freedom. */
  readonly distance: number;
  readonly freedom: number;
  readonly predicted: number;
  readonly distinctness: number | null;
  readonly rivalry: number;
  readonly seconds: number;
  /** What elastix made of the same pair, where it was asked. */
  readonly elastix: { readonly error: number; readonly seconds: number } | null;
}

/** Greatest error, in voxels, that counts as exact; of a slice twice as much. */
const LIMIT = 0.1;
/** The half width of 95 %, in standard deviations. */
const NORMAL = 1.96;
/** 95 % points of χ² by degrees of freedom. */
const CHI_SQUARED: Readonly<Record<number, number>> = {
  3: 7.815,
  6: 12.592,
  7: 14.067,
  12: 21.026,
};

/** How far volumes are moved that have little in common, in parts of their edge. */
const APART = [0.75, 0.95] as const;
/** Voxels after which a periodic content repeats itself. */
const PERIOD = 12;

/** The pair of volumes of a trial. */
function pairFor(kind: TrialKind, seed: number, size: Vec3): Pair {
  const common = { seed, size };
  const edge = size[0];
  if (kind === 'affine') return makePair({ ...common, shear: 0.04 });
  if (kind === 'unrelated') return makePair({ ...common, unrelated: true });
  if (kind === 'apart') return makePair({ ...common, offsets: [APART[0] * edge, APART[1] * edge] });
  if (kind === 'periodic') return makePair({ ...common, period: PERIOD, offsets: [0, PERIOD / 2] });
  return makePair(common);
}

/** Opens a lab for trials. */
export const openTrialEngine = openEngine;

/** The entries of a motion D about a centre, by the names of a registration's parameters. */
export function parametersOf(
  motion: Transform,
  centre: readonly number[],
  names: readonly string[],
): number[] {
  const m = motion.matrix;
  const scale = Math.cbrt(
    m[0]! * (m[5]! * m[10]! - m[6]! * m[9]!) -
      m[1]! * (m[4]! * m[10]! - m[6]! * m[8]!) +
      m[2]! * (m[4]! * m[9]! - m[5]! * m[8]!),
  );
  const axis = (name: string): number => 'xyz'.indexOf(name);
  return names.map((name) => {
    if (name === 'scale') return Math.log(scale);
    if (name.length === 1) {
      const i = axis(name);
      const turned = [0, 1, 2].reduce((sum, j) => sum + m[4 * i + j]! * centre[j]!, 0);
      return turned + m[4 * i + 3]! - centre[i]!;
    }
    if (name.startsWith('about ')) {
      const k = axis(name[6]!);
      const [i, j] = [(k + 1) % 3, (k + 2) % 3];
      return (m[4 * j + i]! - m[4 * i + j]!) / 2;
    }
    const [i, j] = [axis(name[0]!), axis(name[1]!)];
    return m[4 * i + j]! - (i === j ? 1 : 0);
  });
}

/** xᵀ C⁻¹ x, by elimination. */
export function squaredDistance(
  covariance: readonly (readonly number[])[],
  x: readonly number[],
): number {
  const rows = covariance.map((row, i) => [...row, x[i]!]);
  const n = rows.length;
  for (let i = 0; i < n; i += 1)
    for (let k = i + 1; k < n; k += 1) {
      const factor = rows[k]![i]! / rows[i]![i]!;
      for (let j = i; j <= n; j += 1) rows[k]![j]! -= factor * rows[i]![j]!;
    }
  // Of the upper triangle U and L⁻¹ x in the last column: Σ (L⁻¹ x)² / d.
  return rows.reduce((sum, row, i) => sum + row[n]! ** 2 / row[i]!, 0);
}

/** Makes a pair and registers it. */
export async function registrationTrial(
  lab: Awaited<ReturnType<typeof openEngine>>,
  kind: TrialKind,
  seed: number,
  size: number,
  withPeer = false,
): Promise<Trial> {
  const cube = [size, size, size] as const;
  const made = kind === 'slice' ? makeSlice({ seed, size: cube }) : pairFor(kind, seed, cube);
  const pair =
    'slice' in made
      ? { fixed: made.slice, fixedSize: made.sliceSize, moving: made.volume, ...made }
      : { fixedSize: made.size, ...made };
  const fixed = await lab.open({ data: pair.fixed, size: pair.fixedSize });
  const moving = await lab.open({ data: pair.moving, size: pair.size });
  const start = performance.now();
  const found =
    kind === 'slice'
      ? await moving.locate(fixed)
      : await fixed.register(moving, { model: kind === 'affine' ? 'affine' : 'rigid' });
  const seconds = (performance.now() - start) / 1000;
  fixed.close();
  moving.close();
  const best = found.transform ?? found.alternatives[0]?.transform;
  const error =
    best === undefined ? Infinity : cornerDistance(new Transform(best), pair.truth, pair.fixedSize);
  const { outcome, distinctness, rivalry } = found;
  const peer =
    withPeer && !('slice' in made) && (kind === 'rigid' || kind === 'affine')
      ? registerByElastix(made, kind)
      : null;
  const elastix = peer && {
    error: cornerDistance(peer.transform, pair.truth, pair.fixedSize),
    seconds: peer.seconds,
  };
  const common = {
    outcome,
    error,
    isExact: error <= (kind === 'slice' ? 2 : 1) * LIMIT,
    distinctness,
    rivalry,
    seconds,
    elastix,
  };
  if (found.outcome !== 'found')
    return {
      ...common,
      holds: false,
      parametersHeld: 0,
      distance: NaN,
      freedom: 0,
      predicted: NaN,
    };
  // The truth is T ∘ D: D goes first.
  const motion = compose(pair.truth, invert(new Transform(found.transform)));
  const parameters = parametersOf(motion, found.centre, found.parameters);
  const distance = squaredDistance(found.covariance, parameters);
  const freedom = parameters.length;
  const holds = distance <= CHI_SQUARED[freedom]!;
  const parametersHeld = parameters.filter(
    (value, i) => Math.abs(value) <= NORMAL * Math.sqrt(found.covariance[i]![i]!),
  ).length;
  return { ...common, holds, parametersHeld, distance, freedom, predicted: found.cornerError };
}
