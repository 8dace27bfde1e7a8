import { kernel } from '../gpu/index.js';
import wgsl from './basin_water.wgsl?raw';

/** Finds the lowest level of the water that rises in each basin. */
export const basinWater = kernel({
  name: 'basin_water',
  wgsl,
  buffers: { water: 'read', paths: 'read', springs: 'read_write' },
  params: { quads: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});
