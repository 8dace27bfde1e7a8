import { implementOnHost } from '../../implement/index.js';
import { findOutgrowths, type Found } from './found.js';
import { resolvedOutgrowths } from './resolved_outgrowths.js';
import { unresolvedOutgrowths } from './unresolved_outgrowths.js';

/** {@link findOutgrowths}, on the host. */
export const findOutgrowthsOnHost = implementOnHost(
  findOutgrowths,
  ({ inputs: { faces, track }, params }): Found => {
    const { normal, size, spacing, origin, unit } = faces;
    const { copper, width } = track;
    const isResolved = track.regime === 'resolved';
    const search = isResolved ? resolvedOutgrowths : unresolvedOutgrowths;
    const { nextCollector, minHeight, minThickness } = params;
    const options = {
      ...params,
      gap: nextCollector === null ? params.gap : Math.max(0, nextCollector - width / 2),
      minHeight: isResolved ? minHeight : (minThickness ?? minHeight),
    };
    return { normal, size, spacing, origin, unit, copper, ...search(faces, track, options) };
  },
);
