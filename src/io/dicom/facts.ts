import type { DataSet } from 'dicom-parser';
import { VoxmetryError } from '../../recipe/errors.js';
import type { Vec3 } from '../../recipe/geometry.js';
import type { ByteSource } from '../byte_source.js';
import { endsTooSoon } from '../byte_source.js';
import type { DicomHeader } from './header.js';
import { damaged } from './header.js';
import type { TransferSyntax } from './transfer_syntax.js';
import { transferSyntax } from './transfer_syntax.js';

/** How the pixels of a file are stored. */
export interface PixelFormat {
  readonly columns: number;
  readonly rows: number;
  /** Values at a pixel: 1, or 3 of colours. */
  readonly samples: number;
  /** Whether each colour is a plane of its own. */
  readonly planar: boolean;
  /** Bits of a value in the file: 8, 16 or 32. */
  readonly allocated: 8 | 16 | 32;
  /** Bits of these that count, and which is the highest of them. */
  readonly stored: number;
  readonly highBit: number;
  readonly signed: boolean;
  readonly photometric: string;
}

/** One plane of pixels, and what its file says of it. Lengths are in mm. */
export interface Frame {
  readonly file: DicomFile;
  /** Its number within the file, from 0. */
  readonly index: number;
  /** ImagePositionPatient: the centre of the first pixel. */
  readonly position: Vec3 | undefined;
  /** ImageOrientationPatient: where rows run, and where columns do. */
  readonly orientation: readonly number[] | undefined;
  /** Distances of pixels along x and y. */
  readonly pixel: readonly [number, number] | undefined;
  readonly between: number | undefined;
  readonly thickness: number | undefined;
  readonly slope: number;
  readonly intercept: number;
}

/** A file of one frame or several. */
export interface DicomFile {
  readonly bytes: ByteSource;
  readonly path: string;
  readonly syntax: TransferSyntax;
  readonly format: PixelFormat;
  /** Where its pixels begin, and their bytes where these are not in fragments. */
  readonly offset: number;
  readonly length: number | undefined;
  readonly vr: string | undefined;
  readonly series: string;
  readonly seriesNumber: number | undefined;
  readonly description: string;
  readonly instance: number | undefined;
  /** Whether frames are points in time. */
  readonly cine: boolean;
  /** Whether values are looked up in a table that is not read. */
  readonly lookup: boolean;
  readonly padding: number | undefined;
  readonly frames: readonly Frame[];
}

const MOST_FRAMES = 100_000;

/** What a header says of its image; undefined where the file has none. */
export function factsOfHeader(
  { dataSet, syntax: uid, pixels }: DicomHeader,
  bytes: ByteSource,
  path: string,
): DicomFile | undefined {
  if (pixels === undefined) return undefined;
  const syntax = transferSyntax(uid);
  const format = pixelFormat(dataSet, path);
  const count = dataSet.intString('x00280008') ?? 1;
  if (!Number.isSafeInteger(count) || count < 1)
    throw damaged(path, `it states ${String(count)} frames`);
  if (count > MOST_FRAMES) {
    throw new VoxmetryError(
      'unsupported-format',
      `${path} has ${count} frames; up to ${MOST_FRAMES} are read.`,
    );
  }
  checkLength(bytes, format, count, pixels, syntax);
  const file: Omit<DicomFile, 'frames'> = {
    bytes,
    path,
    syntax,
    format,
    ...pixels,
    series: text(dataSet, 'x0020000e'),
    seriesNumber: whole(dataSet, 'x00200011'),
    description: text(dataSet, 'x0008103e') || text(dataSet, 'x00181030'),
    instance: whole(dataSet, 'x00200013'),
    cine: count > 1 && ['x00181063', 'x00181065'].some((tag) => tag in dataSet.elements),
    lookup: 'x00283000' in dataSet.elements,
    padding: format.signed ? dataSet.int16('x00280120') : dataSet.uint16('x00280120'),
  };
  const frames: Frame[] = [];
  const complete: DicomFile = { ...file, frames };
  const shared = itemsOf(dataSet, 'x52009229')[0];
  const perFrame = itemsOf(dataSet, 'x52009230');
  if (perFrame.length > 0 && perFrame.length !== count)
    throw damaged(path, `it has ${count} frames and describes ${perFrame.length}`);
  for (let index = 0; index < count; index++)
    frames.push(frameOf(complete, index, [perFrame[index], shared, dataSet], count));
  return complete;
}

