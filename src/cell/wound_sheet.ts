// From a mask on rays to the sheet and its spiral.
import { invalidArgument, VoxmetryError } from '../recipe/errors.js';
import type { MaskRays } from './mask_rays.js';
import { placeTurns, type PlacedTurns } from './placed_turns.js';
import { runsOf, usualLength, type RayRuns } from './ray_runs.js';
import { sheetTable } from './sheet_table.js';
import { columnMedians, fitSpiral, type FittedSpiral } from './spiral_fit.js';
import { linkRuns, type LinkedRuns } from './turn_numbers.js';
import type { WindingsData } from './windings_data.js';

/** A sheet that was followed from turn to turn. */
export interface WoundSheet {
  readonly runs: RayRuns;
  readonly linked: LinkedRuns;
  readonly placed: PlacedTurns;
  readonly sheet: WindingsData;
  /** The sheet's first column, counted from the first angle of the turn 0 of `placed`. */
  readonly begin: number;
  readonly medians: Float64Array;
  readonly fitted: FittedSpiral;
}

const LEAST_TURNS = 3;
/** Contradictory pairs of runs, as a part of all: more are no roll. */
const MOST_TORN = 0.1;

const count = (value: number): string => value.toFixed(1);

/** Follows a sheet and fits its spiral; refuses what is no roll, and says what was seen. */
export function woundSheet(rays: MaskRays, op: string): WoundSheet {
  const runs = runsOf(rays);
  if (runs.start.length === 0)
    throw new VoxmetryError('empty-phase', `${op}: no ray from the axis meets the mask.`, {
      op,
      details: { parameter: 'mask' },
    });
  const linked = linkRuns(runs, usualLength(runs));
  const inContact = linked.contacts / runs.start.length;
  const torn = linked.torn.length / 2 / Math.max(1, linked.pairs);
  if (torn > MOST_TORN || inContact > 0.5)
    throw invalidArgument(
      op,
      'mask',
      `a roll whose turns contradict each other: ${count(100 * torn)} % of its pairs of runs close ` +
        `a loop with another number of turns, ${count(100 * inContact)} % of its runs span two turns`,
      'a mask of one electrode of a spiral, whose turns do not touch',
    );
  const placed = placeTurns(runs, linked);
  if (placed.main.turns < 1)
    throw invalidArgument(
      op,
      'mask',
      `in pieces, of which the largest goes round ${count(placed.main.turns)} turns about the axis`,
      'a sheet that goes round the axis; state `centre`, or close its gaps',
    );
  const { sheet, begin } = sheetTable(rays, runs, placed);
  const turns = sheet.columns / sheet.angles;
  const closed = torn > 0 ? ', which closes on itself as rings do' : '';
  if (turns < LEAST_TURNS)
    throw invalidArgument(
      op,
      'mask',
      `a sheet of ${count(turns)} turns${closed}`,
      'one spiral of at least 3 turns, from which a pitch can be had',
    );
  const medians = columnMedians(sheet);
  const fitted = fitSpiral(sheet, medians, rays.step);
  return { runs, linked, placed, begin, sheet, medians, fitted };
}
