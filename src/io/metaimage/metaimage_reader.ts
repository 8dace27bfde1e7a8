import { VoxmetryError } from '../../recipe/errors.js';
import { damagedFile } from '../damaged_file.js';
import type { Vec3 } from '../../recipe/geometry.js';
import { map3 } from '../../recipe/geometry.js';
import type { ByteSource } from '../byte_source.js';
import type { FileContents, FoundFile } from '../contents.js';
import { describedImage, sideBySide } from '../described_grid.js';
import { openBeside } from '../folder/folder.js';
import { inflatedSource } from '../inflated_source.js';
import { joinedSource } from '../joined_source.js';
import { namesBehind, numberedNames } from '../data_file_names.js';
import { numbersOfText } from '../numbers_of_text.js';
import type { Direction } from '../orientation.js';
import type { StoredType } from '../sample_type.js';
import { bytesOfStored, dtypeOfStored } from '../sample_type.js';
import { numbersIn, readTextHeader } from '../text_header.js';
import { canonicalUnit } from '../units.js';

const TYPES: Readonly<Record<string, StoredType>> = {
  MET_CHAR: 'i8',
  MET_UCHAR: 'u8',
  MET_SHORT: 'i16',
  MET_USHORT: 'u16',
  MET_INT: 'i32',
  MET_UINT: 'u32',
  MET_LONG: 'i32',
  MET_ULONG: 'u32',
  MET_LONG_LONG: 'i64',
  MET_ULONG_LONG: 'u64',
  MET_FLOAT: 'f32',
  MET_DOUBLE: 'f64',
};

/** The last line of a header, behind which the data or their files' names stand. */
function isDataFile(line: string): boolean {
  return /^\s*ElementDataFile\s*=/.test(line);
}

type Fields = ReadonlyMap<string, string>;

/**
 * A MetaImage: `.mha`, or `.mhd` with its data beside it (one file, a list, a pattern), plain or
 * zlib-compressed, or as text. Voxel sizes come from `ElementSpacing`, else `ElementSize`; ITK
 * writes no unit, so that it has to be stated.
 */
export async function readMetaImage(file: FoundFile): Promise<FileContents> {
  const { bytes, signal } = file;
  const { name } = bytes;
  const header = await readTextHeader(bytes, isDataFile, signal);
  if (!header.complete) throw damaged(name, 'it names no ElementDataFile');
  const fields = fieldsOf(header.lines);
  const shape = numbersOf(fields, 'DimSize');
  const dimensions = Number(fields.get('NDims') ?? shape.length);
  if (shape.length !== dimensions || shape.some((n) => !Number.isSafeInteger(n) || n < 1))
    throw damaged(name, `its DimSize is ${shape.join(' ')}`);
  if (dimensions < 1 || dimensions > 4) {
    throw new VoxmetryError(
      'unsupported-format',
      `${name} has ${dimensions} axes; 1 to 4 are read.`,
    );
  }
  const type = typeOf(fields, name);
  const channels = Number(fields.get('ElementNumberOfChannels') ?? 1);
  if (!Number.isSafeInteger(channels) || channels < 1 || channels > 1024)
    throw damaged(name, 'its number of channels cannot be meant');
  const count = shape.reduce((product, n) => product * n, channels);
  const needed = count * bytesOfStored(type);
  if (!Number.isSafeInteger(needed)) throw damaged(name, `its DimSize is ${shape.join(' ')}`);
  const block = await dataBlock(file, fields, header.end, { type, count, needed, shape });
  const size = map3((i) => shape[i] ?? 1);
  const image = describedImage({
    bytes: block.bytes,
    offset: block.offset,
    stored: block.isBinary
      ? { type, bigEndian: isBigEndian(fields) }
      : { type: dtypeOfStored(type), bigEndian: false },
    size,
    ...sideBySide(channels, size),
    times: shape[3] ?? 1,
    timeStride: channels * size[0] * size[1] * size[2],
    ...calibration(fields, dimensions),
  });
  return {
    format: 'metaimage',
    images: [image],
    close: () => {
      block.bytes.close();
      bytes.close();
    },
  };
}

interface Data {
  readonly type: StoredType;
  readonly count: number;
  readonly needed: number;
  readonly shape: readonly number[];
}

