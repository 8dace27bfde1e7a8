import { invalidArgument } from '../recipe/errors.js';
import { isGridMeta } from '../recipe/op.js';
import { Mask, Volume } from '../volume/handles.js';
import { queryOf } from '../volume/methods.js';
import type { Query } from '../volume/query.js';
import { nodesOf } from '../volume/replay.js';

/** A recorded recipe as handles again. */
export interface Recorded {
  /** The mask that it makes. */
  readonly mask: Mask;
  /** What is measured, by the names of its outputs that are no grids. */
  readonly queries: Readonly<Record<string, Query<unknown>>>;
}

/**
 * A recorded recipe as handles, for {@link twin}: what `bundle(…).recipe` gave, or a file of it. It
 * is checked whole, and reads nothing but the volumes that are given. Nothing is computed.
 *
 * @param recipe - With the mask among its outputs, as `mask.read()` puts it into a bundle.
 * @param inputs - A volume for each name under which the recipe's volumes were opened.
 * @param mask - The name of the output that is the mask.
 * @throws VoxmetryError `invalid-argument` for what is no recipe, where an input is missing, or
 * where the output is no mask.
 * @example
 * ```ts
 * import { bundle, openLab } from 'voxmetry';
 * import { recorded } from 'voxmetry/twin';
 * const lab = await openLab();
 * const data = new Uint8Array([0, 9, 9, 0]);
 * const scan = await lab.open({ data, size: [4, 1, 1] }, { name: 'scan' });
 * const solid = scan.otsu();
 * const stored = JSON.stringify(bundle({ solid: solid.read(), count: solid.count() }).recipe);
 * const { mask, queries } = recorded(JSON.parse(stored), { scan }, 'solid');
 * console.assert((await queries['count']) === 2 && mask.size[0] === 4);
 * await lab.dispose();
 * ```
 */
export function recorded(
  recipe: unknown,
  inputs: Readonly<Record<string, Volume>>,
  mask: string,
): Recorded {
  const op = 'recorded';
  const [first] = Object.values<unknown>(inputs);
  if (!(first instanceof Volume))
    throw invalidArgument(op, 'inputs', first, 'volumes by the names of the recipe');
  const { context } = first;
  const { nodes } = nodesOf(op, context, recipe, inputs);
  const node = nodes[mask];
  if (node?.meta.kind !== 'mask')
    throw invalidArgument(op, 'mask', mask, 'the name of an output that is a mask');
  const values = Object.entries(nodes).filter(([, { meta }]) => !isGridMeta(meta));
  return {
    mask: new Mask(context, node),
    queries: Object.fromEntries(
      values.map(([name, value]) => [name, queryOf(context, () => value)]),
    ),
  };
}
