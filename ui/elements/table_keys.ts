// What keys do in a table, as plain data: the pattern of grids of the ARIA authoring practices.

/** The place of the header among the rows. */
export const HEADER = -1;

/** The cell that has the keyboard: its row's place in the order shown, and its column. */
export interface ActiveCell {
  readonly place: number;
  readonly column: number;
}

/** How far keys may go. */
export interface Extent {
  readonly rows: number;
  readonly columns: number;
  /** Rows of a page. */
  readonly page: number;
}

/** Where a key moves to; undefined where it moves nothing. */
export function movedBy(
  key: string,
  toEnds: boolean,
  { place, column }: ActiveCell,
  { rows, columns, page }: Extent,
): ActiveCell | undefined {
  const last = rows - 1;
  const moves: Readonly<Record<string, readonly [place: number, column: number]>> = {
    ArrowDown: [place + 1, column],
    ArrowUp: [place - 1, column],
    PageDown: [place + page, column],
    PageUp: [place === HEADER ? HEADER : Math.max(0, place - page), column],
    ArrowRight: [place, column + 1],
    ArrowLeft: [place, column - 1],
    Home: toEnds ? [0, column] : [place, 0],
    End: toEnds ? [last, column] : [place, columns - 1],
  };
  const move = moves[key];
  return move && { place: clamp(move[0], HEADER, last), column: clamp(move[1], 0, columns - 1) };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
