import type { GridArray } from '../../recipe/dtype.js';
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
import type { StackFacts } from './calibration.js';
import { stackFacts } from './calibration.js';
import { damaged, readDirectories } from './directory.js';
import type { Page } from './page.js';
import { isAuxiliary, pageOf, unsupported } from './page.js';

/**
 * Opens a TIFF or BigTIFF stack of greyscale pages, one page per slice along z.
 *
 * Read: 1 to 16 and 32-bit unsigned (odd depths become the next larger type), 8/16/32-bit signed,
 * 16/32-bit float, 64-bit float as f32; either byte order; strips and tiles; no compression, LZW,
 * deflate, PackBits, zstd; predictors 2 and 3; ImageJ stacks with one directory for all slices.
 * Thumbnails and masks are skipped. Values come as stored, also where white is zero (a warning says
 * so).
 *
 * Voxel size and unit come from ImageJ or OME metadata only: plain dpi tags are defaults of the
 * program that wrote them, not calibrations. A stack with two of z, channels and time is refused.
 *
 * Cost: opening reads the directories. Uncompressed strips are read by row; other data by strip or
 * tile, with the last 64 MiB decoded kept.
 */
export async function openTiff(bytes: ByteSource, options: OpenOptions): Promise<GridSource> {
  const pace = new Pace(options);
  const { bigEndian, pages: directories } = await readDirectories(bytes, pace);
  const shown = directories.filter((directory) => !isAuxiliary(directory));
  const [firstDirectory] = shown;
  if (firstDirectory === undefined)
    throw damaged(bytes.name, 'all its pages are thumbnails or masks');
  const facts = stackFacts(firstDirectory);
  const pages: Page[] = [];
  for (const directory of shown) {
    pages.push(pageOf(directory, bytes));
    await pace.step(1);
  }
  const [page] = pages;
  if (page === undefined) throw damaged(bytes.name, 'it has no pages');
  if (facts.refusal !== undefined) throw unsupported(bytes.name, facts.refusal);
  checkAlike(pages, bytes.name);
  const warnings = [...facts.warnings];
  const slices = sliceCount(facts, pages.length, page, bytes.name, warnings);
  const size: Vec3 = [page.width, page.height, slices];
  if (page.type === 'f64') warnings.push(F64_WARNING);
  if (page.whiteIsZero) {
    warnings.push(
      'The file shows low values as white (MinIsWhite); the values are kept as stored.',
    );
  }
  const layout = rowLayout(pages, slices, bigEndian, bytes);
  const blocks = new BlockReader(bytes, pages, bigEndian);
  pace.done();
  return makeGridSource(
    {
      name: options.name ?? bytes.name,
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

/** The number of slices: the pages, or what ImageJ or tifffile states for a single page. */
function sliceCount(
  facts: StackFacts,
  pages: number,
  page: Page,
  name: string,
  warnings: string[],
): number {
  const axes = Object.entries(facts.axes ?? {});
  const long = axes.filter(([, n]) => n > 1);
  const list = axes.map(([axis, n]) => `${axis} ${n}`).join(', ');
  if (long.length > 1) {
    throw unsupported(
      name,
      `it has more than three axes (${list}); save one channel and one time point`,
    );
  }
  const [[axis, stated] = ['z', 1]] = long;
  if (stated > 1 && pages > 1 && (axis === 'c' || axis === 't')) {
    warnings.push(
      `The file has ${axis === 'c' ? 'channels' : 'time points'} (${list}): they are taken as slices.`,
    );
  }
  if (stated === pages || facts.axes === undefined) return pages;
  if (facts.partial === true) {
    warnings.push(`The metadata name ${stated} planes in several files; this one holds ${pages}.`);
    return pages;
  }
  if (pages === 1 && page.compression === 1 && !page.tiled) return stated;
  if (stated > pages) {
    throw damaged(name, `its metadata name ${stated} slices, but it has ${pages} pages`);
  }
  warnings.push(
    `The metadata name ${stated} slices; the file has ${pages} pages, and all are read.`,
  );
  return pages;
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
  const plain = pages.every(
    (p) => p.compression === 1 && !p.tiled && !p.reversedBits && p.bits === item * 8,
  );
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
