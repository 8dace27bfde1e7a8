import { sharedWgsl } from './index.js';
import conductances from './conductances.wgsl?raw';
import redBlack from './red_black.wgsl?raw';

/** Shared WGSL of the kernels that know how vectors lie. */
export const redBlackWgsl = { ...sharedWgsl, red_black: redBlack } as const;

/** Shared WGSL of the kernels that solve for a potential. */
export const conductancesWgsl = { ...redBlackWgsl, conductances } as const;

/** The buffers by which such kernels know conductances. */
export const CONDUCTANCE_BUFFERS = {
  links: 'read',
  gx: 'read',
  gy: 'read',
  gz: 'read',
} as const;

/** What the buffers hold, as `FORM` says. */
export const CONDUCTANCE_FORM = { faces: 0, links: 1, classes: 2 } as const;

/** The fields of their `Params` that say what a level is. */
export const LEVEL_PARAMS = {
  size: 'vec3u',
  axis: 'u32',
  weights: 'vec3f',
  unused: 'f32',
  wrap: 'vec3u',
  unused_too: 'u32',
} as const;
