import { MaskStructure } from './mask_structure.js';

/** Transport through a phase. */
export abstract class MaskTransport extends MaskStructure {}
