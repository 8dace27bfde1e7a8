import type { ByteSource } from '../byte_source.js';
import { endsTooSoon } from '../byte_source.js';
import type { Directory, FieldValues } from './directory.js';
import { damaged } from './directory.js';
import type { Page } from './page.js';
import { first, positive } from './fields.js';
import { TAG } from './tags.js';

/** Where the strips or tiles of a page lie. */
export type Blocks = Pick<
  Page,
  | 'tiled'
  | 'blockWidth'
  | 'blockHeight'
  | 'blocksAcross'
  | 'blocksPerPlane'
  | 'offsets'
  | 'byteCounts'
>;

/** Blocks by the array of their offsets, and by the rest that they follow from. */
export type SharedBlocks = WeakMap<FieldValues, Map<string, SharedEntry>>;

interface SharedEntry {
  readonly counts: FieldValues | undefined;
  readonly blocks: Blocks;
}

/** Tiles up to this width and height are usual, however small the image. */
const USUAL_TILE = 4096;

interface Shape {
  readonly width: number;
  readonly height: number;
  /** Bits of one pixel of a block. */
  readonly bits: number;
  readonly compression: number;
  /** How often the blocks of the image come: for each sample where these are apart. */
  readonly planes: number;
}

/**
 * The strips or tiles of a page, checked against the file's length. Pages that share their arrays
 * share the result, so that many directories of a small file take no more memory than one.
 */
export function blocksOf(
  directory: Directory,
  bytes: ByteSource,
  page: Shape,
  shared: SharedBlocks,
): Blocks {
  const tiled = directory.has(TAG.tileOffsets) || directory.has(TAG.tileWidth);
  const offsets = directory.get(tiled ? TAG.tileOffsets : TAG.stripOffsets) ?? [];
  const counts = directory.get(tiled ? TAG.tileByteCounts : TAG.stripByteCounts);
  if (Array.isArray(offsets)) return freshBlocks(directory, bytes, page, tiled);
  const sizes = [TAG.tileWidth, TAG.tileLength, TAG.rowsPerStrip].map((tag) =>
    first(directory, tag),
  );
  const key = [
    page.width,
    page.height,
    page.bits,
    page.compression,
    page.planes,
    tiled,
    ...sizes,
  ].join();
  const known = shared.get(offsets)?.get(key);
  if (known?.counts === counts && known !== undefined) return known.blocks;
  const blocks = freshBlocks(directory, bytes, page, tiled);
  const kept = shared.get(offsets) ?? new Map<string, SharedEntry>();
  shared.set(offsets, kept.set(key, { counts, blocks }));
  return blocks;
}

function freshBlocks(directory: Directory, bytes: ByteSource, page: Shape, tiled: boolean): Blocks {
  const { width, height, bits, compression, planes } = page;
  const blockWidth = tiled ? positive(directory, TAG.tileWidth, 'tile width', bytes) : width;
  const stated = tiled
    ? positive(directory, TAG.tileLength, 'tile height', bytes)
    : (first(directory, TAG.rowsPerStrip) ?? height);
  if (tiled) checkTile(blockWidth, stated, page, bytes.name);
  if (stated < 1) throw damaged(bytes.name, 'its strips have no rows');
  const blockHeight = tiled ? stated : Math.min(stated, height);
  const blocksAcross = Math.ceil(width / blockWidth);
  const blocksPerPlane = blocksAcross * Math.ceil(height / blockHeight);
  const count = blocksPerPlane * planes;
  const offsets = directory.get(tiled ? TAG.tileOffsets : TAG.stripOffsets) ?? [];
  const stateCounts = directory.get(tiled ? TAG.tileByteCounts : TAG.stripByteCounts);
  if (offsets.length < count) {
    const what = tiled ? 'tiles' : 'strips';
    throw damaged(
      bytes.name,
      `${width}×${height} pixels need ${count} ${what}, it has ${offsets.length}`,
    );
  }
  const rowBytes = Math.ceil((blockWidth * bits) / 8);
  const needed = (index: number): number => {
    const top = Math.floor((index % blocksPerPlane) / blocksAcross) * blockHeight;
    return rowBytes * (tiled ? blockHeight : Math.min(blockHeight, height - top));
  };
  const byteCounts = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const offset = offsets[i]!;
    // Without byte counts, plain strips are as long as their rows, and a single one goes to the
    // end.
    const present = stateCounts?.[i] ?? (compression === 1 ? needed(i) : bytes.size - offset);
    if (stateCounts === undefined && compression !== 1 && count > 1) {
      throw damaged(bytes.name, 'the lengths of its compressed strips are missing');
    }
    if (offset === 0 || present === 0) throw damaged(bytes.name, `strip or tile ${i} has no data`);
    if (compression === 1 && present < needed(i)) {
      throw damaged(
        bytes.name,
        `strip or tile ${i} has ${present} bytes where ${needed(i)} are needed`,
      );
    }
    byteCounts[i] = compression === 1 ? needed(i) : present;
    if (offset + byteCounts[i]! > bytes.size) throw endsTooSoon(bytes, offset, byteCounts[i]!);
  }
  return { tiled, blockWidth, blockHeight, blocksAcross, blocksPerPlane, offsets, byteCounts };
}

/** Refuses tiles so much larger than their image that only memory would be filled by them. */
function checkTile(tileWidth: number, tileHeight: number, page: Shape, name: string): void {
  const honest = (tile: number, size: number): boolean =>
    tile <= Math.max(USUAL_TILE, 2 * size + 16);
  if (honest(tileWidth, page.width) && honest(tileHeight, page.height)) return;
  throw damaged(
    name,
    `its tiles of ${tileWidth}×${tileHeight} pixels are far larger than its image of ${page.width}×${page.height}`,
  );
}
