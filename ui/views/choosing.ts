import { IdSet } from 'voxmetry';

/**
 * What is chosen after a click: the object alone; with Ctrl, it more or less; none where the click
 * hit none.
 */
export function chosenBy(
  selected: IdSet | null,
  label: number | undefined,
  add: boolean,
): IdSet | null {
  if (label === undefined) return add ? selected : null;
  const now = selected ?? IdSet.of([]);
  const next = !add ? IdSet.of([label]) : now.has(label) ? now.without([label]) : now.with([label]);
  return next.size === 0 ? null : next;
}
