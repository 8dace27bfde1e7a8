import { implementOnHost } from '../../implement/index.js';
import { AXIS_INDEX } from '../../recipe/geometry.js';
import type { ColumnData, TableData } from '../../recipe/table_data.js';
import { axesAcross } from './columns_across.js';
import type { Found, FoundObject } from './found.js';
import type { ListedValues } from './listed_voxels.js';
import { outgrowthSummary, outgrowthTable, type OutgrowthSummary } from './outgrowth_table.js';
import { leastPeak } from './search.js';

/** Half the width of an interval that holds 95 % of a normal distribution, in deviations. */
const NORMAL_95 = 1.96;
/** Centimetres. */
const UNITS: Readonly<Record<string, number>> = { nm: 1e-7, µm: 1e-4, mm: 0.1, cm: 1, m: 100 };

/** Grams in a volume of a density in g/cm³; NaN where the unit is no length. */
function gramsIn(volume: number, unit: string, density: number): number {
  return volume * (UNITS[unit] ?? NaN) ** 3 * density;
}

/** How long a row is, and how large a column, in the unit. */
function scaleOf({ normal, spacing }: Found) {
  const [u, v] = axesAcross(normal);
  return { row: spacing[AXIS_INDEX[normal]], column: spacing[u] * spacing[v] };
}

/** Outgrowths before particles, high before low. */
function ranked({ objects }: Found): { readonly object: FoundObject; readonly index: number }[] {
  const size = ({ height, volume }: FoundObject): number =>
    Number.isNaN(height) ? volume : height;
  return objects
    .map((object, index) => ({ object, index }))
    .sort(
      (a, b) =>
        Number(a.object.kind === 'particle') - Number(b.object.kind === 'particle') ||
        size(b.object) - size(a.object) ||
        a.index - b.index,
    );
}

function meanOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** {@link outgrowthTable}, on the host. */
export const outgrowthTableOnHost = implementOnHost(
  outgrowthTable,
  ({ inputs: { found, greys }, params }) => tableOf(found, greys, params.density),
);

