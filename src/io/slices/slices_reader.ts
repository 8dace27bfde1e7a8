import { invalidArgument, VoxmetryError } from '../../recipe/errors.js';
import type { GridArray } from '../../recipe/dtype.js';
import { DTYPES } from '../../recipe/dtype.js';
import { tiffContents } from '../tiff/tiff_reader.js';
import { BlockCache } from '../tiff/block_cache.js';
import { ahead } from '../ahead.js';
import type { ByteSource } from '../byte_source.js';
import type { FileContents, FoundFile, StoredImage } from '../contents.js';
import type { Folder } from '../folder/folder.js';
import type { GridReader } from '../grid_source.js';
import { asReadFailure } from '../grid_source.js';
import { Pace } from '../pace.js';
import { copyBox, planeByPlane } from '../plane_stack.js';
import { channelOf, channelsOf, isGrey } from './colours.js';
import type { DecodedPlane, PlaneFacts } from './plane.js';
import { planeFormat } from './plane_formats.js';
import type { Series } from './series.js';

/** Decoded slices that are kept. */
const KEPT = 64 * 2 ** 20;

/** Files that are opened at once. */
const OPENED_AT_ONCE = 8;

/** Names in a message are listed up to here. */
const LISTED = 5;

/** A slice: what its header says, and how its values are had. */
interface Slice extends PlaneFacts {
  readonly path: string;
  /** The one slice of a TIFF file. */
  readonly tiff: StoredImage | undefined;
  close(): void;
  readonly bytes: ByteSource;
}

/**
 * A stack of numbered images, a slice a file: TIFF of one page, PNG, JPEG or BMP, all of one size
 * and type, in the order of their numbers. Missing numbers are warned of; two files of one number,
 * and files that differ, are refused by name.
 *
 * Cost: the header of every file is read. A region decodes the slices that it meets.
 */
export async function readSlices(
  folder: Folder,
  series: Series,
  {
    signal,
    onProgress,
  }: { signal?: AbortSignal | undefined; onProgress?: ((fraction: number) => void) | undefined },
): Promise<FileContents> {
  const [twice] = series.duplicates;
  if (twice !== undefined) {
    throw invalidArgument(
      'open',
      'input',
      twice.join(' and '),
      'slices of different numbers; leave out those that are not of this stack',
    );
  }
  const pace = new Pace({ signal, onProgress });
  const slices: Slice[] = [];
  // One for all files, of which there may be thousands.
  const cache = new BlockCache(KEPT);
  try {
    const open = ({ path }: Series['files'][number]): Promise<Slice> =>
      openSlice(folder, path, cache, signal);
    const far = { most: OPENED_AT_ONCE, drop: closeOne };
    for await (const slice of ahead(series.files, open, far)) {
      slices.push(slice);
      await pace.step(slices.length / series.files.length);
    }
    checkAlike(slices, series.pattern);
    const image = await imageOf(slices, series);
    return {
      format: 'slices',
      images: [image],
      close: () => {
        closeAll(slices);
      },
    };
  } catch (error) {
    closeAll(slices);
    throw error;
  }
}

/** An image that came alone: a stack of one slice. */
export function readOneSlice({ bytes, path, signal }: FoundFile): Promise<FileContents> {
  const folder: Folder = {
    name: path,
    paths: [path],
    open: () => Promise.resolve(bytes),
    close: () => undefined,
  };
  const series = { pattern: path, files: [{ path, number: 0 }], missing: [], duplicates: [] };
  return readSlices(folder, series, { signal });
}

function closeAll(slices: readonly Slice[]): void {
  for (const slice of slices) closeOne(slice);
}

function closeOne(slice: Slice): void {
  slice.close();
}

async function openSlice(
  folder: Folder,
  path: string,
  cache: BlockCache,
  signal: AbortSignal | undefined,
): Promise<Slice> {
  const bytes = await folder.open(path);
  if (bytes === undefined) throw damaged(path, 'it is gone');
  if (bytes.size === 0) throw damaged(path, 'it is empty');
  const head = await bytes.read(0, Math.min(64, bytes.size), signal);
  const format = planeFormat(head);
  if (format !== undefined) {
    const needed = Math.min(format.headBytes, bytes.size);
    const facts = format.facts(await bytes.read(0, needed, signal), path);
    const close = (): void => {
      bytes.close();
    };
    return { ...facts, path, bytes, tiff: undefined, close };
  }
  const contents = await tiffContents({ bytes, path, beside: undefined, signal }, cache);
  const mains = contents.images.filter(({ auxiliary }) => auxiliary !== true);
  const [tiff] = mains;
  const [width = 1, height = 1, slices = 1] = tiff?.size ?? [];
  const planes = mains.reduce((sum, image) => sum + image.size[2] * image.times, 0);
  if (tiff === undefined || planes > 1 || slices > 1) {
    contents.close();
    throw new VoxmetryError(
      'unsupported-format',
      `${path} holds ${planes} slices of its own, so it is no slice of a stack. Open it alone.`,
    );
  }
  const close = (): void => {
    contents.close();
  };
  const { dtype, channels } = tiff;
  return { path, bytes, tiff, close, dtype, width, height, channels: Math.max(1, channels.length) };
}

