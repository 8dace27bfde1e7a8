// Places where a sheet contradicts itself.
import type { MaskRays } from './mask_rays.js';
import { UNPLACED, type PlacedTurns } from './placed_turns.js';
import type { RayRuns } from './ray_runs.js';
import { NO_SHEET, type LinkedRuns } from './turn_numbers.js';

/** A place where the sheet contradicts itself. */
export interface WindingFault {
  /**
   * `contact`: the mask spans two turns. `rupture`: the sheet of one turn goes on as that of
   * another.
   */
  readonly kind: 'contact' | 'rupture';
  /** Turns from the sheet's inner end to here, the part of the last one included. */
  readonly turn: number;
  /** Angle about the axis from x to y, 0 … 2π. */
  readonly angle: number;
  /** Distance from the axis, in `unit`. */
  readonly radius: number;
  /** Position along z. */
  readonly z: number;
  /** Rays that are at fault here, side by side. */
  readonly rays: number;
}

/** So many are listed, the largest. */
export const MOST_FAULTS = 1000;

/** Runs at fault with their rays, in the order of rays. */
export interface FaultyRuns {
  readonly run: Int32Array;
  readonly ray: Int32Array;
}

/** The ray of a run. */
function rayOf({ first }: RayRuns, run: number): number {
  let [low, high] = [0, first.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (first[middle]! <= run) low = middle;
    else high = middle;
  }
  return low;
}

/** The rays of runs, in their order. */
export function faultyRuns(runs: RayRuns, chosen: Int32Array): FaultyRuns {
  const run = chosen.slice().sort();
  return { run, ray: run.map((each) => rayOf(runs, each)) };
}

/**
 * Lists of items that touch: on neighbouring rays, with runs that overlap along them. Rays are
 * `closed` where the last of a row lies beside its first.
 */
export function touching(
  runs: RayRuns,
  { run, ray }: FaultyRuns,
  closed: boolean,
): readonly (readonly number[])[] {
  const { angles, rows, start, end } = runs;
  const from = new Int32Array(rows * angles + 1);
  for (const each of ray) from[each + 1]! += 1;
  for (let i = 0; i < rows * angles; i += 1) from[i + 1]! += from[i]!;
  const parent = Int32Array.from(run.keys());
  const rootOf = (item: number): number => {
    let root = item;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]!]!;
    return root;
  };
  const join = (item: number, other: number): void => {
    if (other >= rows * angles) return;
    for (let next = from[other]!; next < from[other + 1]!; next += 1) {
      const [a, b] = [run[item]!, run[next]!];
      if (start[a]! > end[b]! || start[b]! > end[a]!) continue;
      const [rootA, rootB] = [rootOf(item), rootOf(next)];
      parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
    }
  };
  for (let item = 0; item < run.length; item += 1) {
    const at = ray[item]!;
    const isLast = at % angles === angles - 1;
    if (closed || !isLast) join(item, isLast ? at + 1 - angles : at + 1);
    join(item, at + angles);
  }
  const groups = new Map<number, number[]>();
  for (let item = 0; item < run.length; item += 1) {
    const root = rootOf(item);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

/**
 * The places where runs span two turns, or where pairs of runs contradict the rest: those side by
 * side are one, which lies where the middle one of its rays does. The 1000 largest, largest first.
 */
export function faultsOf(
  rays: MaskRays,
  runs: RayRuns,
  linked: LinkedRuns,
  placed: PlacedTurns,
  begin: number,
): readonly WindingFault[] {
  const { angles, first, start, end } = runs;
  const { turn, handed } = placed;
  const contacts: number[] = [];
  for (let run = 0; run < start.length; run += 1)
    if (linked.piece[run] === NO_SHEET) contacts.push(run);
  const torn = linked.torn.filter((_, i) => i % 2 === 0);
  /** Turns to the run, or to the nearest on its ray that has a turn, inwards first. */
  const turnsTo = (run: number, ray: number): number => {
    let at = run;
    while (at >= first[ray]! && turn[at] === UNPLACED) at -= 1;
    if (at < first[ray]!) at = run;
    while (at < first[ray + 1]! && turn[at] === UNPLACED) at += 1;
    if (at === first[ray + 1]!) return NaN;
    return (handed * (turn[at]! * angles + (ray % angles)) - begin) / angles;
  };
  const list = (kind: WindingFault['kind'], chosen: Int32Array): WindingFault[] => {
    const items = faultyRuns(runs, chosen);
    return touching(runs, items, true).map((group) => {
      const item = group[group.length >> 1]!;
      const [run, ray] = [items.run[item]!, items.ray[item]!];
      return {
        kind,
        turn: turnsTo(run, ray),
        angle: (2 * Math.PI * (ray % angles)) / angles,
        radius: (rays.step * (start[run]! + end[run]!)) / 2,
        z: rays.firstZ + rays.stepZ * Math.floor(ray / angles),
        rays: group.length,
      };
    });
  };
  return [...list('contact', Int32Array.from(contacts)), ...list('rupture', torn)]
    .sort((a, b) => b.rays - a.rays)
    .slice(0, MOST_FAULTS);
}
