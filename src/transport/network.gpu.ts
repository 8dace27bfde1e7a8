// Pore network extraction on the GPU: throats between labelled pores in a hash table.
import type { Run } from '../gpu/index.js';
import { bytesOf, implementReduce, layoutOf, wordsOf, type GpuGrid } from '../implement/index.js';
import { networkThroats, THROAT_WORDS } from '../kernels/transport/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import { volumeOf, type Region } from '../recipe/geometry.js';
import { greatestId } from '../stats/greatest_id.gpu.js';
import { volumesOfPairs } from '../stats/later_neighbours.js';
import { areaOfCrossings } from '../stats/area_of_crossings.js';
import type { NetworkData } from '../recipe/table_data.js';
import { network } from './network.js';
import { networkTables } from './network_tables.js';
import { mergeThroats, unpackThroats, type ThroatSums } from './throat_sums.js';

/** {@link network} on the GPU: contacts in a hash table; the rest on the host. */
export const networkOnGpu = implementReduce(network, {
  partial: async ({ run, inputs: { labels, distance }, region }): Promise<ThroatSums> => {
    // Labels touch some six others on average; a table that turns out too small is made anew.
    const ids = Math.min(await greatestId(run, labels, region), volumeOf(region.size));
    for (let slots = 2 ** Math.ceil(Math.log2(8 * ids + 64)); ; slots *= 4) {
      const found = await collect(run, labels, distance, region, slots);
      if (found !== undefined) return found;
    }
  },
  merge: mergeThroats,
  finish: (sums, { params: { estimator }, metas, inputs }): NetworkData => {
    const { size, spacing } = metas.labels;
    const volumes = volumesOfPairs(size, spacing);
    return networkTables(
      {
        sums,
        measures: inputs.measures,
        extended: inputs.extended,
        faces: inputs.faces,
        area: (pairs) => areaOfCrossings(estimator, pairs, volumes, spacing),
      },
      metas.labels,
    );
  },
});

/** One pass over a box; undefined where the table was too small. */
async function collect(
  run: Run,
  labels: GpuGrid,
  distance: GpuGrid,
  region: Region,
  slots: number,
): Promise<ThroatSums | undefined> {
  const bytes = 4 * THROAT_WORDS * slots;
  const limit = run.gpu.device.limits.maxStorageBufferBindingSize;
  if (bytes > limit)
    throw new VoxmetryError(
      'limit',
      `network: a table of contacts of ${String(bytes)} bytes is above this GPU's binding limit of ${String(limit)}. Number the labels anew with relabel(), raise minContrast, or crop the volume.`,
      { op: 'network', details: { needed: bytes, available: limit } },
    );
  const throats = run.alloc(bytes, 'contacts of labels', { zero: true });
  const full = run.alloc(4, 'table is full', { zero: true });
  const task = layoutOf('bit', region, labels.meta.size);
  run.dispatch(networkThroats, {
    grids: { labels, distance },
    buffers: { pairs: throats, full },
    params: { task, slots },
    size: { invocations: wordsOf(task) },
    traffic: { read: 2 * bytesOf('u32', region) + bytes, write: bytes },
  });
  const [isFull] = new Uint32Array(await run.read(full));
  const table = isFull === 0 ? new Uint32Array(await run.read(throats, 0, bytes)) : undefined;
  run.free(throats, full);
  return table && unpackThroats(table, THROAT_WORDS);
}
