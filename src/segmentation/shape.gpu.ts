import { allocGrid, bufferBytes, implement, wordsOf } from '../implement/index.js';
import { fillRuns } from '../kernels/segmentation/index.js';
import { shape } from './shape.js';
import { mostListWords, shapeRows } from './shape_rows.js';

/** {@link shape} on the GPU: runs of the host, and one pass that fills them. */
export const shapeOnGpu = implement(
  shape,
  ({ run, params, region, meta }) => {
    const { rows, lists } = shapeRows(params.shape, meta, region);
    const rowTable = run.alloc(rows.byteLength, 'list of runs per row');
    run.upload(rowTable, rows);
    const listTable = run.alloc(lists.byteLength, 'lists of runs');
    run.upload(listTable, lists);
    const out = allocGrid(run, meta, region);
    run.dispatch(fillRuns, {
      grids: { dst: out },
      buffers: { rows: rowTable, lists: listTable },
      size: { invocations: wordsOf(out.layout) },
    });
    run.free(rowTable);
    run.free(listTable);
    return out;
  },
  {
    temporaries: (region, { params }) =>
      bufferBytes([4 * region.size[1] * region.size[2], 4 * mostListWords(params.shape, region)]),
  },
);
