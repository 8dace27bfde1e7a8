import type { VoxmetryError } from '../../recipe/errors.js';
import { damagedFile } from '../damaged_file.js';
import type { PlaneFacts, PlaneFormat } from './plane.js';

/** Values at a pixel by the colour type of the header. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** No byte of deflate becomes more than these. */
const MOST_PER_BYTE = 1032;

/** PNG: 1 to 16 bits. Of colour maps the numbers are read, and small depths as they are stored. */
export const PNG: PlaneFormat = {
  name: 'PNG',
  headBytes: 33,
  facts: (bytes, name) => header(bytes, name),
  decode: async (bytes, name) => {
    const { width, height, channels, bits } = header(bytes, name);
    if ((width * height * channels * bits) / 8 > bytes.length * MOST_PER_BYTE)
      throw damaged(name, 'it is too short for its size');
    const { decode } = await import('fast-png');
    const { data, depth, palette } = decode(bytes, { checkCrc: true });
    const values = data as Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
    return {
      width,
      height,
      channels,
      values: depth < 8 ? unpack(values, width * channels, height, depth) : values,
      indexed: palette !== undefined,
    };
  },
};

function header(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
): PlaneFacts & { readonly bits: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 33 || view.getUint32(12) !== 0x49484452)
    throw damaged(name, 'it has no header');
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [bits, channels] = [bytes[24]!, CHANNELS[bytes[25]!]];
  if (width === 0 || height === 0 || channels === undefined || ![1, 2, 4, 8, 16].includes(bits))
    throw damaged(name, 'its header cannot be meant');
  return { width, height, channels, bits, dtype: bits === 16 ? 'u16' : 'u8' };
}

/** Values of 1, 2 or 4 bits as bytes; rows begin at bytes. */
function unpack(
  data: ArrayLike<number>,
  row: number,
  rows: number,
  bits: number,
): Uint8Array<ArrayBuffer> {
  const perByte = 8 / bits;
  const rowBytes = Math.ceil(row / perByte);
  const out = new Uint8Array(row * rows);
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < row; x++) {
      const byte = data[y * rowBytes + Math.floor(x / perByte)]!;
      out[y * row + x] = (byte >> (8 - bits - (x % perByte) * bits)) & (2 ** bits - 1);
    }
  return out;
}

function damaged(name: string, reason: string): VoxmetryError {
  return damagedFile('PNG', name, reason);
}
