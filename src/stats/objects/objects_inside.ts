// Which objects of labels belong to a region, and what of them is measured.
import { invert } from '../../filters/invert.js';
import { invalidArgument } from '../../recipe/errors.js';
import type { ValueMeta } from '../../recipe/meta.js';
import { makeNode, type Node, type ValueNode } from '../../recipe/op.js';
import type { TableData } from '../../recipe/table_data.js';
import { chooseLabels } from '../../segmentation/choose_labels.js';
import { labelsIn } from '../../segmentation/labels_in.js';
import { partNode } from '../../segmentation/labels_within.js';
import { measureNode } from '../measure.js';
import { centredLabels } from './centred_labels.js';
import { chosenRows } from './chosen_rows.js';

/** Which objects belong to a region. */
export const INSIDE = ['centre', 'whole', 'touching', 'part'] as const;

/** One of {@link INSIDE}. */
export type Inside = (typeof INSIDE)[number];

/** A region, and which objects belong to it. */
export interface Selection {
  readonly within?: Node | undefined;
  readonly inside?: Inside | undefined;
}

/** The labels to measure, and how rows are chosen of the table of their objects. */
export interface Selected {
  readonly labels: Node;
  readonly rows: <M extends TableData>(
    table: Node<ValueMeta<M, 'table'>>,
  ) => Node<ValueMeta<M, 'table'>>;
}

/**
 * What is measured of labels in a region: all objects, of whose table the rows of those in the
 * region stay; or with 'part' what of them lies in it. Throws `invalid-argument` where a rule is
 * given without a region.
 */
export function selectedObjects(op: string, labels: Node, { within, inside }: Selection): Selected {
  if (within === undefined) {
    if (inside === undefined) return { labels, rows: (table) => table };
    throw invalidArgument(
      op,
      'inside',
      inside,
      'a rule for objects of a region: give `within` too',
    );
  }
  if (inside === 'part') return { labels: partNode(labels, within), rows: (table) => table };
  const marked = (mask: Node): ValueNode<Uint32Array> =>
    makeNode(chooseLabels, { marked: makeNode(labelsIn, { labels, mask }) });
  const others = inside === 'whole';
  const chosen = others
    ? marked(makeNode(invert, { mask: within }))
    : inside === 'touching'
      ? marked(within)
      : makeNode(centredLabels, { mask: within, measures: measureNode(labels) });
  return {
    labels,
    // Rows are of the kind that the table has.
    rows: (table) => makeNode(chosenRows, { table, chosen }, { others }) as typeof table,
  };
}
