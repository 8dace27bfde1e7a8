import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import medianKey from './shared/median_key.wgsl?raw';
import wgsl from './bit_planes.wgsl?raw';

/** Voxels of a row that one word of a bit plane stands for, without the 4 on either side. */
export const GROUP = 24;

/** Bit planes of a volume's keys, in overlapping groups of a row, with the margin that windows reach. */
export const bitPlanes = kernel({
  name: 'bit_planes',
  wgsl,
  modules: { ...sharedWgsl, median_key: medianKey },
  buffers: { src: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    origin: 'vec3u',
    groups: 'u32',
    rows: 'u32',
    slices: 'u32',
    radius: 'u32',
    border_raw: 'u32',
  },
  constants: ['DTYPE', 'BORDER'],
  workgroup: [64, 1, 1],
});
