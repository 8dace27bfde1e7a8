import { studentQuantile } from '../stats/distributions/mean.js';
import type { StructureCurves } from './curves.js';
import { foretold } from './foretold.js';

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

/** Differences of probabilities below this are none. */
const NOTHING = 1e-3;

/**
 * Compares measured curves with those of at least three twins. How far a value lies off is told
 * from the line of the twins' values over their fraction, at the fraction that was measured: from
 * piece to piece curves scatter with it, which says nothing of their shape. The limit is Student's
 * 97.5 percentile: of twins that were held against the others of their generator, 4 % had a
 * curve beyond it.
 */
export function matchOf(measured: StructureCurves, twins: readonly StructureCurves[]): CurveMatch {
  const n = twins.length;
  const misfitOf = (name: CurveName): number => {
    const values = VALUES[name];
    const own = values(measured);
    const all = twins.map(values);
    const squares = own.map((value, i) => {
      const points = all.map((of, k) => ({
        x: [name === 'fraction' ? 0 : twins[k]!.fraction],
        y: of[i]!,
      }));
      const { value: middle, deviation } = foretold([measured.fraction], points);
      return (value - middle) ** 2 / (deviation ** 2 + NOTHING ** 2);
    });
    return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / own.length);
  };
  const misfit = {
    fraction: misfitOf('fraction'),
    twoPoint: misfitOf('twoPoint'),
    linealPath: misfitOf('linealPath'),
    chords: misfitOf('chords'),
    sizes: misfitOf('sizes'),
  };
  const limit = studentQuantile(n - 2);
  return { misfit, limit, matches: Object.values(misfit).every((value) => value <= limit) };
}
