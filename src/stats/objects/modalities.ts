// Objects measured in several volumes: columns of every modality.
import { resampleToNode } from '../../filters/resample_to.js';
import { invalidArgument } from '../../recipe/errors.js';
import { equal3 } from '../../recipe/geometry.js';
import { gridMeta, makeNode, type Node } from '../../recipe/op.js';
import { isPlaced, type PlacedNode } from '../../recipe/placed_node.js';
import { invert, Transform } from '../../recipe/transform.js';
import { measureNode } from '../measure.js';
import { joinColumns } from './join_columns.js';
import {
  allColumns,
  measuredNode,
  type ObjectTableInputs,
  type ObjectTableNode,
} from './object_table.js';
import { selectedObjects } from './objects_inside.js';
import { pickColumns } from './pick_columns.js';

/** Volumes by the name of their modality, of the labels' frame or of one of their own. */
export type Modalities = Readonly<Record<string, Node | PlacedNode>>;

const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] as const;

/** Columns of a modality, and those of a table of measures that they are. */
const OF_MODALITY = {
  mean: 'intensityMean',
  std: 'intensityStd',
  min: 'intensityMin',
  max: 'intensityMax',
} as const;

/** Whether an option is volumes by name, and not one. */
export function areModalities(given: Node | Modalities | undefined): given is Modalities {
  return given !== undefined && !('op' in given && 'inputs' in given && 'meta' in given);
}

/**
 * The node of a table of objects with columns of every modality: `Mn.mean`, `Mn.std`, `Mn.min` and
 * `Mn.max` of the volume called Mn. A volume on another grid is measured at its own voxels: the
 * labels are taken to them (nearest, by place; of another frame through the inverse of the
 * transform that takes the labels' points there), and an object without a voxel there has no value.
 */
export function modalityTableNode(
  op: string,
  {
    intensity,
    ...inputs
  }: Omit<ObjectTableInputs, 'intensity'> & { readonly intensity: Modalities },
  columns: readonly string[] | 'all' | undefined,
): ObjectTableNode {
  const modalities = Object.entries(intensity);
  const theirs = modalities.flatMap(([name]) =>
    Object.keys(OF_MODALITY).map((what) => `${name}.${what}`),
  );
  if (modalities.length === 0)
    throw invalidArgument(op, 'intensity', intensity, 'a volume, or volumes by name');
  const own = Array.isArray(columns)
    ? (columns as readonly string[]).filter((name) => !theirs.includes(name))
    : undefined;
  const base = columns === 'all' ? allColumns(inputs) : own;
  let table = measuredNode(op, inputs, base);
  const { labels } = selectedObjects(op, inputs.labels, inputs);
  for (const [name, modality] of modalities) {
    const wanted = Object.keys(OF_MODALITY).filter(
      (what) => own === undefined || (columns as readonly string[]).includes(`${name}.${what}`),
    ) as (keyof typeof OF_MODALITY)[];
    if (wanted.length === 0) continue;
    const [volume, transform] = isPlaced(modality)
      ? [modality.placed, new Transform(modality.transform)]
      : [modality, undefined];
    const other = measureNode(onGridOf(labels, volume, transform), { intensity: volume });
    const from = wanted.map((what) => OF_MODALITY[what]);
    const as = wanted.map((what) => `${name}.${what}`);
    table = makeNode(joinColumns, { table, other }, { columns: from, as });
  }
  if (columns === undefined) return table;
  const names = columns === 'all' ? [...(base ?? []), ...theirs] : columns;
  return makeNode(pickColumns, { table }, { names });
}

/**
 * Labels at the voxels of a volume: as they are on the same grid, else by place; through the
 * inverse of a transform that takes their points to the volume's.
 */
function onGridOf(labels: Node, volume: Node, transform: Transform | undefined): Node {
  const [from, to] = [gridMeta(labels), gridMeta(volume)];
  if (transform !== undefined)
    return resampleToNode(labels, to, invert(transform), { method: 'nearest' });
  if (from.unit !== to.unit)
    throw invalidArgument(
      'measure',
      'intensity',
      `a volume in ${to.unit}`,
      `volumes in ${from.unit}, as the labels; state the unit when opening`,
    );
  const isSame =
    equal3(from.size, to.size) &&
    equal3(from.spacing, to.spacing) &&
    equal3(from.origin, to.origin);
  return isSame ? labels : resampleToNode(labels, to, IDENTITY, { method: 'nearest' });
}
