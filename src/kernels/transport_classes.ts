import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './transport_classes.wgsl?raw';

/** A byte per voxel, rows without pads: the class of its phase by `classes`; 0 outside the mask.  */
export const transportClasses = kernel({
  name: 'transport_classes',
  wgsl,
  modules: sharedWgsl,
  buffers: { mask: 'read', phases: 'read', classes: 'read', dst: 'write' },
  params: { mask: 'Grid', phases: 'Grid' },
  constants: [],
  workgroup: [256, 1, 1],
});
