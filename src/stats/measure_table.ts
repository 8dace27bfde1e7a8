// Region properties: the table of measures from per-object sums.
import type { GridMeta } from '../recipe/meta.js';
import type { IntensityScale } from './intensity_scale.js';
import type { Measures } from './measure.js';
import type { ObjectSums, SumName } from './object_sums.js';
import { covariance } from './objects/covariance.js';
import type { ColumnData, ColumnValues } from '../recipe/table_data.js';

const AXES = ['X', 'Y', 'Z'] as const;
/** Makes the table of measures out of sums. */
export function measuresOf(
  sums: ObjectSums,
  meta: GridMeta,
  intensity: { readonly scale: IntensityScale; readonly float: boolean } | undefined,
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
      computed((row) => 2 * distance[row]!),
    );
  if (intensity !== undefined) {
    const { scale, float } = intensity;
    const finite = take('finite');
    const total = take('total');
    const [low, high, remainder] = [take('squaresLow'), take('squaresHigh'), take('remainder')];
    const [lowest, highest] = [take('lowest'), take('highest')];
    const step = 2 ** scale.squareShift;
    const which = float ? 'finite voxels' : 'voxels';
    const known = (value: (row: number) => number) =>
      computed((row) => (finite[row] === 0 ? NaN : value(row)));
    const mean = (row: number): number => scale.zero + scale.quantum * (total[row]! / finite[row]!);
    const std = (row: number): number => {
      const roots = (total[row]! - remainder[row]!) / step;
      const spread = covariance(finite[row]!, roots, roots, low[row]!, high[row]!);
      return scale.quantum * step * Math.sqrt(spread);
    };
    add('intensityMean', '', `mean intensity of the ${which}`, known(mean));
    add(
      'intensityStd',
      '',
      `standard deviation of the intensity of the ${which} (population)`,
      known(std),
    );
    add(
      'intensityMin',
      '',
      `least intensity of the ${which}`,
      known((row) => lowest[row]!),
    );
    add(
      'intensityMax',
      '',
      `greatest intensity of the ${which}`,
      known((row) => highest[row]!),
    );
  }
  return { rows, columns, window: { size, spacing, unit, origin } };
}
