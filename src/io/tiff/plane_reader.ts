import type { GridArray } from '../../recipe/dtype.js';
import { dtypeOf, makeArray } from '../../recipe/dtype.js';
import type { Region } from '../../recipe/geometry.js';
import { BLOCKS_AT_ONCE } from '../inflate/inflate.js';
import { Pace } from '../pace.js';
import type { RowLayout } from '../rows.js';
import { readRows } from '../rows.js';
import { bytesOfStored } from '../sample_type.js';
import type { Segment } from '../segments.js';
import { readSegments } from '../segments.js';
import { decodeBlock, rowsOfBlock } from './block.js';
import type { BlockCache } from './block_cache.js';
import type { Page } from './page.js';
import type { Plane, Planes } from './planes.js';
import { isPlain } from './planes.js';

/** Which values of a stack are read: the plane of each slice, and one of the values of a pixel. */
export interface Selection {
  plane(z: number): number;
  readonly sample: number;
}

interface Wanted {
  readonly z: number;
  /** The block among those of its page. */
  readonly block: number;
}

/** The most that is read at once of pixels with several values. */
const SPAN = 16 * 1024 * 1024;

/** Bytes of blocks that are decoded at once. */
const DECODED = 64 * 1024 * 1024;

let readers = 0;

/**
 * Reads regions of planes, of one value of their pixels: uncompressed strips by row, other data
 * block by block.
 */
export class PlaneReader {
  readonly #planes: Planes;
  readonly #cache: BlockCache;
  /** Several readers share a cache. */
  readonly #id = String(readers++);

  constructor(planes: Planes, cache: BlockCache) {
    this.#planes = planes;
    this.#cache = cache;
  }

  /** Fills `out` with a region. */
  async read(region: Region, select: Selection, out: GridArray, pace: Pace): Promise<void> {
    const [nx, ny, nz] = region.size;
    for (let from = 0; from < nz;) {
      const first = this.#plane(select, region.origin[2] + from);
      let to = from + 1;
      while (to < nz && areAlike(first, this.#plane(select, region.origin[2] + to))) to++;
      const [x, y, z] = region.origin;
      const part: Region = { origin: [x, y, z + from], size: [nx, ny, to - from] };
      const target = out.subarray(from * nx * ny, to * nx * ny);
      const isWhole = from === 0 && to === nz;
      const partPace = isWhole ? pace : new Pace({ signal: pace.signal });
      if (isPlain(first.page)) await this.#readRows(first, part, select, target, partPace);
      else await this.#readBlocks(first, part, select, target, partPace);
      from = to;
      await pace.step(to / nz);
    }
  }

  #plane(select: Selection, z: number): Plane {
    return this.#planes.at(select.plane(z));
  }

  async #readRows(
    { page, bytes, bigEndian }: Plane,
    region: Region,
    select: Selection,
    out: GridArray,
    pace: Pace,
  ): Promise<void> {
    const { interleaved } = page;
    const layout: RowLayout = {
      stored: { type: page.type, bigEndian },
      rowOffset: (y, z) => rowOffset(this.#plane(select, z).page, y, select.sample),
      rowsTogether: (y, z) => {
        const { blockHeight, height } = this.#plane(select, z).page;
        return Math.min(blockHeight - (y % blockHeight), height - y);
      },
    };
    if (interleaved === 1) {
      await readRows(bytes, layout, region, out, pace);
      return;
    }
    const [x, y0, z0] = region.origin;
    const [nx, ny, nz] = region.size;
    const rows = Math.max(1, Math.min(ny, Math.floor(SPAN / (4 * nx * interleaved))));
    for (let z = z0; z < z0 + nz; z++) {
      for (let y = 0; y < ny; y += rows) {
        const height = Math.min(rows, ny - y);
        const pixels = makeArray(dtypeOf(out)!, nx * interleaved * height);
        const wide: Region = {
          origin: [x * interleaved, y0 + y, z],
          size: [nx * interleaved, height, 1],
        };
        await readRows(bytes, layout, wide, pixels, new Pace({ signal: pace.signal }));
        const start = ((z - z0) * ny + y) * nx;
        for (let i = 0; i < nx * height; i++)
          out[start + i] = pixels[i * interleaved + select.sample]!;
        await pace.step((start + nx * height) / out.length);
      }
    }
  }

  async #readBlocks(
    { bytes, bigEndian }: Plane,
    region: Region,
    select: Selection,
    out: GridArray,
    pace: Pace,
  ): Promise<void> {
    const missing: Segment<Wanted>[] = [];
    let total = 0;
    for (const wanted of this.#wanted(region, select)) {
      const block = this.#cache.get(this.#key(wanted, select));
      if (block !== undefined) {
        this.#copy(block, wanted, region, select, out);
        continue;
      }
      const { page } = this.#plane(select, wanted.z);
      const length = page.byteCounts[wanted.block]!;
      missing.push({ offset: page.offsets[wanted.block]!, length, target: wanted });
      total += length;
    }
    await readSegments(bytes, missing, total, pace, {
      atOnce: this.#atOnce(select, missing),
      take: async (stored, wanted) => {
        const { page } = this.#plane(select, wanted.z);
        const block = await decodeBlock(page, wanted.block, bigEndian, stored, bytes.name);
        this.#cache.put(this.#key(wanted, select), block);
        this.#copy(block, wanted, region, select, out);
      },
    });
  }

