// Voxels above levels, and pairs of neighbours on both sides of them, on the GPU.
import type { Run } from '../gpu/index.js';
import {
  allocGrid,
  bytesOf,
  implementReduce,
  layoutOf,
  wordsOf,
  type GpuGrid,
} from '../implement/index.js';
import { levelCodes, levelPairs, CODES } from '../kernels/stats/index.js';
import { codeOf, type Dtype } from '../recipe/dtype.js';
import { map3, type Region } from '../recipe/geometry.js';
import { keyBand } from '../recipe/keys.js';
import { workgroupsOfWords } from './chunks.gpu.js';
import { DIRECTIONS_13 } from './directions.js';
import { levelCrossings, rangesOver, sumsBehind } from './level_crossings.js';

/** Counts of one direction: pairs, lesser codes, greater codes. */
const ROW = 1 + 2 * CODES;
const COUNTS = CODES + DIRECTIONS_13.length * ROW;

/** The least keys above each level; none above where no value of the dtype is. */
function keysAbove(levels: Float64Array, dtype: Dtype): number[] {
  return Array.from(levels, (level) => keyBand(level, Infinity, dtype, true)).flatMap(
    ({ first, last }) => (first <= last ? [first] : []),
  );
}

interface Coded {
  readonly run: Run;
  readonly volume: GpuGrid;
  readonly within: GpuGrid | undefined;
}

/** The number of levels below each voxel of a region, as codes. */
function codesOf(
  { run, volume, within }: Coded,
  region: Region,
  levels: Float64Array,
  nanAbove: boolean,
): GpuGrid {
  const { storage } = volume.meta;
  const above = keysAbove(levels, storage as Dtype);
  const keys = run.alloc(4 * Math.max(1, above.length), 'keys of levels');
  run.upload(keys, Uint32Array.from(above.length === 0 ? [0] : above));
  const codes = allocGrid(run, { ...volume.meta, kind: 'volume', storage: 'u8' }, region);
  run.dispatch(levelCodes, {
    grids: { src: volume, within: within ?? volume, dst: codes },
    buffers: { keys },
    params: { count: above.length, of_nan: nanAbove ? levels.length : 0 },
    constants: { SRC_DTYPE: codeOf(storage), HAS_WITHIN: within === undefined ? 0 : 1 },
    size: { invocations: wordsOf(codes.layout) },
    traffic: {
      read: bytesOf(storage, region) + (within === undefined ? 0 : bytesOf('bit', region)),
      write: bytesOf('u8', region),
    },
  });
  run.free(keys);
  return codes;
}

/** {@link levelCrossings} on the GPU: codes, then counts of codes and of pairs of them. */
export const levelCrossingsOnGpu = implementReduce(levelCrossings, {
  partial: async ({ run, inputs, params: { nanAbove }, region }): Promise<Float64Array> => {
    const { volume, within, levels } = inputs;
    const { size } = volume.meta;
    // One voxel more, where pairs end.
    const origin = map3((i) => Math.max(0, region.origin[i] - (i === 0 ? 0 : 1)));
    const end = map3((i) => Math.min(size[i], region.origin[i] + region.size[i] + 1));
    const wider = { origin, size: map3((i) => end[i] - origin[i]) };
    const codes = codesOf({ run, volume, within }, wider, levels.levels, nanAbove);
    const task = layoutOf('u8', region, size);
    const offsets = run.alloc(12 * DIRECTIONS_13.length, 'directions');
    run.upload(offsets, Int32Array.from(DIRECTIONS_13.flat()));
    const counts = run.alloc(4 * COUNTS, 'codes and pairs', { zero: true });
    run.dispatch(levelPairs, {
      grids: { codes },
      buffers: { offsets, counts },
      params: { task, greatest: levels.levels.length },
      size: { workgroups: workgroupsOfWords(task) },
      traffic: { read: bytesOf('u8', wider) + 4 * COUNTS, write: 4 * COUNTS },
    });
    const found = Float64Array.from(new Uint32Array(await run.read(counts)));
    run.free(counts, offsets, codes.buffer);
    return found.subarray(0, COUNTS);
  },
  merge: (a, b): Float64Array => a.map((n, i) => n + b[i]!),
  finish: (counts, { metas: { volume }, inputs: { levels } }) => {
    const used = levels.levels.length + 1;
    const rows = DIRECTIONS_13.map((_, k) => {
      const start = CODES + k * ROW;
      return {
        pairs: counts[start]!,
        lesser: counts.subarray(start + 1, start + 1 + used),
        greater: counts.subarray(start + 1 + CODES, start + 1 + CODES + used),
      };
    });
    const codes = counts.subarray(0, used);
    return {
      total: codes.reduce((sum, n) => sum + n, 0),
      above: sumsBehind(codes),
      pairs: rows.map(({ pairs }) => pairs),
      crossings: rows.map(({ lesser, greater }) => rangesOver(lesser, greater)),
      size: volume.size,
      spacing: volume.spacing,
      unit: volume.unit,
    };
  },
});
