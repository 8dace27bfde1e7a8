import type { GridArray } from '../../recipe/dtype.js';
import { makeArray } from '../../recipe/dtype.js';
import type { Region, Vec3 } from '../../recipe/geometry.js';
import { volumeOf } from '../../recipe/geometry.js';
import type { ByteSource } from '../byte_source.js';
import { calibrated, makeGridSource } from '../grid_source.js';
import { Pace } from '../pace.js';
import type { RowLayout } from '../rows.js';
import { packedRows, readRows } from '../rows.js';
import { bytesOfStored, dtypeOfStored, F64_WARNING } from '../sample_type.js';
import type { GridSource, OpenOptions } from '../../recipe/source.js';
import { BlockReader } from './block_reader.js';
import type { SharedBlocks } from './blocks.js';
import { stackFacts } from './calibration.js';
import { colourWarnings } from './colour.js';
import { damaged, readDirectories } from './directory.js';
import { unsupported } from './fields.js';
import type { Page } from './page.js';
import { isAuxiliary, pageOf } from './page.js';
import { seriesOf } from './shaped.js';
import { isPlain, sliceCount, slicesHeld } from './slice_count.js';
import { TAG } from './tags.js';

/**
 * Opens a TIFF or BigTIFF stack of grey pages, one page per slice along z, or as OME's TiffData
 * orders them, or behind one directory, as ImageJ, tifffile and MetaMorph write stacks.
 *
 * Read: 1 to 16 and 32-bit unsigned (odd depths become the next larger type), 8/16/32-bit signed,
 * 16/32-bit float, 64-bit float as f32; either byte order; strips and tiles; no compression, LZW,
 * deflate, PackBits, zstd; predictors 2 and 3. Of colour maps the indices are read, and RGB where
 * its channels are equal. Thumbnails and masks are skipped. Values come as stored, also where white
 * is zero (a warning says so).
 *
 * Voxel size and unit come from ImageJ, OME and tifffile descriptions and from the tags of FEI and
 * Zeiss microscopes: plain resolution tags are defaults of the program that wrote them, not
 * calibrations, and a warning names them. Stacks with two of z, channels and time are refused. A
 * single page whose bytes go on for whole slices is warned of, and read so where `size` asks for
 * it.
 *
 * Cost: opening reads the directories, of RGB also a block of three slices. Uncompressed strips are
 * read by row; other data by strip or tile, with the last 64 MiB decoded kept.
 */
export async function openTiff(bytes: ByteSource, options: OpenOptions): Promise<GridSource> {
  const pace = new Pace(options);
  const { name } = bytes;
  const { bigEndian, pages: directories, starts } = await readDirectories(bytes, pace);
  const shown = directories.filter((directory) => !isAuxiliary(directory));
  const [firstDirectory] = shown;
  if (firstDirectory === undefined) throw damaged(name, 'all its pages are thumbnails or masks');
  const facts = stackFacts(firstDirectory, {
    name,
    directories: directories.length,
    isStack: shown.length > 1 || (options.size?.[2] ?? 1) > 1,
  });
  const planes = facts.planes?.map((index) => directories[index]!) ?? shown;
  const shared: SharedBlocks = new WeakMap();
  const pages: Page[] = [];
  for (const directory of planes) {
    pages.push(pageOf(directory, bytes, shared));
    await pace.step(1);
  }
  const [page] = pages;
  if (page === undefined) throw damaged(name, 'it has no pages');
  if (facts.refusal !== undefined) throw unsupported(name, facts.refusal);
  checkAlike(pages, name);
  const series = seriesOf(shown);
  if (series > 1) {
    throw unsupported(name, `it holds ${series} stacks one after the other; save one per file`);
  }
  const warnings = [...facts.warnings];
  let slices = sliceCount(facts, pages.length, page, name, warnings);
  if (slices === 1 && directories.length === 1 && !firstDirectory.has(TAG.subDirectories)) {
    slices = unnamedSlices(page, slicesHeld(page, starts, bytes), options, warnings);
  }
  const size: Vec3 = [page.width, page.height, slices];
  if (options.spacing === undefined) warnings.push(...(facts.scaleWarnings ?? []));
  if (page.type === 'f64') warnings.push(F64_WARNING);
  warnings.push(...colourWarnings(planes));
  if (page.whiteIsZero) {
    warnings.push(
      'The file shows low values as white (MinIsWhite); the values are kept as stored.',
    );
  }
  const layout = rowLayout(pages, slices, bigEndian, bytes);
  const blocks = new BlockReader(bytes, pages, bigEndian);
  if (page.samples > 1) await refuseColours(blocks, size, pace);
  pace.done();
  return makeGridSource(
    {
      name: options.name ?? name,
      format: 'tiff',
      dtype: dtypeOfStored(page.type),
      size,
      warnings,
      ...calibrated(options, facts),
    },
    {
      read: (region: Region, out: GridArray, readPace: Pace) =>
        layout === undefined
          ? blocks.read(region, out, readPace)
          : readRows(bytes, layout, region, out, readPace),
      close: () => {
        blocks.close();
        bytes.close();
      },
    },
  );
}