  /** How many of these blocks are decoded at once. */
  #atOnce(select: Selection, [first]: readonly Segment<Wanted>[]): number {
    if (first === undefined) return 1;
    const { blockWidth, blockHeight, interleaved, type } = this.#plane(select, first.target.z).page;
    const blockBytes = blockWidth * blockHeight * interleaved * bytesOfStored(type);
    return Math.max(1, Math.min(BLOCKS_AT_ONCE, Math.floor(DECODED / blockBytes)));
  }

  #key({ z, block }: Wanted, select: Selection): string {
    return `${this.#id}:${select.plane(z)}:${block}`;
  }

  *#wanted({ origin, size }: Region, select: Selection): Generator<Wanted> {
    for (let z = origin[2]; z < origin[2] + size[2]; z++) {
      const { page } = this.#plane(select, z);
      const { blockWidth, blockHeight, blocksAcross } = page;
      const start = firstBlock(page, select.sample);
      const lastRow = Math.floor((origin[1] + size[1] - 1) / blockHeight);
      const lastColumn = Math.floor((origin[0] + size[0] - 1) / blockWidth);
      for (let by = Math.floor(origin[1] / blockHeight); by <= lastRow; by++) {
        for (let bx = Math.floor(origin[0] / blockWidth); bx <= lastColumn; bx++) {
          yield { z, block: start + by * blocksAcross + bx };
        }
      }
    }
  }

  #copy(
    values: GridArray,
    { z, block }: Wanted,
    { origin, size }: Region,
    select: Selection,
    out: GridArray,
  ): void {
    const { page } = this.#plane(select, z);
    const { blockWidth: width, interleaved: step } = page;
    const index = block % page.blocksPerPlane;
    const left = (index % page.blocksAcross) * width;
    const top = Math.floor(index / page.blocksAcross) * page.blockHeight;
    const x0 = Math.max(left, origin[0]);
    const x1 = Math.min(left + width, origin[0] + size[0]);
    const y0 = Math.max(top, origin[1]);
    const y1 = Math.min(top + rowsOfBlock(page, index), origin[1] + size[1]);
    for (let y = y0; y < y1; y++) {
      const from = ((y - top) * width + x0 - left) * step;
      const to = ((z - origin[2]) * size[1] + y - origin[1]) * size[0] + x0 - origin[0];
      if (step === 1) out.set(values.subarray(from, from + x1 - x0), to);
      else for (let i = 0; i < x1 - x0; i++) out[to + i] = values[from + i * step + select.sample]!;
    }
  }
}

/** Whether planes can be read together. */
function areAlike(a: Plane, b: Plane): boolean {
  const sameFile = a.bytes === b.bytes && a.bigEndian === b.bigEndian;
  if (a.page === b.page) return sameFile;
  return (
    sameFile && a.page.interleaved === b.page.interleaved && isPlain(a.page) === isPlain(b.page)
  );
}

/** The first block of a sample. */
function firstBlock({ interleaved, blocksPerPlane }: Page, sample: number): number {
  return interleaved === 1 ? sample * blocksPerPlane : 0;
}

function rowOffset(page: Page, y: number, sample: number): number {
  const strip = Math.floor(y / page.blockHeight);
  const rowBytes = page.width * page.interleaved * bytesOfStored(page.type);
  const offset = page.offsets[firstBlock(page, sample) + strip]!;
  return offset + (y - strip * page.blockHeight) * rowBytes;
}
