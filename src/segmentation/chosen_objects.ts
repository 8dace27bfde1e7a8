// Selection of objects by size, border contact or markers (size opening, border clearing), from
// tables by id.
import { invert } from '../filters/invert.js';
import { combine } from '../filters/combine.js';
import { invalidArgument } from '../recipe/errors.js';
import { AXIS_INDEX, type Axis } from '../recipe/geometry.js';
import { gridMeta, makeNode, type Node } from '../recipe/op.js';
import { chooseLabels, endBits, faceBits, facesOf, type Face } from './choose_labels.js';
import { components, type Connectivity } from './components.js';
import { keepLabels, maskOfLabels } from './keep_labels.js';
import { labelFaces } from './label_faces.js';
import { labelsIn } from './labels_in.js';
import { labelSizes } from './label_sizes.js';
import { sliceParity } from './slice_parity.js';

/** What the objects of a mask are; labels do not take it. */
export interface Objects {
  /** Of components: 6 (faces; default), 18 (and edges) or 26 (and corners). */
  readonly connectivity?: Connectivity | undefined;
}

/**
 * A grid with those of its objects that a table chooses: labels keep their ids, a mask stays a
 * mask. The tables are reductions and the choice is made region by region, so a volume of any size
 * works.
 *
 * Cost: of labels 8 B/voxel, and 4 more for `sizes`; of a mask as `components`, and 4 B/voxel, and
 * 4 more for `sizes`.
 */
export function chosenObjects(
  op: string,
  grid: Node,
  { connectivity }: Objects,
  tables: readonly ('sizes' | 'faces')[],
  conditions: Readonly<Record<string, unknown>>,
  marked?: Node,
): Node {
  const isMask = grid.meta.kind === 'mask';
  if (!isMask && grid.meta.kind !== 'labels')
    throw invalidArgument(op, 'grid', `a ${grid.meta.kind}`, 'labels or a mask');
  if (!isMask && connectivity !== undefined)
    throw invalidArgument(
      op,
      'connectivity',
      connectivity,
      'nothing for labels, whose ids are the objects',
    );
  const labels = isMask ? makeNode(components, { grid }, { connectivity }) : grid;
  const chosen = makeNode(
    chooseLabels,
    {
      sizes: tables.includes('sizes') ? makeNode(labelSizes, { labels }) : undefined,
      faces: tables.includes('faces') ? makeNode(labelFaces, { labels }) : undefined,
      marked: marked === undefined ? undefined : makeNode(labelsIn, { labels, mask: marked }),
    },
    conditions,
  );
  return makeNode(isMask ? maskOfLabels : keepLabels, { labels, chosen });
}

/**
 * The `count` largest objects (default 1) of labels or of a mask; of equal ones, the first in
 * raster order.
 */
export function keepLargestNode(
  grid: Node,
  { count = 1, ...objects }: Objects & { readonly count?: number | undefined },
): Node {
  if (!Number.isSafeInteger(count) || count < 1)
    throw invalidArgument('keepLargest', 'count', count, 'an integer ≥ 1');
  return chosenObjects('keepLargest', grid, objects, ['sizes'], { largest: count });
}

/** The objects of labels or of a mask that touch both ends of an axis. */
export function percolatingNode(
  grid: Node,
  { axis, ...objects }: Objects & { readonly axis: Axis },
): Node {
  if (!['x', 'y', 'z'].includes(axis))
    throw invalidArgument('percolating', 'axis', axis, "'x', 'y', 'z'");
  return chosenObjects('percolating', grid, objects, ['faces'], { touching: endBits(axis) });
}

/** The objects of labels or of a mask that touch at least one of some faces of the volume. */
export function reachingNode(
  grid: Node,
  { faces, ...objects }: Objects & { readonly faces: readonly Face[] },
): Node {
  return chosenObjects('reaching', grid, objects, ['faces'], {
    reaching: faceBits(...facesOf('reaching', 'faces', faces)),
  });
}

/** The objects of labels or of a mask that have a voxel in another mask. */
export function touchingNode(grid: Node, marker: Node, objects: Objects = {}): Node {
  return chosenObjects('touching', grid, objects, [], {}, marker);
}

/**
 * A mask with its holes filled: background whose components, at `connectivity` (default 6), do not
 * reach the border of the volume; or with `axis`, slice by slice across it, of the slice. An axis
 * of one voxel has no border, so that an image (z = 1) is filled as one. As SciPy's
 * `binary_fill_holes` of an array without that axis.
 */
export function fillHolesNode(
  mask: Node,
  { axis, connectivity = 6 }: Objects & { readonly axis?: Axis | undefined } = {},
): Node {
  const background = makeNode(invert, { mask });
  const { size } = gridMeta(mask);
  const across = (['x', 'y', 'z'] as const).filter((name) => name !== axis);
  const long = across.filter((name) => size[AXIS_INDEX[name]] > 1);
  const clear = (long.length > 0 ? long : across).reduce((bits, name) => bits | endBits(name), 0);
  const outside =
    axis === undefined ? background : makeNode(sliceParity, { mask: background }, { axis });
  const labels = makeNode(components, { grid: outside }, { connectivity });
  const chosen = makeNode(chooseLabels, { faces: makeNode(labelFaces, { labels }) }, { clear });
  const holes = makeNode(maskOfLabels, { labels, chosen });
  return makeNode(combine, { a: mask, b: holes }, { operator: 'or' });
}
