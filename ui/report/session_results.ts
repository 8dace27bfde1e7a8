// What a session has to report: its measures with their values, and what has none that counts.
import type { Provenance } from 'voxmetry';
import type { StepKind } from 'voxmetry/operations';
import { methodOf } from '../numbers/result_rows.js';
import type { Outcome } from '../session/catalogue.js';
import { resultNames } from '../session/export_study.js';
import type { Session } from '../session/session.js';
import type { PlainRecord } from '../session/study.js';

/** A measure with the value that it has now. */
export interface ReportedResult {
  /** The id of its step. */
  readonly step: string;
  /** Its name among the results of the study, as in its recipe. */
  readonly name: string;
  /** How it is called. */
  readonly title: string;
  readonly operation: string;
  /** The kind of grid that it was called on. */
  readonly on: StepKind;
  readonly options: PlainRecord;
  readonly value: unknown;
}

/** A measure that has no value of the study as it is now. */
export interface MissingResult {
  readonly title: string;
  readonly why: 'stale' | 'not run' | 'failed';
  /** What it failed with; '' where it did not. */
  readonly message: string;
}

/** What steps give that have a value. */
const MEASURED: ReadonlySet<Outcome | undefined> = new Set<Outcome>(['value', 'roll', 'stack']);

/** What a session has to report. */
export interface SessionResults {
  readonly results: readonly ReportedResult[];
  readonly missing: readonly MissingResult[];
}

/**
 * The measures of a session in the order of its steps. A value of an earlier state of the study is
 * none: it is named as missing.
 */
export function resultsOfSession(session: Session): SessionResults {
  const { steps } = session.study.value;
  const outcomes = session.outcomes.value;
  const { errors, queries } = session.handles.value;
  const byStep = session.results.byStep.value;
  const names = resultNames(steps.filter(({ id }) => queries.has(id)));
  const results: ReportedResult[] = [];
  const missing: MissingResult[] = [];
  for (const { id, operation, on, options, title: given, enabled } of steps) {
    // A roll or a stack has the numbers of its sheet.
    if (!enabled || !MEASURED.has(outcomes.get(id))) continue;
    const kind = outcomes.get(on) as StepKind;
    const title = given ?? session.catalogue.find(operation, kind)?.label ?? operation;
    const { value, stale = false, error } = byStep.get(id) ?? {};
    const failed = errors.get(id) ?? error;
    const isWaiting = failed?.details['waits'] === true;
    if (failed !== undefined && !isWaiting)
      missing.push({ title, why: 'failed', message: failed.message });
    else if (value === undefined) missing.push({ title, why: 'not run', message: '' });
    else if (stale) missing.push({ title, why: 'stale', message: '' });
    else {
      const name = names.get(id) ?? title;
      results.push({ step: id, name, title, operation, on: kind, options, value });
    }
  }
  return { results, missing };
}

/** What a bare count of a result counts. */
export function countedBy({ on }: ReportedResult): 'voxels' | 'objects' {
  return on === 'mask' ? 'voxels' : 'objects';
}

/** How a value was computed; undefined of a bare number. */
export function provenanceOf(value: unknown): Provenance | undefined {
  if (typeof value !== 'object' || value === null || !('provenance' in value)) return undefined;
  return value.provenance as Provenance;
}

/** Estimator, border rule and connectivity of a result; '' where one does not apply. */
export function rulesOf({ operation, options, value }: ReportedResult): {
  readonly estimator: string;
  readonly border: string;
  readonly connectivity: string;
} {
  const own = (typeof value === 'object' && value !== null ? value : {}) as {
    readonly connectivity?: unknown;
  };
  const notes = provenanceOf(value)?.notes ?? {};
  const noted = Object.values(notes).findLast(({ connectivity }) => connectivity !== undefined);
  const said = [own.connectivity, options['connectivity'], noted?.['connectivity']];
  const connectivity = said.find((each) => typeof each === 'number' || typeof each === 'string');
  return { ...methodOf(operation, value), connectivity: String(connectivity ?? '') };
}
