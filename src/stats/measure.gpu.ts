import { bytesOf, implementReduce, layoutOf, type GpuGrid } from '../implement/index.js';
import { MEASURE_COLUMNS } from '../kernels/stats/measure_labels.js';
import { MEASURE_BLOCK, measureLabels } from '../kernels/stats/index.js';
import { codeOf, type Dtype } from '../recipe/dtype.js';
import { map3, volumeOf } from '../recipe/geometry.js';
import { checkTable, greatestId } from './greatest_id.gpu.js';
import { measure } from './measure.js';
import { measuresOf } from './measure_table.js';
import { mergeObjects, unpackTable, type ObjectSums } from './object_sums.js';

/** {@link measure} on the GPU: one pass; the table is read back per brick. */
export const measureOnGpu = implementReduce(measure, {
  partial: async ({ run, inputs, region }): Promise<ObjectSums> => {
    const { labels, intensity, distance } = inputs;
    const dtype = intensity?.meta.storage as Dtype | undefined;
    const ids = (await greatestId(run, labels, region)) + 1;
    const fields =
      intensity !== undefined
        ? MEASURE_COLUMNS.intensity
        : distance !== undefined
          ? MEASURE_COLUMNS.distance
          : MEASURE_COLUMNS.plain;
    const bytes = 4 * fields * ids;
    checkTable(run, 'measure', bytes, ids);
    const table = run.alloc(bytes, `table of ${String(ids)} ids`, { zero: true });
    const blocks = volumeOf(map3((i) => Math.ceil(region.size[i] / MEASURE_BLOCK[i])));
    const given = [labels, intensity, distance].filter((grid) => grid !== undefined);
    const wide = given.every(({ region: { size } }) => size[0] % 8 === 0);
    const unused = run.alloc(16, 'unused');
    const inQuads = (grid: GpuGrid | undefined) => (wide && grid ? grid.buffer : unused);
    const read = given.reduce((sum, grid) => sum + bytesOf(grid.meta.storage, region), 0);
    run.dispatch(measureLabels, {
      grids: { labels, intensity: intensity ?? labels, distance: distance ?? labels },
      buffers: {
        label_quads: inQuads(labels),
        intensity_quads: inQuads(intensity),
        distance_quads: inQuads(distance),
        table,
      },
      params: {
        task: layoutOf('bit', region, labels.meta.size),
        ids,
      },
      constants: {
        INTENSITY_DTYPE: codeOf(dtype ?? 'u32'),
        HAS_INTENSITY: intensity === undefined ? 0 : 1,
        HAS_DISTANCE: distance === undefined ? 0 : 1,
        WIDE: wide ? 1 : 0,
      },
      // One workgroup of 64 invocations per block.
      size: { invocations: 64 * blocks },
      traffic: { read: read + bytes },
    });
    const words = new Uint32Array(await run.read(table, 0, bytes));
    run.free(table, unused);
    return unpackTable(words, ids, { distance: distance !== undefined, intensity: dtype });
  },
  merge: mergeObjects,
  finish: (sums, { metas }) =>
    measuresOf(sums, metas.labels, metas.intensity?.storage as Dtype | undefined),
});
