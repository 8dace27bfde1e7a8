import { kernel } from '../gpu/index.js';
import { redBlackWgsl } from './shared/conductances.js';
import wgsl from './transport_field.wgsl?raw';

/** A potential as a volume: NaN where the mask is not set.  */
export const transportField = kernel({
  name: 'transport_field',
  wgsl,
  modules: redBlackWgsl,
  buffers: { x: 'read', mask: 'read', dst: 'write' },
  params: { mask: 'Grid', dst: 'Grid' },
  constants: [],
  workgroup: [256, 1, 1],
});
