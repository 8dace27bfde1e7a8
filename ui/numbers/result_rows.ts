// What the numbers of a result are: what each is called, its unit, its interval or why it has none.
import type {
  ChordLengths,
  ElectrodeTransportValue,
  EulerNumber,
  ExpectedFraction,
  Fraction,
  FractionValue,
  Histogram,
  Interfaces,
  Layer,
  MeanBreadth,
  Moments,
  Percentile,
  Percolation,
  PermeabilityValue,
  Porosity,
  Profile,
  RepresentativeVolume,
  Sensitivity,
  SizeDistribution,
  SurfaceArea,
  Thickness,
  Tortuosity,
  TransportValue,
  TripleLines,
  TwoPoint,
  VolumeFor,
} from 'voxmetry';
import { CELL_ROWS } from './cell_rows.js';
import { count, of, row, type ResultRow, type Rows } from './row.js';

export type { ResultRow } from './row.js';

function fraction(
  label: string,
  given: Pick<FractionValue, 'value' | 'interval' | 'reason'>,
): ResultRow {
  return row(label, given.value, '%', given.interval, given.reason);
}

function percentile(
  label: string,
  given: Percentile,
  unit: string,
  reason: string | null,
): ResultRow {
  return row(label, given.value, unit, given.interval, reason);
}

const per = (unit: string): string => `1/${unit}`;

const thickness = of<Thickness>(({ mean, std, percentiles, max, unit, voxels }) => [
  row('mean', mean, unit),
  row('std', std, unit),
  ...(percentiles === null
    ? []
    : [
        row('D10', percentiles.p10, unit),
        row('D50', percentiles.p50, unit),
        row('D90', percentiles.p90, unit),
      ]),
  row('greatest', max, unit),
  count('voxelsOfPhase', voxels, 'voxels'),
]);

const transport = ({ axis, ...value }: TransportValue): readonly ResultRow[] => [
  row(`tortuosityFactor ${axis}`, value.tortuosityFactor, '1'),
  row(`tortuosity ${axis}`, value.tortuosity, '1'),
  row(`relative ${axis}`, value.relative, '1'),
  row(`percolatingFraction ${axis}`, value.percolatingFraction, '%'),
];

const electrode = of<ElectrodeTransportValue>(({ axis, ...value }) => [
  row(`tortuosityFactor ${axis}`, value.tortuosityFactor, '1'),
  row(`relative ${axis}`, value.relative, '1'),
  row(`reachedFraction ${axis}`, value.reachedFraction, '%'),
]);

const permeability = of<PermeabilityValue>(({ axis, unit, ...value }) => [
  row(`permeability ${axis}`, value.permeability, `${unit}²`),
  row(`percolatingFraction ${axis}`, value.percolatingFraction, '%'),
]);

const transports = of<Tortuosity | Readonly<Record<'x' | 'y' | 'z', TransportValue>>>((value) =>
  'tortuosityFactor' in value ? transport(value) : [value.x, value.y, value.z].flatMap(transport),
);

