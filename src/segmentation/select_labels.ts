// Selection of objects by bands of their measures.
import { invalidArgument } from '../recipe/errors.js';
import { yields, type GridMeta } from '../recipe/meta.js';
import { declareOp, makeNode, valueInput, type Node, type ValueNode } from '../recipe/op.js';
import { numbers, param, type JsonSchema, type Param } from '../recipe/params.js';
import type { TableData } from '../recipe/table_data.js';
import { keepLabels } from './keep_labels.js';

/** Least and greatest value of a column that is wanted; both belong to the band. */
export interface Band {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** Bands by the names of columns; numbers or null, so that they are plain data. */
export type Bands = Readonly<Record<string, Readonly<{ min: number | null; max: number | null }>>>;

function bound(given: unknown): number | null | undefined {
  if (given === undefined || given === null) return null;
  return typeof given === 'number' && !Number.isNaN(given) ? given : undefined;
}

/** The parameter that holds {@link Bands}. */
function bands(doc: string): Param<Bands, Readonly<Record<string, Band>>, false> {
  const end: JsonSchema = {
    anyOf: [{ type: 'number' }, { enum: ['Infinity', '-Infinity'] }, { type: 'null' }],
  };
  return param({
    type: 'record',
    doc,
    default: undefined,
    allowed: 'columns with a band each, such as { volume: { min: 5 }, sphericity: { max: 0.6 } }',
    schema: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        properties: { min: end, max: end },
        additionalProperties: false,
        minProperties: 1,
      },
      minProperties: 1,
    },
    accept: (given): Bands | undefined => {
      if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
      const parsed: Record<string, { min: number | null; max: number | null }> = {};
      for (const [name, band] of Object.entries(given as Record<string, unknown>)) {
        if (typeof band !== 'object' || band === null || Array.isArray(band)) return undefined;
        const { min: low, max: high, ...rest } = band as Record<string, unknown>;
        const [min, max] = [bound(low), bound(high)];
        if (min === undefined || max === undefined || Object.keys(rest).length > 0)
          return undefined;
        if (min === null && max === null) return undefined;
        parsed[name] = { min, max };
      }
      return Object.keys(parsed).length > 0 ? parsed : undefined;
    },
  });
}

/**
 * The ids of the rows of a table of objects whose values are in every band, ends included, as a bit
 * per id (as `chooseLabels`). What has no value (NaN) is in no band. On the host.
 */
export const labelsInBands = declareOp({
  name: 'labelsInBands',
  kind: 'host',
  inputs: { measures: valueInput<TableData>() },
  params: {
    bands: bands('Columns of the table with the least and the greatest value that are kept.'),
  },
  exactness: 'exact',
  result: () => yields.plain<Uint32Array>(),
});

/** Ids that were listed, as a bit per id. On the host. */
export const listedLabels = declareOp({
  name: 'listedLabels',
  kind: 'host',
  inputs: {},
  params: { ids: numbers('Ids of the objects that are kept.') },
  exactness: 'exact',
  result: (_, { ids }) => {
    const wrong = ids.find((id) => !Number.isInteger(id) || id < 1 || id > 2 ** 32 - 1);
    if (wrong !== undefined)
      throw invalidArgument('select', 'ids', wrong, 'ids of objects: integers from 1 to 2³² − 1');
    return yields.plain<Uint32Array>();
  },
});

/** Which objects are wanted: an id, a list of ids, or bands of measures. */
export const wantedOption: Param<
  readonly number[] | Bands,
  number | readonly number[] | Readonly<Record<string, Band>>,
  false
> = param({
  type: 'record',
  doc: 'Ids of objects, or columns of measure() with the least and the greatest value that are wanted.',
  default: undefined,
  allowed: `ids of objects, or ${labelsInBands.params.bands.allowed}`,
  schema: { anyOf: [listedLabels.params.ids.schema, labelsInBands.params.bands.schema] },
  accept: (given): readonly number[] | Bands | undefined =>
    typeof given === 'number' || Array.isArray(given)
      ? listedLabels.params.ids.parse(given)
      : labelsInBands.params.bands.parse(given),
});

/** Labels of the objects that are listed, or whose measures are in bands; ids are kept. */
export function selectNode(
  labels: Node,
  wanted: number | readonly number[] | Readonly<Record<string, Band | Bands[string]>>,
  measures: (columns: readonly string[]) => ValueNode<TableData>,
): Node<GridMeta> {
  const isList = (given: typeof wanted): given is number | readonly number[] =>
    typeof given === 'number' || Array.isArray(given);
  const chosen = isList(wanted)
    ? makeNode(listedLabels, {}, { ids: wanted })
    : makeNode(labelsInBands, { measures: measures(Object.keys(wanted)) }, { bands: wanted });
  return makeNode(keepLabels, { labels, chosen });
}
