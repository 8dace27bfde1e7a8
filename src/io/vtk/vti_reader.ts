import type { Vec3 } from '../../recipe/geometry.js';
import { map3 } from '../../recipe/geometry.js';
import type { ByteSource } from '../byte_source.js';
import type { FileContents, FoundFile, StoredImage } from '../contents.js';
import { describedImage, sideBySide } from '../described_grid.js';
import { dtypeOfStored } from '../sample_type.js';
import { numbersOfText } from '../numbers_of_text.js';
import type { Direction } from '../orientation.js';
import { numbersIn } from '../text_header.js';
import type { StartTag } from '../xml_tags.js';
import { startTags } from '../xml_tags.js';
import type { Encoding } from './array_data.js';
import { base64Source, binaryData } from './array_data.js';
import { damaged, unsupported, vtkType } from './types.js';
import { bufferSource } from '../byte_source.js';

/** Text before the appended data; a file whose data are text is read whole up to the second. */
const LONGEST_HEAD = 1 << 20;
const LONGEST_TEXT = 512 * 2 ** 20;

/** What the parts of a file have in common. */
interface VtiFile {
  readonly bytes: ByteSource;
  readonly text: string;
  readonly encoding: Encoding;
  /** Byte behind the `_` of the appended data, and whether these are base64. */
  readonly appended: { readonly start: number; readonly base64: boolean } | undefined;
  readonly grid: {
    readonly cells: Vec3;
    readonly spacing: Vec3 | undefined;
    readonly origin: Vec3 | undefined;
    readonly direction: Direction | undefined;
  };
}

/**
 * A VTK XML image (`.vti`) of one piece: arrays at points and in cells; inline (text or base64) or
 * appended (raw or base64); plain or zlib. VTK has no units.
 */
export async function readVti({ bytes, signal }: FoundFile): Promise<FileContents> {
  const file = await parse(bytes, signal);
  const images: StoredImage[] = [];
  const refused: string[] = [];
  let section = '';
  let pieces = 0;
  for (const tag of startTags(file.text)) {
    if (tag.name === 'Piece' && ++pieces > 1)
      throw unsupported(bytes.name, 'it is in several pieces; save it as one');
    if (['PointData', 'CellData', 'FieldData'].includes(tag.name)) section = tag.name;
    if (tag.name !== 'DataArray' || !['PointData', 'CellData'].includes(section)) continue;
    const type = vtkType(tag.attributes.get('type') ?? '');
    if (type === undefined) refused.push(tag.attributes.get('type') ?? '');
    else images.push(await imageOf(file, tag, section === 'CellData', signal));
  }
  if (images.length === 0)
    throw unsupported(
      bytes.name,
      `it holds no array of values that are read (${refused.join(', ').slice(0, 80)})`,
    );
  return {
    format: 'vti',
    images,
    close: () => {
      bytes.close();
    },
  };
}

async function parse(bytes: ByteSource, signal: AbortSignal | undefined): Promise<VtiFile> {
  const { name } = bytes;
  const decoder = new TextDecoder('latin1');
  let text = decoder.decode(await bytes.read(0, Math.min(LONGEST_HEAD, bytes.size), signal));
  let mark = text.indexOf('<AppendedData');
  if (mark < 0 && bytes.size > text.length) {
    if (bytes.size > LONGEST_TEXT)
      throw unsupported(
        name,
        'its voxels are text of more than 512 MiB; save them as appended raw',
      );
    text = decoder.decode(await bytes.read(0, bytes.size, signal));
    mark = text.indexOf('<AppendedData');
  }
  const tags = [...startTags(mark < 0 ? text : text.slice(0, mark))];
  const attribute = (tag: string, key: string): string | undefined =>
    tags.find((found) => found.name === tag)?.attributes.get(key);
  if (attribute('VTKFile', 'type') !== 'ImageData')
    throw unsupported(
      name,
      `it holds ${attribute('VTKFile', 'type') ?? 'no data'}; a volume is ImageData`,
    );
  const compressor = attribute('VTKFile', 'compressor') ?? '';
  if (compressor !== '' && compressor !== 'vtkZLibDataCompressor')
    throw unsupported(name, `it is compressed by ${compressor.slice(0, 40)}; zlib is read`);
  const extent = numbersIn(attribute('Piece', 'Extent') ?? attribute('ImageData', 'WholeExtent'));
  const cells = map3((i) => (extent[2 * i + 1] ?? NaN) - (extent[2 * i] ?? NaN));
  if (extent.length !== 6 || cells.some((n) => !(n >= 0))) throw damaged(name, 'its extent');
  const direction = numbersIn(attribute('ImageData', 'Direction'));
  return {
    bytes,
    text: mark < 0 ? text : text.slice(0, mark),
    encoding: {
      headerBytes: attribute('VTKFile', 'header_type') === 'UInt64' ? 8 : 4,
      bigEndian: attribute('VTKFile', 'byte_order') === 'BigEndian',
      compressed: compressor !== '',
    },
    appended: mark < 0 ? undefined : appendedData(text, mark, name),
    grid: {
      cells,
      spacing: triple(attribute('ImageData', 'Spacing'), (n) => n > 0),
      origin: triple(attribute('ImageData', 'Origin'), Number.isFinite),
      // Rows of a matrix whose columns are where the axes point.
      direction:
        direction.length === 9 && direction.every(Number.isFinite)
          ? ([0, 1, 2].map((axis) =>
              [0, 1, 2].map((row) => direction[row * 3 + axis]!),
            ) as unknown as Direction)
          : undefined,
    },
  };
}

