// Quantisation of values to 16-bit levels.
import { DTYPES, type Dtype } from '../recipe/dtype.js';
import { keyToValue } from '../recipe/keys.js';

/**
 * How values become levels 0 … 65535, as `level_of` in `levels.wgsl` does it: integers of up to 16
 * bits by their order, others as (v − start) · gain. A level stands for `zero` + level · `step`.
 */
export interface LevelScale {
  readonly start: number;
  readonly gain: number;
  readonly step: number;
  readonly zero: number;
}

/** The least and greatest value of a volume. */
export interface Span {
  readonly min: number;
  readonly max: number;
}

/** The scale of a dtype; 32-bit ones need the range of the whole volume. */
export function levelScale(dtype: Dtype, range: Span | undefined): LevelScale {
  if (DTYPES[dtype].bits < 32) return { start: 0, gain: 1, step: 1, zero: keyToValue(0, dtype) };
  // Levels are made in f32, and so is what they stand for.
  const start = range === undefined || !Number.isFinite(range.min) ? 0 : Math.fround(range.min);
  const width = range !== undefined && range.max > range.min ? range.max - range.min : 0;
  const gain = width > 0 ? Math.fround(65535 / width) : 0;
  return { start, gain, step: gain > 0 ? 1 / gain : 0, zero: start };
}
