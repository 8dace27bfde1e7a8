/** Columns of a page. */
const PAGE = 4096;

/** A whole number of each column, 0 of most: pages are kept where others were set. */
export class ColumnNumbers {
  readonly #pages = new Map<number, Uint32Array>();

  at(column: number): number {
    return this.#pages.get(Math.floor(column / PAGE))?.[column % PAGE] ?? 0;
  }

  set(column: number, number: number): void {
    const index = Math.floor(column / PAGE);
    let page = this.#pages.get(index);
    if (page === undefined) this.#pages.set(index, (page = new Uint32Array(PAGE)));
    page[column % PAGE] = number;
  }

  copy(): ColumnNumbers {
    const copy = new ColumnNumbers();
    for (const [index, page] of this.#pages) copy.#pages.set(index, page.slice());
    return copy;
  }
}
