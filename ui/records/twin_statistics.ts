import { refused } from './fields.js';
import type { RecordColumns } from './record_columns.js';
import { checkAlike, type Alike } from './summarise.js';

/** Metrics of samples by their means and how they vary together. */
export interface TwinStatistics {
  readonly metrics: readonly string[];
  readonly units: readonly string[];
  readonly mean: readonly number[];
  /** Between samples, n − 1 below: `covariance[i][j]` of metrics i and j. */
  readonly covariance: readonly (readonly number[])[];
  /** The samples that have a value of every metric. */
  readonly samples: readonly string[];
  /** The samples that lack one, and are left out. */
  readonly incomplete: readonly string[];
}

/** Means and the covariance between samples of some metrics. */
export function twinStatistics(
  columns: RecordColumns,
  rows: Uint32Array,
  metrics: readonly string[],
  allow: readonly Alike[],
): TwinStatistics {
  if (metrics.length === 0) throw refused('statisticsFor: name at least one metric.');
  const { value } = columns.numbers;
  const perMetric = metrics.map((metric) => {
    const code = columns.text.metric.find(metric);
    const own = rows.filter((row) => columns.text.metric.codes[row] === code);
    if (own.length === 0)
      throw refused(`statisticsFor: no chosen record is of '${metric}'.`, { metric });
    checkAlike(columns, own, allow);
    const finite = own.filter((row) => Number.isFinite(value[row]));
    return {
      unit: columns.word('unit', own[0]!),
      bySample: new Map(Array.from(finite, (row) => [columns.word('sample', row), value[row]!])),
      seen: Array.from(own, (row) => columns.word('sample', row)),
    };
  });
  const seen = [...new Set(perMetric.flatMap((each) => each.seen))];
  const samples = seen.filter((sample) => perMetric.every(({ bySample }) => bySample.has(sample)));
  if (samples.length < 2)
    throw refused(
      `statisticsFor: ${String(samples.length)} of ${String(seen.length)} samples have all of ${metrics.join(', ')}; the spread between samples needs at least 2.`,
      { samples: samples.length },
    );
  const values = perMetric.map(({ bySample }) => samples.map((sample) => bySample.get(sample)!));
  const mean = values.map((own) => own.reduce((sum, n) => sum + n, 0) / samples.length);
  const covariance = values.map((one, i) =>
    values.map(
      (other, j) =>
        one.reduce((sum, n, k) => sum + (n - mean[i]!) * (other[k]! - mean[j]!), 0) /
        (samples.length - 1),
    ),
  );
  return {
    metrics,
    units: perMetric.map(({ unit }) => unit),
    mean,
    covariance,
    samples,
    incomplete: seen.filter((sample) => !samples.includes(sample)),
  };
}
