// Surfaces of fewer triangles.
import { invalidArgument } from '../recipe/errors.js';
import type { MeshData } from '../recipe/mesh_data.js';
import { yields } from '../recipe/meta.js';
import { declareOp, valueInput } from '../recipe/op.js';
import { nullable, number } from '../recipe/params.js';

/**
 * A surface of fewer triangles, by collapsing edges where that moves it least (quadric error
 * metric; meshoptimizer's `simplifyWithUpdate`), on the host: every object by itself, and of open
 * surfaces the edge stays. `keep`: the part of the triangles that is kept, or what comes closest to
 * it; `maxError`: how far the surface may move, in the unit of length. With both, what is met
 * first.
 *
 * A closed surface stays closed: every edge has as many triangles that run along it one way as the
 * other way. Where the surface is thinner than what is collapsed, parts of it may come to touch
 * along an edge, which then has four triangles, and holes and small parts vanish: the Euler number
 * can change. Area and volume are those of the new triangles; of 20 structures of balls of 4 to 10
 * voxels' radius, smoothed, half of the triangles enclosed the volume within 0.1 %, a fifth within
 * 0.6 %. Garland and Heckbert, SIGGRAPH 1997, 209, https://doi.org/10.1145/258734.258849.
 */
export const decimateMesh = declareOp({
  name: 'decimateMesh',
  kind: 'host',
  inputs: { mesh: valueInput<MeshData>() },
  params: {
    keep: nullable(
      number(
        { above: 0, max: 1 },
        'Part of the triangles that is kept; all that `maxError` needs if left out.',
      ),
    ),
    maxError: nullable(
      number(
        { above: 0, unit: 'length' },
        'How far the surface may move; any distance if left out.',
      ),
    ),
  },
  exactness: 'float-dependent',
  result: (_, { keep, maxError }) => {
    if (keep === null && maxError === null)
      throw invalidArgument('decimateMesh', 'keep', null, 'a number, unless maxError is given');
    return yields.mesh();
  },
  notes: () => ({ method: 'edges collapsed by quadric error (meshoptimizer)' }),
});
