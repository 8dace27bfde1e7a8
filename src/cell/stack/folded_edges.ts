// Edges of the outermost sheets that are folded back, which are no sheets of their own.
import { UNNUMBERED, type NumberedSheets } from './sheet_numbers.js';
import type { StackFault } from './stack_faults.js';

/**
 * Sheets without the folded edges of the first and the last one. Such an edge lies beyond its sheet
 * where no other does, so that it has a number as if it were one more: it hangs together with the
 * sheet in a fold, and covers less than half of it. Its runs have no place.
 */
export function withoutFlaps(
  numbered: NumberedSheets,
  faults: readonly StackFault[],
): NumberedSheets {
  const { sheet, sheets } = numbered;
  const runs = new Uint32Array(sheets);
  for (const each of sheet) if (each !== UNNUMBERED) runs[each]! += 1;
  const isFlap = (end: number, next: number): boolean =>
    2 * runs[end]! < runs[next]! &&
    faults.some(
      ({ kind, sheets: met }) => kind === 'fold' && met.includes(end) && met.includes(next),
    );
  const lowest = sheets > 1 && isFlap(0, 1) ? 1 : 0;
  const highest = sheets > 1 && isFlap(sheets - 1, sheets - 2) ? sheets - 2 : sheets - 1;
  if (lowest === 0 && highest === sheets - 1) return numbered;
  let strays = 0;
  const kept = sheet.map((each) => {
    if (each === UNNUMBERED) return each;
    if (each >= lowest && each <= highest) return each - lowest;
    strays += 1;
    return UNNUMBERED;
  });
  return {
    ...numbered,
    sheet: kept,
    sheets: highest - lowest + 1,
    strays: numbered.strays + strays,
  };
}
