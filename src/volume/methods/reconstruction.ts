import type { Dtype } from '../../recipe/dtype.js';
import { Thresholds } from './thresholds.js';

/** Reconstruction, extrema and regions grown from seeds. */
export abstract class Reconstruction<D extends Dtype> extends Thresholds<D> {}
