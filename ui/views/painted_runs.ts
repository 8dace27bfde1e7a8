// The painted voxels of a slice as runs along its rows, for what draws them: pure functions.
import type { Axis } from 'voxmetry';
import { decodeTile, TILE } from '../session/brush.js';
import type { StudyBrush } from '../session/study.js';
import { numberOf, planeAxes } from './axes.js';

/** A run of painted voxels: of a row of the slice, from its first column to behind its last. */
export interface PaintedRun {
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

/** The painted voxels of the slice at an index along an axis. */
export function paintedRuns(
  { tiles }: Pick<StudyBrush, 'tiles'>,
  axis: Axis,
  index: number,
): readonly PaintedRun[] {
  const across = numberOf(axis);
  const [right, down] = planeAxes(axis);
  const layer = Math.floor(index / TILE);
  const runs: PaintedRun[] = [];
  for (const [key, text] of Object.entries(tiles)) {
    const place = key.split(',').map(Number);
    if (place[across] !== layer) continue;
    const words = decodeTile(text);
    const at = [0, 0, 0];
    at[across] = index % TILE;
    for (let row = 0; row < TILE; row += 1) {
      at[down] = row;
      let from = -1;
      for (let column = 0; column <= TILE; column += 1) {
        at[right] = column;
        const [x, y, z] = at as [number, number, number];
        const isSet = column < TILE && ((words[y + TILE * z]! >>> x) & 1) === 1;
        if (isSet && from < 0) from = column;
        if (isSet || from < 0) continue;
        const begin = TILE * place[right]!;
        runs.push({ row: TILE * place[down]! + row, from: begin + from, to: begin + column });
        from = -1;
      }
    }
  }
  return runs;
}