/**
 * Slices behind a single page that nothing names: programs that write one directory for a stack say
 * so in ways of their own. They are read where `size` asks for them, else warned of.
 */
function unnamedSlices(
  page: Page,
  held: number,
  { size }: OpenOptions,
  warnings: string[],
): number {
  const asked = size?.[2] ?? 1;
  if (asked > 1 && asked <= held) return asked;
  if (held > 1) {
    warnings.push(
      `The file has one page, but its bytes would hold ${held} of that size: where they are slices, ` +
        `state size: [${page.width}, ${page.height}, ${held}].`,
    );
  }
  return 1;
}

/** Looks into a few slices, so that a coloured stack is refused when it is opened. */
async function refuseColours(blocks: BlockReader, size: Vec3, pace: Pace): Promise<void> {
  const pixel = makeArray('f32', 1);
  for (const z of new Set([0, size[2] >> 1, size[2] - 1])) {
    const middle: Vec3 = [size[0] >> 1, size[1] >> 1, z];
    await blocks.read({ origin: middle, size: [1, 1, 1] }, pixel, pace);
  }
}

function checkAlike(pages: readonly Page[], name: string): void {
  const kinds = new Map<string, number>();
  for (const { width, height, bits, type } of pages) {
    const kind = `${width}×${height} ${bits}-bit ${type}`;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  if (kinds.size < 2) return;
  const list = [...kinds].slice(0, 6).map(([kind, count]) => `${count} × ${kind}`);
  throw unsupported(
    name,
    `its pages differ (${list.join(', ')}${kinds.size > 6 ? ', …' : ''}); save pages of one size and type as one stack`,
  );
}

/** The layout by rows where all pages are plain strips; undefined where blocks must be decoded. */
function rowLayout(
  pages: readonly Page[],
  slices: number,
  bigEndian: boolean,
  bytes: ByteSource,
): RowLayout | undefined {
  const [page] = pages;
  if (page === undefined) return undefined;
  const item = bytesOfStored(page.type);
  const plain = pages.every((p) => isPlain(p) && p.bits === item * 8);
  const stored = { type: page.type, bigEndian };
  if (slices !== pages.length) {
    const size: Vec3 = [page.width, page.height, slices];
    const start = page.offsets[0] ?? 0;
    const needed = start + volumeOf(size) * item;
    if (!plain || needed > bytes.size) {
      const held = Math.floor((bytes.size - start) / (page.width * page.height * item));
      throw damaged(bytes.name, `its metadata name ${slices} slices, but its bytes hold ${held}`);
    }
    return packedRows(stored, start, size);
  }
  if (!plain) return undefined;
  const rowBytes = page.width * item;
  return {
    stored,
    rowOffset: (y, z) => {
      const { offsets, blockHeight } = pages[z]!;
      const strip = Math.floor(y / blockHeight);
      return offsets[strip]! + (y - strip * blockHeight) * rowBytes;
    },
  };
}
