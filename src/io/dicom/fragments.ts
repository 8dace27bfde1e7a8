import { VoxmetryError } from '../../recipe/errors.js';
import type { ByteSource } from '../byte_source.js';
import { checkRange } from '../byte_source.js';
import type { DicomFile } from './facts.js';
import { damaged } from './header.js';

/** A stretch of a file. */
interface Piece {
  readonly offset: number;
  readonly length: number;
}

const ITEM = 0xe000fffe;
const END = 0xe0ddfffe;
/** Headers of fragments are looked at through a window of these bytes. */
const WINDOW = 4096;
const MOST_FRAGMENTS = 1_000_000;

/**
 * The compressed bytes of each frame, as they lie in fragments (PS3.5, A.4): one a frame, or
 * several, which the table of offsets tells apart, or all of the only frame.
 */
export async function piecesOfFrames(
  { bytes, offset, path, frames }: DicomFile,
  signal: AbortSignal | undefined,
): Promise<readonly (readonly Piece[])[]> {
  const [table, ...fragments] = await items(bytes, offset, path, signal);
  if (table === undefined) throw damaged(path, 'its pixels have no items');
  if (frames.length === fragments.length) return fragments.map((piece) => [piece]);
  if (frames.length === 1) return [fragments];
  const starts = await offsetTable(bytes, table, signal);
  if (starts.length !== frames.length)
    throw damaged(path, `it has ${frames.length} frames in ${fragments.length} fragments`);
  // Offsets count from the first fragment's header.
  const base = table.offset + table.length;
  const grouped: Piece[][] = starts.map(() => []);
  let frame = -1;
  for (const piece of fragments) {
    while (frame + 1 < starts.length && base + starts[frame + 1]! <= piece.offset - 8) frame++;
    if (frame < 0) throw damaged(path, 'its table of frames begins behind the first');
    grouped[frame]!.push(piece);
  }
  return grouped;
}

/** The items of the pixels, of which the first is the table of offsets. */
async function items(
  bytes: ByteSource,
  begin: number,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Piece[]> {
  const pieces: Piece[] = [];
  let window = new DataView(new ArrayBuffer(0));
  let start = 0;
  for (let at = begin; at + 8 <= bytes.size;) {
    if (at + 8 > start + window.byteLength) {
      const read = await bytes.read(at, Math.min(WINDOW, bytes.size - at), signal);
      window = new DataView(read.buffer, read.byteOffset, read.length);
      start = at;
    }
    const tag = window.getUint32(at - start, true);
    const length = window.getUint32(at - start + 4, true);
    if (tag === END) return pieces;
    if (tag !== ITEM) throw damaged(path, 'its fragments are broken');
    checkRange(bytes, at + 8, length);
    pieces.push({ offset: at + 8, length });
    if (pieces.length > MOST_FRAGMENTS) {
      throw new VoxmetryError('unsupported-format', `${path} is in too many fragments.`);
    }
    at += 8 + length;
  }
  // Some writers leave the end out.
  return pieces;
}

async function offsetTable(
  bytes: ByteSource,
  { offset, length }: Piece,
  signal: AbortSignal | undefined,
): Promise<number[]> {
  const table = await bytes.read(offset, length, signal);
  const view = new DataView(table.buffer, table.byteOffset, table.length);
  return Array.from({ length: length >> 2 }, (_, i) => view.getUint32(i * 4, true));
}

/** The bytes of pieces, one behind the other. */
export async function joinPieces(
  bytes: ByteSource,
  pieces: readonly Piece[],
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1)
    return bytes.read(only.offset, only.length, signal);
  const out = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const { offset, length } of pieces) {
    out.set(await bytes.read(offset, length, signal), at);
    at += length;
  }
  return out;
}