function checkAlike(slices: readonly Slice[], pattern: string): void {
  const kinds = new Map<string, string[]>();
  for (const { path, width, height, dtype, channels, tiff } of slices) {
    const colours =
      tiff === undefined ? (channels >= 3 ? 'colours' : '') : tiff.channels.join(', ');
    const kind = `${width}×${height} ${dtype}${colours === '' ? '' : ` in ${colours}`}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), path]);
  }
  if (kinds.size < 2) return;
  const byCount = [...kinds].sort((a, b) => b[1].length - a[1].length);
  const [most, ...others] = byCount;
  const odd = others.map(([kind, paths]) => `${listed(paths)} (${kind})`).join('; ');
  throw new VoxmetryError(
    'unsupported-format',
    `The slices ${pattern} are not alike: most are ${most![0]}, but not ${odd}. Leave these out, or ` +
      'export all at one size and type.',
  );
}

async function imageOf(slices: readonly Slice[], series: Series): Promise<StoredImage> {
  const [first] = slices;
  if (first === undefined) throw damaged(series.pattern, 'it has no files');
  const { tiff } = first;
  // Equal colours of a TIFF file are said by its own warning.
  const warnings: string[] = [...((tiff?.grey ?? tiff)?.warnings ?? [])];
  if (series.missing.length > 0) {
    const list = series.missing.slice(0, 10).join(', ') + (series.missing.length > 10 ? ', …' : '');
    warnings.push(
      `Of the slices ${series.pattern}, ${series.missing.length} are missing between the first and the last ` +
        `(${list}): those that are there follow each other.`,
    );
  }
  // Grey that was saved in colours is told by the first slice; the others are checked when read.
  const decoded = tiff === undefined ? await decodePlane(first) : undefined;
  const grey =
    decoded === undefined ? tiff?.grey !== undefined || first.channels === 1 : isGrey(decoded);
  if (decoded?.indexed === true)
    warnings.push('The files have a colour map; the numbers are read, not the colours.');
  if (grey && decoded !== undefined && first.channels >= 3)
    warnings.push('The colours are equal, so grey values are read.');
  const spacing = tiff?.spacing;
  const calibrated = spacing !== undefined && tiff?.unit !== undefined && tiff.unit !== 'px';
  if (calibrated && slices.length > 1) {
    warnings.push(
      'The files do not say how far apart the slices are; they are taken to be as far as pixels. State the spacing.',
    );
  }
  return {
    path: series.pattern,
    dtype: first.dtype,
    size: [first.width, first.height, slices.length],
    spacing: calibrated ? [spacing[0], spacing[1], spacing[0]] : undefined,
    unit: calibrated ? tiff.unit : undefined,
    spacingFrom: calibrated ? 'the first slice' : undefined,
    channels: grey ? [] : (tiff?.channels ?? channelsOf(first.channels)),
    times: 1,
    warnings,
    scaleWarnings: calibrated ? [] : (tiff?.scaleWarnings ?? []),
    reader: ({ channel }) => slicesReader(slices, channel, grey),
  };
}

function slicesReader(slices: readonly Slice[], channel: number, grey: boolean): GridReader {
  const cache = new BlockCache(KEPT);
  const planeOf = async (z: number): Promise<GridArray> => {
    const key = String(z);
    const known = cache.get(key);
    if (known !== undefined) return known;
    const slice = slices[z]!;
    const decoded = await decodePlane(slice);
    if (grey && !isGrey(decoded)) throw coloured(slice.path);
    const plane = channelOf(decoded, channel);
    cache.put(key, plane);
    return plane;
  };
  const tiffReader = ({ tiff, path }: Slice): GridReader | undefined => {
    if (tiff === undefined) return undefined;
    if (grey && tiff.grey === undefined && tiff.channels.length > 1) throw coloured(path);
    const image = grey ? (tiff.grey ?? tiff) : tiff;
    return image.reader({ channel, time: 0 });
  };
  const { width, height, channels, dtype } = slices[0]!;
  return planeByPlane(
    (width * height * channels * DTYPES[dtype].bits) / 8,
    async (z, box, out, signal) => {
      const slice = slices[z]!;
      const tiff = tiffReader(slice);
      if (tiff === undefined) copyBox(await planeOf(z), slice.width, box, out);
      else await tiff.read(box, out, new Pace({ signal }));
    },
    () => {
      cache.clear();
    },
  );
}

function coloured(path: string): VoxmetryError {
  return new VoxmetryError(
    'unsupported-format',
    `${path} has colours, and the first slice is grey. Convert all to grey, or leave it out.`,
  );
}

async function decodePlane({
  bytes,
  path,
  width,
  height,
  channels,
  dtype,
}: Slice): Promise<DecodedPlane> {
  const all = await bytes.read(0, bytes.size);
  const format = planeFormat(all);
  // A decoder's own error says nothing of which slice it was.
  const decoding = async (): Promise<DecodedPlane | undefined> => format?.decode(all, path);
  const decoded = await decoding().catch((error: unknown) => {
    throw asReadFailure(error, path);
  });
  const same =
    decoded?.width === width &&
    decoded.height === height &&
    decoded.channels === channels &&
    decoded.values.BYTES_PER_ELEMENT * 8 === DTYPES[dtype].bits;
  if (decoded === undefined || !same)
    throw damaged(path, 'its pixels are not what its header says');
  return decoded;
}

function damaged(name: string, reason: string): VoxmetryError {
  return new VoxmetryError('corrupt-file', `${name} cannot be read: ${reason}. Export it again.`);
}

function listed(paths: readonly string[]): string {
  const more = paths.length - LISTED;
  return paths.slice(0, LISTED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
