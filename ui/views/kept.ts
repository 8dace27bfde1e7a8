/** Gives the last value again while what it was made of stays the same. */
export class Kept<T> {
  #of: readonly unknown[] = [];
  #value: T | undefined;

  from(of: readonly unknown[], make: () => T): T {
    if (of.length !== this.#of.length || of.some((part, i) => !Object.is(part, this.#of[i]))) {
      this.#of = of;
      this.#value = make();
    }
    return this.#value as T;
  }
}
