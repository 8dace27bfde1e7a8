import { implementOnHost } from '../../implement/index.js';
import { findOutgrowths, type Found } from './found.js';
import { resolvedOutgrowths } from './resolved_outgrowths.js';
import { unresolvedOutgrowths } from './unresolved_outgrowths.js';

/** {@link findOutgrowths}, on the host. */
export const findOutgrowthsOnHost = implementOnHost(
  findOutgrowths,
  ({ inputs: { faces, track }, params }): Found => {
    const { normal, size, spacing, origin, unit } = faces;
    const search = track.regime === 'resolved' ? resolvedOutgrowths : unresolvedOutgrowths;
    const { copper } = track;
    return { normal, size, spacing, origin, unit, copper, ...search(faces, track, params) };
  },
);
