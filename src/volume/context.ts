import type { Backend } from '../recipe/backend.js';
import type { Node } from '../recipe/op.js';
import type { Dtype } from '../recipe/dtype.js';
import type { Labels } from './labels.js';
import type { Mask } from './mask.js';
import type { Phases } from './phases.js';
import type { Volume } from './volume.js';

/** What every handle knows of its lab: where to compute, and how to make handles of other kinds. */
export interface LabContext {
  readonly backend: Backend;
  volume<D extends Dtype>(node: Node): Volume<D>;
  mask(node: Node): Mask;
  phases<N extends string>(node: Node): Phases<N>;
  labels(node: Node): Labels;
}
