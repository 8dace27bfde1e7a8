import type { AddedSample, MeasuredValue } from '../../ui/records/index.js';

/** A number as a measure would give it. */
export function madeValue(
  metric: string,
  value: number,
  change: Partial<MeasuredValue> = {},
): MeasuredValue {
  const [measure = metric, quantity = metric] = metric.split('.');
  return {
    metric,
    measure,
    quantity,
    operation: measure,
    value,
    unit: '%',
    lo: value - 1,
    hi: value + 1,
    level: 0.95,
    reason: '',
    estimator: 'voxel counts',
    border: '',
    connectivity: '',
    recipe: 'r1',
    adapter: 'software',
    library: '0.1.0',
    date: '2026-01-02T03:04:05.000Z',
    ...change,
  };
}

/** A sample of a file of its own. */
export function madeSample(
  sample: string,
  values: readonly MeasuredValue[],
  change: Partial<AddedSample> = {},
): AddedSample {
  return {
    sample,
    file: `${sample}.tif`,
    content: `sha256:${sample}`,
    voxel: '0.5 0.5 0.5 µm',
    values,
    ...change,
  };
}
