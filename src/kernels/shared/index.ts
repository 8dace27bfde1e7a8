import grid from './grid.wgsl?raw';
import voxel from './voxel.wgsl?raw';
import border from './border.wgsl?raw';

/** Shared WGSL that kernels `#import` by name: pure functions of values and plain structs. */
export const sharedWgsl = { grid, voxel, border } as const;

/** Codes of the border rules, as in `border.wgsl`. */
export const BORDER_CODE = { reflect: 0, nearest: 1, constant: 2 } as const;
