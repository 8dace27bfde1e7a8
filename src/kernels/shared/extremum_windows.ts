import extremumRow from './extremum_row.wgsl?raw';
import extremumWindows from './extremum_windows.wgsl?raw';
import { quadWgsl } from './quad.js';

/** Shared WGSL of the kernels that seek extrema along rows and columns. */
export const extremumWgsl = {
  ...quadWgsl,
  extremum_row: extremumRow,
  extremum_windows: extremumWindows,
} as const;
