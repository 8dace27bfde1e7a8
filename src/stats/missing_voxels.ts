// Voxels of a mask whose intensity was NaN, so that they are neither in the phase nor beside it.
import { combine } from '../filters/combine.js';
import { invert } from '../filters/invert.js';
import { equal3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { gridMeta, makeNode, type Node } from '../recipe/op.js';
import { threshold } from '../segmentation/threshold.js';
import { count } from './count.js';

const GRIDS: readonly string[] = ['volume', 'mask', 'phases', 'labels'];
/** Ops that move voxels, or make a grid of another size: what is missing moves along. */
const MOVING: readonly string[] = ['crop', 'flip', 'pad', 'bin', 'resample', 'resampleTo'];

const isGrid = (node: Node): node is Node<GridMeta> => GRIDS.includes(node.meta.kind);

function grids({ inputs }: Node): Node<GridMeta>[] {
  return Object.values(inputs).filter(isGrid);
}

/** Whether a volume may hold NaN: floats that were read, or a quotient such as 0 / 0. */
function mayLack(volume: Node, known = new Map<Node, boolean>()): boolean {
  const before = known.get(volume);
  if (before !== undefined) return before;
  const lacks =
    (volume.op.name === 'source' && gridMeta(volume).storage === 'f32') ||
    volume.op.name === 'arithmetic' ||
    grids(volume).some((grid) => mayLack(grid, known));
  known.set(volume, lacks);
  return lacks;
}

function either(a: Node | undefined, b: Node | undefined): Node | undefined {
  return a === undefined || b === undefined
    ? (a ?? b)
    : makeNode(combine, { a, b }, { operator: 'or' });
}

/**
 * The mask of the voxels that were NaN in the float volumes a grid was made of, in the grid's own
 * frame; undefined where there can be none. A filter that fills NaN gives a value: the volume that
 * was compared counts.
 */
export function missingNode(
  grid: Node,
  known = new Map<Node, Node | undefined>(),
): Node | undefined {
  if (known.has(grid)) return known.get(grid);
  let missing: Node | undefined;
  const { kind, storage, size } = gridMeta(grid);
  if (kind === 'volume' && storage === 'f32') {
    if (mayLack(grid))
      missing = makeNode(invert, {
        mask: makeNode(threshold, { volume: grid }, { lo: -Infinity }),
      });
  } else
    for (const [name, input] of Object.entries(grid.inputs)) {
      if (!isGrid(input)) continue;
      const before = missingNode(input, known);
      if (before === undefined) continue;
      if (MOVING.includes(grid.op.name))
        missing = either(missing, makeNode(grid.op, { [name]: before }, grid.params));
      else if (equal3(gridMeta(input).size, size)) missing = either(missing, before);
    }
  known.set(grid, missing);
  return missing;
}

const countNode = (mask: Node) => makeNode(count, { mask });

/** Of which voxels a fraction is taken, and how many of them have no value. */
export interface Counted {
  readonly within: Node | undefined;
  readonly withoutValue: ReturnType<typeof countNode> | undefined;
}

/** Leaves out of `within` what has no value in a mask, or in `within` itself. */
export function countedWithin(mask: Node, within: Node | undefined): Counted {
  const ofWithin = within === undefined ? undefined : missingNode(within);
  const missing = either(missingNode(mask), ofWithin);
  if (missing === undefined) return { within, withoutValue: undefined };
  const valued =
    within === undefined
      ? makeNode(invert, { mask: missing })
      : makeNode(combine, { a: within, b: missing }, { operator: 'subtract' });
  const left =
    within === undefined
      ? missing
      : makeNode(combine, { a: within, b: missing }, { operator: 'and' });
  return { within: valued, withoutValue: countNode(left) };
}