function pixelFormat(dataSet: DataSet, path: string): PixelFormat {
  const number = (tag: string): number => dataSet.uint16(tag) ?? 0;
  const [rows, columns] = [number('x00280010'), number('x00280011')];
  const allocated = number('x00280100');
  const stored = dataSet.uint16('x00280101') ?? allocated;
  const highBit = dataSet.uint16('x00280102') ?? stored - 1;
  const samples = dataSet.uint16('x00280002') ?? 1;
  const photometric = text(dataSet, 'x00280004');
  if (rows === 0 || columns === 0) throw damaged(path, `it states ${columns}×${rows} pixels`);
  if (allocated !== 8 && allocated !== 16 && allocated !== 32)
    throw unread(path, `holds values of ${allocated} bits`, '8, 16 and 32 are');
  if (stored < 1 || highBit < stored - 1 || highBit >= allocated)
    throw damaged(path, `it stores ${stored} of ${allocated} bits up to bit ${highBit}`);
  const grey = samples === 1 && /^(MONOCHROME[12]|PALETTE COLOR)$/.test(photometric);
  if (!grey && !(samples === 3 && photometric === 'RGB'))
    throw unread(path, `has ${samples} values at a pixel, '${photometric}'`, 'grey and RGB are');
  return {
    columns,
    rows,
    samples,
    planar: samples > 1 && number('x00280006') === 1,
    allocated,
    stored,
    highBit,
    signed: number('x00280103') === 1,
    photometric,
  };
}

/** The most values that a byte of a coded frame can become: runs of RLE, empty blocks of JPEG. */
const MOST_PER_BYTE = { rle: 64, jpeg: 512 };

function checkLength(
  bytes: ByteSource,
  { columns, rows, samples, allocated }: PixelFormat,
  frames: number,
  { offset, length }: { readonly offset: number; readonly length: number | undefined },
  { coding }: TransferSyntax,
): void {
  const needed = (columns * rows * samples * frames * allocated) / 8;
  if (coding === 'native') {
    if (length === undefined) throw damaged(bytes.name, 'its pixels have no length');
    if (needed > length || offset + needed > bytes.size) throw endsTooSoon(bytes, offset, needed);
    return;
  }
  // How many bytes of an unknown coding are needed is not known.
  if (coding === undefined) return;
  if (length !== undefined)
    throw damaged(bytes.name, 'its pixels are compressed and not in fragments');
  // Every frame has an item of eight bytes at the least.
  const most = (bytes.size - offset) * MOST_PER_BYTE[coding];
  if (frames * 8 > bytes.size - offset || needed > most)
    throw endsTooSoon(bytes, offset, frames * 8);
}

/**
 * A frame by what is said of it alone, of all frames, and of the file, in this order: the groups of
 * enhanced images are sequences of one item, and older files have the same elements at the top.
 */
function frameOf(
  file: DicomFile,
  index: number,
  [own, shared, top]: readonly [DataSet | undefined, DataSet | undefined, DataSet],
  count: number,
): Frame {
  const group = (tag: string): DataSet =>
    [own, shared].map((set) => set && itemsOf(set, tag)[0]).find((set) => set !== undefined) ?? top;
  const measures = group('x00289110');
  // A place at the top is that of the first frame.
  const plane = group('x00209113');
  const placed = plane !== top || count === 1;
  const values = group('x00289145');
  const spacing = numbers(measures, 'x00280030', 2);
  const [slope = 1] = numbers(values, 'x00281053', 1) ?? [];
  const [intercept = 0] = numbers(values, 'x00281052', 1) ?? [];
  return {
    file,
    index,
    position: placed ? (numbers(plane, 'x00200032', 3) as Vec3 | undefined) : undefined,
    orientation: numbers(group('x00209116'), 'x00200037', 6),
    pixel: spacing?.every((n) => n > 0) === true ? [spacing[1]!, spacing[0]!] : undefined,
    between: positive(measures, 'x00180088'),
    thickness: positive(measures, 'x00180050'),
    slope,
    intercept,
  };
}

function itemsOf(dataSet: DataSet, tag: string): readonly DataSet[] {
  const items = dataSet.elements[tag]?.items ?? [];
  return items.flatMap((item) => (item.dataSet === undefined ? [] : [item.dataSet]));
}

/** Finite numbers of a text of decimals; undefined where it has not all of them. */
function numbers(dataSet: DataSet, tag: string, count: number): readonly number[] | undefined {
  if (dataSet.elements[tag] === undefined) return undefined;
  const found = Array.from({ length: count }, (_, i) => dataSet.floatString(tag, i) ?? NaN);
  return found.every(Number.isFinite) ? found : undefined;
}

function positive(dataSet: DataSet, tag: string): number | undefined {
  const [value] = numbers(dataSet, tag, 1) ?? [];
  return value !== undefined && value > 0 ? value : undefined;
}

function whole(dataSet: DataSet, tag: string): number | undefined {
  const value = dataSet.intString(tag);
  return value !== undefined && Number.isSafeInteger(value) ? value : undefined;
}

/** A short text without what is no letter to show. */
function text(dataSet: DataSet, tag: string): string {
  return (dataSet.string(tag) ?? '')
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 80);
}

function unread(path: string, what: string, others: string): VoxmetryError {
  return new VoxmetryError('unsupported-format', `${path} ${what}, which is not read; ${others}.`);
}
