// Which ops give which columns of a table of objects.
import { invert } from '../../filters/invert.js';
import { invalidArgument } from '../../recipe/errors.js';
import type { ValueMeta } from '../../recipe/meta.js';
import { makeNode, type Node, type ValueNode } from '../../recipe/op.js';
import type { TableData } from '../../recipe/table_data.js';
import { distance } from '../../segmentation/distance.js';
import { insideNode, measureNode } from '../measure.js';
import { borderWeights } from './border_weights.js';
import { joinColumns } from './join_columns.js';
import { objectContacts, objectContactSums } from './object_contacts.js';
import { objectHulls } from './object_hulls.js';
import { objectMoments } from './object_moments.js';
import { percentileNode } from './object_percentile.js';
import { objectSurfaces } from './object_surfaces.js';
import { selectedObjects, type Selection } from './objects_inside.js';
import { pickColumns } from './pick_columns.js';

/** A prefix with each of some ends. */
function each<P extends string, E extends string>(prefix: P, ...ends: readonly E[]) {
  return ends.map((end) => `${prefix}${end}` as const);
}

/** Columns of `measure`, which every table rests on. */
const MEASURED = [
  'label',
  'voxels',
  'volume',
  'equivalentDiameter',
  ...each('centroid', 'X', 'Y', 'Z'),
  ...each('min', 'X', 'Y', 'Z'),
  ...each('max', 'X', 'Y', 'Z'),
  'touchesBorder',
  'extent',
] as const;

/** Columns of `measure` with an intensity. */
const OF_INTENSITY = each('intensity', 'Mean', 'Std', 'Min', 'Max');