async function dataBlock(
  file: FoundFile,
  fields: Fields,
  end: number,
  { type, count, needed, shape }: Data,
): Promise<{ bytes: ByteSource; offset: number; isBinary: boolean }> {
  const { bytes, signal } = file;
  const target = fields.get('ElementDataFile') ?? '';
  const local = /^local$/i.test(target);
  const names = local ? [] : await dataFiles(file, target, shape);
  const parts = await Promise.all(names.map((name) => openBeside(file.beside, file.path, name)));
  const data = local ? bytes : joinedSource(bytes.name, parts);
  const start = local ? end : 0;
  if (isFalse(fields.get('BinaryData'))) {
    return {
      bytes: await numbersOfText(data, start, type, count, signal),
      offset: 0,
      isBinary: false,
    };
  }
  if (isTrue(fields.get('CompressedData'))) {
    if (parts.length > 1) {
      throw new VoxmetryError(
        'unsupported-format',
        `${bytes.name} is compressed in several files, which is not read. Save it as one .mha.`,
      );
    }
    return { bytes: inflatedSource(data, 'deflate', needed, start), offset: 0, isBinary: true };
  }
  const skip = Number(fields.get('HeaderSize') ?? 0);
  if (!Number.isSafeInteger(skip) || skip < -1) throw damaged(bytes.name, 'its HeaderSize');
  if (parts.length > 1 && skip !== 0) {
    throw new VoxmetryError(
      'unsupported-format',
      `${bytes.name} is in several files with a header each, which is not read. Save it as one .mha.`,
    );
  }
  const offset = skip === -1 ? data.size - needed : start + skip;
  const spare = data.size - offset - needed;
  // Voxels behind a header of their own would be read from the wrong place.
  if (!local && spare > 0)
    throw damaged(
      bytes.name,
      `its data hold ${spare} bytes more than its DimSize takes; where the voxels come last, it needs HeaderSize = -1`,
    );
  return { bytes: data, offset, isBinary: true };
}

/** The files of the data: one, `LIST` with a name a line, or a pattern `s%03d.raw 1 100 1`. */
async function dataFiles(
  file: FoundFile,
  target: string,
  shape: readonly number[],
): Promise<readonly string[]> {
  const { bytes } = file;
  const pattern = /^(\S*%0?\d*d\S*)\s+(\d+)\s+(\d+)\s+(\d+)$/.exec(target);
  if (pattern !== null) {
    const [, format = '', first, last, step] = pattern;
    return numberedNames(format, Number(first), Number(last), Number(step), bytes.name);
  }
  const list = /^LIST(?:\s+(\d+)D?)?$/i.exec(target);
  if (list === null) return [target];
  const dimension = Number(list[1] ?? shape.length - 1);
  if (dimension < shape.length - 1) {
    throw new VoxmetryError(
      'unsupported-format',
      `${bytes.name} is in files of ${dimension} axes, which is not read. Save it as one .mha.`,
    );
  }
  return namesBehind(file, isDataFile);
}

function calibration(
  fields: Fields,
  dimensions: number,
): { spacing?: Vec3; unit?: string; spacingFrom?: string; origin?: Vec3; direction?: Direction } {
  const name = fields.has('ElementSpacing') ? 'ElementSpacing' : 'ElementSize';
  const distances = numbersOf(fields, name).slice(0, 3);
  const matrix = numbersOf(fields, 'TransformMatrix', 'Orientation', 'Rotation');
  const origin = numbersOf(fields, 'Offset', 'Position', 'Origin');
  const unit = canonicalUnit(fields.get('DistanceUnits') ?? '');
  const direction = [0, 1, 2].map((axis) => [0, 1, 2].map((i) => matrix[axis * 3 + i] ?? NaN));
  return {
    // A negative distance is how some programs write a flip; the format has a matrix for that.
    ...(distances.length > 0 && distances.every((d) => d !== 0 && Number.isFinite(d))
      ? { spacing: map3((i) => Math.abs(distances[i] ?? 1)), spacingFrom: `MetaImage ${name}` }
      : {}),
    ...(unit === 'px' || unit === '?' ? {} : { unit }),
    ...(dimensions === 3 && origin.length === 3 && origin.every(Number.isFinite)
      ? { origin: map3((i) => origin[i]!) }
      : {}),
    ...(dimensions === 3 && matrix.length === 9 && matrix.every(Number.isFinite)
      ? { direction: direction as unknown as Direction }
      : {}),
  };
}

function fieldsOf(lines: readonly string[]): Fields {
  const fields = new Map<string, string>();
  for (const line of lines) {
    const equals = line.indexOf('=');
    if (equals > 0) fields.set(line.slice(0, equals).trim(), line.slice(equals + 1).trim());
  }
  return fields;
}

/** The numbers of the first field that is there. */
function numbersOf(fields: Fields, ...names: string[]): number[] {
  return numbersIn(names.map((name) => fields.get(name)).find((value) => value !== undefined));
}

function typeOf(fields: Fields, name: string): StoredType {
  const text = fields.get('ElementType') ?? '';
  // ITK writes vectors as arrays of their type.
  const type = TYPES[text.replace(/_ARRAY$/, '')];
  if (type !== undefined) return type;
  throw new VoxmetryError(
    'unsupported-format',
    `${name} holds values of type '${text}', which is not read; integers and floats are.`,
  );
}

function isBigEndian(fields: Fields): boolean {
  return isTrue(fields.get('BinaryDataByteOrderMSB') ?? fields.get('ElementByteOrderMSB'));
}

function isTrue(text: string | undefined): boolean {
  return /^(true|t|1|yes)$/i.test(text ?? '');
}

function isFalse(text: string | undefined): boolean {
  return /^(false|f|0|no)$/i.test(text ?? '');
}

function damaged(name: string, reason: string): VoxmetryError {
  return damagedFile('MetaImage', name, reason);
}
