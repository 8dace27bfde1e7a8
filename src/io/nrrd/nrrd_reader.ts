import { VoxmetryError } from '../../recipe/errors.js';
import { damagedFile } from '../damaged_file.js';
import type { ByteSource } from '../byte_source.js';
import type { FileContents, FoundFile } from '../contents.js';
import { describedImage } from '../described_grid.js';
import { openBeside } from '../folder/folder.js';
import { gzipLength, inflatedSource } from '../inflated_source.js';
import { joinedSource } from '../joined_source.js';
import { numbersOfText } from '../numbers_of_text.js';
import type { StoredType } from '../sample_type.js';
import { bytesOfStored, dtypeOfStored } from '../sample_type.js';
import { numbersIn, readTextHeader } from '../text_header.js';
import { nrrdAxes } from './axes.js';
import type { NrrdFields } from './header.js';
import { nrrdFields } from './header.js';
import { dataFiles } from './data_files.js';

/** Every name of a type in the format's definition. */
const TYPES: Readonly<Record<string, StoredType>> = {
  ...all(['signed char', 'int8', 'int8_t'], 'i8'),
  ...all(['uchar', 'unsigned char', 'uint8', 'uint8_t'], 'u8'),
  ...all(['short', 'short int', 'signed short', 'signed short int', 'int16', 'int16_t'], 'i16'),
  ...all(['ushort', 'unsigned short', 'unsigned short int', 'uint16', 'uint16_t'], 'u16'),
  ...all(['int', 'signed int', 'int32', 'int32_t'], 'i32'),
  ...all(['uint', 'unsigned int', 'uint32', 'uint32_t'], 'u32'),
  ...all(
    [
      'longlong',
      'long long',
      'long long int',
      'signed long long',
      'signed long long int',
      'int64',
      'int64_t',
    ],
    'i64',
  ),
  ...all(
    ['ulonglong', 'unsigned long long', 'unsigned long long int', 'uint64', 'uint64_t'],
    'u64',
  ),
  float: 'f32',
  double: 'f64',
};

/**
 * A NRRD file, attached or detached (`.nhdr` with its data beside it), raw, gzip or text; of three
 * axes in space, and one of channels or times. Voxel sizes come from `space directions` or
 * `spacings`, with `space units` or `units`.
 */
export async function readNrrd(file: FoundFile): Promise<FileContents> {
  const { bytes, signal } = file;
  const header = await readTextHeader(bytes, (line) => line === '', signal);
  const fields = nrrdFields(header, bytes.name);
  const type = typeOf(fields, bytes.name);
  const shape = numbersIn(fields.get('sizes'));
  if (shape.length === 0 || shape.some((n) => !Number.isSafeInteger(n) || n < 1))
    throw damaged(bytes.name, 'it states no sizes');
  const axes = nrrdAxes(fields, shape, bytes.name);
  const count = shape.reduce((product, n) => product * n, 1);
  const needed = count * bytesOfStored(type);
  if (!Number.isSafeInteger(needed)) throw damaged(bytes.name, `its sizes are ${shape.join(' ')}`);
  const parts = await Promise.all(
    (await dataFiles(file, fields, shape)).map((name) => openBeside(file.beside, file.path, name)),
  );
  const attached = parts.length === 0;
  if (attached && !header.complete) throw damaged(bytes.name, 'no data follow its header');
  const data = attached ? bytes : joinedSource(bytes.name, parts);
  const block = await dataBlock(fields, data, attached ? header.end : 0, { type, count, needed });
  if (!attached) await checkNothingBehind(fields, data, block, needed);
  const image = describedImage({
    ...axes,
    ...block,
    stored: block.isBinary
      ? { type, bigEndian: fields.get('endian') === 'big' }
      : { type: dtypeOfStored(type), bigEndian: false },
  });
  return {
    format: 'nrrd',
    images: [image],
    close: () => {
      block.bytes.close();
      bytes.close();
    },
  };
}

