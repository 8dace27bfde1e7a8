import { VoxmetryError } from '../../recipe/errors.js';
import { damagedFile } from '../damaged_file.js';
import type { DecodedPlane, PlaneFacts, PlaneFormat } from './plane.js';

/** The decoder takes some 4 bytes for every value; of these it takes 0.6 GiB at most. */
const MOST_PIXELS = 48e6;

/** Bits that a block of 64 pixels takes at the least. */
const BITS_OF_BLOCK = 1;

/**
 * JPEG: baseline and progressive, 8 bits, grey or colour, to the values that libjpeg has.
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
  const { decodeFrame } = await import('../jpeg/decoder.js');
  const values = decodeFrame(bytes);
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

/** YCbCr to RGB in place (JFIF 1.02), in 16 fractional bits as most decoders do it. */
export function toRgb(values: Uint8Array): void {
  const clamp = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);
  for (let i = 0; i + 2 < values.length; i += 3) {
    const [y, cb, cr] = [values[i]!, values[i + 1]! - 128, values[i + 2]! - 128];
    values[i] = clamp(y + ((91_881 * cr + 32_768) >> 16));
    values[i + 1] = clamp(y + ((32_768 - 22_554 * cb - 46_802 * cr) >> 16));
    values[i + 2] = clamp(y + ((116_130 * cb + 32_768) >> 16));
  }
}

function damaged(name: string, reason: string): VoxmetryError {
  return damagedFile('JPEG', name, reason);
}
