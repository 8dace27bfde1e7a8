// Union-find (disjoint sets) on the host.

/**
 * Disjoint sets of the integers 0 … n − 1 which grow as they are added. The least member stands for
 * its set, so that numbering the sets by their least members keeps their order.
 */
export class UnionFind {
  #parents: Uint32Array<ArrayBuffer>;
  #length: number;

  constructor(length: number) {
    this.#length = length;
    this.#parents = new Uint32Array(Math.max(16, length));
    for (let i = 0; i < length; i++) this.#parents[i] = i;
  }

  get length(): number {
    return this.#length;
  }

  /** Adds sets of one member each. */
  grow(count: number): void {
    const length = this.#length + count;
    if (length > this.#parents.length) {
      const larger = new Uint32Array(Math.max(length, 2 * this.#parents.length));
      larger.set(this.#parents);
      this.#parents = larger;
    }
    for (let i = this.#length; i < length; i++) this.#parents[i] = i;
    this.#length = length;
  }

  /** The least member of i's set. */
  find(i: number): number {
    const parents = this.#parents;
    let root = i;
    while (parents[root]! !== root) root = parents[root]!;
    for (let member = i; parents[member]! !== root;) {
      const next = parents[member]!;
      parents[member] = root;
      member = next;
    }
    return root;
  }

  /** Makes one set of two. */
  union(a: number, b: number): void {
    const ra = this.find(a);
    const rb = this.find(b);
    if (ra < rb) this.#parents[rb] = ra;
    else this.#parents[ra] = rb;
  }
}
