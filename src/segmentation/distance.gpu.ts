import { allocGrid, bufferBytes, bytesOf, implement } from '../implement/index.js';
import { RESULT_ROOT, RESULT_SQUARE } from '../kernels/shared/index.js';
import { map3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import type { ParamsOfSpecs } from '../recipe/params.js';
import { distance } from './distance.js';
import { brickedDistance } from './distance_bricked.gpu.js';
import {
  distancePasses,
  valueDistancePasses,
  type DistanceOptions,
} from './distance_passes.gpu.js';
import { exactWeights } from './squared_weights.js';

/** What the passes have to yield for the parameters of the op. */
export function distanceOptions(
  params: ParamsOfSpecs<(typeof distance)['params']>,
  meta: GridMeta,
): DistanceOptions {
  const toFaces = params.to === 'faces';
  const steps = toFaces ? 2 : 1;
  const squares = exactWeights(
    params.units === 'index' ? [1, 1, 1] : meta.spacing,
    map3((i) => steps * meta.size[i]),
  );
  const scale = params.squared ? squares.unitSquared : Math.sqrt(squares.unitSquared);
  return {
    squares,
    outside: params.border === 'background',
    result: params.squared ? RESULT_SQUARE : RESULT_ROOT,
    scale: scale / (params.squared ? steps ** 2 : steps),
    toFaces,
  };
}

/** Distance on the GPU: three separable passes. */
export const distanceOnGpu = implement(
  distance,
  async ({ run, inputs, params, region, meta }) => {
    const { objects } = inputs;
    const out = allocGrid(run, meta, region);
    const options = distanceOptions(params, meta);
    if (objects.meta.kind === 'mask') await distancePasses(run, objects, out.buffer, options);
    else valueDistancePasses(run, objects, out.buffer, options);
    return out;
  },
  {
    bricked: brickedDistance(distanceOptions),
    // Edges, distances along x, and squares within planes.
    temporaries: (region) =>
      bufferBytes([bytesOf('bit', region), bytesOf('u16', region), bytesOf('u32', region)]),
  },
);
