// Where the sheets of a stack end, and how far anodes stand out beyond cathodes, on the host.
import { invalidArgument } from '../../recipe/errors.js';
import { endStatistics, ROUNDING } from '../overhang.js';
import { checkSheets, fittedStack } from './flat_sheet.js';
import type { CellsAlong } from './mask_columns.js';
import type { SheetsData } from './sheets_data.js';
import type { StackOverhangAtSide, StackOverhangValue, StackSide } from './stack_overhang.js';

/** The sheets of a stack, looked at along lines that end at two of their sides. */
interface Lines {
  readonly data: SheetsData;
  /** Where cells lie on a line, and where lines lie. */
  readonly on: CellsAlong;
  readonly across: CellsAlong;
  readonly cells: number;
  readonly lines: number;
  /** The index in a sheet's table of a cell on a line. */
  readonly index: (line: number, cell: number) => number;
}

function linesAlong(data: SheetsData, axis: 'u' | 'v'): Lines {
  const { columns, rows, u, v } = data;
  return axis === 'u'
    ? {
        ...{ data, on: u, across: v, cells: columns, lines: rows },
        index: (row, column) => row * columns + column,
      }
    : {
        ...{ data, on: v, across: u, cells: rows, lines: columns },
        index: (column, row) => row * columns + column,
      };
}

/**
 * Where a sheet ends on a line, lower and upper, in the unit; NaN where it was not seen there, or
 * reaches the first or the last cell, where the volume may cut it off. A cell counts where the next
 * one inwards was seen too, so that a single false cell beyond the end is none.
 */
function endsOn({ data, on, cells, index }: Lines, sheet: number, line: number) {
  const start = sheet * data.columns * data.rows;
  const seen = (cell: number): boolean =>
    cell >= 0 && cell < cells && !Number.isNaN(data.middle[start + index(line, cell)]!);
  let [first, last] = [0, cells - 1];
  while (first < cells && !(seen(first) && seen(first + 1))) first += 1;
  while (last >= 0 && !(seen(last) && seen(last - 1))) last -= 1;
  const at = (cell: number): number => on.first + on.step * cell;
  return [
    first > 0 && first < cells ? at(first - 0.5) : NaN,
    last >= 0 && last < cells - 1 ? at(last + 0.5) : NaN,
  ] as const;
}

/** The first and the last line in which a sheet was seen; undefined where it was in none. */
function extentOf({ data, cells, lines, index }: Lines, sheet: number) {
  const start = sheet * data.columns * data.rows;
  const isSeen = (line: number): boolean => {
    for (let cell = 0; cell < cells; cell += 1)
      if (!Number.isNaN(data.middle[start + index(line, cell)]!)) return true;
    return false;
  };
  const all = Array.from({ length: lines }, (_, line) => line).filter(isSeen);
  return all.length === 0 ? undefined : ([all[0]!, all.at(-1)!] as const);
}

/** The heights of all sheets in the middle of the stack, by its fit. */
function heightsOf(data: SheetsData): readonly number[] {
  const fitted = fittedStack(data);
  const middle = [(data.columns - 1) / 2, (data.rows - 1) / 2] as const;
  return Array.from({ length: data.sheets }, (_, sheet) => fitted.at(sheet, ...middle).height);
}

function checkPair(anode: SheetsData, cathode: SheetsData): void {
  checkSheets(anode);
  checkSheets(cathode);
  if (anode.unit !== cathode.unit || anode.axis !== cathode.axis)
    throw invalidArgument(
      'overhang',
      'cathode',
      `along ${cathode.axis}, in ${cathode.unit}`,
      `sheets of the same volume as the anode, along ${anode.axis}, in ${anode.unit}`,
    );
}

/**
 * How far the anodes that face a cathode, the nearest below and above it, stand out beyond it at
 * both ends of each of its lines: the less of both.
 */
function overhangsOf(
  anode: Lines,
  facing: readonly number[],
  cathode: Lines,
  sheet: number,
  [first, last]: readonly [number, number],
): readonly Float32Array<ArrayBuffer>[] {
  const out = [0, 1].map(() => new Float32Array(last + 1 - first).fill(NaN));
  for (let line = first; line <= last; line += 1) {
    const place = cathode.across.first + cathode.across.step * line;
    const near = Math.round((place - anode.across.first) / anode.across.step);
    if (near < 0 || near >= anode.lines) continue;
    const own = endsOn(cathode, sheet, line);
    const ends = facing.map((each) => endsOn(anode, each, near));
    // NaN where any of them is not known.
    for (const side of [0, 1] as const)
      out[side]![line - first] = Math.min(
        ...ends.map((end) => (side === 0 ? own[0] - end[0] : end[1] - own[1])),
      );
  }
  return out;
}

/** The overhang of every cathode at its four sides. */
export function overhangOfStack(
  anode: SheetsData,
  cathode: SheetsData,
  tolerance: number,
): Omit<StackOverhangValue, 'unit'> {
  checkPair(anode, cathode);
  const heights = heightsOf(anode);
  const sides: StackOverhangAtSide[] = [];
  let rounding = 0;
  heightsOf(cathode).forEach((height, sheet) => {
    const below = heights.findLastIndex((each) => each < height);
    const above = heights.findIndex((each) => each > height);
    const facing = [below, above].filter((each) => each >= 0);
    for (const axis of ['u', 'v'] as const) {
      const [over, under] = [linesAlong(anode, axis), linesAlong(cathode, axis)];
      const extent = extentOf(under, sheet);
      if (extent === undefined || facing.length === 0) continue;
      const rounded = (ROUNDING * (over.on.step + under.on.step)) / 2;
      rounding = Math.max(rounding, rounded);
      const along = {
        first: under.across.first + under.across.step * extent[0],
        step: under.across.step,
      };
      overhangsOf(over, facing, under, sheet, extent).forEach((overhang, end) => {
        const side = `${axis}${String(end)}` as StackSide;
        sides.push({
          ...{ sheet, side, overhang, along },
          ...endStatistics(overhang, tolerance, rounded),
        });
      });
    }
  });
  const together = new Float32Array(sides.reduce((sum, { overhang }) => sum + overhang.length, 0));
  let at = 0;
  for (const { overhang } of sides) {
    together.set(overhang, at);
    at += overhang.length;
  }
  return { sides, all: endStatistics(together, tolerance, rounding) };
}
