// Cells of a map that hang together.

/**
 * The groups of cells that are `isIn` and hang together through their neighbours, in the order of
 * their first cells; a group's cells are in the order in which they are met from there.
 *
 * @param visitAround - Calls back for the neighbours of a cell.
 */
export function* connectedCells(
  count: number,
  isIn: (cell: number) => boolean,
  visitAround: (cell: number, visit: (neighbour: number) => void) => void,
): Generator<number[]> {
  const met = new Uint8Array(count);
  for (let first = 0; first < count; first += 1) {
    if (met[first] !== 0 || !isIn(first)) continue;
    met[first] = 1;
    const cells = [first];
    const visit = (neighbour: number): void => {
      if (met[neighbour] !== 0 || !isIn(neighbour)) return;
      met[neighbour] = 1;
      cells.push(neighbour);
    };
    // The list grows while it is walked.
    for (const cell of cells) visitAround(cell, visit);
    yield cells;
  }
}
