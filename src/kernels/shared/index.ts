import grid from './grid.wgsl?raw';
import voxel from './voxel.wgsl?raw';
import border from './border.wgsl?raw';
import runs from './runs.wgsl?raw';
import floatBits from './float_bits.wgsl?raw';
import lanes from './lanes.wgsl?raw';
import wide from './wide.wgsl?raw';

/** Shared WGSL that kernels `#import` by name: pure functions of values and plain structs. */
export const sharedWgsl = {
  grid,
  voxel,
  border,
  float_bits: floatBits,
  wide,
  runs,
  lanes,
} as const;

/** Codes of the border rules, as in `border.wgsl`. */
export const BORDER_CODE = { reflect: 0, nearest: 1, constant: 2 } as const;
