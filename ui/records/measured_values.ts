// From the results of a study to the numbers and the tables of objects that are kept of them.
import type { Column, LabInfo, Provenance, Query, RecipeJson } from 'voxmetry';
import { methodOf, rowsOf, type ResultRow } from '../numbers/result_rows.js';
import { resultNames } from '../session/export_study.js';
import type { StepHandles } from '../session/step_handles.js';
import type { Study, StudyStep } from '../session/study.js';
import type { MeasuredValue } from './fields.js';
import type { ObjectTable } from './object_tables.js';
import { recipeHash } from './recipe_hash.js';

/** The level of the library's intervals. */
const LEVEL = 0.95;

/** The words of why there is no interval, for those that are kept as a key. */
export const REASONS: Readonly<Record<string, string>> = {
  count: 'exact, of this volume',
  noInterval: 'this estimator gives no interval',
};

/** What is kept of the results of a study. */
export interface Measured {
  readonly values: readonly MeasuredValue[];
  readonly objects: readonly ObjectTable[];
}

/** A measure of a study that can be run, and what it is kept by. */
export interface PlannedMeasure {
  readonly step: StudyStep;
  readonly query: Query<unknown>;
  /** The title of the measure, unlike that of any other of the study. */
  readonly measure: string;
  readonly recipe: string;
}

/** The measures of a study that can be run, in their order. */
export async function plannedMeasures(
  study: Study,
  { queries }: StepHandles,
): Promise<readonly PlannedMeasure[]> {
  const steps = study.steps.filter(({ id }) => queries.has(id));
  const names = resultNames(steps);
  const planned: PlannedMeasure[] = [];
  for (const step of steps) {
    const query = queries.get(step.id)!;
    const recipe = await recipeHash(study, step.id, query.recipe);
    planned.push({ step, query, measure: names.get(step.id)!, recipe });
  }
  return planned;
}

/**
 * The numbers of a measure's result, and its objects where it is a table of them. Parts become per
 * cent.
 *
 * @param counted - What a bare count counts: voxels of a mask, objects else.
 * @param info - The lab that computed it: bare numbers do not say by what they were computed.
 */
export function measuredOf(
  { step, query, measure, recipe }: PlannedMeasure,
  value: unknown,
  counted: 'voxels' | 'objects',
  info: Pick<LabInfo, 'library' | 'adapter'>,
): Measured {
  const provenance = provenanceOf(value);
  const { library, adapter } = provenance ?? info;
  const method = methodOf(step.operation, value);
  const known = {
    measure,
    operation: step.operation,
    ...method,
    connectivity: connectivityOf(query.recipe),
    recipe,
    adapter: adapter.description || adapter.device || adapter.vendor || 'unknown',
    library,
    date: provenance?.date ?? new Date().toISOString(),
  };
  const values = unlike(rowsOf(step.operation, value, counted)).map((row) => ({
    ...known,
    ...numberOf(row),
    metric: `${measure}.${row.label}`,
    quantity: row.label,
  }));
  const columns = columnsOf(value);
  return { values, objects: columns === undefined ? [] : [{ measure, recipe, columns }] };
}

/** Rows of which no two have the same label. */
function unlike(rows: readonly ResultRow[]): readonly ResultRow[] {
  const counts = new Map<string, number>();
  return rows.map((row) => {
    const n = (counts.get(row.label) ?? 0) + 1;
    counts.set(row.label, n);
    return n === 1 ? row : { ...row, label: `${row.label} ${String(n)}` };
  });
}

function numberOf({
  value,
  unit,
  interval,
  reason,
}: ResultRow): Pick<MeasuredValue, 'value' | 'unit' | 'lo' | 'hi' | 'level' | 'reason'> {
  const scale = unit === '%' ? 100 : 1;
  return {
    value: scale * value,
    unit,
    lo: interval === null ? NaN : scale * interval[0],
    hi: interval === null ? NaN : scale * interval[1],
    level: interval === null ? NaN : LEVEL,
    reason: interval === null ? (REASONS[reason] ?? reason) : '',
  };
}

/** The connectivities that the steps of a recipe have, each once. */
function connectivityOf({ steps }: RecipeJson): string {
  const given = steps.flatMap(({ params }) => params['connectivity'] ?? []);
  return [...new Set(given.map(String))].sort((a, b) => Number(a) - Number(b)).join(', ');
}

function provenanceOf(value: unknown): Provenance | undefined {
  if (typeof value !== 'object' || value === null || !('provenance' in value)) return undefined;
  return value.provenance as Provenance;
}

/** The columns of a table; undefined of what is none. */
function columnsOf(value: unknown): readonly Column[] | undefined {
  if (typeof value !== 'object' || value === null || !('csvParts' in value)) return undefined;
  return (value as unknown as { readonly columns: readonly Column[] }).columns;
}