interface Block {
  readonly bytes: ByteSource;
  readonly offset: number;
  readonly isBinary: boolean;
}

/** Where the values are: behind lines and bytes that are skipped, inflated or parsed. */
async function dataBlock(
  fields: NrrdFields,
  data: ByteSource,
  start: number,
  { type, count, needed }: { type: StoredType; count: number; needed: number },
): Promise<Block> {
  const skipped = await behindLines(data, start, integer(fields, 'lineskip', data.name));
  const skip = integer(fields, 'byteskip', data.name);
  if (skip < -1) throw damaged(data.name, `its byte skip is ${skip}`);
  const encoding = (fields.get('encoding') ?? '').toLowerCase();
  switch (encoding) {
    case 'raw':
      return {
        bytes: data,
        offset: skip === -1 ? data.size - needed : skipped + skip,
        isBinary: true,
      };
    case 'gz':
    case 'gzip': {
      // Counted from the end of what is inflated.
      const before = skip === -1 ? await gzipLead(data, skipped, needed) : skip;
      const bytes = inflatedSource(data, 'gzip', before + needed, skipped);
      return { bytes, offset: before, isBinary: true };
    }
    case 'txt':
    case 'text':
    case 'ascii': {
      const bytes = await numbersOfText(data, skipped, type, count);
      return { bytes, offset: 0, isBinary: false };
    }
    default:
      throw new VoxmetryError(
        'unsupported-format',
        `${data.name} is of encoding '${encoding}', which is not read; raw, gzip and text are. ` +
          'Save it as raw: unu save -f nrrd -e raw.',
      );
  }
}

/**
 * A file of voxels that holds more than they take begins with something else, or is of another
 * size: either way they would be read from the wrong place.
 */
async function checkNothingBehind(
  fields: NrrdFields,
  data: ByteSource,
  { bytes, offset, isBinary }: Block,
  needed: number,
): Promise<void> {
  if (!isBinary) return;
  const length = bytes === data ? data.size : await gzipLength(data);
  const spare = length - offset - needed;
  if (spare > 0)
    throw damaged(
      data.name,
      `its data hold ${spare} bytes more than its sizes take; where the voxels come last, it needs 'byte skip: -1' (it states '${fields.get('byteskip') ?? 0}')`,
    );
}

async function gzipLead(data: ByteSource, start: number, needed: number): Promise<number> {
  const length = await gzipLength(data);
  if (length < needed || start !== 0) throw damaged(data.name, 'it holds less than its sizes say');
  return length - needed;
}

async function behindLines(bytes: ByteSource, start: number, lines: number): Promise<number> {
  let at = start;
  for (let left = lines; left > 0;) {
    const part = await bytes.read(at, Math.min(4096, bytes.size - at));
    if (part.length === 0) throw damaged(bytes.name, `it has no ${lines} lines to skip`);
    const end = part.indexOf(10);
    at += end < 0 ? part.length : end + 1;
    if (end >= 0) left--;
  }
  return at;
}

function typeOf(fields: NrrdFields, name: string): StoredType {
  const text = (fields.get('type') ?? '').toLowerCase();
  const type = TYPES[text];
  if (type !== undefined) return type;
  throw new VoxmetryError(
    'unsupported-format',
    `${name} holds values of type '${text}', which is not read; integers and floats are. ` +
      'Convert it: unu convert -t float.',
  );
}

function integer(fields: NrrdFields, field: string, name: string): number {
  const value = Number(fields.get(field) ?? 0);
  if (!Number.isSafeInteger(value) || (field === 'lineskip' && (value < 0 || value > 1e6)))
    throw damaged(name, `its ${field} is no whole number`);
  return value;
}

function damaged(name: string, reason: string): VoxmetryError {
  return damagedFile('NRRD file', name, reason);
}

function all(names: readonly string[], type: StoredType): Record<string, StoredType> {
  return Object.fromEntries(names.map((name) => [name, type]));
}
