import { wholeRegion, type Axis } from '../recipe/geometry.js';
import { yields } from '../recipe/meta.js';
import { declareOp, input, makeNode, valueInput, type Node } from '../recipe/op.js';
import { oneOf } from '../recipe/params.js';
import { chooseLabels, endBits, faceBits, type Face } from '../segmentation/choose_labels.js';
import { components } from '../segmentation/components.js';
import { maskOfLabels } from '../segmentation/keep_labels.js';
import { labelFaces } from '../segmentation/label_faces.js';

/**
 * The faces that labels touch, as `labelFaces`, in a volume that repeats along all axes but one:
 * labels whose voxels meet across its sides share their faces. Exact. Reads the voxels of the
 * sides, 16 bytes per line of voxels across them. Whole on the GPU: else `limit`.
 */
export const periodicFaces = declareOp({
  name: 'periodicFaces',
  kind: 'reduce',
  inputs: { labels: input('labels'), faces: valueInput<Uint8Array>() },
  params: {
    axis: oneOf(['x', 'y', 'z'], undefined, 'The axis along which the volume does not repeat.'),
  },
  exactness: 'exact',
  result: () => yields.plain<Uint8Array>(),
  needs: (_, { labels }) => ({ labels: wholeRegion(labels.size) }),
});

/** Objects (6) of a volume that repeats along all axes but one, by the faces that they touch. */
function chosenPeriodically(
  mask: Node,
  axis: Axis,
  condition: { readonly touching: number } | { readonly reaching: number },
): Node {
  const labels = makeNode(components, { grid: mask }, { connectivity: 6 });
  const faces = makeNode(
    periodicFaces,
    { labels, faces: makeNode(labelFaces, { labels }) },
    { axis },
  );
  const chosen = makeNode(chooseLabels, { faces }, condition);
  return makeNode(maskOfLabels, { labels, chosen });
}

/**
 * What goes through a mask from end to end of an axis (6), in a volume that repeats along the
 * others.
 */
export function periodicallyPercolatingNode(mask: Node, axis: Axis): Node {
  return chosenPeriodically(mask, axis, { touching: endBits(axis) });
}

/**
 * What of a mask is reached from a face of an axis (6), in a volume that repeats along the others.
 */
export function periodicallyReachingNode(mask: Node, axis: Axis, face: Face): Node {
  return chosenPeriodically(mask, axis, { reaching: faceBits(face) });
}
