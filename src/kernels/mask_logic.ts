import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './mask_logic.wgsl?raw';

/** Two masks to one, bit by bit; `not` takes `a` alone (bind it as `b` too). */
export const maskLogic = kernel({
  name: 'mask_logic',
  wgsl,
  modules: sharedWgsl,
  buffers: { a: 'read', b: 'read', dst: 'write' },
  params: { a: 'Grid', b: 'Grid', dst: 'Grid' },
  constants: ['OPERATOR'],
  workgroup: [64, 1, 1],
});

/** Codes of the operators, as in `mask_logic.wgsl`. */
export const MASK_OPERATOR_CODE = { and: 0, or: 1, xor: 2, subtract: 3, not: 4 } as const;
