import type { Vec3 } from '../../recipe/geometry.js';
import { map3, volumeOf } from '../../recipe/geometry.js';
import type { ByteSource } from '../byte_source.js';
import { bufferSource } from '../byte_source.js';
import type { FileContents, FoundFile, StoredImage } from '../contents.js';
import { describedImage, sideBySide } from '../described_grid.js';
import { numbersOfText } from '../numbers_of_text.js';
import { bytesOfStored, dtypeOfStored } from '../sample_type.js';
import { readTextHeader } from '../text_header.js';
import { damaged, unreadBytes, unsupported, vtkType } from './types.js';

/** Bytes, which files of text write as fractions of 255. */
const COLOURS = 'unsigned_char';

/** The grid that a file describes. */
interface Grid {
  readonly points: Vec3;
  readonly spacing: Vec3 | undefined;
  readonly origin: Vec3 | undefined;
}

/** An array that follows: of how many values at each of how many places. */
interface ArrayHead {
  readonly name: string;
  readonly type: string;
  readonly components: number;
  readonly tuples: number;
  readonly colours: boolean;
}

/**
 * A legacy VTK file of `STRUCTURED_POINTS`, binary (big-endian) or text, with its arrays at points
 * or in cells. VTK has no units.
 */
export async function readLegacyVtk({ bytes, signal }: FoundFile): Promise<FileContents> {
  const { name } = bytes;
  const isData = (line: string): boolean => /^\s*(POINT|CELL)_DATA\b/i.test(line);
  const header = await readTextHeader(bytes, isData, signal);
  const words = header.lines.map((line) => line.trim().split(/\s+/));
  const binary = /^binary$/i.test(header.lines[2]?.trim() ?? '');
  if (!binary && !/^ascii$/i.test(header.lines[2]?.trim() ?? ''))
    throw damaged(name, 'it says neither BINARY nor ASCII');
  const dataset = words.find(([word]) => /^dataset$/i.test(word ?? ''))?.[1] ?? '';
  if (!/^structured_points$/i.test(dataset))
    throw unsupported(name, `it holds ${dataset.slice(0, 40)}; a volume is STRUCTURED_POINTS`);
  if (!header.complete) throw damaged(name, 'it has no POINT_DATA or CELL_DATA');
  const grid = gridOf(words, name);
  const images: StoredImage[] = [];
  let of = header.lines.at(-1)!.trim().split(/\s+/);
  let at = header.end;
  while (at < bytes.size) {
    const places = Number(of[1]);
    const next = await nextArray(bytes, at, places, signal);
    if (next.section !== undefined) {
      of = next.section;
      at = next.end;
      continue;
    }
    if (next.array === undefined) break;
    const { array, end } = next;
    const size = sizeOf(grid, /^cell/i.test(of[0] ?? ''), array, name);
    const type = vtkType(array.type);
    const values = array.tuples * array.components;
    const item = type === undefined ? unreadBytes(array.type) : bytesOfStored(type);
    if (item === undefined) throw unsupported(name, `values of type ${array.type} are not read`);
    if (!binary) {
      // Text has no length of its own, so the first array alone can be found.
      if (type === undefined) throw unsupported(name, `values of type ${array.type} are not read`);
      const numbers = array.colours
        ? await coloursOfText(bytes, end, values, signal)
        : await numbersOfText(bytes, end, type, values, signal);
      images.push(imageOf(array, grid, size, { bytes: numbers, offset: 0, bigEndian: false }));
      break;
    }
    if (type !== undefined)
      images.push(imageOf(array, grid, size, { bytes, offset: end, bigEndian: true }));
    at = end + values * item;
  }
  if (images.length === 0) throw unsupported(name, 'it holds no array of values that are read');
  return {
    format: 'vtk',
    images,
    close: () => {
      bytes.close();
    },
  };
}

function imageOf(
  { name, type, components }: ArrayHead,
  { spacing, origin }: Grid,
  size: Vec3,
  { bytes, offset, bigEndian }: { bytes: ByteSource; offset: number; bigEndian: boolean },
): StoredImage {
  return describedImage({
    path: name,
    bytes,
    offset,
    stored: { type: bigEndian ? vtkType(type)! : dtypeOfStored(vtkType(type)!), bigEndian },
    size,
    ...sideBySide(components, size),
    spacing,
    origin,
    spacingFrom: spacing === undefined ? undefined : 'VTK SPACING',
  });
}

