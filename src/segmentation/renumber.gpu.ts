import { allocGrid, implement, wordsOf } from '../implement/index.js';
import { relabel, relabelRanks } from '../kernels/segmentation/index.js';
import { regionEnd } from '../recipe/geometry.js';
import { GREATEST_MARKED } from './occurring_ids.js';
import { renumber } from './renumber.js';

/** {@link renumber} on the GPU: by a table of new ids, or by the rank of an id among all. */
export const renumberOnGpu = implement(renumber, ({ run, inputs, region, meta }) => {
  const { labels, ids } = inputs;
  const out = allocGrid(run, meta, region, { labelBound: ids.length });
  const greatest = ids.at(-1) ?? 0;
  const byRank = greatest > GREATEST_MARKED;
  const words = byRank ? Uint32Array.from(ids) : new Uint32Array(greatest + 1);
  if (!byRank) ids.forEach((id, k) => (words[id] = k + 1));
  const table = run.alloc(words.byteLength, byRank ? 'old ids' : 'new ids');
  run.upload(table, words);
  const grids = { src: labels, dst: out };
  const size = { invocations: wordsOf(out.layout) };
  if (byRank)
    run.dispatch(relabelRanks, {
      grids,
      buffers: { ids: table },
      params: { count: ids.length },
      size,
    });
  else
    run.dispatch(relabel, {
      grids,
      buffers: { table },
      params: { first_z: region.origin[2], end_z: regionEnd(region)[2] },
      size,
    });
  run.free(table);
  return out;
});
