import { implement } from '../implement/index.js';
import { markBorder } from '../kernels/mark_border.js';
import { clearBorder } from './clear_border.js';
import { idTable, selectLabels } from './select_labels.gpu.js';

/** Border removal on the GPU: ids on the faces are marked in a table, then all others are kept. */
export const clearBorderOnGpu = implement(clearBorder, async ({ run, inputs, region, meta }) => {
  const { labels } = inputs;
  const marks = await idTable(run, 'clearBorder', labels, region);
  const [nx, ny, nz] = region.size;
  const areas = [ny * nz, nx * nz, nx * ny] as const;
  for (let face = 0; face < (meta.size[2] === 1 ? 4 : 6); face++) {
    const area = areas[face >> 1]!;
    run.dispatch(markBorder, {
      buffers: { src: labels.buffer, marks },
      params: { src: labels.layout, face },
      constants: {},
      size: { invocations: area },
      traffic: { read: 4 * area, write: 0 },
    });
  }
  const out = selectLabels(run, labels, marks, { least: 0, most: 0 }, meta, region);
  run.free(marks);
  return out;
});
