// Checks what a view is told, and completes what does not depend on voxels.
import { invalidArgument } from '../../recipe/errors.js';
import { AXIS_INDEX, equal3, type Axis } from '../../recipe/geometry.js';
import type { GridMeta } from '../../recipe/meta.js';
import type { Node } from '../../recipe/op.js';
import { optionsOf } from '../../recipe/options.js';
import { IdSet } from '../../recipe/view/id_set.js';
import type { SliceLayerState, SliceState } from '../../recipe/view/state.js';
import type { LabContext } from '../context.js';
import { Grid } from '../grid.js';
import { Fields, isDirection, isTriple } from './check_values.js';
import type { SliceSpec, ViewSpec } from './spec.js';

/** Layers of a view, and grids that they show, at most: as the shader has it. */
const MOST_LAYERS = 16;
const MOST_GRIDS = 7;

const COLOR_MAP_NAMES = ['grey', 'viridis', 'cividis', 'magma', 'batlow'];
const EVERY = ['grid', 'opacity', 'side'];
const REGIONS = [...EVERY, 'fill', 'outline'];

/** A layer whose window may not be known yet. */
type Layer = SliceLayerState extends infer S
  ? S extends { readonly kind: 'volume' }
    ? Omit<S, 'window'> & { readonly window?: readonly [number, number] | undefined }
    : S
  : never;

/** A checked slice. */
export interface Checked {
  readonly spec: SliceSpec;
  /** Of all grids. */
  readonly meta: GridMeta;
  /** The nodes of the layers by the names of their outputs. */
  readonly nodes: Readonly<Record<string, Node>>;
  readonly state: Omit<SliceState, 'layers'>;
  readonly layers: readonly Layer[];
  /** The volume of each layer whose window is not said, by its place. */
  readonly unsaid: ReadonlyMap<number, Grid>;
}

/** Checks a specification; throws `invalid-argument`. */
export function checkSpec(context: LabContext, spec: ViewSpec): Checked {
  const fields = new Fields(optionsOf('view', spec), '');
  fields.oneOf('kind', 'slice');
  if (spec.kind === 'space') throw invalidArgument('view', 'kind', 'space', "'slice'");
  fields.known(
    ...['kind', 'layers', 'axis', 'index', 'oblique', 'centre', 'unitsPerPixel', 'wipe'],
    'background',
  );
  const grids = checkGrids(context, spec.layers);
  const { meta } = grids[0]!;
  fields.oneOf('axis', 'x', 'y', 'z');
  const axis = spec.axis ?? 'z';
  const count = meta.size[AXIS_INDEX[axis]];
  fields.must('index', `a whole number from 0 to ${String(count - 1)} along ${axis}`, (index) =>
    isIndex(index, count),
  );
  fields.triple('centre');
  fields.positive('unitsPerPixel');
  fields.fraction('wipe');
  fields.color('background');
  if (spec.oblique !== undefined) checkPlane(spec.oblique);
  const names = new Map<Node, string>();
  const unsaid = new Map<number, Grid>();
  const layers = spec.layers.map((layer, i): Layer => {
    const grid = grids[i]!;
    let output = names.get(grid.node);
    if (output === undefined) names.set(grid.node, (output = `grid${String(names.size)}`));
    const state = layerState(layer, grid.meta, output, `layers[${String(i)}].`);
    if (state.kind === 'volume' && state.window === undefined) unsaid.set(i, grid);
    return state;
  });
  if (names.size > MOST_GRIDS)
    fields.fail(
      'layers',
      `of ${String(names.size)} grids`,
      `layers of up to ${String(MOST_GRIDS)} different grids; show the others in a second view`,
    );
  const { oblique, centre, unitsPerPixel, wipe, background } = spec;
  return {
    ...{ spec, meta, layers, unsaid },
    nodes: Object.fromEntries([...names].map(([node, name]) => [name, node])),
    state: {
      ...{ kind: 'slice', axis, index: spec.index ?? middleOf(meta, axis) },
      ...{ oblique, centre, unitsPerPixel, wipe, background },
    },
  };
}

