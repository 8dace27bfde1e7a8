/** A field of a hand-made TIFF directory: [tag, type code, values]. */
export type Field = readonly [tag: number, type: number, values: readonly number[] | string];

const BYTES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 16: 8 };

/** One page: its fields without offsets, and its strips or tiles, already encoded. */
export interface PageFixture {
  readonly fields: readonly Field[];
  readonly blocks: readonly Uint8Array[];
  readonly tiled?: boolean;
}

/** Assembles a classic TIFF from the specification: blocks first, then one directory per page. */
export function tiffOf(pages: readonly PageFixture[], littleEndian = true): ArrayBuffer {
  const out = new DataView(new ArrayBuffer(1 << 20));
  const bytes = new Uint8Array(out.buffer);
  bytes.set(littleEndian ? [0x49, 0x49] : [0x4d, 0x4d]);
  out.setUint16(2, 42, littleEndian);
  let at = 8;
  let pointer = 4;
  const put = (offset: number, type: number, value: number): void => {
    if (BYTES[type] === 1) out.setUint8(offset, value);
    else if (type === 3) out.setUint16(offset, value, littleEndian);
    else out.setUint32(offset, value, littleEndian);
  };
  for (const { fields, blocks, tiled = false } of pages) {
    const offsets = blocks.map((block) => {
      const offset = at;
      bytes.set(block, at);
      at += block.length + (block.length % 2);
      return offset;
    });
    const lengths = blocks.map((block) => block.length);
    const own: Field[] = [
      [tiled ? 324 : 273, 4, offsets],
      [tiled ? 325 : 279, 4, lengths],
    ];
    const all = [...own.filter(([tag]) => !fields.some((f) => f[0] === tag)), ...fields];
    out.setUint32(pointer, at, littleEndian);
    const directory = at;
    out.setUint16(directory, all.length, littleEndian);
    at = directory + 2 + all.length * 12;
    pointer = at;
    at += 4;
    all.forEach(([tag, type, given], i) => {
      const entry = directory + 2 + i * 12;
      const values = typeof given === 'string' ? [...new TextEncoder().encode(given), 0] : given;
      const step = type === 5 ? 4 : (BYTES[type] ?? 4);
      const length = values.length * step;
      out.setUint16(entry, tag, littleEndian);
      out.setUint16(entry + 2, type, littleEndian);
      out.setUint32(entry + 4, type === 5 ? values.length / 2 : values.length, littleEndian);
      const to = length <= 4 ? entry + 8 : at;
      if (length > 4) {
        out.setUint32(entry + 8, at, littleEndian);
        at += length + (length % 2);
      }
      values.forEach((value, j) => {
        put(to + j * step, type, value);
      });
    });
  }
  return out.buffer.slice(0, at);
}

/** The fields of a greyscale page. */
export function grey(
  width: number,
  height: number,
  bits: number,
  more: readonly Field[] = [],
): Field[] {
  const base: Field[] = [
    [256, 4, [width]],
    [257, 4, [height]],
    [258, 3, [bits]],
    [262, 3, [1]],
    [277, 3, [1]],
  ];
  return [...base.filter(([tag]) => !more.some((f) => f[0] === tag)), ...more];
}

/** Deflates as TIFF wants it, in a zlib stream. */
export async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * LZW straight from the algorithm of TIFF 6.0, section 13, on a dictionary of strings: slow, and
 * nothing like the decoder that it tests.
 */
export function lzw(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const bits: string[] = [];
  let table = new Map<string, number>();
  let width = 9;
  const emit = (code: number): void => {
    bits.push(code.toString(2).padStart(width, '0'));
  };
  const clear = (): void => {
    emit(256);
    table = new Map(Array.from({ length: 256 }, (_, i) => [String(i), i]));
    width = 9;
  };
  clear();
  let next = 258;
  let omega = '';
  for (const byte of bytes) {
    const longer = omega === '' ? String(byte) : `${omega},${byte}`;
    if (table.has(longer)) {
      omega = longer;
      continue;
    }
    emit(table.get(omega) ?? 0);
    table.set(longer, next++);
    if (next === 512 || next === 1024 || next === 2048) width++;
    if (next === 4095) {
      clear();
      next = 258;
    }
    omega = String(byte);
  }
  if (omega !== '') emit(table.get(omega) ?? 0);
  // The entry that would have followed counts for the width of the last code.
  if (next === 511 || next === 1023 || next === 2047) width++;
  emit(257);
  const text = bits.join('');
  const out = new Uint8Array(Math.ceil(text.length / 8));
  for (let i = 0; i < out.length; i++) {
    out[i] = parseInt(text.slice(i * 8, i * 8 + 8).padEnd(8, '0'), 2);
  }
  return out;
}

/** PackBits of literal runs and repeats of three or more, with no-operation bytes thrown in. */
export function packBits(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const out: number[] = [];
  let i = 0;
  while (i < bytes.length) {
    let run = 1;
    while (run < 128 && i + run < bytes.length && bytes[i + run] === bytes[i]) run++;
    if (run >= 3) out.push(257 - run, bytes[i] ?? 0);
    else out.push(run - 1, ...bytes.subarray(i, i + run));
    out.push(128);
    i += run;
  }
  return Uint8Array.from(out);
}

/**
 * Cuts the chain of a little-endian file behind `count` pages, and lets the SubIFDs (tag 330, one
 * long value) of each point to the page that is as many further on.
 */
export function withSubdirectories(file: ArrayBuffer, count: number): ArrayBuffer {
  const view = new DataView(file);
  const directories: number[] = [];
  const ends: number[] = [];
  for (let at = view.getUint32(4, true); at !== 0;) {
    directories.push(at);
    const end = at + 2 + 12 * view.getUint16(at, true);
    ends.push(end);
    at = view.getUint32(end, true);
  }
  for (let page = 0; page < count; page++) {
    for (let at = directories[page]! + 2; at < ends[page]!; at += 12)
      if (view.getUint16(at, true) === 330)
        view.setUint32(at + 8, directories[page + count]!, true);
  }
  view.setUint32(ends[count - 1]!, 0, true);
  return file;
}
