// Grouping of objects whose row extents share a table.
import type { RowBlock } from './row_corners.js';
import { columnValues, type TableData } from '../../recipe/table_data.js';
import { map3, regionEnd, type Region } from '../../recipe/geometry.js';

/** Objects whose rows go into one table, and the box that holds their part of a region. */
export interface Group {
  readonly ids: number[];
  readonly blocks: RowBlock[];
  rows: number;
  from: [number, number, number];
  to: [number, number, number];
}

/** Puts the objects of a region into groups by rising id, each of at most so many rows. */
export function groupsOf(measures: TableData, region: Region, most: number): Group[] {
  const column = (name: string) => columnValues(measures, name)!;
  const ids = column('label');
  const axes = ['X', 'Y', 'Z'] as const;
  const min = axes.map((axis) => column(`min${axis}`));
  const max = axes.map((axis) => column(`max${axis}`));
  const end = regionEnd(region);
  const groups: Group[] = [];
  for (let row = 0; row < ids.length; row += 1) {
    const from = map3((i) => Math.max(region.origin[i], min[i]![row]!));
    const to = map3((i) => Math.min(end[i], max[i]![row]! + 1));
    if (to.some((n, i) => n <= from[i]!)) continue;
    const [perSlice, slices] = [to[1] - from[1], to[2] - from[2]];
    let group = groups.at(-1);
    if (group === undefined || group.rows + perSlice * slices > most) {
      group = { ids: [], blocks: [], rows: 0, from: [...from], to: [...to] };
      groups.push(group);
    }
    group.ids.push(ids[row]!);
    group.blocks.push({ first: group.rows, y: from[1], z: from[2], perSlice, slices });
    group.rows += perSlice * slices;
    for (const i of [0, 1, 2] as const) {
      group.from[i] = Math.min(group.from[i], from[i]);
      group.to[i] = Math.max(group.to[i], to[i]);
    }
  }
  return groups;
}
