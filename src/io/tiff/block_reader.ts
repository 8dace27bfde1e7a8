import type { GridArray } from '../../recipe/dtype.js';
import type { Region } from '../../recipe/geometry.js';
import type { ByteSource } from '../byte_source.js';
import type { Pace } from '../pace.js';
import type { Segment } from '../segments.js';
import { readSegments } from '../segments.js';
import { decodeBlock, rowsOfBlock } from './block.js';
import { BlockCache } from './block_cache.js';
import type { Page } from './page.js';

/** Bytes of decoded strips and tiles that an open file keeps. */
const CACHE_BYTES = 64 * 1024 * 1024;

interface Wanted {
  readonly z: number;
  readonly index: number;
}

/** Reads regions of pages that are compressed, tiled, or of an odd bit depth, block by block. */
export class BlockReader {
  readonly #bytes: ByteSource;
  readonly #pages: readonly Page[];
  readonly #bigEndian: boolean;
  readonly #cache = new BlockCache(CACHE_BYTES);

  constructor(bytes: ByteSource, pages: readonly Page[], bigEndian: boolean) {
    this.#bytes = bytes;
    this.#pages = pages;
    this.#bigEndian = bigEndian;
  }

  /** Fills `out` with a region. */
  async read(region: Region, out: GridArray, pace: Pace): Promise<void> {
    const missing: Segment<Wanted>[] = [];
    let total = 0;
    for (const wanted of this.#wanted(region)) {
      const block = this.#cache.get(keyOf(wanted));
      if (block !== undefined) {
        this.#copy(block, wanted, region, out);
        continue;
      }
      const page = this.#pages[wanted.z]!;
      const length = page.byteCounts[wanted.index]!;
      missing.push({ offset: page.offsets[wanted.index]!, length, target: wanted });
      total += length;
    }
    await readSegments(this.#bytes, missing, total, pace, async (bytes, wanted) => {
      const page = this.#pages[wanted.z]!;
      const { name } = this.#bytes;
      const block = await decodeBlock(page, wanted.index, this.#bigEndian, bytes, name);
      this.#cache.put(keyOf(wanted), block);
      this.#copy(block, wanted, region, out);
    });
  }

  /** Lets the decoded blocks go. */
  close(): void {
    this.#cache.clear();
  }

  *#wanted({ origin, size }: Region): Generator<Wanted> {
    for (let z = origin[2]; z < origin[2] + size[2]; z++) {
      const { blockWidth, blockHeight, blocksAcross } = this.#pages[z]!;
      const lastRow = Math.floor((origin[1] + size[1] - 1) / blockHeight);
      const lastColumn = Math.floor((origin[0] + size[0] - 1) / blockWidth);
      for (let by = Math.floor(origin[1] / blockHeight); by <= lastRow; by++) {
        for (let bx = Math.floor(origin[0] / blockWidth); bx <= lastColumn; bx++) {
          yield { z, index: by * blocksAcross + bx };
        }
      }
    }
  }

  #copy(block: GridArray, { z, index }: Wanted, { origin, size }: Region, out: GridArray): void {
    const page = this.#pages[z]!;
    const width = page.blockWidth;
    const left = (index % page.blocksAcross) * width;
    const top = Math.floor(index / page.blocksAcross) * page.blockHeight;
    const x0 = Math.max(left, origin[0]);
    const x1 = Math.min(left + width, origin[0] + size[0]);
    const y0 = Math.max(top, origin[1]);
    const y1 = Math.min(top + rowsOfBlock(page, index), origin[1] + size[1]);
    for (let y = y0; y < y1; y++) {
      const from = (y - top) * width + x0 - left;
      const to = ((z - origin[2]) * size[1] + y - origin[1]) * size[0] + x0 - origin[0];
      out.set(block.subarray(from, from + x1 - x0), to);
    }
  }
}

function keyOf({ z, index }: Wanted): string {
  return `${z}:${index}`;
}
