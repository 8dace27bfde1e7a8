import { studentQuantile } from '../stats/distributions/mean.js';
import { ONE_SIDED_QUANTILE } from '../stats/distributions/normal.js';
import { foretold } from './foretold.js';

/** What is seen of an image: a number by the recipe or none, the fraction of its mask, a level. */
export interface Measured {
  readonly measured: number | null;
  readonly fraction: number;
  /** The mean grey level. */
  readonly level: number;
}

/** A number of one twin, and that of its structure; null where there is none. */
export interface TwinPair extends Measured {
  readonly true: number | null;
}

/** A number of the scan, and what twins say of it. */
export interface TwinNumber {
  /** By the recipe, of the scan; null where it gives none. */
  readonly measured: number | null;
  /**
   * What the recipe is off by, measured less true, in the number's own unit, of structures that it
   * measures as it did the scan's: by the plane that leads from measured numbers, fractions of the
   * mask and mean grey levels to biases of the twins of a generator that matches, the mean over
   * these. `value` is null where nothing is corrected. `range` is that of a next twin at 95 %, over
   * the generators that match; where none does, that of all twins that were made.
   */
  readonly bias: {
    readonly value: number | null;
    readonly range: readonly [lo: number, hi: number] | null;
  };
  /**
   * Measured less bias. Null, with the `reason`, where no generator matches, and where it is not
   * the nearer one at 95 %: where the true bias may be below a half of that found.
   */
  readonly corrected: number | null;
  /** 95 % band of `corrected`, from the range of the bias; null with it. */
  readonly band: readonly [lo: number, hi: number] | null;
  /** Names of the generators that match. */
  readonly match: readonly string[];
  /** Why nothing is corrected; null where it is. */
  readonly reason: string | null;
}

/** The twins of a generator, as one number sees them. */
export interface NumberOfTwins {
  readonly name: string;
  readonly matches: boolean;
  readonly pairs: readonly TwinPair[];
}

/** Of a bias, the part that the true one must reach for what is corrected to be the nearer one. */
const HALF = 1 / 2;

/** Corrects a number by the twins of the generators that match, where they are sure of its bias. */
export function correctedNumber(scan: Measured, generators: readonly NumberOfTwins[]): TwinNumber {
  const matching = generators.filter(({ matches }) => matches);
  const match = matching.map(({ name }) => name);
  const { measured } = scan;
  const nothing = (reason: string, range: TwinNumber['bias']['range']): TwinNumber => ({
    ...{ measured, bias: { value: null, range }, corrected: null, band: null, match, reason },
  });
  const found = biasesOf(scan, matching);
  if (typeof found === 'string')
    return nothing(found, rangeOf(matching.length > 0 ? matching : generators));
  // Where several match, nothing says which is right: the range is that of all.
  const range = [
    Math.min(...found.map(({ value, half }) => value - half)),
    Math.max(...found.map(({ value, half }) => value + half)),
  ] as const;
  if (!lessens(found, ({ near }) => near))
    return nothing('from twin to twin the bias scatters by more than a half of it', range);
  const value = meanOf(found);
  return {
    measured,
    bias: { value, range },
    corrected: measured! - value,
    band: [measured! - range[1], measured! - range[0]],
    match,
    reason: null,
  };
}

/**
 * Whether nothing is corrected for the scatter alone, and more twins, that scatter as these do,
 * would make the bias known.
 */
export function moreWouldTell(scan: Measured, generators: readonly NumberOfTwins[]): boolean {
  const found = biasesOf(
    scan,
    generators.filter(({ matches }) => matches),
  );
  return (
    typeof found !== 'string' &&
    !lessens(found, ({ near }) => near) &&
    lessens(found, ({ least }) => least)
  );
}

/** The bias by each generator that matches, or why there is none. */
function biasesOf(
  { measured, fraction, level }: Measured,
  matching: readonly NumberOfTwins[],
): readonly BiasAt[] | string {
  if (measured === null || !Number.isFinite(measured))
    return 'the recipe gives no such number of the scan';
  if (matching.length === 0) return 'no generator makes twins that look like the scan';
  const found: BiasAt[] = [];
  for (const { name, pairs } of matching) {
    const known = pairs.flatMap((pair) => knownBias(pair) ?? []);
    if (known.length < pairs.length)
      return `the recipe gives no such number of some twins by ${name}`;
    found.push(biasAt([measured, fraction, level], known));
  }
  return found;
}

/**
 * Whether what is corrected is the nearer one, by as far as each bias may be off: it is so where
 * the true bias is above a half of that found, however much it is above. So one side counts alone.
 */
function lessens(found: readonly BiasAt[], off: (bias: BiasAt) => number): boolean {
  const mean = meanOf(found);
  return found.every((bias) => Math.sign(mean) * bias.value - off(bias) >= HALF * Math.abs(mean));
}

function meanOf(found: readonly BiasAt[]): number {
  return found.reduce((sum, { value }) => sum + value, 0) / found.length;
}

/** What the recipe is off by for a twin, and what is seen of its image. */
interface KnownBias {
  readonly seen: readonly [number: number, fraction: number, level: number];
  readonly bias: number;
}

function knownBias(pair: TwinPair): KnownBias | null {
  if (pair.measured === null || pair.true === null) return null;
  const bias = pair.measured - pair.true;
  return Number.isFinite(bias) ? { seen: [pair.measured, pair.fraction, pair.level], bias } : null;
}

/** From the least to the greatest bias of all twins. */
function rangeOf(generators: readonly NumberOfTwins[]): readonly [number, number] | null {
  const all = generators.flatMap(({ pairs }) =>
    pairs.flatMap((pair) => knownBias(pair)?.bias ?? []),
  );
  return all.length > 0 ? [Math.min(...all), Math.max(...all)] : null;
}

/** A bias, and how far that of the next twin may lie from it. */
interface BiasAt {
  readonly value: number;
  /** On both sides, at 95 %. */
  readonly half: number;
  /** On one side, at 95 %. */
  readonly near: number;
  /** The same with ever more twins, which scatter as these do. */
  readonly least: number;
}

/**
 * The bias of a structure whose image looks so, and how far that of a next one may lie off: by the
 * plane of biases over what is measured, the fraction of the mask and the mean grey level. A recipe
 * that is off by a part of a number scatters with it, and more or less in denser pieces; and blur
 * keeps the mean level, so that beside the fraction it tells by how much the mask itself is off.
 */
function biasAt(seen: KnownBias['seen'], twins: readonly KnownBias[]): BiasAt {
  const points = twins.map((twin) => ({ x: twin.seen, y: twin.bias }));
  const { value, deviation, scatter, freedom } = foretold(seen, points);
  return {
    value,
    half: studentQuantile(freedom) * deviation,
    near: studentQuantile(freedom, ONE_SIDED_QUANTILE) * deviation,
    least: ONE_SIDED_QUANTILE * scatter,
  };
}
