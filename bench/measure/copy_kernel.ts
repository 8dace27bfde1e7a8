import { kernel } from '../../src/gpu/index.js';
import wgsl from './copy.wgsl?raw';

/** Copies 16-byte words: what a kernel can move at best. */
export const copyKernel = kernel({
  name: 'copy',
  wgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { count: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});
