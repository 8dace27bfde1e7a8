import { VoxmetryError } from '../../recipe/errors.js';
import { damagedFile } from '../damaged_file.js';
import type { DecodedPlane, PlaneFacts, PlaneFormat } from './plane.js';

const HEAD = 54;

/**
 * Windows bitmaps without compression: 8 bits of a grey ramp or of another colour map, whose
 * numbers are read, and 24 or 32 bits.
 */
export const BMP: PlaneFormat = {
  name: 'BMP',
  headBytes: HEAD,
  facts: (bytes, name) => header(bytes, name),
  decode: (bytes, name) => decode(bytes, name),
};

interface BmpHeader extends PlaneFacts {
  readonly bits: number;
  readonly offset: number;
  readonly headerBytes: number;
  readonly topDown: boolean;
}

function header(bytes: Uint8Array<ArrayBuffer>, name: string): BmpHeader {
  if (bytes.length < HEAD) throw damaged(name, 'it ends within its header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const headerBytes = view.getUint32(14, true);
  const [width, height] = [view.getInt32(18, true), view.getInt32(22, true)];
  const [bits, compression] = [view.getUint16(28, true), view.getUint32(30, true)];
  if (headerBytes < 40 || width < 1 || height === 0) throw damaged(name, 'its header');
  if (![8, 24, 32].includes(bits) || ![0, 3].includes(compression)) {
    throw new VoxmetryError(
      'unsupported-format',
      `${name} is a BMP of ${bits} bits, compression ${compression}; 8, 24 and 32 bits without ` +
        'compression are read. Save it as PNG or TIFF.',
    );
  }
  return {
    width,
    height: Math.abs(height),
    bits,
    headerBytes,
    offset: view.getUint32(10, true),
    topDown: height < 0,
    dtype: 'u8',
    channels: bits === 8 ? 1 : 3,
  };
}

function decode(bytes: Uint8Array<ArrayBuffer>, name: string): DecodedPlane {
  const { width, height, bits, offset, headerBytes, topDown, channels } = header(bytes, name);
  const step = bits / 8;
  const rowBytes = Math.ceil((width * step) / 4) * 4;
  if (offset + rowBytes * height > bytes.length) throw damaged(name, 'it ends too soon');
  const values = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    const row = offset + (topDown ? y : height - 1 - y) * rowBytes;
    for (let x = 0; x < width; x++)
      for (let c = 0; c < channels; c++)
        // Blue comes first in the file.
        values[(y * width + x) * channels + c] = bytes[row + x * step + channels - 1 - c]!;
  }
  const indexed = bits === 8 && !isGreyRamp(bytes, 14 + headerBytes, offset);
  return { width, height, channels, values, indexed };
}

/** Whether every entry of a colour map is the grey of its number. */
function isGreyRamp(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at + 3 < to; at += 4) {
    const grey = (at - from) / 4;
    if (bytes[at] !== grey || bytes[at + 1] !== grey || bytes[at + 2] !== grey) return false;
  }
  return true;
}

function damaged(name: string, reason: string): VoxmetryError {
  return damagedFile('BMP', name, reason);
}
