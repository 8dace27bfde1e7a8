import { bytesOf, implementReduce } from '../../implement/index.js';
import { objectCells, CELLS_BLOCK } from '../../kernels/stats/index.js';
import { map3, regionEnd, volumeOf } from '../../recipe/geometry.js';
import { cellRegion } from '../surface_area.js';
import { cellWeights } from './cell_weights.gpu.js';
import { mergeSums, type FieldKind } from './id_sums.js';
import { objectSurfaces } from './object_surfaces.js';
import { sumsById } from './sums_by_id.gpu.js';
import { surfacesTable } from './surfaces_table.js';

const COUNTERS = 14;
const KINDS: readonly FieldKind[] = [
  ...Array.from({ length: COUNTERS }, () => 'word' as const),
  'signed',
  'signed',
  'low',
  'high',
];

/** {@link objectSurfaces} on the GPU: one pass over cells; the table is read back per brick. */
export const objectSurfacesOnGpu = implementReduce(objectSurfaces, {
  partial: async ({ run, inputs: { labels }, region }) => {
    const { words } = cellWeights(labels.meta.spacing);
    const weights = run.alloc(words.byteLength, 'weights of cells');
    run.upload(weights, words);
    const sums = await sumsById(run, labels, region, {
      op: 'objectSurfaces',
      kinds: KINDS,
      occurs: Array.from({ length: COUNTERS }, (_, k) => k),
      dispatch: (box, table, ids, bytes) => {
        // A box owns the cells whose lower corner it holds, and those below the volume; corners
        // count from one voxel outside.
        const first = map3((i) => (box.origin[i] === 0 ? 0 : box.origin[i] + 1));
        const end = map3((i) => regionEnd(box)[i] + 1);
        const blocks = volumeOf(map3((i) => Math.ceil((end[i] - first[i]) / CELLS_BLOCK[i])));
        const read = bytesOf('u32', cellRegion(box, labels.meta.size));
        run.dispatch(objectCells, {
          grids: { labels },
          buffers: { weights, table },
          params: { first, end, ids },
          // One workgroup of 64 invocations per block.
          size: { invocations: 64 * blocks },
          traffic: { read: read + words.byteLength + bytes, write: bytes },
        });
      },
    });
    run.free(weights);
    return sums;
  },
  merge: mergeSums,
  finish: (sums, { metas, inputs }) => {
    const { spacing, unit } = metas.labels;
    const { areaStep } = cellWeights(spacing);
    return surfacesTable(sums, areaStep, spacing, unit, inputs.measures);
  },
});
