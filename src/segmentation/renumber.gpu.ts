import { allocGrid, implement, wordsOf } from '../implement/index.js';
import { relabel } from '../kernels/segmentation/index.js';
import { checkTable } from '../stats/greatest_id.gpu.js';
import { regionEnd } from '../recipe/geometry.js';
import { renumber } from './renumber.js';

/** {@link renumber} on the GPU: by a table of new ids. */
export const renumberOnGpu = implement(renumber, ({ run, inputs, region, meta }) => {
  const { labels, sizes } = inputs;
  const ids = new Uint32Array(Math.max(1, sizes.length));
  let next = 0;
  for (let id = 1; id < sizes.length; id += 1) if (sizes[id]! > 0) ids[id] = next += 1;
  checkTable(run, 'relabel', ids.byteLength, ids.length);
  const table = run.alloc(ids.byteLength, 'new ids');
  run.upload(table, ids);
  const out = allocGrid(run, meta, region, { labelBound: next });
  run.dispatch(relabel, {
    grids: { src: labels, dst: out },
    buffers: { table },
    params: { first_z: region.origin[2], end_z: regionEnd(region)[2] },
    size: { invocations: wordsOf(out.layout) },
  });
  run.free(table);
  return out;
});