/** Bytes that are written as fractions of 255. */
async function coloursOfText(
  bytes: ByteSource,
  start: number,
  values: number,
  signal: AbortSignal | undefined,
): Promise<ByteSource> {
  const text = await numbersOfText(bytes, start, 'f32', values, signal);
  const fractions = await text.read(0, values * 4);
  const view = new Float32Array(fractions.buffer, fractions.byteOffset, values);
  const out = Uint8Array.from(view, (fraction) => Math.round(fraction * 255));
  return bufferSource(out.buffer, bytes.name);
}

function gridOf(words: readonly (readonly string[])[], name: string): Grid {
  const triple = (pattern: RegExp): Vec3 | undefined => {
    const line = words.find(([word]) => pattern.test(word ?? ''));
    const numbers = line?.slice(1, 4).map(Number);
    return numbers?.length === 3 && numbers.every(Number.isFinite)
      ? map3((i) => numbers[i]!)
      : undefined;
  };
  const points = triple(/^dimensions$/i);
  if (points === undefined) throw damaged(name, 'it has no DIMENSIONS');
  const spacing = triple(/^(spacing|aspect_ratio)$/i);
  return {
    points,
    spacing: spacing?.every((distance) => distance > 0) === true ? spacing : undefined,
    origin: triple(/^origin$/i),
  };
}

function sizeOf({ points }: Grid, inCells: boolean, { tuples }: ArrayHead, name: string): Vec3 {
  const size = inCells ? map3((i) => Math.max(1, points[i] - 1)) : points;
  if (volumeOf(size) !== tuples)
    throw damaged(name, `an array has ${tuples} places, and the grid ${size.join('×')}`);
  return size;
}

/** The head of the next array, or the line of a next section; neither at the end. */
async function nextArray(
  bytes: ByteSource,
  start: number,
  places: number,
  signal: AbortSignal | undefined,
): Promise<{ section?: string[]; array?: ArrayHead; end: number }> {
  const known =
    /^\s*(COLOR_SCALARS|SCALARS|VECTORS|NORMALS|FIELD|LOOKUP_TABLE|POINT_DATA|CELL_DATA|METADATA)\b/i;
  let at = start;
  let inField = false;
  const plain = { tuples: places, colours: false };
  while (at < bytes.size) {
    const isHead = (line: string): boolean => known.test(line) || (inField && line.trim() !== '');
    const part = await readTextHeader(bytes, isHead, signal, at);
    if (!part.complete) break;
    const line = part.lines.at(-1)!.trim();
    const [word = '', name = '', third = '', fourth] = line.split(/\s+/);
    at = part.end;
    switch (word.toUpperCase()) {
      case 'POINT_DATA':
      case 'CELL_DATA':
        return { section: [word, name], end: at };
      case 'VECTORS':
      case 'NORMALS':
        return { array: { ...plain, name, type: third, components: 3 }, end: at };
      case 'COLOR_SCALARS':
        return {
          array: { ...plain, name, type: COLOURS, components: Number(third), colours: true },
          end: at,
        };
      case 'SCALARS': {
        const components = Number(fourth ?? 1);
        const table = await readTextHeader(bytes, () => true, signal, at);
        if (/^\s*LOOKUP_TABLE\b/i.test(table.lines[0] ?? '')) at = table.end;
        return { array: { ...plain, name, type: third, components }, end: at };
      }
      case 'FIELD':
        inField = true;
        break;
      case 'LOOKUP_TABLE':
        at += 4 * Number(third);
        break;
      case 'METADATA': {
        const blank = await readTextHeader(bytes, (text) => text.trim() === '', signal, at);
        at = blank.end;
        break;
      }
      default:
        // In a field: name, values at a place, places, type.
        return {
          array: {
            ...plain,
            name: word,
            components: Number(name),
            tuples: Number(third),
            type: fourth ?? '',
          },
          end: at,
        };
    }
  }
  return { end: bytes.size };
}