/** The state of a checked slice, with the windows of its volumes. */
export function completed(
  { state, layers }: Checked,
  windows: ReadonlyMap<number, readonly [number, number]>,
): SliceState {
  return {
    ...state,
    layers: layers.map((layer, i): SliceLayerState => {
      if (layer.kind !== 'volume') return layer;
      return { ...layer, window: layer.window ?? windows.get(i) ?? [0, 1] };
    }),
  };
}

/** The middle index along an axis. */
export function middleOf({ size }: GridMeta, axis: Axis): number {
  return Math.floor(size[AXIS_INDEX[axis]] / 2);
}

function isIndex(given: unknown, count: number): boolean {
  return typeof given === 'number' && Number.isInteger(given) && given >= 0 && given < count;
}

/** The grids of the layers: of this lab, and all of the same box of voxels. */
function checkGrids(context: LabContext, given: unknown): Grid[] {
  if (!Array.isArray(given) || given.length === 0 || given.length > MOST_LAYERS)
    throw invalidArgument(
      ...([
        'view',
        'layers',
        given,
        `1 to ${String(MOST_LAYERS)} layers: [{ grid: scan }]`,
      ] as const),
    );
  const grids = given.map((layer: unknown, i) => {
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
        'view',
        `layers[${String(i)}].grid`,
        placeText(meta),
        `grids that lie as the first layer's, ${placeText(first)}; use resampleTo, or a view of its own`,
      );
  });
  return grids;
}

function placeText({ size, spacing, unit, origin }: GridMeta): string {
  return `${size.join('×')} voxels of ${spacing.join('×')} ${unit} at ${origin.join(', ')}`;
}

function checkPlane(plane: object): void {
  const fields = new Fields(optionsOf('view', plane), 'oblique.');
  fields.known('point', 'right', 'down');
  const { point, right, down } = plane as Readonly<Record<string, unknown>>;
  if (!isTriple(point)) return fields.fail('point', point, 'three finite numbers x, y, z');
  if (!isDirection(right)) return fields.fail('right', right, 'a direction of length 1');
  if (!isDirection(down)) return fields.fail('down', down, 'a direction of length 1');
  const across = right[0] * down[0] + right[1] * down[1] + right[2] * down[2];
  if (Math.abs(across) > 1e-6) fields.fail('down', down, 'a direction at a right angle to right');
}

/** A layer as the backend takes it. */
function layerState(layer: object, meta: GridMeta, output: string, where: string): Layer {
  const fields = new Fields(layer, where);
  fields.fraction('opacity');
  fields.oneOf('side', 'before', 'after');
  // What is known of the fields was checked just now, or is below.
  const state = { ...layer, grid: undefined, kind: meta.kind, output } as unknown as Layer;
  if (meta.kind === 'volume') {
    fields.known(...EVERY, 'window', 'colors', 'interpolation', 'blend');
    fields.window('window');
    fields.oneOf('colors', ...COLOR_MAP_NAMES);
    fields.oneOf('interpolation', 'nearest', 'linear');
    fields.oneOf('blend', 'over', 'add');
    return state;
  }
  fields.fraction('fill');
  fields.fraction('outline');
  if (meta.kind === 'mask') {
    fields.known(...REGIONS, 'color');
    fields.color('color');
    return state;
  }
  if (meta.kind === 'phases') {
    fields.known(...REGIONS, 'colors', 'hidden');
    checkPhases(layer, meta, fields, where);
    return state;
  }
  fields.known(...REGIONS, 'selected', 'hidden');
  const { selected, hidden } = layer as Readonly<Record<string, Iterable<number> | undefined>>;
  return {
    ...state,
    selected: selected === undefined ? undefined : IdSet.of(selected).bits,
    hidden: hidden === undefined ? undefined : IdSet.of(hidden).bits,
  } as Layer;
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
  fields.must('hidden', `a list of ${allowed}`, (hidden) => {
    return Array.isArray(hidden) && hidden.every((name: unknown) => names.includes(name as string));
  });
  const { colors } = layer as { readonly colors?: object };
  if (colors === undefined) return;
  const each = new Fields(optionsOf('view', colors), `${where}colors.`);
  each.known(...names);
  names.forEach((name) => {
    each.color(name);
  });
}
