import { Grid } from '../grid.js';
import type { Mask } from '../mask.js';
/** Morphology of masks. */
export abstract class MaskMorphology extends Grid<Uint8Array<ArrayBuffer>, Mask> {}
