import { yields } from '../../recipe/meta.js';
import { declareOp, input, valueInput } from '../../recipe/op.js';
import type { TableData } from '../../recipe/table_data.js';
import { cellRegion } from '../surface_area.js';

/**
 * The surfaces and Euler numbers of objects, as a table by rising id. Every object is closed: what
 * lies beyond the volume's border, and other objects, are outside of it.
 *
 * - `surfaceArea` by crossings along 13 directions (Crofton; Ohser and Mücklich 2000; Legland et
 *   al., Bioinformatics 32, 2016, 3532, https://doi.org/10.1093/bioinformatics/btw413);
 *   `surfaceAreaCrofton3` by the axes alone; `surfaceAreaFaces` by faces of voxels;
 *   `surfaceAreaMarchingCubes` by triangles. Of balls, wherever their centre lies between the
 *   voxels:
 *
 *   | radius in voxels | 13 directions | 3 directions | faces      | marching cubes |
 *   | ---------------- | ------------- | ------------ | ---------- | -------------- |
 *   | from 5           | ±4.6 %        | ±4.6 %       | 43 … 56 %  | 3 … 13 %       |
 *   | from 10          | ±1.6 %        | ±1.6 %       | 47 … 52 %  | 6 … 10 %       |
 *   | from 20          | ±0.6 %        | ±0.6 %       | 48 … 52 %  | 8 … 10 %       |
 *   | 1:1:3, from 5    | ±5.4 %        | ±8.3 %       | 43 … 63 %  | 9 … 23 %       |
 *   | 1:1:3, from 10   | ±3.5 %        | ±4.4 %       | 45 … 57 %  | 13 … 22 %      |
 *   | 1:1:3, from 20   | ±1.3 %        | ±1.3 %       | 48 … 52 %  | 16 … 18 %      |
 *
 * - `sphericity`: Wadell's π^⅓ (6 V)^⅔ / S with `surfaceArea` and the volume of the voxels: 1 of a
 *   ball, within 2.1, 0.8 and 0.3 % from a radius of 5, 10 and 20 voxels (4.3, 2.4, 0.7 % at
 *   1:1:3). Not clamped: it may come out a little above 1. Null (NaN) below 64 voxels, where a
 *   surface means little. (MorphoLibJ's "sphericity" is its cube.) Needs `measures`.
 * - `eulerNumber6`, `eulerNumber26`: objects − tunnels + cavities, voxels touching across faces
 *   alone, or across edges and corners as well.
 *
 * Counts are whole numbers; areas of marching cubes are added up in steps of 2⁻¹⁹ of the largest in
 * a cell. One pass over 4 B/voxel (read up to four times over, from caches) plus a margin of one
 * voxel; a table of 72 bytes per id; `limit` where the GPU cannot bind that.
 */
export const objectSurfaces = declareOp({
  name: 'objectSurfaces',
  kind: 'reduce',
  inputs: { labels: input('labels'), measures: valueInput<TableData>() },
  params: {},
  exactness: 'exact',
  result: () => yields.table(),
  needs: (region, { labels }) => ({ labels: cellRegion(region, labels.size) }),
  notes: () => ({
    surfaceArea: "crofton13; closed towards other objects and at the volume's border",
    sphericity: 'Wadell, not clamped, null below 64 voxels',
    eulerNumber: 'by connectivity, in the name of the column',
  }),
});
