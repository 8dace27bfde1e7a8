import { MaskStatistics } from './mask_statistics.js';

/** Thickness, pore sizes and layers of a phase. */
export abstract class MaskStructure extends MaskStatistics {}
