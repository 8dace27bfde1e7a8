// How a user likes the page, kept in this browser; a browser that keeps nothing is no error.

/** Keeps a choice. */
export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`voxmetry.${name}`, value);
  } catch {
    // Private windows may refuse; then the choice lasts as long as the page.
  }
}

/** A choice that was kept, where it is one of those allowed. */
export function recall<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
  const kept = recallText(name);
  return allowed.find((each) => each === kept) ?? fallback;
}

/** A text that was kept. */
export function recallText(name: string): string | null {
  try {
    return localStorage.getItem(`voxmetry.${name}`);
  } catch {
    return null;
  }
}
