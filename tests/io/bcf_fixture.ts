// Writes small hypermaps (`.bcf`): the container in chunks, its blocks of zlib, and all packings of
// pixels.
type Bytes = Uint8Array<ArrayBuffer>;

const CHUNK = 1024;
const [CHUNK_HEADER, FIRST_CHUNK, ITEM] = [32, 0x118, 512];
const USABLE = CHUNK - CHUNK_HEADER;
/** Bytes of a block before it is deflated. */
const BLOCK = 700;

/** What is written: counts[(channel · height + y) · width + x]. */
export interface Hypermap {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly counts: Uint16Array;
}

/** Counts of 0 to 3 in all channels, and one above the size of a byte. */
export function hypermap(width: number, height: number, channels: number): Hypermap {
  const counts = Uint16Array.from(
    { length: width * height * channels },
    (_, i) => (i * 7 + (i >> 3)) % 4,
  );
  counts[5] = 300;
  return { width, height, channels, counts };
}

function concat(parts: readonly Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function words(size: number, values: readonly (readonly [at: number, value: number])[]): Bytes {
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  for (const [at, value] of values) view.setUint32(at, value, true);
  return out;
}

async function deflated(bytes: Uint8Array): Promise<Bytes> {
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A file within the container as blocks of zlib. */
async function inBlocks(bytes: Bytes): Promise<Bytes> {
  const count = Math.ceil(bytes.length / BLOCK);
  const head = words(0x80, [
    [0, 0x53434141],
    [4, BLOCK],
    [12, count],
  ]);
  const parts: Uint8Array[] = [head];
  for (let i = 0; i < count; i += 1) {
    const whole = bytes.subarray(i * BLOCK, (i + 1) * BLOCK);
    const packed = await deflated(whole);
    parts.push(
      words(16, [
        [0, packed.length],
        [4, whole.length],
      ]),
      packed,
    );
  }
  return concat(parts);
}

/** A pixel: pulses of 16 bits, pulses of 12 bits, or runs of channels, by turns. */
function pixel(map: Hypermap, x: number, y: number): Bytes {
  const counts = Array.from(
    { length: map.channels },
    (_, k) => map.counts[(k * map.height + y) * map.width + x]!,
  );
  const pulses = counts.flatMap((n, channel) => Array.from({ length: n }, () => channel));
  const packing = (x + y) % 3;
  let body: Bytes;
  if (packing === 0) body = new Uint8Array(Uint16Array.from(pulses).buffer);
  else if (packing === 1) {
    // Two pulses in three bytes, whose pairs are swapped; an even number of bytes.
    const nibbles = pulses.flatMap((p) => [p >> 8, (p >> 4) & 15, p & 15]);
    const length = 2 * Math.ceil(nibbles.length / 4);
    body = new Uint8Array(length);
    for (let i = 0; i < length; i += 1)
      body[i ^ 1] = ((nibbles[2 * i] ?? 0) << 4) | (nibbles[2 * i + 1] ?? 0);
  } else {
    // One run of two bytes each, and one pulse behind it.
    const listed = pulses.length > 0 ? [pulses.at(-1)!] : [];
    for (const channel of listed) counts[channel]! -= 1;
    const run = new Uint8Array(2 + 4 + 2 * counts.length + 4);
    const view = new DataView(run.buffer);
    [run[0], run[1]] = [4, counts.length];
    counts.forEach((n, i) => {
      view.setUint16(6 + 2 * i, n, true);
    });
    view.setUint32(run.length - 4, 2 * listed.length, true);
    body = run;
    return concat([
      header(x, 2, listed.length, body.length),
      body,
      new Uint8Array(Uint16Array.from(listed).buffer),
    ]);
  }
  return concat([header(x, packing, pulses.length, body.length), body]);
}

function header(x: number, packing: number, pulses: number, bytes: number): Bytes {
  const out = new Uint8Array(22);
  const view = new DataView(out.buffer);
  view.setUint32(0, x, true);
  view.setUint16(12, packing, true);
  view.setUint16(16, pulses, true);
  view.setUint32(18, bytes, true);
  return out;
}

function spectra(map: Hypermap): Bytes {
  const parts: Uint8Array[] = [
    words(0x1a0, [
      [0, map.height],
      [4, map.width],
    ]),
  ];
  for (let y = 0; y < map.height; y += 1) {
    parts.push(words(4, [[0, map.width]]));
    for (let x = 0; x < map.width; x += 1) parts.push(pixel(map, x, y));
  }
  return concat(parts);
}

function description({ width, height, channels, counts }: Hypermap): Bytes {
  const sums = Array.from({ length: channels }, (_, k) =>
    counts.subarray(k * width * height, (k + 1) * width * height).reduce((sum, n) => sum + n, 0),
  );
  const text = `<DX>0.5</DX><DY>0.5</DY><SpectrumData0><Channels>${sums.join(',')}</Channels><CalibAbs>-0.1</CalibAbs><CalibLin>0.01</CalibLin></SpectrumData0>`;
  return new TextEncoder().encode(text);
}

/** The bytes of a `.bcf`, its two files packed in blocks of zlib, or as they are. */
export async function bcf(map: Hypermap, packed = true): Promise<Bytes> {
  const files: [name: string, parent: number, bytes: Bytes | undefined][] = [
    ['EDSDatabase', -1, undefined],
  ];
  for (const [name, bytes] of [
    ['HeaderData', description(map)],
    ['SpectrumData0', spectra(map)],
  ] as const)
    files.push([name, 0, packed ? await inBlocks(bytes) : bytes]);
  // Chunk 0 is the container's own; then the tree, in chunks of one item each.
  const chunks: Bytes[] = [new Uint8Array(USABLE)];
  const next: number[] = [0];
  const add = (body: Uint8Array): number => {
    const chunk = new Uint8Array(USABLE);
    chunk.set(body);
    chunks.push(chunk);
    next.push(0);
    return chunks.length - 1;
  };
  const items = files.map(([name, parent, bytes]) => {
    const item = new Uint8Array(ITEM);
    const view = new DataView(item.buffer);
    view.setInt32(40, parent, true);
    item[220] = bytes === undefined ? 1 : 0;
    item.set(new TextEncoder().encode(name), 224);
    if (bytes === undefined) return item;
    const pointers: number[] = [];
    for (let at = 0; at < bytes.length; at += USABLE)
      pointers.push(add(bytes.subarray(at, at + USABLE)));
    const each = USABLE / 4;
    let first = 0;
    for (let at = 0, before = 0; at < pointers.length; at += each) {
      const table = add(new Uint8Array(Uint32Array.from(pointers.slice(at, at + each)).buffer));
      if (at === 0) first = table;
      else next[before] = table;
      before = table;
    }
    view.setInt32(0, first, true);
    view.setBigUint64(4, BigInt(bytes.length), true);
    return item;
  });
  const tree = items.map((item) => add(item));
  tree.forEach((chunk, i) => (next[chunk] = tree[i + 1] ?? 0));
  const out = concat([
    new TextEncoder().encode('AAMVHFSS'),
    new Uint8Array(FIRST_CHUNK - 8),
    ...chunks.flatMap((chunk, i) => [words(CHUNK_HEADER, [[0, next[i]!]]), chunk]),
  ]);
  const view = new DataView(out.buffer);
  view.setUint32(0x128, CHUNK, true);
  view.setUint32(0x140, tree[0]!, true);
  view.setUint32(0x144, items.length, true);
  return out;
}
