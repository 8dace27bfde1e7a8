import { implementOnHost } from '../../implement/index.js';
import { VoxmetryError } from '../../recipe/errors.js';
import { findOutgrowths, type Found } from './found.js';
import { resolvedOutgrowths } from './resolved_outgrowths.js';

/** {@link findOutgrowths}, on the host. */
export const findOutgrowthsOnHost = implementOnHost(
  findOutgrowths,
  ({ inputs: { faces, track }, params }): Found => {
    const { normal, size, spacing, origin, unit } = faces;
    if (track.regime === 'unresolved')
      throw new VoxmetryError(
        'invalid-argument',
        `outgrowths: the foil is ${track.width.toFixed(1)} voxels thick; its faces are told from 3 voxels on. Take a volume of finer voxels, or state \`regime: 'resolved'\`.`,
        { op: 'outgrowths', details: { width: track.width } },
      );
    return { normal, size, spacing, origin, unit, ...resolvedOutgrowths(faces, track, params) };
  },
);
