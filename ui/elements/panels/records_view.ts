// What of the records is shown: which samples and metrics, and their values by both.
import type { RecordRow } from '../../records/fields.js';
import type { Records } from '../../records/records.js';
import type { Condition, Where } from '../../records/selection.js';

/** A metric as a column of the table. */
export interface ShownMetric {
  readonly metric: string;
  readonly measure: string;
  readonly quantity: string;
  readonly unit: string;
}

/** A condition that a person set, by text or number. */
export interface ShownFilter {
  readonly column: string;
  /** Of texts, the value that it must be. */
  readonly is: string;
  /** Of numbers, bounds as they were typed; undefined where there is none. */
  readonly min: number | undefined;
  readonly max: number | undefined;
}

/** Metrics that are shown at first: the headline numbers of each measure. */
const FIRST_METRICS = 4;

/** The metrics of some records, in the order in which they are met. */
export function metricsOf(records: Records, where: Where): readonly ShownMetric[] {
  return records.groups(['metric'], where).map(({ rows }) => {
    const { metric, measure, quantity, unit } = records.columns.row(rows[0]!);
    return { metric, measure, quantity, unit };
  });
}

/** The metrics that are shown where nothing was chosen: the first of each measure. */
export function firstMetrics(metrics: readonly ShownMetric[]): readonly string[] {
  const seen = new Set<string>();
  return metrics
    .filter(({ measure }) => !seen.has(measure) && seen.add(measure))
    .slice(0, FIRST_METRICS)
    .map(({ metric }) => metric);
}

/** The records of each sample by metric; of several recipes, the last one that was recorded. */
export function valuesBySample(
  records: Records,
  where: Where,
  metrics: readonly string[],
): ReadonlyMap<string, ReadonlyMap<string, RecordRow>> {
  const found = new Map<string, Map<string, RecordRow>>();
  for (const { sample } of records.samples) found.set(sample, new Map());
  for (const row of records.rows({ ...where, metric: metrics }))
    found.get(row.sample)?.set(row.metric, row);
  return found;
}

/** Conditions as records take them. */
export function whereOf(records: Records, filters: readonly ShownFilter[], recipe: string): Where {
  const conditions = filters.flatMap(
    ({ column, is, min, max }): (readonly [string, Condition])[] => {
      const kind = records.metadataColumns.find(({ name }) => name === column)?.kind;
      if (kind === 'number')
        return min === undefined && max === undefined ? [] : [[column, { min, max }]];
      return kind === undefined || is === '' ? [] : [[column, is]];
    },
  );
  return { ...Object.fromEntries(conditions), ...(recipe === '' ? {} : { recipe }) };
}
