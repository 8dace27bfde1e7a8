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
  chords: ({ chords }) => chords.flat(),
  sizes: ({ sizes }) => sizes.flat(),
};

/** Beyond so many of Student's 97.5 percentiles a curve does not match: of five, at about 99 %. */
const STRICTNESS = 1.5;
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
