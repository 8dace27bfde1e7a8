// Weights of objects in size distributions: by number and by volume.
import { VoxmetryError } from '../recipe/errors.js';
import type { Measures } from './measure.js';
import { columnValues, type ColumnValues } from '../recipe/table_data.js';

/** The objects of a distribution by rising diameter, with their weights by number and by volume. */
export interface SizedObjects {
  readonly diameter: Float64Array<ArrayBuffer>;
  readonly number: Float64Array<ArrayBuffer>;
  readonly volume: Float64Array<ArrayBuffer>;
}

/** The objects of a table of measures that enter a distribution, and how many there were. */
export function sizedObjects(
  measures: Measures,
  by: 'equivalentDiameter' | 'inscribedDiameter',
  border: 'weighted' | 'exclude' | 'include',
): { readonly objects: SizedObjects; readonly count: number; readonly countBorder: number } {
  const need = (name: string): ColumnValues => {
    const found = columnValues(measures, name);
    if (found !== undefined) return found;
    throw new VoxmetryError(
      'invalid-argument',
      `sizeDistribution: the measures have no column '${name}'. ${name === 'inscribedDiameter' ? "Measure with a distance, or choose diameter: 'equivalentDiameter'." : 'Give the result of measure.'}`,
      { op: 'sizeDistribution', details: { column: name } },
    );
  };
  const diameters = need(by);
  const volumes = need('volume');
  const touches = need('touchesBorder');
  const boxes = (['X', 'Y', 'Z'] as const).map((axis, i) => ({
    window: measures.window.size[i]!,
    min: need(`min${axis}`),
    max: need(`max${axis}`),
  }));
  const weightOf = (row: number): number => {
    if (border !== 'weighted') return 1;
    let places = 1;
    for (const { window, min, max } of boxes)
      if (window > 1) places *= window - (max[row]! - min[row]! + 1) - 1;
    return 1 / places;
  };
  const rows: number[] = [];
  let countBorder = 0;
  for (let row = 0; row < measures.rows; row += 1) {
    if (touches[row] === 1) countBorder += 1;
    if (border === 'include' || touches[row] === 0) rows.push(row);
  }
  // Ties by row, so that the order never depends on the sort.
  rows.sort((a, b) => diameters[a]! - diameters[b]! || a - b);
  const objects = {
    diameter: new Float64Array(rows.length),
    number: new Float64Array(rows.length),
    volume: new Float64Array(rows.length),
  };
  rows.forEach((row, i) => {
    const weight = weightOf(row);
    objects.diameter[i] = diameters[row]!;
    objects.number[i] = weight;
    objects.volume[i] = weight * volumes[row]!;
  });
  return { objects, count: measures.rows, countBorder };
}
