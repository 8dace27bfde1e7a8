// Gather by an index map per axis on the GPU: pad, flip, resample.
import type { Run } from '../gpu/index.js';
import { allocGrid, bytesOf, implement, wordsOf, type GpuGrid } from '../implement/index.js';
import {
  flipRows,
  gather,
  resample as resampleKernel,
  RESAMPLE_BLOCK,
} from '../kernels/filters/index.js';
import { codeOf, lanesOf } from '../recipe/dtype.js';
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { axisIndices, boxOfIndices, boxOfMaps, type AxisMap } from './axis_map.js';
import { flip, flipMaps } from './flip.js';
import { pad, padMaps } from './pad.js';
import { rawOf } from './raw_value.js';
import { resample, samplingOf } from './resample.js';
import { axisTaps, TAPS, tapTable } from './resample_taps.js';

/** Picks voxels by an index per axis; −1 is the fill. */
function dispatchGather(
  run: Run,
  source: GpuGrid,
  meta: GridMeta,
  region: Region,
  indices: Int32Array<ArrayBuffer>,
  from: Region,
  fill: number,
): GpuGrid {
  const { storage } = meta;
  const bound = source.labelBound === undefined ? undefined : Math.max(source.labelBound, fill);
  const out = allocGrid(run, meta, region, { labelBound: bound });
  const table = run.alloc(indices.byteLength, 'indices');
  run.upload(table, indices);
  run.dispatch(gather, {
    grids: { src: source, dst: out },
    buffers: { indices: table },
    params: { fill_raw: storage === 'bit' ? fill : rawOf(fill, storage) },
    constants: { DTYPE: codeOf(storage) },
    size: { invocations: wordsOf(out.layout) },
    traffic: { read: bytesOf(storage, from) + indices.byteLength },
  });
  run.free(table);
  return out;
}

function gatherByMaps(
  run: Run,
  source: GpuGrid,
  meta: GridMeta,
  region: Region,
  maps: [AxisMap, AxisMap, AxisMap],
  fill: number,
): GpuGrid {
  const from = boxOfMaps(maps, region, source.meta.size);
  return dispatchGather(run, source, meta, region, axisIndices(maps, region), from, fill);
}

/** {@link pad} on the GPU: one pass, one invocation per word of the result. */
export const padOnGpu = implement(pad, ({ run, inputs: { grid }, params, region, meta }) => {
  const { before, border, value } = params;
  const fill = border === 'constant' ? value : 0;
  return gatherByMaps(run, grid, meta, region, padMaps(grid.meta.size, before, border), fill);
});

/**
 * {@link flip} on the GPU: one pass, four words of the result per invocation where rows are such
 * vectors, else one.
 */
export const flipOnGpu = implement(flip, ({ run, inputs: { grid }, params, region, meta }) => {
  const { axes } = params;
  const maps = flipMaps(grid.meta.size, axes);
  const { storage, size } = meta;
  const whole = region.size[0] === size[0] && grid.region.size[0] === size[0];
  if (!whole || size[0] % (4 * lanesOf(storage)) !== 0)
    return gatherByMaps(run, grid, meta, region, maps, 0);
  const out = allocGrid(run, meta, region, { labelBound: grid.labelBound });
  const bytes = bytesOf(storage, region);
  run.dispatch(flipRows, {
    grids: { src: grid, dst: out },
    params: { mirrored_y: axes.includes('y') ? 1 : 0, mirrored_z: axes.includes('z') ? 1 : 0 },
    constants: { DTYPE: codeOf(storage), MIRRORED_X: axes.includes('x') ? 1 : 0 },
    size: {
      workgroups: [
        Math.ceil(out.layout.rowWords / 64),
        Math.ceil(region.size[1] / 4),
        region.size[2],
      ],
    },
    traffic: { read: bytes },
  });
  return out;
});

/** {@link resample} on the GPU: one pass, one invocation per column of voxels of the result. */
export const resampleOnGpu = implement(
  resample,
  ({ run, inputs: { grid }, params, region, meta }) => {
    const { method, border, value } = params;
    const { size } = grid.meta;
    const sampling = samplingOf(grid.meta, params);
    const taps = ([0, 1, 2] as const).map((axis) =>
      axisTaps(axis, size, sampling, method, border, region),
    );
    const from = boxOfIndices((axis) => taps[axis]!.indices, size);
    if (method === 'nearest') {
      const indices = Int32Array.from(taps.flatMap((axis) => [...axis.indices]));
      return dispatchGather(run, grid, meta, region, indices, from, value);
    }
    const out = allocGrid(run, meta, region);
    const [x, y, z] = region.size;
    const table = tapTable(size, sampling, method, border, region);
    const buffer = run.alloc(table.byteLength, 'taps');
    run.upload(buffer, table);
    run.dispatch(resampleKernel, {
      grids: { src: grid, dst: out },
      buffers: { taps: buffer },
      params: { fill: value },
      constants: { SRC_DTYPE: codeOf(grid.meta.storage), TAPS: TAPS[method] },
      size: { invocations: x * y * Math.ceil(z / RESAMPLE_BLOCK) },
      traffic: { read: bytesOf(grid.meta.storage, from) + table.byteLength },
    });
    run.free(buffer);
    return out;
  },
);
