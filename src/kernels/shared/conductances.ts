import { sharedWgsl } from './index.js';
import conductances from './conductances.wgsl?raw';
import cellSums from './cell_sums.wgsl?raw';
import cellValues from './cell_values.wgsl?raw';
import cells from './cells.wgsl?raw';
import halfWords from './half_words.wgsl?raw';
import parts from './parts.wgsl?raw';
import redBlack from './red_black.wgsl?raw';
import workgroupSum from './workgroup_sum.wgsl?raw';

/** Shared WGSL of the kernels that know how vectors lie. */
export const redBlackWgsl = { ...sharedWgsl, red_black: redBlack } as const;

/** Shared WGSL of the kernels that solve for a potential. */
export const conductancesWgsl = {
  ...redBlackWgsl,
  half_words: halfWords,
  workgroup_sum: workgroupSum,
  conductances,
} as const;

/** Shared WGSL of the kernels of coarse levels. */
export const cellsWgsl = {
  ...redBlackWgsl,
  half_words: halfWords,
  cells,
  cell_sums: cellSums,
  cell_values: cellValues,
  parts,
} as const;

/** The fields of their `Params` that say what a coarse level is. */
export const CELLS_PARAMS = { size: 'vec3u', wrap: 'vec3u' } as const;

/** The buffers by which such kernels know conductances. */
export const CONDUCTANCE_BUFFERS = {
  links: 'read',
  coefficients: 'read',
} as const;

/** What the buffers hold, as `FORM` says. */
export const CONDUCTANCE_FORM = { links: 0, classes: 1 } as const;

/** The fields of their `Params` that say what the finest level is. */
export const LEVEL_PARAMS = {
  size: 'vec3u',
  axis: 'u32',
  weights: 'vec3f',
  unused: 'f32',
  wrap: 'vec3u',
  unused_too: 'u32',
} as const;
