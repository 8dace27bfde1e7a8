import type { FileFacts, StackFacts } from './calibration.js';
import { damaged } from './directory.js';

/** A TiffData element: planes in a row, and the file that holds them where one is named. */
export interface TiffData {
  readonly attributes: ReadonlyMap<string, string>;
  readonly file?: { readonly id: string; readonly name: string | undefined };
}

/** What Pixels says of its planes. */
export interface OmeImage {
  readonly size: Axes;
  /** DimensionOrder: 'XYZCT' and its like, fastest first. */
  readonly order: string;
  /** The UUID of the file that the description stands in. */
  readonly own: string | undefined;
}

type Axes = Readonly<Record<'z' | 'c' | 't', number>>;

const NAMES = ['z', 'c', 't'] as const;

/**
 * Which directories are the planes, and in what order. TiffData decides, not the order in the file:
 * IFD is the first directory (0 where absent), FirstZ, FirstC and FirstT its plane, PlaneCount how
 * many follow each other along DimensionOrder (all, or one where IFD is stated). Planes in other
 * files are left out, with `partial`.
 */
export function planesOf(
  image: OmeImage,
  blocks: readonly TiffData[],
  file: FileFacts,
): Pick<StackFacts, 'axes' | 'planes' | 'partial'> {
  const { size } = image;
  const total = size.z * size.c * size.t;
  const claimed = blocks.filter((block) => isHere(block, image.own, file.name));
  const here = claimed.length === 0 && isRenamed(blocks, image.own) ? blocks : claimed;
  const partial = here.length < blocks.length;
  if (here.length === 0) return { axes: { ...size }, partial };
  const found = new Map<number, number>();
  for (const block of here) place(block, image, total, file, found);
  const planes = [...found].sort(([a], [b]) => a - b);
  if (!partial && planes.length < total) {
    const missing = firstMissing(found, total);
    throw damaged(
      file.name,
      `its metadata name ${total} slices, but pages for ${planes.length} (plane ${missing + 1} has none)`,
    );
  }
  const varying = axesOf(planes, size);
  return {
    axes: varying,
    // Only where one axis is left is there an order; more are refused by their axes.
    planes: planes.map(([, directory]) => directory),
    partial,
  };
}

function isHere({ file }: TiffData, own: string | undefined, name: string): boolean {
  if (file === undefined) return true;
  if (own !== undefined) return file.id === own;
  return file.name === undefined || file.name === name;
}

/** Whether all planes are in one file of another name, which can only be this one. */
function isRenamed(blocks: readonly TiffData[], own: string | undefined): boolean {
  return own === undefined && new Set(blocks.map(({ file }) => file?.name)).size === 1;
}

/** Puts the planes of one block where they belong. Keys count z fastest, then c, then t. */
function place(
  { attributes }: TiffData,
  { size, order }: OmeImage,
  total: number,
  file: FileFacts,
  found: Map<number, number>,
): void {
  const whole = (name: string): number | undefined => {
    const text = attributes.get(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= 0) return value;
    throw damaged(file.name, `its metadata state a ${name} that is no number`);
  };
  const ifd = whole('IFD');
  const at = { z: whole('FirstZ') ?? 0, c: whole('FirstC') ?? 0, t: whole('FirstT') ?? 0 };
  const steps = order
    .toLowerCase()
    .split('')
    .filter((axis) => axis === 'z' || axis === 'c' || axis === 't');
  const axes = new Set(steps).size === 3 && steps.length === 3 ? steps : NAMES;
  let start = 0;
  let stride = 1;
  for (const axis of axes) {
    if (at[axis] >= size[axis]) {
      throw damaged(
        file.name,
        `its metadata name plane ${at[axis] + 1} of ${size[axis]} along ${axis}`,
      );
    }
    start += at[axis] * stride;
    stride *= size[axis];
  }
  const all = Math.min(total - start, file.directories);
  const count = whole('PlaneCount') ?? (ifd === undefined ? all : 1);
  const from = ifd ?? 0;
  if (from + count > file.directories || start + count > total) {
    throw damaged(
      file.name,
      `its metadata name pages up to ${from + count} for planes up to ${start + count}; it has ${file.directories} pages for ${total} planes`,
    );
  }
  for (let i = 0; i < count; i++) {
    const key = keyOf(start + i, axes, size);
    const known = found.get(key);
    if (known !== undefined && known !== from + i) {
      throw damaged(file.name, `its metadata name two pages for plane ${key + 1}`);
    }
    found.set(key, from + i);
  }
}

/** The place of a plane with z fastest, of its place along the file's own order. */
function keyOf(index: number, axes: readonly ('z' | 'c' | 't')[], size: Axes): number {
  const at = { z: 0, c: 0, t: 0 };
  let rest = index;
  for (const axis of axes) {
    at[axis] = rest % size[axis];
    rest = Math.floor(rest / size[axis]);
  }
  return at.z + size.z * (at.c + size.c * at.t);
}

function firstMissing(found: ReadonlyMap<number, number>, total: number): number {
  for (let i = 0; i < total; i++) if (!found.has(i)) return i;
  return total;
}

/** How many different places the planes have along each axis. */
function axesOf(planes: readonly (readonly [number, number])[], size: Axes): Axes {
  const seen = { z: new Set<number>(), c: new Set<number>(), t: new Set<number>() };
  for (const [key] of planes) {
    seen.z.add(key % size.z);
    seen.c.add(Math.floor(key / size.z) % size.c);
    seen.t.add(Math.floor(key / size.z / size.c));
  }
  return { z: seen.z.size, c: seen.c.size, t: seen.t.size };
}
