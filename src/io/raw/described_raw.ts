import { invalidArgument, VoxmetryError } from '../../recipe/errors.js';
import type { Vec3 } from '../../recipe/geometry.js';
import { volumeOf } from '../../recipe/geometry.js';
import type { OpenOptions } from '../../recipe/source.js';
import type { FileContents, FoundFile } from '../contents.js';
import { describedImage } from '../described_grid.js';
import { parseRawName } from '../raw_name.js';
import type { StoredType } from '../sample_type.js';
import { bytesOfStored } from '../sample_type.js';
import { canonicalUnit } from '../units.js';
import type { RawDescription } from './side_formats.js';
import { isNamed, readDat, readInfo, readVgi, readXml } from './side_formats.js';

/** A side file is a page of text; what is longer is read so far. */
const LONGEST = 256 * 2 ** 10;

/** A description, and the side file that it comes from. */
interface Described extends RawDescription {
  readonly from: string;
}

/**
 * A raw file that files beside it describe: `.vgi` of VGStudio, `.info` and `.xml` of PyHST, `.dat`
 * of volume renderers. Undefined where none of `sides` does. Type, byte order and header that the
 * caller states count before theirs. Files that contradict each other, or the length of the raw
 * file, are refused.
 */
export async function readDescribedRaw(
  file: FoundFile,
  sides: readonly string[],
  options: OpenOptions,
): Promise<FileContents | undefined> {
  const found: Described[] = [];
  for (const side of sides) {
    const description = await descriptionIn(file, side);
    if (description?.size !== undefined) found.push({ ...description, from: nameOf(side) });
  }
  const [first] = found;
  if (first === undefined) return undefined;
  const { bytes, path } = file;
  const { name } = bytes;
  for (const other of found.slice(1)) checkAgreement(first, other, name);
  const from = found.map((one) => one.from).join(' and ');
  const size = wholeSize(first.size!, from);
  const offset = options.headerBytes ?? valueOf(found, 'offset') ?? 0;
  const { type, warnings } = typeOf(found, options, file, size, offset);
  checkLength(file, size, type, offset, from);
  const named = parseRawName(nameOf(path)).sizes;
  if (named.length > 0 && !named.some((other) => other.join() === size.join()))
    warnings.push(
      `The name says ${named.map((other) => other.join('×')).join(', ')}, and ${from} says ${size.join('×')}, which fits the file.`,
    );
  const spacing = found.find((one) => one.spacing !== undefined);
  const unit = canonicalUnit(spacing?.unit ?? '');
  const image = describedImage({
    bytes,
    stored: { type, bigEndian: options.bigEndian ?? valueOf(found, 'bigEndian') ?? false },
    offset,
    size,
    spacing: spacing?.spacing,
    unit: unit === 'px' ? undefined : unit,
    spacingFrom: spacing?.from,
    warnings: [...warnings, ...found.flatMap((one) => one.warnings ?? [])],
  });
  return {
    format: 'raw',
    images: [image],
    close: () => {
      bytes.close();
    },
  };
}

async function descriptionIn(
  { beside, path, signal }: FoundFile,
  side: string,
): Promise<RawDescription | undefined> {
  const bytes = await beside?.open(side);
  if (bytes === undefined) return undefined;
  const head = await bytes.read(0, Math.min(LONGEST, bytes.size), signal);
  bytes.close();
  const text = new TextDecoder('latin1').decode(head);
  const rawName = nameOf(path);
  const name = side.toLowerCase();
  if (name.endsWith('.info')) return readInfo(text);
  if (name.endsWith('.xml')) return readXml(text);
  const found = name.endsWith('.vgi') ? readVgi(text, rawName) : readDat(text);
  // They name the file that they describe; one of the same name may be of a file that was renamed.
  const same = stemOf(nameOf(side)) === stemOf(rawName);
  return same || isNamed(found?.file, rawName) ? found : undefined;
}

/** The type that is stated; else what the length leaves open of those that programs write. */
function typeOf(
  found: readonly Described[],
  options: OpenOptions,
  { bytes, path }: FoundFile,
  size: Vec3,
  offset: number,
): { type: StoredType; warnings: string[] } {
  const stated = options.dtype ?? valueOf(found, 'type') ?? parseRawName(nameOf(path)).type;
  if (stated !== undefined) return { type: stated, warnings: [] };
  const other = valueOf(found, 'otherType');
  const each = (bytes.size - offset) / volumeOf(size);
  // PyHST writes floats; what has a byte a voxel was made of these, without a sign.
  const usual = other === undefined ? ({ 1: 'u8', 4: 'f32' } as const)[each] : undefined;
  const from = found.map((one) => one.from).join(' and ');
  if (usual !== undefined)
    return {
      type: usual,
      warnings: [`${from} states no type; by its length the file is taken as ${usual}.`],
    };
  throw invalidArgument(
    'open',
    'dtype',
    undefined,
    `given: ${from} states ${other === undefined ? 'none' : `'${other.slice(0, 40)}'`}, and ${bytes.name} has ${String(each)} bytes a voxel`,
  );
}

function checkAgreement(first: Described, other: Described, name: string): void {
  for (const field of ['size', 'type', 'bigEndian', 'offset'] as const) {
    const [a, b] = [first[field], other[field]];
    if (a !== undefined && b !== undefined && String(a) !== String(b))
      throw new VoxmetryError(
        'corrupt-file',
        `Two files describe ${name}, and they disagree: ${first.from} says ${field} ${String(a)}, ` +
          `${other.from} says ${String(b)}. Open it with the one that is right.`,
      );
  }
}

function wholeSize(size: Vec3, from: string): Vec3 {
  if (
    size.every((n) => Number.isSafeInteger(n) && n > 0) &&
    Number.isSafeInteger(volumeOf(size) * 8)
  )
    return size;
  throw new VoxmetryError(
    'corrupt-file',
    `${from} states ${size.join('×')} voxels, which cannot be meant. Correct it, or open the raw file alone.`,
  );
}

function checkLength(
  { bytes }: FoundFile,
  size: Vec3,
  type: StoredType,
  offset: number,
  from: string,
): void {
  const needed = offset + volumeOf(size) * bytesOfStored(type);
  if (needed === bytes.size && Number.isSafeInteger(offset) && offset >= 0) return;
  throw new VoxmetryError(
    'corrupt-file',
    `${bytes.name} has ${bytes.size} bytes, but ${from} states ${size.join('×')} voxels of ${type}` +
      `${offset === 0 ? '' : ` behind ${offset} bytes`}, which need ${needed}. They do not belong together, or ` +
      'the file is cut: open the raw file alone, with size and dtype, or copy both again.',
    { details: { needed, available: bytes.size } },
  );
}

function valueOf<K extends keyof RawDescription>(
  found: readonly Described[],
  field: K,
): RawDescription[K] | undefined {
  return found.find((one) => one[field] !== undefined)?.[field];
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function stemOf(name: string): string {
  return name.toLowerCase().replace(/\.[^.]*$/, '');
}
