// Quantisation of polar samples to levels.
import { DTYPES, type Dtype } from '../recipe/dtype.js';
import { levelScale, type LevelScale, type Span } from './level_scale.js';

/**
 * Samples are f32 and no whole numbers, so that they are levels of the range of the dtype or of the
 * volume's `levelSpan`.
 */
export function sampleScale(dtype: Dtype, range: Span | undefined): LevelScale {
  return levelScale('f32', DTYPES[dtype].bits < 32 ? DTYPES[dtype] : range);
}

/** Directions as unit vectors. */
export function directionTable(count: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: 2 * count }, (_, i) => {
    const angle = (2 * Math.PI * (i >> 1)) / count;
    return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
  });
}
