import { allocGrid, bytesOf, implement } from '../implement/index.js';
import { BORDER_CODE } from '../kernels/shared/index.js';
import { windowRank } from '../kernels/window_rank.js';
import { bitsOf, codeOf, type Dtype } from '../recipe/dtype.js';
import { growRegion, type Region, type Vec3 } from '../recipe/geometry.js';
import { ballRows, type BallRows } from './ball.js';
import { cubeRank } from './cube_rank.gpu.js';
import { shapeReach } from './grey_morphology.js';
import { boxExtremum } from './grey_morphology.gpu.js';
import { rank, rankOf } from './rank.js';
import { rawOf } from './raw_value.js';
import { windowRadius } from './window.js';

/** Comparisons per submission: a small part of a second on a slow GPU. */
const SUBMIT_COMPARISONS = 4e10;

/** {@link rank} on the GPU: slabs of slices, since a wide window of wide values takes its time. */
export const rankOnGpu = implement(
  rank,
  async ({ run, inputs: { volume }, params, region, meta }) => {
    const { size, radius: ball, percentile, border, value } = params;
    const { spacing } = meta;
    const radius = shapeReach(params, spacing);
    const rows = ball === null ? boxRows(size ?? [3, 3, 3]) : ballRows(ball, spacing);
    const voxels = rows.reduce(
      (sum, { half, offsets }) => sum + ((2 * half + 1) * offsets.length) / 2,
      0,
    );
    const index = rankOf(voxels, percentile);
    if (ball === null && (index === 0 || index === voxels - 1))
      return boxExtremum(run, volume, radius, { least: index === 0, border, value }, region);
    const cube = ball === null ? cubeOf(size ?? [3, 3, 3]) : null;
    if (cube !== null)
      return cubeRank(run, volume, { size: cube, rank: index, border, value }, { region, meta });
    const out = allocGrid(run, meta, region);
    const storage = meta.storage as Dtype;
    const table = windowTable(rows);
    const window = run.alloc(table.byteLength, 'window');
    run.upload(window, table);
    const perSlice = region.size[0] * region.size[1] * voxels * bitsOf(storage);
    const depth = Math.max(1, Math.floor(SUBMIT_COMPARISONS / perSlice));
    const rowQuads = Math.ceil(region.size[0] / 4);
    for (let first = 0; first < region.size[2]; first += depth) {
      const slices = Math.min(depth, region.size[2] - first);
      const slab: Region = {
        origin: [region.origin[0], region.origin[1], region.origin[2] + first],
        size: [region.size[0], region.size[1], slices],
      };
      if (first > 0) await run.flush();
      run.dispatch(windowRank, {
        buffers: { src: volume.buffer, window, dst: out.buffer },
        params: {
          src: volume.layout,
          dst: out.layout,
          rows: table.length / 4,
          rank: index,
          first_slice: first,
          slices,
          border_raw: rawOf(value, storage),
        },
        constants: {
          DTYPE: codeOf(storage),
          BORDER: BORDER_CODE[border],
          NEAR: rows.length > 1 ? 5 : Math.min(radius[0], 5),
        },
        size: { invocations: rowQuads * region.size[1] * slices },
        traffic: {
          read: bytesOf(storage, growRegion(slab, radius, meta.size)) + table.byteLength,
          write: bytesOf(storage, slab),
        },
      });
    }
    run.free(window);
    return out;
  },
);

/** The size of a cube that has a kernel of its own. */
function cubeOf([x, y, z]: Vec3): 3 | 5 | 7 | null {
  return x === y && y === z && (x === 3 || x === 5 || x === 7) ? x : null;
}

/** The rows of a box, as those of a ball: all of one half-length. */
function boxRows(size: Vec3): readonly BallRows[] {
  const [half, ry, rz] = windowRadius(size);
  const offsets: number[] = [];
  for (let z = -rz; z <= rz; z += 1) for (let y = -ry; y <= ry; y += 1) offsets.push(y, z);
  return [{ half, offsets: Int32Array.from(offsets) }];
}

/** Offsets y, z and half-length of every row, four numbers each. */
function windowTable(rows: readonly BallRows[]): Int32Array<ArrayBuffer> {
  const table: number[] = [];
  for (const { half, offsets } of rows)
    for (let i = 0; i < offsets.length; i += 2) table.push(offsets[i]!, offsets[i + 1]!, half, 0);
  return Int32Array.from(table);
}
