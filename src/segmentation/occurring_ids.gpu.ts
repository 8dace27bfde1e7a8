// The set of ids of labels on the GPU: marked in a bitset, or gathered in a hash table.
import type { Run } from '../gpu/index.js';
import { implementReduce, type GpuGrid } from '../implement/index.js';
import { distinctLabels } from '../kernels/segmentation/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import type { Region } from '../recipe/geometry.js';
import { chunksOf } from '../stats/chunks.gpu.js';
import { greatestId } from '../stats/greatest_id.gpu.js';
import { markedIds } from './marked_ids.gpu.js';
import { GREATEST_MARKED, occurringIds } from './occurring_ids.js';

const FIRST_SLOTS = 2 ** 18;

/** {@link occurringIds} on the GPU. */
export const occurringIdsOnGpu = implementReduce(occurringIds, {
  partial: async ({ run, inputs: { labels }, region }): Promise<Uint32Array> => {
    const greatest = await greatestId(run, labels, region);
    if (greatest > GREATEST_MARKED) return gathered(run, labels, region);
    return idsOf(await markedIds(run, 'relabel', { labels }, region, greatest + 1));
  },
  merge: (a, b) => {
    const both = new Uint32Array(a.length + b.length);
    both.set(a);
    both.set(b, a.length);
    return both.sort().filter((id, i) => i === 0 || id !== both[i - 1]);
  },
  finish: (ids) => ids,
});

/** The ids of the bits that are set, in ascending order. */
function idsOf(words: Uint32Array): Uint32Array {
  const ids: number[] = [];
  words.forEach((word, at) => {
    for (let bits = word; bits !== 0; bits &= bits - 1)
      ids.push(32 * at + 31 - Math.clz32(bits & -bits));
  });
  return Uint32Array.from(ids);
}

/** The ids of a region from a hash table, in ascending order. */
async function gathered(run: Run, labels: GpuGrid, region: Region): Promise<Uint32Array> {
  const { workgroups, grids, task, bytes } = chunksOf(labels, undefined, region, 64);
  for (let slots = FIRST_SLOTS; ; slots *= 4) {
    const limit = run.gpu.device.limits.maxStorageBufferBindingSize;
    if (4 * slots > limit)
      throw new VoxmetryError(
        'limit',
        `relabel: a table of ids of ${String(4 * slots)} bytes is above this GPU's binding limit of ${String(limit)}. Crop the volume, or drop small objects first with removeSmall().`,
        { op: 'relabel', details: { needed: 4 * slots, available: limit } },
      );
    const table = run.alloc(4 * slots, 'ids that occur', { zero: true });
    const full = run.alloc(4, 'table is full', { zero: true });
    run.dispatch(distinctLabels, {
      grids: { src: grids.src },
      buffers: { ids: table, full },
      params: { task, slots },
      size: { workgroups: [workgroups, 1, 1] },
      traffic: { read: bytes, write: 4 * slots },
    });
    const [isFull] = new Uint32Array(await run.read(full, 0, 4));
    const found = isFull === 0 ? new Uint32Array(await run.read(table, 0, 4 * slots)) : undefined;
    run.free(table, full);
    if (found !== undefined) return found.filter((id) => id > 0).sort();
  }
}
