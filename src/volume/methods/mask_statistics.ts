import { MaskMorphology } from './mask_morphology.js';

/** Statistics of a phase. */
export abstract class MaskStatistics extends MaskMorphology {}
