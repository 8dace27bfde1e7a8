// Connected-component labelling out of core: slab by slab, with union-find across slab faces.
import type { Run } from '../gpu/index.js';
import {
  allocGrid,
  exactSlab,
  SpilledGrid,
  type Bricked,
  type GpuGrid,
} from '../implement/index.js';
import { relabel } from '../kernels/segmentation/index.js';
import { lanesOf } from '../recipe/dtype.js';
import { regionEnd } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import type { components } from './components.js';
import { labelSlab } from './label_components.gpu.js';
import type { LocalFace } from './slab_faces.js';
import { UnitedSlabs, type NumberedSlabs } from './united_slabs.js';

type Inputs = (typeof components)['inputs'];
type Params = (typeof components)['params'];

/** What any region of the labels is made from. */
export interface SlabComponents extends NumberedSlabs {
  /** The mask that is labelled; undefined of values, which are computed anew. */
  readonly mask: { readonly meta: GridMeta; readonly bits: SpilledGrid } | undefined;
}

/**
 * Connected components slab by slab. The first pass labels each slab by itself, unites what touches
 * across the faces of slabs on the host and numbers the sets in raster order (slabs are whole
 * slices in the order of z, so the order of first voxels is the order of slabs). A region is
 * labelled anew and looked up in the table: labels are never held whole. The bits of a mask are
 * kept in a spill, because its voxels may come from many filters with wide halos, and are read
 * again for every region.
 *
 * Twice the traffic of the whole volume's op, two slices per slab read back, 4 B per component of a
 * slab; 1/8 B/voxel of spill for a mask.
 */
export const brickedComponents: Bricked<Inputs, Params, SlabComponents> = {
  async prepare(context) {
    const { slabs, params, meta } = context;
    const united = new UnitedSlabs(meta, params.connectivity);
    let mask: SlabComponents['mask'];
    try {
      for (const slab of slabs)
        await context.visit(slab, async ({ grid }, run) => {
          const exact = exactSlab(run, grid, slab);
          if (exact.meta.storage === 'bit') {
            mask ??= {
              meta: exact.meta,
              bits: await SpilledGrid.open(context, 'bit', meta.size),
            };
            await mask.bits.write(run, exact.buffer, slab);
          }
          const labels = await labelSlab(run, exact, params.connectivity, meta);
          united.add(slab, {
            count: labels.labelBound ?? 0,
            first:
              slab === slabs[0] ? undefined : await readFace(run, labels, grid, slab.origin[2]),
            last: await readFace(run, labels, grid, regionEnd(slab)[2] - 1),
          });
        });
      return { ...united.numbered(), mask };
    } catch (error) {
      await mask?.bits.close();
      throw error;
    }
  },

  async region({ slabs, table, count, mask }, region, context, run) {
    const out = allocGrid(run, context.meta, region, { labelBound: count });
    const [first, end] = [region.origin[2], regionEnd(region)[2]];
    for (const slab of slabs) {
      const from = Math.max(first, slab.region.origin[2]);
      const to = Math.min(end, regionEnd(slab.region)[2]);
      if (from >= to) continue;
      const fill = async (exact: GpuGrid, own: Run): Promise<void> => {
        const labels = await labelSlab(own, exact, context.params.connectivity, context.meta);
        const ids = table.slice(slab.offset, slab.offset + slab.count + 1);
        ids[0] = 0;
        const lookup = own.alloc(ids.byteLength, 'ids of the whole');
        own.upload(lookup, ids);
        const words = out.layout.sliceWords * (to - from);
        own.dispatch(relabel, {
          grids: { src: labels, dst: out },
          buffers: { table: lookup },
          params: { first_z: from, end_z: to },
          size: { invocations: words },
          traffic: { read: 4 * words + ids.byteLength, write: 4 * words },
        });
        await own.flush();
      };
      if (mask === undefined)
        await context.visit(slab.region, ({ grid }, own) =>
          fill(exactSlab(own, grid, slab.region), own),
        );
      else
        await context.inRun(async (own) => {
          await fill(await mask.bits.grid(own, mask.meta, slab.region), own);
        });
    }
    return out;
  },

  revisits: ({ grid }) => grid.storage !== 'bit',

  release: async ({ mask }) => {
    await mask?.bits.close();
  },
};

/** Reads one slice of local ids, and of the values where components are of equal values. */
export async function readFace(
  run: Run,
  labels: GpuGrid,
  grid: GpuGrid,
  z: number,
): Promise<LocalFace> {
  const slice = async (of: GpuGrid): Promise<Uint32Array<ArrayBuffer>> => {
    const bytes = 4 * of.layout.sliceWords;
    return new Uint32Array(await run.read(of.buffer, bytes * (z - of.region.origin[2]), bytes));
  };
  const ids = await slice(labels);
  if (grid.meta.storage === 'bit') return { ids, values: undefined };
  const words = await slice(grid);
  const lanes = lanesOf(grid.meta.storage);
  if (lanes === 1) return { ids, values: words };
  const [nx, ny] = grid.region.size;
  const bits = 32 / lanes;
  const values = new Uint32Array(nx * ny);
  for (let y = 0; y < ny; y++)
    for (let x = 0; x < nx; x++)
      values[y * nx + x] =
        (words[y * grid.layout.rowWords + Math.floor(x / lanes)]! >>> (bits * (x % lanes))) &
        (2 ** bits - 1);
  return { ids, values };
}
