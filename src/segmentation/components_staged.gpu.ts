// Connected-component labelling in tasks: slabs that are labelled by themselves, and united.
import {
  exactSlab,
  slabGrid,
  stagedSlabs,
  type Staged,
  type StagedGrid,
} from '../implement/index.js';
import { regionEnd } from '../recipe/geometry.js';
import type { components } from './components.js';
import { readFace, type SlabComponents } from './components_bricked.gpu.js';
import { labelSlab } from './label_components.gpu.js';
import { UnitedSlabs, type LabelledSlab, type NumberedSlabs } from './united_slabs.js';

type Inputs = (typeof components)['inputs'];
type Params = (typeof components)['params'];

/**
 * Components in tasks. Each labels a slab by itself and leaves its outer slices, and the bits of a
 * mask in a grid; the end unites them as slabs are in one process. Regions are then made as there.
 *
 * 1/8 B/voxel of a mask on the disk, two slices per task, 4 B per component of a slab.
 */
export const stagedComponents: Staged<Inputs, Params, SlabComponents> = {
  steps: () => [
    {
      name: 'label',
      bytes: 8,
      visits: true,
      slabs: ({ meta, voxels, depth }) => stagedSlabs(meta.size, 'z', voxels, depth),
      grids: ({ metas, meta }, slabs): Readonly<Record<string, StagedGrid>> =>
        metas.grid.storage === 'bit' ? { mask: slabGrid('bit', meta.size, slabs) } : {},
      async task({ slab, params, meta, visit, grid: stored }) {
        return visit(slab, async ({ grid }, run): Promise<LabelledSlab> => {
          const exact = exactSlab(run, grid, slab);
          if (exact.meta.storage === 'bit')
            await stored('label', 'mask').write(run, exact.buffer, slab);
          const labels = await labelSlab(run, exact, params.connectivity, meta);
          return {
            count: labels.labelBound ?? 0,
            first: await readFace(run, labels, grid, slab.origin[2]),
            last: await readFace(run, labels, grid, regionEnd(slab)[2] - 1),
          };
        });
      },
      async reduce({ parts, slabs, meta, params }): Promise<NumberedSlabs> {
        const united = new UnitedSlabs(meta, params.connectivity);
        let index = 0;
        for await (const labelled of parts<LabelledSlab>())
          united.add(slabs('label')[index++]!, labelled);
        return united.numbered();
      },
    },
  ],

  async state({ reduced, metas, grid }) {
    const numbered = await reduced<NumberedSlabs>('label');
    if (metas.grid.storage !== 'bit') return { ...numbered, mask: undefined };
    return { ...numbered, mask: { meta: metas.grid, bits: grid('label', 'mask') } };
  },
};
