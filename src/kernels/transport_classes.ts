import { kernel } from '../gpu/index.js';
import { redBlackWgsl } from './shared/conductances.js';
import wgsl from './transport_classes.wgsl?raw';

/** A byte per place of a vector: the class of its voxel's phase by `classes`; 0 outside the mask.  */
export const transportClasses = kernel({
  name: 'transport_classes',
  wgsl,
  modules: redBlackWgsl,
  buffers: { mask: 'read', phases: 'read', classes: 'read', dst: 'write' },
  params: { mask: 'Grid', phases: 'Grid' },
  constants: [],
  workgroup: [256, 1, 1],
});
