import { allocGrid, bufferBytes, implement, wordsOf } from '../implement/index.js';
import { jointPhases as kernel } from '../kernels/segmentation/index.js';
import { codeOf, DTYPES, type Dtype } from '../recipe/dtype.js';
import { equalBins, middlesOf } from '../stats/joint/score_table.js';
import { jointPhases, liesIn } from './joint_phases.js';

/** {@link jointPhases} on the GPU: the host looks at every pair of bins, one pass looks them up. */
export const jointPhasesOnGpu = implement(
  jointPhases,
  ({ run, inputs: { a, b, rangeA, rangeB }, params, region, meta }) => {
    const out = allocGrid(run, meta, region);
    const [forA, forB] = [
      equalBins(rangeA, a.meta.storage as Dtype, params.bins),
      equalBins(rangeB, b.meta.storage as Dtype, params.bins),
    ];
    const [xs, ys] = [
      middlesOf(forA.edges, DTYPES[a.meta.storage as Dtype].integer),
      middlesOf(forB.edges, DTYPES[b.meta.storage as Dtype].integer),
    ];
    const given = Object.values(params.polygons);
    const table = new Uint32Array(Math.max(1, xs.length * ys.length));
    xs.forEach((x, i) => {
      ys.forEach((y, j) => {
        table[i * ys.length + j] = 1 + given.findIndex((polygon) => liesIn(polygon, x, y));
      });
    });
    const keyWords = Uint32Array.from([...forA.keys, ...forB.keys]);
    const keys = run.alloc(keyWords.byteLength, 'keys of bins');
    const codes = run.alloc(table.byteLength, 'phases of bins');
    run.upload(keys, keyWords);
    run.upload(codes, table);
    run.dispatch(kernel, {
      grids: { a, b, within: a, dst: out },
      buffers: { keys, codes },
      params: { bins: [xs.length, ys.length, 0] },
      constants: {
        A_DTYPE: codeOf(a.meta.storage),
        B_DTYPE: codeOf(b.meta.storage),
        HAS_WITHIN: 0,
      },
      size: { invocations: wordsOf(out.layout) },
    });
    run.free(keys, codes);
    return out;
  },
  {
    temporaries: (_, { params: { bins } }) => bufferBytes([8 * (bins + 1), 4 * bins * bins]),
  },
);
