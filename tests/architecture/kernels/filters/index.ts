// Stands for what `npm run generate` writes of the .wgsl file beside it, with the same function.
import { declaredBy } from '../../../../scripts/kernel-index.mjs';
import { kernel } from '../../../../src/gpu/index.js';
import text from './slope.wgsl?raw';

const shared = Object.fromEntries(
  Object.entries(
    import.meta.glob<string>('../../../../src/kernels/shared/*.wgsl', {
      eager: true,
      query: '?raw',
      import: 'default',
    }),
  ).map(([path, wgsl]) => [path.split('/').at(-1)!.slice(0, -'.wgsl'.length), wgsl]),
);
const { modules, workgroup } = declaredBy('slope', text, shared);
const [x = 1, y = 1, z = 1] = workgroup;

/** The kernel of the example. */
export const slope = kernel({
  name: 'slope',
  wgsl: text,
  modules: Object.fromEntries(modules.map((name) => [name, shared[name]!])),
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', spacing: 'f32' },
  constants: ['SRC_DTYPE', 'AXIS'],
  workgroup: [x, y, z],
});
