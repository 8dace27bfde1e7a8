import type { MeshData } from '../recipe/mesh_data.js';
import { physicalLength } from '../recipe/length.js';
import type { ValueMeta } from '../recipe/meta.js';
import { gridMeta, makeNode, type Node } from '../recipe/op.js';
import type { OptionValues } from '../recipe/operation.js';
import { integer, length, nullable } from '../recipe/params.js';
import { decimateMesh } from '../structure/decimate_mesh.js';
import { meshBorder } from '../structure/mesh_surface.js';
import { smoothMesh } from '../structure/smooth_mesh.js';

/** What the meshes of masks, labels and volumes have in common. */
export const meshOptions = {
  border: meshBorder,
  smooth: integer({ default: 0, min: 0, max: 1000 }, "Passes of Taubin's smoothing."),
  keep: decimateMesh.params.keep,
  maxError: nullable(
    length(
      {},
      'How far the surface may move where triangles are left out; any distance if left out.',
    ),
  ),
};

/** A surface, smoothed and with fewer triangles where that is asked for. */
export function refinedMesh(
  grid: Node,
  surface: Node<ValueMeta<MeshData, 'mesh'>>,
  { smooth, keep, maxError }: Omit<OptionValues<typeof meshOptions>, 'border'>,
): Node<ValueMeta<MeshData, 'mesh'>> {
  const smoothed =
    smooth === 0 ? surface : makeNode(smoothMesh, { mesh: surface }, { iterations: smooth });
  if (keep === undefined && maxError === undefined) return smoothed;
  const most =
    maxError === undefined ? undefined : physicalLength(maxError, gridMeta(grid).spacing);
  return makeNode(decimateMesh, { mesh: smoothed }, { keep, maxError: most });
}
