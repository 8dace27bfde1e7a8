import { VoxmetryError } from '../../recipe/errors.js';
import type { ContentsReader, FileContents, FoundFile, StoredImage } from '../contents.js';
import { Pace } from '../pace.js';
import { BlockCache } from './block_cache.js';
import { fieldText } from './directory.js';
import { isOme } from './ome.js';
import type { OpenedStacks } from './ome_stacks.js';
import { omeStacks } from './ome_stacks.js';
import { isAuxiliary } from './page.js';
import { plainStacks } from './plain_stacks.js';
import { stackImage } from './stack_image.js';
import { TAG } from './tags.js';
import { openTiffFile } from './tiff_file.js';

/** Bytes of decoded strips and tiles that an open file keeps. */
const CACHE_BYTES = 64 * 1024 * 1024;

/**
 * Reads what a TIFF or BigTIFF file holds: stacks of pages, one page per slice along z, or along
 * channels, slices and times as ImageJ, OME and tifffile describe them, or behind one directory, as
 * ImageJ, tifffile and MetaMorph write stacks.
 *
 * Read: 1 to 16 and 32-bit unsigned (odd depths become the next larger type), 8/16/32-bit signed,
 * 16/32-bit float, 64-bit float as f32; either byte order; strips and tiles; values side by side or
 * apart; no compression, LZW, deflate, PackBits, zstd, JPEG; predictors 2 and 3. The values of a
 * pixel are channels by their names; of colour maps the indices are read. Values come as stored,
 * also where white is zero (a warning says so).
 *
 * Pages of other sizes and types, and each series of tifffile and image of OME, are images of their
 * own; thumbnails and masks are opened only by their names. SubIFDs are lower resolutions.
 *
 * Voxel size and unit come from ImageJ, OME and tifffile descriptions and from the tags of FEI and
 * Zeiss microscopes: plain resolution tags are defaults of the program that wrote them, not
 * calibrations, and a warning names them. A single page whose bytes go on for whole slices is
 * warned of, and read so where `size` asks for it.
 *
 * Cost: opening reads the directories, of RGB also a few rows of three slices. Uncompressed strips
 * are read by row; other data by strip or tile, with the last 64 MiB decoded kept.
 */
export const readTiff: ContentsReader = (file) => tiffContents(file, new BlockCache(CACHE_BYTES));

/** As `readTiff`, with decoded blocks kept among those of other files. */
export async function tiffContents(found: FoundFile, cache: BlockCache): Promise<FileContents> {
  const pace = new Pace(found);
  const file = await openTiffFile(found.bytes, pace);
  const first = file.pages.find((page) => !isAuxiliary(page)) ?? file.pages[0]!;
  const text = fieldText(first, TAG.imageDescription);
  const opened = isOme(text)
    ? await omeStacks({ ...found, file, text }, pace)
    : { stacks: await plainStacks(file, found.size, pace), close: () => undefined };
  const contents = await contentsOf(found, opened, cache);
  pace.done();
  return contents;
}

/** Stacks as what a file holds. */
export async function contentsOf(
  { bytes, signal }: FoundFile,
  { stacks, close }: OpenedStacks,
  cache = new BlockCache(CACHE_BYTES),
): Promise<FileContents> {
  const images: StoredImage[] = [];
  let failure: unknown;
  try {
    for (const stack of stacks) {
      try {
        images.push(await stackImage(stack, cache, signal));
      } catch (error) {
        // A damaged thumbnail is no reason not to open what it belongs to.
        if (!stack.auxiliary || isCancelled(error)) throw error;
        failure = error;
      }
    }
    if (images.length === 0) throw failure;
  } catch (error) {
    close();
    throw error;
  }
  return {
    format: 'tiff',
    images,
    close: () => {
      cache.clear();
      close();
      bytes.close();
    },
  };
}

function isCancelled(error: unknown): boolean {
  return error instanceof VoxmetryError && error.code === 'cancelled';
}
