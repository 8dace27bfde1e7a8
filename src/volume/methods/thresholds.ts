import type { Dtype } from '../../recipe/dtype.js';
import { Corrections } from './corrections.js';

/** Thresholds: from intensities to masks and phases. */
export abstract class Thresholds<D extends Dtype> extends Corrections<D> {}