/** The numbers of the results of operations, by their names. */
const ROWS: Readonly<Record<string, Rows>> = {
  ...CELL_ROWS,
  noise: of<number>((value) => [row('noise', value, 'grey levels')]),
  fraction: of<Fraction>((value) => [
    fraction('fraction', value),
    count('voxelsOfPhase', value.voxels, 'voxels'),
    count('voxelsCounted', value.total, 'voxels'),
  ]),
  expectedFraction: of<ExpectedFraction>((value) => [
    fraction('fraction', value),
    count('voxelsCounted', value.total, 'voxels'),
  ]),
  porosity: of<Porosity>((value) => [
    fraction('total', value.total),
    row('open', value.open, '%'),
    row('through', value.through, '%'),
    row('closed', value.closed, '%'),
  ]),
  surfaceArea: of<SurfaceArea>(({ unit, sampling, ...value }) => [
    row('perVolume', value.perVolume, per(unit), sampling.interval, sampling.reason),
    row('area', value.area, `${unit}²`),
    row('perPhaseVolume', value.perPhaseVolume, per(unit)),
  ]),
  eulerNumber: of<EulerNumber>(({ value, connectivityDensity, unit }) => [
    count('eulerNumber', value, '1'),
    row('connectivityDensity', connectivityDensity, `1/${unit}³`),
  ]),
  meanBreadth: of<MeanBreadth>(({ value, unit }) => [row('meanBreadth', value, unit)]),
  moments: of<Moments>((value) => [
    row('mean', value.mean, 'grey levels'),
    row('std', value.std, 'grey levels'),
    row('least', value.min, 'grey levels', null, 'count'),
    row('greatest', value.max, 'grey levels', null, 'count'),
    count('voxelsCounted', value.count, 'voxels'),
  ]),
  histogram: of<Histogram>((value) => [
    count('voxelsCounted', value.total, 'voxels'),
    row('least', value.min, 'grey levels', null, 'count'),
    row('greatest', value.max, 'grey levels', null, 'count'),
  ]),
  thickness,
  separation: thickness,
  sizeDistribution: of<SizeDistribution>(({ unit, number, volume, ...value }) => [
    ...(
      [
        ['byVolume', volume],
        ['byNumber', number],
      ] as const
    ).flatMap(([by, sizes]) => [
      percentile(`D10 ${by}`, sizes.d10, unit, sizes.reason),
      percentile(`D50 ${by}`, sizes.d50, unit, sizes.reason),
      percentile(`D90 ${by}`, sizes.d90, unit, sizes.reason),
      row(`mean ${by}`, sizes.mean, unit, sizes.meanInterval, sizes.meanReason),
    ]),
    ...(value.numberDensity === null
      ? []
      : [
          row(
            'numberDensity',
            value.numberDensity.value,
            value.numberDensity.unit,
            value.numberDensity.interval,
            number.reason,
          ),
        ]),
    count('objectsUsed', value.countUsed, 'objects'),
    count('objects', value.count, 'objects'),
  ]),
  tortuosity: transports,
  electrodeTortuosity: electrode,
  permeability,
  conductivity: transports,
  percolation: of<Percolation>(({ x, y, z, components, voxels }) => [
    ...(
      [
        ['x', x],
        ['y', y],
        ['z', z],
      ] as const
    ).flatMap(([axis, value]) =>
      value === null ? [] : [row(`through ${axis}`, value.through, '%')],
    ),
    count('components', components, 'objects'),
    count('voxelsOfPhase', voxels, 'voxels'),
  ]),
  profile: of<Profile>(({ mean }) => [fraction('fraction', mean)]),
  representativeVolume: of<RepresentativeVolume>((value) => [
    row('fraction', value.fraction, '%'),
    ...value.needed.map(({ relativeError, edge }) =>
      row(`edgeFor ${String(100 * relativeError)} %`, edge, 'voxels'),
    ),
  ]),
  volumeFor: of<VolumeFor>((value) => [
    row('edge', value.edge?.value ?? null, value.unit, value.edge?.interval ?? null, value.reason),
    row(
      'volume',
      value.volume?.value ?? null,
      `${value.unit}³`,
      value.volume?.interval ?? null,
      value.reason,
    ),
    row('times', value.times?.value ?? null, '1', value.times?.interval ?? null, value.reason),
  ]),
  sensitivity: of<Sensitivity>((value) => [
    row(
      'fraction',
      value.fraction.value,
      '%',
      value.fraction.samplingInterval,
      value.fraction.reason,
    ),
    row('threshold', value.threshold, 'grey levels'),
    row('delta', value.delta, 'grey levels'),
  ]),
  chordLengths: of<ChordLengths>((value) => [
    row('mean', value.mean, value.unit),
    row('lengthWeightedMean', value.lengthWeightedMean, value.unit),
    count('chords', value.number, 'chords'),
  ]),
  twoPoint: of<TwoPoint>((value) => [
    row('fraction', value.fractions[0], '%'),
    row('perVolume', value.surfacePerVolume, per(value.unit)),
  ]),
  layer: of<Layer>((value) => [
    row('mean', value.mean, value.unit),
    row('std', value.std, value.unit),
    row('least', value.min, value.unit),
    row('greatest', value.max, value.unit),
    row('coverage', value.coverage, '%'),
  ]),
  interfaces: of<Interfaces>((value) =>
    value.pairs.flatMap(({ phases, area, perVolume, sampling }) => [
      row(phases.join(' – '), perVolume, per(value.unit), sampling.interval, sampling.reason),
      row(`area ${phases.join(' – ')}`, area, `${value.unit}²`),
    ]),
  ),
  tripleLines: of<TripleLines>((value) =>
    value.triples.map(({ phases, length }) =>
      row(phases.join(' – '), length.correctedPerVolume, `1/${value.unit}²`),
    ),
  ),
};

/**
 * The numbers of a result; none where it is not one of numbers but a table, a mesh, a curve.
 *
 * @param operation - The name of the operation that gave it.
 * @param counted - What a bare count counts.
 */
export function rowsOf(
  operation: string,
  value: unknown,
  counted: 'voxels' | 'objects' = 'objects',
): readonly ResultRow[] {
  if (operation === 'count' && typeof value === 'number')
    return [count(counted === 'voxels' ? 'voxelsOfPhase' : 'objects', value, counted)];
  if (operation === 'thresholds' && Array.isArray(value))
    return value.map((each) => row('threshold', Number(each), 'grey levels'));
  if (typeof value !== 'object' && typeof value !== 'number') return [];
  return value === null ? [] : (ROWS[operation]?.(value) ?? tableRows(value));
}

/** Of a table, how many rows it has. */
function tableRows(value: unknown): readonly ResultRow[] {
  const length =
    typeof value === 'object' && value !== null && 'length' in value ? value.length : 0;
  return typeof length === 'number' && length > 0 ? [count('rows', length, 'objects')] : [];
}

/** The estimator and the border rule of a result: its own, or those that its operation notes. */
export function methodOf(
  operation: string,
  value: unknown,
): { readonly estimator: string; readonly border: string } {
  const own = (typeof value === 'object' && value !== null ? value : {}) as Readonly<
    Record<string, unknown>
  >;
  const { notes = {} } = (own['provenance'] ?? {}) as {
    readonly notes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
  const nested = own['total'] ?? own['mean'] ?? own['sampling'];
  const inner = (typeof nested === 'object' && nested !== null ? nested : {}) as typeof own;
  const said = (key: string): string => {
    const all = [own[key], inner[key], notes[operation]?.[key]];
    return all.find((each) => typeof each === 'string') ?? '';
  };
  const estimator = said('estimator') || said('convention');
  return { estimator: estimator === '' ? operation : estimator, border: said('border') };
}
