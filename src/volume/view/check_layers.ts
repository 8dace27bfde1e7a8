// Checks the layers of a view.
import { invalidArgument } from '../../recipe/errors.js';
import { equal3 } from '../../recipe/geometry.js';
import type { GridKind, GridMeta } from '../../recipe/meta.js';
import type { Node } from '../../recipe/op.js';
import { optionsOf } from '../../recipe/options.js';
import { COLOR_MAP_NAMES } from '../../recipe/view/colors.js';
import { IdSet } from '../../recipe/view/id_set.js';
import type { LabContext } from '../context.js';
import { Grid } from '../grid.js';
import { Fields } from './check_values.js';

/** Layers of a view, and grids that they show, at most: as the shader of slices has it. */
const MOST_LAYERS = 16;
const MOST_GRIDS = 7;

/** The layers of a state, without what one kind of view alone states. */
export interface CheckedLayers {
  readonly meta: GridMeta;
  readonly nodes: Readonly<Record<string, Node>>;
  readonly unsaid: ReadonlyMap<number, Grid>;
  readonly states: readonly unknown[];
}

/** Checks what the kinds of a view's layers state besides what all views have. */
export type CheckOwn = (kind: GridKind, fields: Fields) => readonly string[];

/**
 * Checks layers: grids of this lab that lie in the same box, and their fields.
 *
 * @param checkOwn - Checks further fields of a layer and gives their names.
 */
export function checkLayers(
  context: LabContext,
  given: unknown,
  checkOwn: CheckOwn,
): CheckedLayers {
  if (!Array.isArray(given) || given.length === 0 || given.length > MOST_LAYERS)
    throw invalidArgument(
      ...(['view', 'layers', given] as const),
      `1 to ${String(MOST_LAYERS)} layers, as [{ grid: scan }]`,
    );
  const grids = checkGrids(context, given);
  const { meta } = grids[0]!;
  const names = new Map<Node, string>();
  const unsaid = new Map<number, Grid>();
  const states = given.map((layer: object, i) => {
    const grid = grids[i]!;
    let output = names.get(grid.node);
    if (output === undefined) names.set(grid.node, (output = `grid${String(names.size)}`));
    const fields = new Fields(layer, `layers[${String(i)}].`);
    const own = checkOwn(grid.meta.kind, fields);
    const known = checkLayer(layer, grid.meta, fields, `layers[${String(i)}].`);
    fields.known('grid', 'opacity', 'side', ...known, ...own);
    const state = { ...layer, grid: undefined, kind: grid.meta.kind, output };
    const { window } = layer as { readonly window?: unknown };
    if (grid.meta.kind === 'volume' && window === undefined) unsaid.set(i, grid);
    return grid.meta.kind === 'labels' ? { ...state, ...bitsOf(layer) } : state;
  });
  if (names.size > MOST_GRIDS)
    throw invalidArgument(
      ...(['view', 'layers', `of ${String(names.size)} grids`] as const),
      `layers of up to ${String(MOST_GRIDS)} different grids; show the others in a second view`,
    );
  const nodes = Object.fromEntries([...names].map(([node, name]) => [name, node]));
  return { meta, nodes, unsaid, states };
}

/** The grids of the layers: of this lab, and all of the same box of voxels. */
function checkGrids(context: LabContext, given: readonly unknown[]): Grid[] {
  const grids = given.map((layer, i) => {
    const name = `layers[${String(i)}].grid`;
    const { grid }: { readonly grid?: unknown } = optionsOf('view', layer as object);
    if (!(grid instanceof Grid))
      throw invalidArgument('view', name, grid, 'a volume, mask, phases or labels');
    if (grid.context.backend !== context.backend)
      throw invalidArgument('view', name, 'a grid of another lab', 'grids of this lab');
    return grid as Grid;
  });
  const first = grids[0]!.meta;
  grids.forEach(({ meta }, i) => {
    const same =
      equal3(meta.size, first.size) &&
      equal3(meta.spacing, first.spacing) &&
      equal3(meta.origin, first.origin) &&
      meta.unit === first.unit;
    if (!same)
      throw invalidArgument(
        ...(['view', `layers[${String(i)}].grid`, placeText(meta)] as const),
        `grids in the box of the first layer's, ${placeText(first)}; use resampleTo, or a view of its own`,
      );
  });
  return grids;
}

function placeText({ size, spacing, unit, origin }: GridMeta): string {
  return `${size.join('×')} voxels of ${spacing.join('×')} ${unit} at ${origin.join(', ')}`;
}

/** Checks what layers of a kind state in every view, and gives its names. */
function checkLayer(
  layer: object,
  meta: GridMeta,
  fields: Fields,
  where: string,
): readonly string[] {
  fields.fraction('opacity');
  fields.oneOf('side', 'before', 'after');
  switch (meta.kind) {
    case 'volume':
      fields.window('window');
      fields.oneOf('colors', ...COLOR_MAP_NAMES);
      return ['window', 'colors'];
    case 'mask':
      fields.color('color');
      return ['color'];
    case 'phases':
      checkPhases(layer, meta, fields, where);
      return ['colors', 'hidden'];
    case 'labels':
      return ['selected', 'hidden'];
  }
}

/** Colours and hidden phases name phases that there are. */
function checkPhases(
  layer: object,
  { phases = {} }: GridMeta,
  fields: Fields,
  where: string,
): void {
  const names = Object.keys(phases);
  const allowed = names.map((name) => `'${name}'`).join(', ');
  fields.must(
    ...(['hidden', `a list of ${allowed}`] as const),
    (hidden) => Array.isArray(hidden) && hidden.every((name) => names.includes(name as string)),
  );
  const { colors } = layer as { readonly colors?: object };
  if (colors === undefined) return;
  const each = new Fields(optionsOf('view', colors), `${where}colors.`);
  each.known(...names);
  for (const name of names) each.color(name);
}

/** The sets of ids of labels as bits. */
function bitsOf(layer: object): Readonly<Record<'selected' | 'hidden', Uint32Array | undefined>> {
  const { selected, hidden } = layer as Readonly<Record<string, Iterable<number> | undefined>>;
  const bits = (ids: Iterable<number> | undefined): Uint32Array | undefined =>
    ids === undefined ? undefined : IdSet.of(ids).bits;
  return { selected: bits(selected), hidden: bits(hidden) };
}
