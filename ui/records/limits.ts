// Specification limits: does a sample keep them, with what is known of its value?
import { refused, type RecordRow } from './fields.js';

/** Bounds that a metric must keep. They belong to what is allowed. */
export interface Limit {
  readonly metric: string;
  /** The unit of the bounds; that of the records must be the same. */
  readonly unit: string;
  readonly lower?: number | undefined;
  readonly upper?: number | undefined;
}

/**
 * `pass`: the whole interval lies within the limits; `fail`: all of it outside; `undecided`: it
 * reaches over a limit, or there is no value.
 */
export type Verdict = 'pass' | 'fail' | 'undecided';

/** Whether a sample keeps a limit. */
export interface Checked {
  readonly sample: string;
  readonly metric: string;
  readonly verdict: Verdict;
  /** Whether an interval was looked at, or the value alone since there is none. */
  readonly by: 'interval' | 'value';
  readonly record: RecordRow;
}

/** Throws where a limit says nothing, or bounds nothing. */
export function checkLimit({ metric, lower, upper }: Limit): void {
  const bounds = [lower, upper].filter((bound) => bound !== undefined);
  if (bounds.length === 0 || bounds.some((bound) => !Number.isFinite(bound)))
    throw refused(`limits: '${metric}' needs a lower or an upper limit, a finite number.`, {
      metric,
    });
  if (lower !== undefined && upper !== undefined && lower > upper)
    throw refused(
      `limits: of '${metric}', the lower limit ${String(lower)} is above the upper one, ${String(upper)}.`,
      { metric },
    );
}

/** Checks a record against the limit of its metric. */
export function checkRecord(record: RecordRow, limit: Limit): Checked {
  const { sample, metric, unit, value, lo, hi } = record;
  checkLimit(limit);
  if (unit !== limit.unit)
    throw refused(
      `limits: '${metric}' of '${sample}' is in ${unit}, and its limits are in ${limit.unit}. State them in the same unit.`,
      { metric, sample },
    );
  const hasInterval = !Number.isNaN(lo) && !Number.isNaN(hi);
  const [low, high] = hasInterval ? [lo, hi] : [value, value];
  return {
    sample,
    metric,
    verdict: verdictOf(low, high, limit),
    by: hasInterval ? 'interval' : 'value',
    record,
  };
}

function verdictOf(
  low: number,
  high: number,
  { lower = -Infinity, upper = Infinity }: Limit,
): Verdict {
  if (Number.isNaN(low)) return 'undecided';
  if (low >= lower && high <= upper) return 'pass';
  return high < lower || low > upper ? 'fail' : 'undecided';
}
