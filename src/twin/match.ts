import { studentQuantile } from '../stats/distributions/mean.js';
import type { StructureCurves } from './curves.js';

/** Names of the curves that are compared. */
export type CurveName = 'fraction' | 'twoPoint' | 'linealPath' | 'chords' | 'sizes';

/** How far measured curves lie from those of twins, in deviations of one twin from another. */
export interface CurveMatch {
  /** Of each curve, the root mean square over its values (no unit). */
  readonly misfit: Readonly<Record<CurveName, number>>;
  /** The most that still matches. */
  readonly limit: number;
  /** Whether all curves match. */
  readonly matches: boolean;
}

/** The values of a curve, phases one after the other. */
const VALUES: Readonly<Record<CurveName, (curves: StructureCurves) => readonly number[]>> = {
  // Faces along each axis: of a layered or stretched structure they are not alike.
  fraction: ({ fraction, faces }) => [fraction, ...faces],
  twoPoint: ({ twoPoint }) => twoPoint,
  linealPath: ({ linealPath }) => linealPath.flat(),
  // Parts between one length and the next scatter more by themselves than sums of them do, so that
  // a curve of another shape stands out.
  chords: ({ chords }) => chords.flatMap((upTo) => steps([0, ...upTo, 1])),
  sizes: ({ sizes }) => sizes.flatMap((deeper) => steps([1, ...deeper, 0])),
};

function steps(values: readonly number[]): number[] {
  return values.slice(1).map((value, i) => value - values[i]!);
}

/**
 * Beyond so many of Student's 97.5 percentiles a curve does not match. Of twins that were held
 * against the others of their generator, some 2 % lay beyond it by any of the five.
 */
const STRICTNESS = 1.2;
/** Differences of probabilities below this are none. */
const NOTHING = 1e-3;

/** Compares measured curves with those of at least two twins. */
export function matchOf(measured: StructureCurves, twins: readonly StructureCurves[]): CurveMatch {
  const n = twins.length;
  const misfitOf = (name: CurveName): number => {
    const values = VALUES[name];
    const own = values(measured);
    const all = twins.map(values);
    let sum = 0;
    own.forEach((value, i) => {
      const mean = all.reduce((total, twin) => total + twin[i]!, 0) / n;
      const variance = all.reduce((total, twin) => total + (twin[i]! - mean) ** 2, 0) / (n - 1);
      const scale = Math.sqrt(variance * (1 + 1 / n) + NOTHING ** 2);
      sum += ((value - mean) / scale) ** 2;
    });
    return Math.sqrt(sum / own.length);
  };
  const misfit = {
    fraction: misfitOf('fraction'),
    twoPoint: misfitOf('twoPoint'),
    linealPath: misfitOf('linealPath'),
    chords: misfitOf('chords'),
    sizes: misfitOf('sizes'),
  };
  const limit = STRICTNESS * studentQuantile(n - 1);
  return { misfit, limit, matches: Object.values(misfit).every((value) => value <= limit) };
}
