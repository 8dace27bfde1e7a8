import { VoxmetryError } from '../../recipe/errors.js';
import { damagedFile } from '../damaged_file.js';
import type { DecodedPlane, PlaneFacts, PlaneFormat } from './plane.js';

/** A decoder takes some 400 bytes for every 64 pixels of a channel; this many are 1 GiB at most. */
const MOST_PIXELS = 48e6;

/** Bits that a block of 64 pixels takes at the least. */
const BITS_OF_BLOCK = 1;

/**
 * JPEG: baseline and progressive, 8 bits, grey or colour. Lossy: values differ by one or two
 * between decoders.
 */
export const JPEG: PlaneFormat = {
  name: 'JPEG',
  // Where previews and profiles come first, the size is far behind.
  headBytes: 1 << 18,
  facts: (bytes, name) => frame(bytes, name),
  decode,
};

async function decode(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<DecodedPlane> {
  const { width, height, channels, transformed } = frame(bytes, name);
  const values = await decodeJpeg(bytes, name);
  if (transformed) toRgb(values);
  return { width, height, channels, values, indexed: false };
}

/**
 * The components of a JPEG as they are stored, side by side. What its header says is checked before
 * anything is decoded, also by the caller.
 */
export async function decodeJpeg(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  check: (facts: PlaneFacts) => void = () => undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const facts = frame(bytes, name);
  check(facts);
  const { width, height, channels } = facts;
  if (width * height > MOST_PIXELS || (width * height) / 64 > (bytes.length * 8) / BITS_OF_BLOCK)
    throw damaged(name, `it states ${width}×${height} pixels`);
  const { getDecoder } = await import('geotiff');
  const decoder = await getDecoder(7, {
    tileWidth: width,
    tileHeight: height,
    predictor: 1,
    bitsPerSample: 8,
    planarConfiguration: 1,
  });
  const decoded = (await decoder.decodeBlock(bytes.slice().buffer)) as ArrayBuffer;
  const values = new Uint8Array(decoded);
  if (values.length !== width * height * channels) throw damaged(name, 'its pixels are missing');
  return values;
}

interface Frame extends PlaneFacts {
  /** Whether colours are YCbCr. */
  readonly transformed: boolean;
}

/** The header of the frame (ISO 10918-1, B.2.2), and what the Adobe marker says of colours. */
function frame(bytes: Uint8Array<ArrayBuffer>, name: string): Frame {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let adobe: number | undefined;
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const length = view.getUint16(at + 2);
    if (marker === 0xee && length >= 14 && at + 15 < bytes.length) adobe = bytes[at + 15];
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame && at + 10 <= bytes.length) {
      const bits = bytes[at + 4]!;
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      const channels = bytes[at + 9]!;
      if (marker > 0xc2 || bits !== 8 || ![1, 3].includes(channels)) {
        throw new VoxmetryError(
          'unsupported-format',
          `${name} is a JPEG of ${bits} bits and ${channels} channels, kind ${marker - 0xc0}; 8 bits, ` +
            'grey or three colours, baseline or progressive, are read. Save it as PNG or TIFF.',
        );
      }
      if (width === 0 || height === 0) throw damaged(name, 'its size is missing');
      return { width, height, channels, dtype: 'u8', transformed: channels === 3 && adobe !== 0 };
    }
    at += 2 + length;
  }
  throw damaged(name, 'it has no frame');
}

/** YCbCr to RGB in place (JFIF 1.02). */
export function toRgb(values: Uint8Array): void {
  const clamp = (value: number): number => Math.min(255, Math.max(0, Math.round(value)));
  for (let i = 0; i + 2 < values.length; i += 3) {
    const [y, cb, cr] = [values[i]!, values[i + 1]! - 128, values[i + 2]! - 128];
    values[i] = clamp(y + 1.402 * cr);
    values[i + 1] = clamp(y - 0.344136 * cb - 0.714136 * cr);
    values[i + 2] = clamp(y + 1.772 * cb);
  }
}

function damaged(name: string, reason: string): VoxmetryError {
  return damagedFile('JPEG', name, reason);
}
