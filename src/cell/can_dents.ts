// Dents: regions of a map of angles and slices that lie deeper than a limit.
import type { CanDent } from './can_value.js';
import { connectedCells } from './connected_cells.js';

/** A map of depths, angles fastest; NaN where nothing was seen. */
export interface DepthMap {
  readonly angles: number;
  readonly slices: number;
  /** Depth of a cell inside the can's ellipse. */
  readonly depth: (cell: number) => number;
  /** Area of a cell. */
  readonly area: (cell: number) => number;
  /** Position of a slice along z. */
  readonly z: (slice: number) => number;
}

/** Cells that a dent has at least. */
export const LEAST_CELLS = 4;

/** The arc that holds all columns of a region: the circle without its widest gap. */
function arcOf(columns: Iterable<number>, angles: number): readonly [from: number, to: number] {
  const sorted = [...new Set(columns)].sort((a, b) => a - b);
  let [from, to] = [sorted[0]!, sorted[sorted.length - 1]!];
  let widest = from + angles - to;
  for (let i = 1; i < sorted.length; i += 1) {
    const gap = sorted[i]! - sorted[i - 1]!;
    if (gap > widest) [widest, from, to] = [gap, sorted[i]!, sorted[i - 1]!];
  }
  return [from, to];
}

/**
 * Finds the dents: cells deeper than `limit` that touch along an edge or at a corner, the first
 * angle being beside the last one; at least 4 cells. The deepest first.
 */
export function findDents(map: DepthMap, limit: number): CanDent[] {
  const { angles, slices } = map;
  const isDeep = (cell: number): boolean => map.depth(cell) > limit;
  const thetaOf = (column: number): number => (2 * Math.PI * column) / angles;
  const visitAround = (cell: number, visit: (neighbour: number) => void): void => {
    const [column, slice] = [cell % angles, Math.floor(cell / angles)];
    for (let k = Math.max(0, slice - 1); k <= Math.min(slices - 1, slice + 1); k += 1)
      for (const beside of [-1, 0, 1]) visit(k * angles + ((column + beside + angles) % angles));
  };
  const dents: CanDent[] = [];
  for (const cells of connectedCells(angles * slices, isDeep, visitAround)) {
    if (cells.length < LEAST_CELLS) continue;
    let [area, deepest, top, bottom] = [0, cells[0]!, 0, slices];
    const columns: number[] = [];
    for (const cell of cells) {
      const slice = Math.floor(cell / angles);
      area += map.area(cell);
      columns.push(cell % angles);
      [bottom, top] = [Math.min(bottom, slice), Math.max(top, slice)];
      if (map.depth(cell) > map.depth(deepest)) deepest = cell;
    }
    const [from, to] = arcOf(columns, angles);
    dents.push({
      depth: map.depth(deepest),
      theta: thetaOf(deepest % angles),
      z: map.z(Math.floor(deepest / angles)),
      area,
      thetaFrom: thetaOf(from),
      thetaTo: thetaOf(to),
      zFrom: map.z(bottom),
      zTo: map.z(top),
      cells: cells.length,
    });
  }
  return dents.sort((a, b) => b.depth - a.depth);
}
