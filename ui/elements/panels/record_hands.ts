// What controls over records do: changes that may fail, and numbers that may be none.

/** What an element does for its controls. */
export interface RecordHands {
  /** Does a change, and shows what it throws; resolves to whether it was done. */
  readonly change: (work: () => Promise<void> | undefined) => Promise<boolean>;
  /** The number in a field: undefined where it is empty, null where it is none, which is said. */
  readonly numberIn: (event: Event) => number | undefined | null;
}

/** What was chosen. */
export function valueOf(event: Event): string {
  return (event.target as HTMLSelectElement).value;
}

/** Characters that a field is wide: those of its text, within bounds. */
export function fieldSize(text: string, least: number): number {
  return Math.min(28, Math.max(least, text.length));
}
