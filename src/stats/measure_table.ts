// Region properties: the table of measures from per-object sums.
import type { GridMeta } from '../recipe/meta.js';
import { DTYPES, type Dtype } from '../recipe/dtype.js';
import { keyToValue } from '../recipe/keys.js';
import { shortestFloat } from '../recipe/shortest_float.js';
import type { Measures } from './measure.js';
import type { ObjectSums, SumName } from './object_sums.js';
import { covariance } from './objects/covariance.js';
import type { ColumnData, ColumnValues } from '../recipe/table_data.js';

const AXES = ['X', 'Y', 'Z'] as const;

/** The columns of the mean and the standard deviation of intensities. */
export function spreadColumns(which: string, mean: Float64Array, std: Float64Array): ColumnData[] {
  const of = `of the intensity of the ${which}`;
  return [
    { name: 'intensityMean', unit: '', description: `mean intensity of the ${which}`, data: mean },
    {
      name: 'intensityStd',
      unit: '',
      description: `standard deviation ${of} (population)`,
      data: std,
    },
  ];
}

/** Makes the table of measures out of sums; of 32-bit intensities without mean and spread. */
export function measuresOf(
  sums: ObjectSums,
  meta: GridMeta,
  intensity: Dtype | undefined,
): Measures {
  const { size, spacing, unit, origin } = meta;
  const rows = sums.ids.length;
  const voxelVolume = spacing[0] * spacing[1] * spacing[2];
  const columns: ColumnData[] = [];
  const take = (name: SumName): Float64Array => sums.columns[name] ?? new Float64Array(rows);
  const add = (name: string, columnUnit: string, description: string, data: ColumnValues): void => {
    columns.push({ name, unit: columnUnit, description, data });
  };
  const computed = (value: (row: number) => number): Float64Array => {
    const data = new Float64Array(rows);
    for (let row = 0; row < rows; row += 1) data[row] = value(row);
    return data;
  };
  const voxels = take('voxels');
  add('label', '', 'id of the object', sums.ids);
  add('voxels', '', 'number of voxels', voxels);
  add(
    'volume',
    `${unit}³`,
    'voxels × the volume of a voxel',
    computed((row) => voxels[row]! * voxelVolume),
  );
  add(
    'equivalentDiameter',
    unit,
    'diameter of the sphere of equal volume',
    computed((row) => Math.cbrt((6 * voxels[row]! * voxelVolume) / Math.PI)),
  );
  AXES.forEach((axis, i) => {
    const sum = take(`sum${axis}`);
    const centroid = (row: number): number => origin[i]! + (sum[row]! / voxels[row]!) * spacing[i]!;
    add(
      `centroid${axis}`,
      unit,
      `mean ${axis.toLowerCase()} of the voxel centres`,
      computed(centroid),
    );
  });
  for (const [end, text] of [
    ['min', 'first'],
    ['max', 'last'],
  ] as const)
    for (const axis of AXES)
      add(
        `${end}${axis}`,
        'voxel',
        `${text} index along ${axis.toLowerCase()}`,
        Uint32Array.from(take(`${end}${axis}`)),
      );
  const touches = new Uint8Array(rows);
  AXES.forEach((axis, i) => {
    if (size[i] === 1) return;
    const min = take(`min${axis}`);
    const max = take(`max${axis}`);
    for (let row = 0; row < rows; row += 1)
      if (min[row] === 0 || max[row] === size[i]! - 1) touches[row] = 1;
  });
  add('touchesBorder', '', '1 where the object reaches the border of the volume', touches);
  const [mins, maxs] = (['min', 'max'] as const).map((end) => AXES.map((a) => take(`${end}${a}`)));
  const boxVoxels = (row: number): number =>
    AXES.reduce((product, _, i) => product * (maxs![i]![row]! - mins![i]![row]! + 1), 1);
  add(
    'extent',
    '',
    'voxels over those of the bounding box',
    computed((row) => voxels[row]! / boxVoxels(row)),
  );
  const { distance } = sums.columns;
  if (distance !== undefined)
    add(
      'inscribedDiameter',
      unit,
      'twice the greatest distance inside the object',
      computed((row) => shortestFloat(2 * distance[row]!)),
    );
  if (intensity !== undefined) {
    const finite = take('finite');
    const [lowest, highest] = [take('lowest'), take('highest')];
    const which = intensity === 'f32' ? 'finite voxels' : 'voxels';
    const extreme = intensity === 'f32' ? shortestFloat : (value: number): number => value;
    const known = (value: (row: number) => number) =>
      computed((row) => (finite[row] === 0 ? NaN : value(row)));
    if (DTYPES[intensity].bits < 32) {
      const [total, low, high] = [take('total'), take('squaresLow'), take('squaresHigh')];
      const mean = known((row) => keyToValue(0, intensity) + total[row]! / finite[row]!);
      const spread = (row: number): number =>
        covariance(finite[row]!, total[row]!, total[row]!, low[row]!, high[row]!);
      columns.push(
        ...spreadColumns(
          which,
          mean,
          known((row) => Math.sqrt(spread(row))),
        ),
      );
    }
    add(
      'intensityMin',
      '',
      `least intensity of the ${which}`,
      known((row) => extreme(lowest[row]!)),
    );
    add(
      'intensityMax',
      '',
      `greatest intensity of the ${which}`,
      known((row) => extreme(highest[row]!)),
    );
  }
  return { rows, columns, window: { size, spacing, unit, origin } };
}
