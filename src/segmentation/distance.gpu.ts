import { allocGrid, implement } from '../implement/index.js';
import { DISTANCE_RESULT } from '../kernels/shared/squared_distance.js';
import { distance } from './distance.js';
import { distancePasses, valueDistancePasses } from './distance_passes.js';
import { exactWeights } from './squared_weights.js';

/** Distance on the GPU: three separable passes. */
export const distanceOnGpu = implement(distance, async ({ run, inputs, params, region, meta }) => {
  const { objects } = inputs;
  const squares = exactWeights(params.units === 'index' ? [1, 1, 1] : meta.spacing, meta.size);
  const out = allocGrid(run, meta, region);
  const options = {
    squares,
    outside: params.border === 'background',
    result: params.squared ? DISTANCE_RESULT.square : DISTANCE_RESULT.root,
    scale: params.squared ? squares.unitSquared : Math.sqrt(squares.unitSquared),
  };
  if (objects.meta.kind === 'mask') await distancePasses(run, objects, out.buffer, options);
  else valueDistancePasses(run, objects, out.buffer, options);
  return out;
});
