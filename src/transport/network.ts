// Pore network extraction.
import { invalidArgument } from '../recipe/errors.js';
import { growRegion } from '../recipe/geometry.js';
import { yields } from '../recipe/meta.js';
import { declareOp, gridMeta, input, makeNode, valueInput, type Node } from '../recipe/op.js';
import { oneOf } from '../recipe/params.js';
import { distance } from '../segmentation/distance.js';
import { foreground } from '../segmentation/foreground.js';
import { labelFaces } from '../segmentation/label_faces.js';
import { measureNode } from '../stats/measure.js';
import type { TableData } from '../recipe/table_data.js';
import type { AreaEstimator } from '../stats/surface_area.js';

/** How the area of a throat is estimated from voxels. */
export type ThroatEstimator = Exclude<AreaEstimator, 'marchingCubes'>;

/**
 * The pore network of labels, as `NetworkData`: a pore per label, a throat per two labels that
 * share faces of voxels, under OpenPNM's names (Gostick et al., Comput. Sci. Eng. 18, 2016, 60,
 * https://doi.org/10.1109/MCSE.2016.49), in the unit of length. Columns of vectors are named as
 * OpenPNM's tables do: `pore.coords[0]`.
 *
 * Pores: `pore.coords` (centroid of the voxels), `pore.region_label`, `pore.volume` (of its voxels:
 * all add up to the volume of the void), `pore.equivalent_diameter` (of the sphere of equal
 * volume), `pore.inscribed_diameter` (twice the greatest distance to a voxel outside the pore or
 * the volume), `pore.extended_diameter` (twice the greatest distance to solid),
 * `pore.coordination_number`; labels `pore.xmin` … `pore.zmax` (touches that face of the volume)
 * and `pore.surface` (touches any).
 *
 * Throats: `throat.conns` (rows of its pores, the lower first), `throat.coords` (centre of the
 * shared faces), `throat.cross_sectional_area` (by `estimator`), `throat.equivalent_diameter` (of
 * the disc of equal area), `throat.inscribed_diameter` (twice the greatest distance to solid on the
 * contact, of two voxels the lesser), `throat.total_length` (between the pores' coordinates by way
 * of the throat's), `throat.direct_length`, and `throat.faces` (number of).
 *
 * As PoreSpy's `regions_to_network`, but that areas are not counts of voxels beside the contact,
 * and the contact's centre is not its widest place. Areas by 'crofton13' (default), 'crofton3' or
 * 'faces', with errors as those of `interfaces`; volumes that are one voxel thin take 'faces'
 * alone. Distances are to centres of voxels, as in `measure`: up to a voxel more than to the
 * surface.
 *
 * Counts are exact and areas follow from them; diameters rest on f32. One pass over labels and
 * distances, 8 B/voxel, and a table of 88 B per slot, of which 8 to 16 per pore; bricks are merged.
 * {@link networkNode} adds what it needs: the distances of void and pores (10 B/voxel each and
 * more), `measure` twice (8 B/voxel each) and the labels of the faces.
 */
export const network = declareOp({
  name: 'network',
  kind: 'reduce',
  inputs: {
    labels: input('labels'),
    distance: input('volume'),
    measures: valueInput<TableData>(),
    extended: valueInput<TableData>(),
    faces: valueInput<Uint8Array>(),
  },
  params: {
    estimator: oneOf(
      ['crofton13', 'crofton3', 'faces'],
      'crofton13',
      'How areas of throats are estimated: from crossings in 13 or 3 directions, or as faces of voxels.',
    ),
  },
  exactness: 'float-dependent',
  result: ({ labels, distance: heights }, { estimator }) => {
    if (heights.storage !== 'f32')
      throw invalidArgument('network', 'distance', `of dtype ${heights.storage}`, 'an f32 volume');
    if (estimator !== 'faces' && labels.size.some((n) => n < 2))
      throw invalidArgument(
        'network',
        'estimator',
        estimator,
        `'faces', for a volume of size ${labels.size.join('×')}; or at least 2 voxels along every axis`,
      );
    return yields.network();
  },
  needs: (region, { labels }) => {
    const wider = growRegion(region, [1, 1, 1], labels.size);
    return { labels: wider, distance: wider };
  },
  notes: ({ estimator }) => ({
    estimator,
    connectivity: '6',
    coordinates: 'centroids',
    border: 'the volume’s border bounds pores, and is no wall of throats',
  }),
});

/** The node of {@link network} of labels. */
export function networkNode(labels: Node, params: Readonly<Record<string, unknown>> = {}) {
  if (gridMeta(labels).kind !== 'labels')
    throw invalidArgument('network', 'labels', `a ${gridMeta(labels).kind}`, 'labels');
  const inside = makeNode(distance, { objects: labels }, { border: 'background' });
  const toSolid = makeNode(distance, { objects: makeNode(foreground, { labels }) });
  return makeNode(
    network,
    {
      labels,
      distance: toSolid,
      measures: measureNode(labels, { distance: inside }),
      extended: measureNode(labels, { distance: toSolid }),
      faces: makeNode(labelFaces, { labels }),
    },
    params,
  );
}
