import type { Dtype, GridArray } from '../../recipe/dtype.js';
import { makeArray, viewArray } from '../../recipe/dtype.js';
import type { Region } from '../../recipe/geometry.js';
import type { GridReader } from '../grid_source.js';
import { Pace } from '../pace.js';
import { copyBox, planeByPlane } from '../plane_stack.js';
import { JPEG } from '../slices/jpeg.js';
import { blockReader } from '../strided_block.js';
import { BlockCache } from '../tiff/block_cache.js';
import type { DicomFile, Frame, PixelFormat } from './facts.js';
import { joinPieces, piecesOfFrames } from './fragments.js';
import { damaged } from './header.js';
import { decodeRle } from './rle.js';

/** Decoded frames that are kept. */
const KEPT = 64 * 2 ** 20;

/** How the values of a format are stored. */
export function storedDtype({ allocated, signed }: PixelFormat): Exclude<Dtype, 'f32'> {
  return `${signed ? 'i' : 'u'}${allocated}`;
}

/**
 * Reads a stack of frames as `dtype`: the bits that count, scaled as each frame says. Uncompressed
 * frames are read by region, others are decoded whole.
 */
export function framesReader(
  frames: readonly Frame[],
  channel: number,
  dtype: Dtype,
  close: () => void,
): GridReader {
  const cache = new BlockCache(KEPT);
  const pieces = new Map<DicomFile, ReturnType<typeof piecesOfFrames>>();

  const decoded = async (
    { file, index }: Frame,
    z: number,
    signal: AbortSignal | undefined,
  ): Promise<GridArray> => {
    const key = String(z);
    const known = cache.get(key);
    if (known !== undefined) return known;
    let found = pieces.get(file);
    if (found === undefined) {
      found = piecesOfFrames(file, signal);
      pieces.set(file, found);
      // What was aborted is asked for again.
      found.catch(() => pieces.delete(file));
    }
    const own = (await found)[index] ?? [];
    const plane = await decodeFrame(file, await joinPieces(file.bytes, own, signal), channel);
    cache.put(key, plane);
    return plane;
  };

  const { columns, rows, samples, allocated } = frames[0]!.file.format;
  return planeByPlane(
    (columns * rows * samples * allocated) / 8,
    async (z, box, out, signal) => {
      const frame = frames[z]!;
      const { file, slope, intercept } = frame;
      const stored = storedDtype(file.format);
      const asStored = dtype === stored && slope === 1 && intercept === 0;
      const values = asStored ? out : makeArray(stored, out.length);
      if (file.syntax.coding === 'native') await readNative(frame, channel, box, values, signal);
      else copyBox(await decoded(frame, z, signal), file.format.columns, box, values);
      keepBits(file.format, values);
      if (!asStored)
        for (let i = 0; i < values.length; i++) out[i] = values[i]! * slope + intercept;
    },
    () => {
      cache.clear();
      close();
    },
  );
}

async function readNative(
  { file, index }: Frame,
  channel: number,
  box: Region,
  out: GridArray,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { bytes, format, offset, syntax } = file;
  const { columns, rows, samples, planar, allocated } = format;
  const pixels = columns * rows;
  const values = index * pixels * samples + channel * (planar ? pixels : 1);
  const side = planar ? 1 : samples;
  const reader = blockReader({
    bytes,
    stored: { type: storedDtype(format), bigEndian: syntax.bigEndian },
    offset: offset + (values * allocated) / 8,
    strides: [side, side * columns, side * pixels],
  });
  await reader.read(box, out, new Pace({ signal }));
}

async function decodeFrame(
  { format, path, syntax }: DicomFile,
  packed: Uint8Array<ArrayBuffer>,
  channel: number,
): Promise<GridArray> {
  const { columns, rows, samples, allocated } = format;
  const pixels = columns * rows;
  if (syntax.coding === 'rle') {
    const item = allocated / 8;
    const bytes = decodeRle(packed, { pixels, item, samples, channel }, path);
    return viewArray(storedDtype(format), bytes.buffer, bytes.byteOffset, pixels);
  }
  // The decoder takes memory for the size that the picture states, so that this is asked first.
  const facts = JPEG.facts(packed, path);
  if (facts.width !== columns || facts.height !== rows || facts.channels !== 1)
    throw damaged(path, 'a frame is of another size than the file');
  const { values } = await JPEG.decode(packed, path);
  return values;
}

/** Leaves the bits of a value that count, with the sign of the highest of them. */
function keepBits({ allocated, stored, highBit, signed }: PixelFormat, values: GridArray): void {
  if (stored === allocated) return;
  const up = 31 - highBit;
  const down = 32 - stored;
  if (signed) for (let i = 0; i < values.length; i++) values[i] = (values[i]! << up) >> down;
  else for (let i = 0; i < values.length; i++) values[i] = (values[i]! << up) >>> down;
}
