// What a click or a key does to the chosen rows: as lists of files do it.

/** Keys held with a click or a key. */
export interface Held {
  readonly toggle: boolean;
  readonly range: boolean;
}

/** Rows by their place in the order shown. */
export interface PlaceChoice {
  /** The places that are chosen. */
  readonly places: Iterable<number>;
  /** Whether what was chosen before stays. */
  readonly keep: boolean;
  /** Whether the places are taken out. */
  readonly remove: boolean;
}

/**
 * The choice that is made at a place: it alone; with Ctrl it is put in or taken out; with Shift all
 * from the anchor to it, and with both these in addition.
 */
export function choiceAt(
  place: number,
  anchor: number,
  held: Held,
  isChosen: boolean,
): PlaceChoice {
  if (held.range) return { places: between(anchor, place), keep: held.toggle, remove: false };
  if (held.toggle) return { places: [place], keep: true, remove: isChosen };
  return { places: [place], keep: false, remove: false };
}

function between(a: number, b: number): number[] {
  const [from, to] = a < b ? [a, b] : [b, a];
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
