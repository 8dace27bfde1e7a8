import { implement, largerOf } from '../implement/index.js';
import type { Dtype } from '../recipe/dtype.js';
import type { Vec3 } from '../recipe/geometry.js';
import { ballRows, type BallRows } from './ball.js';
import { cubeRank, cubeRankBytes } from './cube_rank.gpu.js';
import { shapeReach } from './grey_morphology.js';
import { ballExtremum, boxExtremum, extremumBytes } from './grey_morphology.gpu.js';
import { rank, rankOf } from './rank.js';
import { windowRadius } from './window.js';
import { windowRankBytes, windowRankOf } from './window_rank.gpu.js';

/**
 * {@link rank} on the GPU: extrema and medians of cubes have ways of their own, other windows are
 * looked at in whole.
 */
export const rankOnGpu = implement(
  rank,
  ({ run, inputs: { volume }, params, region, meta }) => {
    const { size, radius: ball, percentile, border, value } = params;
    const reach = shapeReach(params, meta.spacing);
    const rows = ball === null ? boxRows(size ?? [3, 3, 3]) : ballRows(ball, meta.spacing);
    const voxels = rows.reduce(
      (sum, { half, offsets }) => sum + ((2 * half + 1) * offsets.length) / 2,
      0,
    );
    const index = rankOf(voxels, percentile);
    if (index === 0 || index === voxels - 1) {
      const rule = { least: index === 0, border, value };
      return ball === null
        ? boxExtremum(run, volume, reach, rule, region)
        : ballExtremum(run, volume, ball, rule, region);
    }
    const cube = ball === null ? cubeOf(size ?? [3, 3, 3]) : null;
    return cube === null
      ? windowRankOf(run, volume, { rows, reach, voxels, rank: index, border, value }, region)
      : cubeRank(run, volume, { size: cube, rank: index, border, value }, { region, meta });
  },
  {
    temporaries: (region, { params, metas: { volume } }) => {
      const reach = shapeReach(params, volume.spacing);
      const cube = params.radius === null ? cubeOf(params.size ?? [3, 3, 3]) : null;
      // Whichever way its percentile goes.
      return largerOf(
        extremumBytes(region, volume, reach, params.radius !== null),
        cube === null
          ? windowRankBytes(region, volume.storage as Dtype, reach)
          : cubeRankBytes(region, volume.storage, cube),
      );
    },
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
