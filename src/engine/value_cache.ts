const MAX_BYTES = 64 * 2 ** 20;

/** Scalars, histograms and tables by recipe hash, least recently used first out. */
export class ValueCache {
  readonly #values = new Map<string, { readonly value: unknown; readonly bytes: number }>();
  #bytes = 0;

  get(hash: string): unknown {
    const known = this.#values.get(hash);
    if (known === undefined) return undefined;
    this.#values.delete(hash);
    this.#values.set(hash, known);
    return known.value;
  }

  set(hash: string, value: unknown): void {
    const bytes = sizeOf(value);
    if (bytes > MAX_BYTES || this.#values.has(hash)) return;
    this.#values.set(hash, { value, bytes });
    this.#bytes += bytes;
    for (const [oldest, entry] of this.#values) {
      if (this.#bytes <= MAX_BYTES) break;
      this.#values.delete(oldest);
      this.#bytes -= entry.bytes;
    }
  }

  clear(): void {
    this.#values.clear();
    this.#bytes = 0;
  }
}

/** Roughly the bytes of a value: what its typed arrays take, and a little for everything else. */
function sizeOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + sizeOf(item), 16);
  if (typeof value === 'object' && value !== null)
    return Object.values(value).reduce<number>((sum, item) => sum + sizeOf(item), 64);
  return typeof value === 'string' ? 2 * value.length : 8;
}
