import { VoxmetryError } from '../../recipe/errors.js';
import type { ByteSource } from '../byte_source.js';
import { damagedFile } from '../damaged_file.js';
import type { FileContents, FoundFile, StoredImage } from '../contents.js';
import type { GridReader } from '../grid_source.js';
import { Pace } from '../pace.js';
import { planeByPlane } from '../plane_stack.js';
import type { StoredType } from '../sample_type.js';
import { bytesOfStored, dtypeOfStored, F64_WARNING } from '../sample_type.js';
import { blockReader } from '../strided_block.js';
import type { CompoundFile } from './compound_file.js';
import { openCompoundFile } from './compound_file.js';

/** Types of values by the number in `ImageInfo/DataType`. */
const TYPES: Readonly<Record<number, StoredType>> = {
  2: 'i8',
  3: 'u8',
  4: 'i16',
  5: 'u16',
  6: 'i32',
  7: 'u32',
  10: 'f32',
  11: 'f64',
};

/** Images of one storage. */
const PER_STORAGE = 100;
const MOST_IMAGES = 100_000;

/**
 * A scan of Zeiss Xradia: a reconstruction (`.txm`), projections (`.txrm`) or one image (`.xrm`),
 * an OLE file with a stream for each image. Rows and images are in the order in which they are
 * stored, the first row at y = 0 and the first image at z = 0. The voxel size of a reconstruction
 * is `PixelSize`, in µm; projections follow each other by angle, so that they have none.
 */
export async function readTxm({ bytes, path, signal }: FoundFile): Promise<FileContents> {
  const file = await openCompoundFile(bytes, signal);
  const image = await scanImage(file, bytes.name, path, signal);
  return {
    format: 'txm',
    images: [image],
    close: () => {
      bytes.close();
    },
  };
}

async function scanImage(
  file: CompoundFile,
  name: string,
  path: string,
  signal: AbortSignal | undefined,
): Promise<StoredImage> {
  const number = async (stream: string, float = false): Promise<number | undefined> =>
    (await numbersOf(file, stream, 1, float, signal))?.[0];
  const [width, height] = [
    await number('ImageInfo/ImageWidth'),
    await number('ImageInfo/ImageHeight'),
  ];
  const planned = await number('ImageInfo/NoOfImages');
  const taken = await number('ImageInfo/ImagesTaken');
  const count = taken === 0 ? planned : (taken ?? planned);
  if (width === undefined || height === undefined || count === undefined) {
    throw new VoxmetryError(
      'unsupported-format',
      `${name} is an OLE file without images of a scan (ImageInfo). Those of Zeiss Xradia are read: ` +
        '.txm, .txrm, .xrm.',
    );
  }
  const pixels = width * height;
  if (pixels === 0 || !Number.isSafeInteger(pixels * 8) || count < 1 || count > MOST_IMAGES)
    throw damaged(name, `it states ${count} images of ${width}×${height} pixels`);
  const slices = imagesOf(file, count, name);
  const type = typeOf(await number('ImageInfo/DataType'), slices[0]!.size / pixels, name);
  const needed = pixels * bytesOfStored(type);
  const odd = slices.findIndex(({ size }) => size !== needed);
  if (odd >= 0)
    throw damaged(
      name,
      `image ${odd + 1} has ${slices[odd]!.size} bytes, and ${needed} are needed`,
    );
  const warnings: string[] = type === 'f64' ? [F64_WARNING] : [];
  if (planned !== undefined && planned > count)
    warnings.push(`The scan was stopped: ${count} of ${planned} images are there.`);
  const edge = await number('ImageInfo/PixelSize', true);
  const isSized = edge !== undefined && edge > 0 && Number.isFinite(edge);
  // Stored as f32: 0.7 is 0.699999988.
  const size = isSized ? Number(edge.toPrecision(7)) : undefined;
  // The names are spelled so in the files.
  const columns = await number('ImageInfo/MosiacColumns');
  const rows = await number('ImageInfo/MosiacRows');
  const tiled = count > 1 && (columns ?? 0) * (rows ?? 0) > 1;
  const projected = await areProjections(file, count, path, signal);
  const isVolume = !tiled && !projected;
  if (!isVolume) {
    const what = tiled
      ? 'tiles of a mosaic, which are not put together'
      : 'projections, one behind the other by angle';
    const pixel = size === undefined ? '' : ` A pixel is ${size} µm.`;
    warnings.push(
      `The images are ${what}: z is no length, so that there is no voxel size.${pixel}`,
    );
  }
  if (file.stream('ReferenceData/Image') !== undefined)
    warnings.push('The values are as stored: not divided by the reference image of the file.');
  return {
    path: '',
    dtype: dtypeOfStored(type),
    size: [width, height, count],
    spacing: size !== undefined && isVolume ? [size, size, size] : undefined,
    unit: size !== undefined && isVolume ? 'µm' : undefined,
    spacingFrom: 'ImageInfo/PixelSize',
    channels: [],
    times: 1,
    warnings,
    reader: () => imagesReader(slices, type, width),
  };
}

function imagesOf(file: CompoundFile, count: number, name: string): ByteSource[] {
  return Array.from({ length: count }, (_, i) => {
    const path = `ImageData${Math.floor(i / PER_STORAGE) + 1}/Image${i + 1}`;
    const stream = file.stream(path);
    if (stream === undefined) throw damaged(name, `of its ${count} images, ${path} is missing`);
    return stream;
  });
}

function typeOf(code: number | undefined, bytes: number, name: string): StoredType {
  // Old files do not say; theirs are of two bytes or of four.
  const known = code ?? { 2: 5, 4: 10 }[bytes];
  const type = TYPES[known ?? 0];
  if (type !== undefined) return type;
  throw new VoxmetryError(
    'unsupported-format',
    `${name} holds values of type ${String(code)}, which is not read; 8- to 32-bit integers and floats are.`,
  );
}

/** A reconstruction is told by its name; else angles that differ tell projections. */
async function areProjections(
  file: CompoundFile,
  count: number,
  path: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (/\.txrm$/i.test(path)) return true;
  if (/\.txm$/i.test(path) || count < 2) return false;
  const angles = await numbersOf(file, 'ImageInfo/Angles', count, true, signal);
  return angles?.some((angle) => angle !== angles[0]) === true;
}

/** The first numbers of a stream, little-endian; undefined where it has fewer. */
async function numbersOf(
  file: CompoundFile,
  path: string,
  count: number,
  float: boolean,
  signal: AbortSignal | undefined,
): Promise<number[] | undefined> {
  const stream = file.stream(path);
  if (stream === undefined || stream.size < 4 * count) return undefined;
  const bytes = await stream.read(0, 4 * count, signal);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: count }, (_, i) =>
    float ? view.getFloat32(4 * i, true) : view.getUint32(4 * i, true),
  );
}

function imagesReader(slices: readonly ByteSource[], type: StoredType, width: number): GridReader {
  const readers = slices.map((bytes) =>
    blockReader({
      bytes,
      stored: { type, bigEndian: false },
      offset: 0,
      strides: [1, width, 0],
    }),
  );
  return planeByPlane(
    slices[0]!.size,
    (z, box, out, signal) => readers[z]!.read(box, out, new Pace({ signal })),
    () => undefined,
  );
}

function damaged(name: string, reason: string): VoxmetryError {
  return damagedFile('scan of Xradia', name, reason);
}