/** Columns that are computed when they are asked for, by the op that does. */
const ASKED = {
  moments: [
    ...each('semiAxis', 'A', 'B', 'C'),
    'elongation',
    'flatness',
    ...each('axis', 'AX', 'AY', 'AZ', 'BX', 'BY', 'BZ', 'CX', 'CY', 'CZ'),
    ...each('inertia', 'XX', 'YY', 'ZZ', 'XY', 'XZ', 'YZ', 'A', 'B', 'C'),
  ],
  surfaces: [
    ...each('surfaceArea', 'Crofton3', 'Faces', 'MarchingCubes'),
    'surfaceArea',
    'sphericity',
    'eulerNumber6',
    'eulerNumber26',
  ],
  hulls: ['feretMax', 'feretMin', 'hullVolume', 'solidity'],
  contacts: ['contacts', 'contactArea', 'contactAreaFaces'],
  border: ['borderWeight'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The columns that a table of objects may have, besides percentiles such as 'intensityP90'. */
export const OBJECT_COLUMNS = [
  ...MEASURED,
  'inscribedDiameter',
  ...ASKED.moments,
  ...ASKED.surfaces,
  ...ASKED.hulls,
  ...ASKED.contacts,
  ...ASKED.border,
  ...OF_INTENSITY,
  'intensityMedian',
  'distanceTo',
] as const;

/** What the objects of a table are measured with, and which of them have rows. */
export interface ObjectTableInputs extends Selection {
  readonly labels: Node;
  readonly intensity?: Node | undefined;
  readonly distanceTo?: Node | undefined;
}

/** The fraction that a column such as 'intensityMedian' or 'intensityP90' is the percentile of. */
function fractionOf(name: string): number | undefined {
  if (name === 'intensityMedian') return 0.5;
  const [, percent] = /^intensityP(\d{1,2}(?:\.\d+)?|100)$/.exec(name) ?? [];
  return percent === undefined ? undefined : Number(percent) / 100;
}

/** Names of all columns that objects may have with some inputs. */
export function allColumns({ intensity, distanceTo }: ObjectTableInputs): string[] {
  return [
    ...MEASURED,
    'inscribedDiameter',
    ...Object.values(ASKED).flat(),
    ...(intensity === undefined ? [] : [...OF_INTENSITY, 'intensityMedian']),
    ...(distanceTo === undefined ? [] : ['distanceTo']),
  ];
}

function isOneOf(names: readonly string[], name: string): boolean {
  return names.includes(name);
}

function isList(given: unknown): boolean {
  return Array.isArray(given);
}

/** Throws where a column is unknown, or needs what was not given. */
function checkColumn(op: string, name: unknown, inputs: ObjectTableInputs): void {
  const isKnown = typeof name === 'string';
  if (isKnown && (isOneOf(OF_INTENSITY, name) || fractionOf(name) !== undefined)) {
    if (inputs.intensity !== undefined) return;
    throw invalidArgument(op, 'intensity', undefined, `a volume, for the column '${name}'`);
  }
  if (name === 'distanceTo' && inputs.distanceTo === undefined)
    throw invalidArgument(op, 'distanceTo', undefined, "a mask, for the column 'distanceTo'");
  const all = allColumns(inputs);
  if (!isKnown || !all.includes(name))
    throw invalidArgument(
      op,
      'columns',
      name,
      `${all.join(', ')}${inputs.intensity === undefined ? '' : ', intensityP0 … intensityP100'}`,
    );
}

/** A node that yields a table of objects. */
export type ObjectTableNode = Node<ValueMeta<TableData, 'table'>>;

/**
 * The node of a table of objects. Only what its columns need is computed. Without `columns` those
 * of `measure`: position, extent and size, with the inscribed diameter, the intensity's mean,
 * spread and range, and the distance, as far as their inputs are given. With names just these, in
 * their order; 'all' are all.
 */
export function objectTableNode(
  op: string,
  inputs: ObjectTableInputs,
  columns: readonly string[] | 'all' | undefined,
): ObjectTableNode {
  if (columns !== undefined && columns !== 'all' && !isList(columns))
    throw invalidArgument(op, 'columns', columns, "a list of names of columns, or 'all'");
  const names = columns === 'all' ? allColumns(inputs) : columns;
  const table = measuredNode(op, inputs, names);
  return names === undefined ? table : makeNode(pickColumns, { table }, { names });
}

/**
 * As {@link objectTableNode}, but with the columns of `measure` besides the named ones, `label`
 * first: what objects are chosen by.
 */
export function measuredNode(
  op: string,
  inputs: ObjectTableInputs,
  names: readonly string[] | undefined,
): ObjectTableNode {
  const { intensity, distanceTo } = inputs;
  const { labels, rows } = selectedObjects(op, inputs.labels, inputs);
  names?.forEach((name) => {
    checkColumn(op, name, inputs);
  });
  const isWanted = (group: readonly string[], byDefault: boolean): boolean =>
    names?.some((name) => group.includes(name)) ?? byDefault;
  let table: ObjectTableNode = measureNode(labels, {
    intensity: isWanted(OF_INTENSITY, true) ? intensity : undefined,
    distance: isWanted(['inscribedDiameter'], true) ? insideNode(labels) : undefined,
  });
  const base = measureNode(labels);
  const join = (other: ValueNode<TableData>, from: readonly string[], as = from): void => {
    table = makeNode(joinColumns, { table, other }, { columns: from, as });
  };
  const wantedOf = (group: readonly string[]): string[] => [
    ...new Set(names?.filter((name) => group.includes(name))),
  ];
  const moments = wantedOf(ASKED.moments);
  if (moments.length > 0) join(makeNode(objectMoments, { labels }), moments);
  const surfaces = wantedOf(ASKED.surfaces);
  if (surfaces.length > 0) join(makeNode(objectSurfaces, { labels, measures: base }), surfaces);
  const hulls = wantedOf(ASKED.hulls);
  if (hulls.length > 0) join(makeNode(objectHulls, { labels, measures: base }), hulls);
  const contacts = wantedOf(ASKED.contacts);
  if (contacts.length > 0) {
    const counts = makeNode(objectContacts, { labels });
    join(makeNode(objectContactSums, { contacts: counts, measures: base }), contacts);
  }
  const border = wantedOf(ASKED.border);
  if (border.length > 0) join(makeNode(borderWeights, { measures: base }), border);
  for (const name of new Set(names)) {
    const p = fractionOf(name);
    if (p !== undefined) join(percentileNode(labels, intensity!, p), ['percentile'], [name]);
  }
  if (distanceTo !== undefined && isWanted(['distanceTo'], true)) {
    const away = makeNode(distance, { objects: makeNode(invert, { mask: distanceTo }) });
    join(measureNode(labels, { intensity: away }, false), ['intensityMin'], ['distanceTo']);
  }
  return rows(table);
}