function appendedData(
  text: string,
  mark: number,
  name: string,
): { start: number; base64: boolean } {
  const end = text.indexOf('>', mark);
  const underscore = text.indexOf('_', end);
  if (end < 0 || underscore < 0) throw damaged(name, 'its appended data do not begin');
  return { start: underscore + 1, base64: /encoding\s*=\s*["']base64/.test(text.slice(mark, end)) };
}

async function imageOf(
  file: VtiFile,
  tag: StartTag,
  inCells: boolean,
  signal: AbortSignal | undefined,
): Promise<StoredImage> {
  const { bytes, encoding, grid } = file;
  const components = Number(tag.attributes.get('NumberOfComponents') ?? 1);
  if (!Number.isSafeInteger(components) || components < 1 || components > 1024)
    throw damaged(bytes.name, 'its number of components cannot be meant');
  const size = map3((i) => (inCells ? Math.max(1, grid.cells[i]) : grid.cells[i] + 1));
  const type = vtkType(tag.attributes.get('type') ?? '')!;
  const values = size[0] * size[1] * size[2] * components;
  const isText = tag.attributes.get('format') === 'ascii';
  const data = isText
    ? { bytes: await textNumbers(file, tag, values, signal), offset: 0 }
    : await arrayData(file, tag, signal);
  return describedImage({
    path: tag.attributes.get('Name') ?? '',
    ...data,
    stored: isText
      ? { type: dtypeOfStored(type), bigEndian: false }
      : { type, bigEndian: encoding.bigEndian },
    size,
    ...sideBySide(components, size),
    spacing: grid.spacing,
    origin: grid.origin,
    direction: grid.direction,
    spacingFrom: grid.spacing === undefined ? undefined : 'VTK Spacing',
  });
}

async function textNumbers(
  { bytes, text }: VtiFile,
  tag: StartTag,
  values: number,
  signal: AbortSignal | undefined,
): Promise<ByteSource> {
  const content = new TextEncoder().encode(contentOf(text, tag));
  const source = bufferSource(content.buffer, bytes.name);
  return numbersOfText(source, 0, vtkType(tag.attributes.get('type') ?? '')!, values, signal);
}

async function arrayData(
  { bytes, text, encoding, appended }: VtiFile,
  tag: StartTag,
  signal: AbortSignal | undefined,
): Promise<{ bytes: ByteSource; offset: number }> {
  if (tag.attributes.get('format') !== 'appended')
    return binaryData(base64Source(contentOf(text, tag), bytes.name), 0, encoding);
  const offset = Number(tag.attributes.get('offset'));
  if (appended === undefined || !Number.isSafeInteger(offset) || offset < 0)
    throw damaged(bytes.name, 'an array is appended, and nothing is');
  const start = appended.start + offset;
  if (!appended.base64) return binaryData(bytes, start, encoding);
  if (bytes.size - start > LONGEST_TEXT)
    throw unsupported(
      bytes.name,
      'its voxels are text of more than 512 MiB; save them as appended raw',
    );
  const part = await bytes.read(start, Math.max(0, bytes.size - start), signal);
  const base64 = /^[\sA-Za-z0-9+/=]*/.exec(new TextDecoder('latin1').decode(part))?.[0] ?? '';
  return binaryData(base64Source(base64.slice(0, base64.length), bytes.name), 0, encoding);
}

function contentOf(text: string, tag: StartTag): string {
  const end = text.indexOf('<', tag.end);
  return text.slice(tag.end, end < 0 ? undefined : end);
}

function triple(text: string | undefined, sound: (n: number) => boolean): Vec3 | undefined {
  const numbers = numbersIn(text);
  return numbers.length === 3 && numbers.every(sound) ? map3((i) => numbers[i]!) : undefined;
}
