// Objects by the place of their centroid.
import type { Run } from '../../gpu/index.js';
import { implementReduce, type GpuGrid } from '../../implement/index.js';
import { bitsAt } from '../../kernels/stats/index.js';
import { containsRegion, map3, type Region, type Vec3 } from '../../recipe/geometry.js';
import { columnValues } from '../../recipe/table_data.js';
import type { Measures } from '../measure.js';
import { centredLabels } from './centred_labels.js';

/** Part of a voxel by which a centroid may miss a face and still lie on it. */
const ON_FACE = 1e-6;

/** The voxel that holds the centroid of a row of a table. */
function voxelOf({ window, ...table }: Measures): (row: number) => Vec3 {
  const centroids = ['X', 'Y', 'Z'].map((axis) => columnValues(table, `centroid${axis}`)!);
  return (row) =>
    map3((i) => {
      const at = (centroids[i]![row]! - window.origin[i]) / window.spacing[i];
      return Math.min(window.size[i] - 1, Math.floor(at + 0.5 + ON_FACE));
    });
}

/** Whether voxels of a mask are set. */
async function sampled(run: Run, mask: GpuGrid, at: readonly Vec3[]): Promise<Uint32Array> {
  if (at.length === 0) return new Uint32Array();
  const { origin, rowWords, sliceWords } = mask.layout;
  const words = new Uint32Array(2 * at.length);
  at.forEach((voxel, i) => {
    const [x, y, z] = map3((k) => voxel[k] - origin[k]);
    words[2 * i] = z * sliceWords + y * rowWords + Math.floor(x / 32);
    words[2 * i + 1] = x % 32;
  });
  const places = run.alloc(words.byteLength, 'places');
  run.upload(places, words);
  const bits = run.alloc(4 * at.length, 'bits');
  run.dispatch(bitsAt, {
    buffers: { src: mask.buffer, places, bits },
    params: { count: at.length },
    size: { invocations: at.length },
    traffic: { read: 12 * at.length, write: 4 * at.length },
  });
  const found = new Uint32Array(await run.read(bits, 0, 4 * at.length));
  run.free(places, bits);
  return found;
}

/** {@link centredLabels} on the GPU: a brick owns the centroids in it. */
export const centredLabelsOnGpu = implementReduce(centredLabels, {
  partial: async ({ run, inputs: { mask, measures }, region }): Promise<Uint32Array> => {
    const ids = columnValues(measures, 'label')!;
    const at = voxelOf(measures);
    const own: { readonly id: number; readonly voxel: Vec3 }[] = [];
    for (let row = 0; row < measures.rows; row += 1) {
      const voxel = at(row);
      const place: Region = { origin: voxel, size: [1, 1, 1] };
      if (containsRegion(region, place)) own.push({ id: ids[row]!, voxel });
    }
    const bits = await sampled(
      run,
      mask,
      own.map(({ voxel }) => voxel),
    );
    const greatest = measures.rows === 0 ? 0 : ids[measures.rows - 1]!;
    const chosen = new Uint32Array(Math.floor(greatest / 32) + 1);
    own.forEach(({ id }, i) => {
      if (bits[i] === 1) chosen[id >>> 5]! |= 1 << (id & 31);
    });
    return chosen;
  },
  merge: (a, b) => a.map((word, i) => word | b[i]!),
  finish: (chosen) => chosen,
});
