/** What a scan decodes: which coefficients, and which of their bits (ISO 10918-1, G.1). */
export interface Band {
  readonly progressive: boolean;
  readonly from: number;
  readonly to: number;
  /** Bits that earlier scans had; 0 in the first. */
  readonly high: number;
  readonly low: number;
}

/** A Huffman table (ISO 10918-1, F.2.2.3). */
export interface HuffmanTable {
  readonly values: Uint8Array;
  /** The largest code of each length, −1 where there is none. */
  readonly most: Int32Array;
  /** What is added to a code of each length for its place among the values. */
  readonly shift: Int32Array;
}

/** The order in which coefficients are stored. */
export const ZIGZAG = Uint8Array.from([
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
  13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52,
  45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
]);

/** A table of the counts of codes of 1 to 16 bits and their values. */
export function huffmanTable(counts: Uint8Array, values: Uint8Array): HuffmanTable {
  const most = new Int32Array(17).fill(-1);
  const shift = new Int32Array(17);
  let code = 0;
  let first = 0;
  for (let length = 1; length <= 16; length++) {
    const count = counts[length - 1]!;
    shift[length] = first - code;
    code += count;
    first += count;
    if (count > 0) most[length] = code - 1;
    if (code > 1 << length) throw new Error('a Huffman table has too many codes');
    code <<= 1;
  }
  return { values, most, shift };
}

/** Decodes the coefficients of blocks, one after the other. Reading beyond the end throws. */
export class EntropyDecoder {
  readonly #data: Uint8Array;
  #at: number;
  #bits = 0;
  #held = 0;
  #endOfBand = 0;

  constructor(data: Uint8Array, at: number) {
    this.#data = data;
    this.#at = at;
  }

  /** Where the data that follow begin. */
  get position(): number {
    return this.#at;
  }

  /** Steps over a restart marker, which must be there. */
  restart(): void {
    this.#held = 0;
    this.#endOfBand = 0;
    while (this.#data[this.#at] === 0xff && this.#data[this.#at + 1] === 0xff) this.#at++;
    const marker = this.#data[this.#at + 1] ?? 0;
    if (this.#data[this.#at] !== 0xff || marker < 0xd0 || marker > 0xd7)
      throw new Error('a restart marker is missing');
    this.#at += 2;
  }

  /** One block from `at` on; returns the new prediction of its first coefficient. */
  block(
    out: Int16Array,
    at: number,
    band: Band,
    dc: HuffmanTable | undefined,
    ac: HuffmanTable | undefined,
    prediction: number,
  ): number {
    if (!band.progressive) {
      const value = prediction + this.#difference(dc);
      out[at] = value;
      this.#firstOfBand(out, at, 1, 63, 0, ac);
      return value;
    }
    if (band.from === 0) {
      if (band.high > 0) {
        out[at] = out[at]! | (this.#bit() << band.low);
        return prediction;
      }
      const value = prediction + this.#difference(dc);
      out[at] = value << band.low;
      return value;
    }
    if (band.high === 0) this.#firstOfBand(out, at, band.from, band.to, band.low, ac);
    else this.#refineBand(out, at, band, ac);
    return prediction;
  }

  #difference(table: HuffmanTable | undefined): number {
    const length = this.#code(table);
    if (length > 15) throw new Error('a difference of more than 15 bits');
    return this.#signed(length);
  }

  #firstOfBand(
    out: Int16Array,
    at: number,
    from: number,
    to: number,
    low: number,
    table: HuffmanTable | undefined,
  ): void {
    if (this.#endOfBand > 0) {
      this.#endOfBand--;
      return;
    }
    for (let k = from; k <= to; k++) {
      const code = this.#code(table);
      const [run, length] = [code >> 4, code & 15];
      if (length === 0) {
        if (run === 15) {
          k += 15;
          continue;
        }
        // A run of blocks that end here; in baseline it is this one.
        this.#endOfBand = (1 << run) - 1 + this.#number(run);
        return;
      }
      k += run;
      if (k > to) throw new Error('a coefficient beyond the block');
      out[at + ZIGZAG[k]!] = this.#signed(length) * (1 << low);
    }
  }

  /** One more bit of coefficients that are known, and new ones between them (G.1.2.3). */
  #refineBand(
    out: Int16Array,
    at: number,
    { from, to, low }: Band,
    table: HuffmanTable | undefined,
  ): void {
    const step = 1 << low;
    let k = from;
    if (this.#endOfBand === 0) {
      for (; k <= to; k++) {
        const code = this.#code(table);
        const [run, length] = [code >> 4, code & 15];
        let value = 0;
        if (length === 1) value = this.#bit() === 1 ? step : -step;
        else if (length > 1) throw new Error('a refinement of more than a bit');
        else if (run < 15) {
          this.#endOfBand = (1 << run) + this.#number(run);
          break;
        }
        k = this.#refine(out, at, k, to, step, run);
        if (value !== 0) {
          if (k > to) throw new Error('a coefficient beyond the block');
          out[at + ZIGZAG[k]!] = value;
        }
      }
    }
    if (this.#endOfBand > 0) {
      this.#refine(out, at, k, to, step, 64);
      this.#endOfBand--;
    }
  }

  /** Refines what is not zero and steps over `zeros` zeros; returns the place of the next one. */
  #refine(
    out: Int16Array,
    at: number,
    from: number,
    to: number,
    step: number,
    zeros: number,
  ): number {
    let left = zeros;
    let k = from;
    for (; k <= to; k++) {
      const place = at + ZIGZAG[k]!;
      const known = out[place]!;
      if (known === 0) {
        if (left-- === 0) break;
      } else if (this.#bit() === 1 && (known & step) === 0) {
        out[place] = known + (known > 0 ? step : -step);
      }
    }
    return k;
  }

  #code(table: HuffmanTable | undefined): number {
    if (table === undefined) throw new Error('a Huffman table is missing');
    let code = 0;
    for (let length = 1; length <= 16; length++) {
      code = (code << 1) | this.#bit();
      if (code <= table.most[length]!) {
        const value = table.values[code + table.shift[length]!];
        if (value === undefined) break;
        return value;
      }
    }
    throw new Error('a code that no table has');
  }

  /** A number of so many bits, negative where its first bit is 0 (F.2.2.1). */
  #signed(length: number): number {
    if (length === 0) return 0;
    const value = this.#number(length);
    return value < 1 << (length - 1) ? value - (1 << length) + 1 : value;
  }

  #number(length: number): number {
    let value = 0;
    for (let i = 0; i < length; i++) value = (value << 1) | this.#bit();
    return value;
  }

  #bit(): number {
    if (this.#held === 0) {
      const byte = this.#data[this.#at];
      if (byte === undefined) throw new Error('it ends within its data');
      this.#at++;
      if (byte === 0xff) {
        // A zero stands behind a byte of ones that is no marker.
        if (this.#data[this.#at] !== 0) throw new Error('a marker within its data');
        this.#at++;
      }
      this.#bits = byte;
      this.#held = 8;
    }
    this.#held--;
    return (this.#bits >> this.#held) & 1;
  }
}
