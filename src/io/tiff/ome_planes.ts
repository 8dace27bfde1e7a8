import { damaged } from './directory.js';
import type { TiffData } from './ome.js';

type Axes = Readonly<Record<'z' | 'c' | 't', number>>;

/** Where a plane is: a directory of one of the files. */
export interface PlanePlace {
  readonly file: number;
  readonly directory: number;
}

/** A block of planes, and the file that it is in. */
export interface PlacedBlock {
  readonly block: TiffData;
  /** Its number, and how many directories it has. */
  readonly file: number;
  readonly directories: number;
}

/** Planes by the place of each, and the places that they have along the axes. */
export interface OmePlanes {
  readonly planes: readonly PlanePlace[];
  readonly z: readonly number[];
  readonly c: readonly number[];
  readonly t: readonly number[];
}

const NAMES = ['z', 'c', 't'] as const;

/**
 * Which directories are the planes, and in what order. TiffData decides, not the order in the file:
 * IFD is the first directory (0 where absent), FirstZ, FirstC and FirstT its plane, PlaneCount how
 * many follow each other along DimensionOrder (all, or one where IFD is stated). Without any, the
 * file's directories are the planes. Where planes of other files are left out (`partial`), those
 * that are here must make up a grid of their own. Planes go by z, then c, then t.
 */
export function planesOf(
  size: Axes,
  order: string,
  blocks: readonly PlacedBlock[],
  partial: boolean,
  name: string,
): OmePlanes {
  const total = size.z * size.c * size.t;
  const found = new Map<number, PlanePlace>();
  let named = 0;
  for (const block of blocks) {
    named += place(block, size, order, total, name, found);
    // Sound metadata name each plane once.
    if (named > 2 * total + 1000) throw damaged(name, 'its metadata name planes again and again');
  }
  const keys = [...found.keys()].sort((a, b) => a - b);
  if (!partial && keys.length < total) {
    const missing = keys.findIndex((key, i) => key !== i);
    const first = missing < 0 ? keys.length : missing;
    throw damaged(
      name,
      `its metadata name ${total} slices, but pages for ${keys.length} (plane ${first + 1} has none)`,
    );
  }
  const distinct = (of: (key: number) => number): number[] =>
    [...new Set(keys.map(of))].sort((a, b) => a - b);
  const z = distinct((key) => key % size.z);
  const c = distinct((key) => Math.floor(key / size.z) % size.c);
  const t = distinct((key) => Math.floor(key / size.z / size.c));
  if (z.length * c.length * t.length !== keys.length) {
    throw damaged(
      name,
      `of the ${total} planes that its metadata name, the ${keys.length} that are here are no whole grid`,
    );
  }
  return { planes: keys.map((key) => found.get(key)!), z, c, t };
}

/**
 * Puts the planes of one block where they belong, and returns how many they are. Keys count z
 * fastest, then c, then t.
 */
function place(
  { block: { attributes }, file, directories }: PlacedBlock,
  size: Axes,
  order: string,
  total: number,
  name: string,
  found: Map<number, PlanePlace>,
): number {
  const whole = (attribute: string): number | undefined => {
    const text = attributes.get(attribute);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= 0) return value;
    throw damaged(name, `its metadata state a ${attribute} that is no number`);
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
      throw damaged(name, `its metadata name plane ${at[axis] + 1} of ${size[axis]} along ${axis}`);
    }
    start += at[axis] * stride;
    stride *= size[axis];
  }
  const all = Math.min(total - start, directories);
  const count = whole('PlaneCount') ?? (ifd === undefined ? all : 1);
  const from = ifd ?? 0;
  if (from + count > directories || start + count > total) {
    throw damaged(
      name,
      `its metadata name pages up to ${from + count} for planes up to ${start + count}; it has ${directories} pages for ${total} planes`,
    );
  }
  for (let i = 0; i < count; i++) {
    const key = keyOf(start + i, axes, size);
    const known = found.get(key);
    if (known !== undefined && (known.directory !== from + i || known.file !== file)) {
      throw damaged(name, `its metadata name two pages for plane ${key + 1}`);
    }
    found.set(key, { file, directory: from + i });
  }
  return count;
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
