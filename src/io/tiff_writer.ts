import { invalidArgument } from '../recipe/errors.js';
import type { Vec3 } from '../recipe/geometry.js';
import { checkOptions, checkSize } from './options.js';
import type { Slabs, WriteFacts } from './slab_stream.js';
import { slabBytes, voxelBytes } from './slab_stream.js';
import { imagejText, omeText } from './tiff/description_texts.js';
import { directoryBytes, writeDirectory } from './tiff/directory_bytes.js';
import type { Entry } from './tiff/directory_bytes.js';
import { pageEntries } from './tiff/page_entries.js';

/** What a TIFF stack says of its voxels. */
export interface TiffFacts extends WriteFacts {
  readonly spacing: Vec3;
  readonly unit: string;
}

/** How a TIFF stack is written. */
export interface TiffOptions {
  /** Whether offsets have 64 bits; by default where 32 might not do. */
  readonly big?: boolean | undefined;
  /** Who describes the stack. Default ImageJ. */
  readonly description?: 'imagej' | 'ome';
  /** 'deflate' in strips; of intensities of 8 and 16 bits, differences along x. Default 'none'. */
  readonly compression?: 'none' | 'deflate';
  /** Whether neighbours along x are alike, so that their differences are shorter. */
  readonly smooth?: boolean;
  /** The last byte that offsets of 32 bits reach, for tests. */
  readonly limit?: number;
}

/** Offsets of a classic TIFF have 32 bits. */
const CLASSIC_LIMIT = 2 ** 32 - 1;

/**
 * Writes a greyscale TIFF stack, little-endian, with an ImageJ or OME description and resolution
 * tags; BigTIFF where it may exceed 4 GiB or with `big: true`. Uncompressed, the directories come
 * first and the voxels follow in one piece: a chunk of header, then one per slab. Deflated, every
 * page's directory stands before its strips, so that one page is held at a time. `origin` has no
 * place in the format.
 */
export async function* writeTiff(
  facts: TiffFacts,
  slabs: Slabs,
  options: TiffOptions = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  checkSize(facts.size);
  checkOptions({ spacing: facts.spacing, unit: facts.unit });
  const text = (options.description === 'ome' ? omeText : imagejText)(facts);
  const { limit = CLASSIC_LIMIT } = options;
  if (options.compression === 'deflate') {
    const { deflatedPages } = await import('./tiff/deflated_pages.js');
    yield* deflatedPages(facts, text, slabs, { ...options, limit });
    return;
  }
  const classicBytes = voxelBytes(facts) + headerBytes(facts, text, false);
  const big = options.big ?? classicBytes > limit;
  if (!big && classicBytes > limit) {
    throw invalidArgument('writeTiff', 'big', false, 'true for more than 4 GiB');
  }
  yield header(facts, text, big);
  yield* slabBytes('writeTiff', facts, slabs);
}

/** The directories of all slices, in the file's order, padded so that the voxels begin aligned. */
function header(facts: TiffFacts, text: string, big: boolean): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(headerBytes(facts, text, big));
  const view = new DataView(bytes.buffer);
  bytes.set(big ? [0x49, 0x49, 43, 0, 8, 0, 0, 0] : [0x49, 0x49, 42, 0]);
  const sliceBytes = voxelBytes(facts) / facts.size[2];
  let at = big ? 16 : 8;
  if (big) view.setBigUint64(8, BigInt(at), true);
  else view.setUint32(4, at, true);
  for (let z = 0; z < facts.size[2]; z++) {
    const entries = entriesOf(facts, text, z, bytes.length + z * sliceBytes);
    const end = at + directoryBytes(entries, big);
    writeDirectory(view, at, entries, big, z + 1 < facts.size[2] ? end : 0);
    at = end;
  }
  return bytes;
}

function headerBytes(facts: TiffFacts, text: string, big: boolean): number {
  const one = directoryBytes(entriesOf(facts, text, 0, 0), big);
  const other = directoryBytes(entriesOf(facts, text, 1, 0), big);
  const all = (big ? 16 : 8) + one + (facts.size[2] - 1) * other;
  return Math.ceil(all / 64) * 64;
}

/** A page is one strip. */
function entriesOf(facts: TiffFacts, text: string, z: number, offset: number): readonly Entry[] {
  return pageEntries(facts, z === 0 ? text : undefined, {
    rows: facts.size[1],
    offsets: [offset],
    byteCounts: [voxelBytes(facts) / facts.size[2]],
    compression: 1,
    predictor: 1,
  });
}