function tableOf(found: Found, greys: ListedValues, density: number): TableData {
  const { unit, origin, spacing, normal } = found;
  const rows = ranked(found);
  const { row, column } = scaleOf(found);
  const axes = axesAcross(normal);
  const place = (object: FoundObject, axis: 0 | 1 | 2): number => {
    const across = [object.column % found.size[0], Math.floor(object.column / found.size[0])];
    const index = axis === AXIS_INDEX[normal] ? object.row : across[axes.indexOf(axis)]!;
    return origin[axis] + index * spacing[axis];
  };
  const diameter = ({ columns }: FoundObject): number =>
    2 * Math.sqrt((columns * column) / Math.PI);
  const around = (value: number, error: number, by: number): number =>
    Math.max(0, value + by * NORMAL_95 * error);
  const { first } = found.voxels;
  const columns: ColumnData[] = [];
  const add = (
    name: string,
    columnUnit: string,
    description: string,
    value: (object: FoundObject, index: number, rank: number) => number,
  ): void => {
    const data = Float64Array.from(rows, ({ object, index }, i) => value(object, index, i + 1));
    columns.push({ name, unit: columnUnit, description, data });
  };
  const flag = (name: 'tab' | 'weld' | 'fold' | 'atEdge', description: string): void => {
    const data = Uint8Array.from(rows, ({ object }) => Number(object[name]));
    columns.push({ name, unit: '', description, data });
  };
  add('rank', '', 'place in the order of the table, from 1 on', (_, __, rank) => rank);
  add('kind', '', '0 an outgrowth, 1 a particle that does not touch the foil', ({ kind }) =>
    kind === 'particle' ? 1 : 0,
  );
  add('side', '', '−1 on the lower face, 1 on the upper one', ({ side }) => side);
  for (const axis of ['x', 'y', 'z'] as const)
    add(axis, unit, `position of the peak along ${axis}`, (object) =>
      place(object, AXIS_INDEX[axis]),
    );
  add('height', unit, 'height over the base face; of a particle its extent', (o) => row * o.height);
  add(
    'heightLow',
    unit,
    'lower end of its 95 % interval',
    (o) => row * around(o.height, o.heightError, -1),
  );
  add(
    'heightHigh',
    unit,
    'upper end of its 95 % interval',
    (o) => row * around(o.height, o.heightError, 1),
  );
  const voxel = row * column;
  add('volume', `${unit}³`, 'volume over the base face', (o) => voxel * o.volume);
  add(
    'volumeLow',
    `${unit}³`,
    'lower end of its 95 % interval',
    (o) => voxel * around(o.volume, o.volumeError, -1),
  );
  add(
    'volumeHigh',
    `${unit}³`,
    'upper end of its 95 % interval',
    (o) => voxel * around(o.volume, o.volumeError, 1),
  );
  add('mass', 'g', 'volume times the stated density', (o) =>
    gramsIn(voxel * o.volume, unit, density),
  );
  add('thickness', unit, 'greatest thickness of copper over the base', (o) => row * o.thickness);
  add(
    'footprint',
    `${unit}²`,
    'area of the columns above the lower limit',
    (o) => column * o.columns,
  );
  add('baseDiameter', unit, 'diameter of a disc of that area', diameter);
  add('aspect', '', 'height over that diameter', (o) => (row * o.height) / diameter(o));
  add('meanIntensity', '', 'mean grey level of the voxels that lie inside', (_, index) =>
    meanOf(greys.values.subarray(first[index], first[index + 1])),
  );
  add('toCollector', unit, 'least distance left to the next collector', (o) => row * o.toCollector);
  add('toSeparator', unit, 'least distance left to the separator', (o) => row * o.toSeparator);
  add(
    'bridged',
    '',
    'part of the gap between the collectors that is bridged',
    (o) => o.reach / (o.reach + o.toCollector),
  );
  add('significance', '', 'greatest excess over the noise of the face', (o) => o.significance);
  flag('tab', '1 where the top is flat: a tab, or another sheet');
  flag('weld', '1 where the other face has grown at the same place: a weld');
  flag('fold', '1 where the foil is bent, or the footprint four times as long as wide: a fold');
  flag('atEdge', '1 where it reaches an end of the map, and may be cut');
  add(
    'foretold',
    '',
    'part of its columns whose base neither face shows: volume and height are less sure',
    (o) => o.foretold,
  );
  return { rows: rows.length, columns };
}

/** {@link outgrowthSummary}, on the host. */
export const outgrowthSummaryOnHost = implementOnHost(
  outgrowthSummary,
  ({ inputs: { found, track }, params: { density } }): OutgrowthSummary => {
    const { objects, unit, copper, covered, noise } = found;
    const { regime, coating, level, strayed } = track;
    const { row, column } = scaleOf(found);
    const onFoil = objects.filter(({ kind }) => kind === 'outgrowth');
    const grown = onFoil.filter(({ tab, weld, fold }) => !tab && !weld && !fold);
    const volume = grown.reduce((sum, object) => sum + row * column * object.volume, 0);
    const mass = gramsIn(volume, unit, density);
    const greatest = (values: readonly number[]): number | null => {
      const known = values.filter((value) => !Number.isNaN(value));
      return known.length === 0 ? null : Math.max(...known);
    };
    return {
      unit,
      regime,
      outgrowths: grown.length,
      flagged: onFoil.length - grown.length,
      particles: objects.length - onFoil.length,
      volume,
      mass: Number.isNaN(mass) ? null : mass,
      greatestHeight: greatest(grown.map(({ height }) => row * height)),
      greatestBridged: greatest(grown.map((o) => o.reach / (o.reach + o.toCollector))),
      columns: covered,
      coverage: covered / found.columns,
      faceNoise: [row * noise[0], row * noise[1]],
      leastPeak: [row * leastPeak(regime, noise[0]), row * leastPeak(regime, noise[1])],
      foilWidth: row * track.width,
      blur: row * track.blur,
      ...{ copper, coating, level, strayed },
      otherLayers: found.layers,
    };
  },
);
