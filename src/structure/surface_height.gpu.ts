import { allocGrid, implement, wordsOf } from '../implement/index.js';
import { surfaceHeight as kernel } from '../kernels/structure/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import { AXIS_INDEX, type Axis } from '../recipe/geometry.js';
import { surfaceHeight } from './surface_height.js';

/** {@link surfaceHeight} on the GPU. */
export const surfaceHeightOnGpu = implement(surfaceHeight, ({ run, inputs, region, meta }) => {
  const { side, axes, size, heights } = inputs.surface;
  const wanted = axes.map((name) => meta.size[AXIS_INDEX[name]]);
  if (wanted.some((n, i) => n !== size[i]))
    throw new VoxmetryError(
      'invalid-argument',
      `height: the surface has ${size.join('×')} columns and the grid ${wanted.join('×')}. Fit it on a mask of this grid.`,
      { op: 'surfaceHeight', details: { surface: size, grid: wanted } },
    );
  const axis = AXIS_INDEX[side[0] as Axis];
  const step = meta.spacing[axis];
  // In voxels from the first slice, so that f32 keeps a millionth of the volume.
  const inVoxels = Float32Array.from(heights, (h) => (h - meta.origin[axis]) / step);
  const field = run.alloc(inVoxels.byteLength, 'height field');
  run.upload(field, inVoxels);
  const out = allocGrid(run, meta, region);
  run.dispatch(kernel, {
    grids: { dst: out },
    buffers: { heights: field },
    params: { scale: side[1] === '1' ? step : -step },
    constants: { AXIS: axis },
    size: { invocations: wordsOf(out.layout) },
  });
  run.free(field);
  return out;
});
