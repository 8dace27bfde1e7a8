import { allocGrid, bytesOf, implement, type GpuGrid } from '../implement/index.js';
import { gaussianPass } from '../kernels/gaussian_pass.js';
import { BORDER_CODE } from '../kernels/shared/index.js';
import { codeOf } from '../recipe/dtype.js';
import { growRegion, map3, volumeOf, type Vec3 } from '../recipe/geometry.js';
import { voxelsPerAxis } from '../recipe/length.js';
import { gaussian } from './gaussian.js';
import { gaussianRadius, gaussianWeights } from './gaussian_weights.js';

/** Voxels along the axis that one invocation of the pass owns. */
const BLOCK = 32;

/**
 * Gaussian on the GPU: a pass per axis, x, y, z. The first converts to f32; a pass over an axis is left
 * out where it changes nothing. What x filters is as large as y and z still need it.
 */
export const gaussianOnGpu = implement(
  gaussian,
  ({ run, inputs: { volume }, params, region, meta }) => {
    const { sigma, truncate, border, value } = params;
    const { size, spacing } = volume.meta;
    const radius = gaussianRadius(sigma, truncate, spacing);
    const sigmas = voxelsPerAxis(sigma, spacing);
    const changes = ([0, 1, 2] as const).filter(
      (axis) => radius[axis] > 0 && (size[axis] > 1 || border === 'constant'),
    );
    const axes = changes.length > 0 ? changes : ([0] as const);
    let from: GpuGrid = volume;
    for (const axis of axes) {
      const later: Vec3 = map3((i) =>
        i > axis && axes.some((other) => other === i) ? radius[i] : 0,
      );
      const wanted = growRegion(region, later, size);
      const to = allocGrid(run, meta, wanted, { label: `filtered along ${'xyz'.charAt(axis)}` });
      const reach = changes.length > 0 ? radius[axis] : 0;
      const weights = gaussianWeights(sigmas[axis], reach);
      const table = run.alloc(weights.byteLength, 'weights');
      run.upload(table, weights);
      const blocks = map3((i) =>
        i === axis ? Math.ceil(wanted.size[i] / BLOCK) : wanted.size[i],
      );
      const read = growRegion(
        wanted,
        map3((i) => (i === axis ? reach : 0)),
        size,
      );
      run.dispatch(gaussianPass, {
        buffers: { src: from.buffer, weights: table, dst: to.buffer },
        params: { src: from.layout, dst: to.layout, radius: reach, border_value: value },
        constants: {
          SRC_DTYPE: codeOf(from.meta.storage),
          AXIS: axis,
          BORDER: BORDER_CODE[border],
          REPEATED: reach > size[axis] ? 1 : 0,
        },
        size: { invocations: volumeOf(blocks) },
        traffic: {
          read: bytesOf(from.meta.storage, read) + weights.byteLength,
          write: bytesOf('f32', wanted),
        },
      });
      run.free(table);
      if (from !== volume) run.free(from.buffer);
      from = to;
    }
    return from;
  },
);
