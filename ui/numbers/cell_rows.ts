// The numbers of what is measured of wound and flat cells.
import type {
  Can,
  OutgrowthSummary,
  RollOverhang,
  StackOverhang,
  Sheets,
  Windings,
} from 'voxmetry';
import { count, of, row, type ResultRow, type Rows } from './row.js';

/** A number with the interval that follows from its standard error. */
function estimate(label: string, { value, standardError, unit }: Can['wall']): ResultRow {
  const half = 1.96 * standardError;
  const known = !Number.isNaN(half);
  return row(label, value, unit === '' ? '1' : unit, known ? [value - half, value + half] : null);
}

const windings = of<Windings>(({ fit, unit, faults }) => [
  row('pitch', fit.pitch.value, unit, fit.pitch.interval),
  row('turns', fit.turns.value, '1', fit.turns.interval),
  row('sheetLength', fit.sheetLength.value, unit, fit.sheetLength.interval),
  row('held', fit.held, '%'),
  count('faults', faults.length, 'objects'),
]);

const sheets = of<Sheets>(({ fit, unit, faults, ...value }) => [
  row('pitch', fit.pitch.value, unit, fit.pitch.interval),
  count('sheets', value.sheets, '1'),
  row('held', fit.held, '%'),
  count('faults', faults.length, 'objects'),
]);

type Ends = Omit<RollOverhang['lower'], 'overhang'>;

const ends = (name: string, unit: string, { mean, low, high, ...value }: Ends): ResultRow[] => [
  row(`mean ${name}`, mean, unit, Number.isNaN(low) ? null : [low, high]),
  row(`least ${name}`, value.min, unit),
  row(`belowTolerance ${name}`, value.below, '%'),
  row(`unseen ${name}`, value.unseen, '%'),
];

/** The numbers of what is measured of cells, by the names of operations and methods. */
export const CELL_ROWS: Readonly<Record<string, Rows>> = {
  can: of<Can>((value) => [
    estimate('majorAxis', value.majorAxis),
    estimate('minorAxis', value.minorAxis),
    estimate('ovality', value.ovality),
    estimate('wall', value.wall),
    row('deepest', value.deepest.depth, value.unit),
    count('dents', value.dents.length, 'objects'),
  ]),
  windings,
  roll: windings,
  sheets,
  stack: sheets,
  overhang: of<RollOverhang | StackOverhang>((value) => {
    if ('lower' in value)
      return [...ends('lower', value.unit, value.lower), ...ends('upper', value.unit, value.upper)];
    // Of all sides, and of the one that stands out least.
    const known = value.sides.filter(({ min }) => !Number.isNaN(min));
    const [least] = known.toSorted((a, b) => a.min - b.min);
    const where = least === undefined ? '' : `${String(least.sheet)} ${least.side}`;
    return [
      ...ends('', value.unit, value.all),
      ...(least === undefined ? [] : ends(where, value.unit, least)),
    ];
  }),
  outgrowthSummary: of<OutgrowthSummary>((value) => [
    count('outgrowths', value.outgrowths, 'objects'),
    count('flagged', value.flagged, 'objects'),
    count('particles', value.particles, 'objects'),
    row('copperVolume', value.volume, `${value.unit}³`),
    row('greatestHeight', value.greatestHeight, value.unit),
    row('bridged', value.greatestBridged, '%'),
    row('coverage', value.coverage, '%'),
  ]),
};
