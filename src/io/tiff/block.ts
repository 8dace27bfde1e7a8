import type { GridArray } from '../../recipe/dtype.js';
import { makeArray, viewArray } from '../../recipe/dtype.js';
import { bytesOfStored, dtypeOfStored, isKept, swapBytes, unpackValues } from '../sample_type.js';
import { decompress } from './codecs.js';
import { decodeJpegBlock } from './jpeg_block.js';
import type { Page } from './page.js';

/** Values that a predictor adds up: the bits of any type as unsigned integers. */
type Words = Uint8Array | Uint16Array | Uint32Array | BigUint64Array;

/** Rows of a strip or tile that belong to the image. */
export function rowsOfBlock(page: Page, index: number): number {
  const top = Math.floor((index % page.blocksPerPlane) / page.blocksAcross) * page.blockHeight;
  return Math.min(page.blockHeight, page.height - top);
}

/**
 * Decodes the bytes of one strip or tile to `blockWidth` × rows pixels, the values of each side by
 * side; `name` is the file's.
 */
export async function decodeBlock(
  page: Page,
  index: number,
  bigEndian: boolean,
  input: Uint8Array<ArrayBuffer>,
  name: string,
): Promise<GridArray> {
  const rows = rowsOfBlock(page, index);
  if (page.compression === 7) return decodeJpegBlock(page, rows, input, name);
  const samples = page.interleaved;
  const width = page.blockWidth * samples;
  const rowBytes = Math.ceil((width * page.bits) / 8);
  const source = page.reversedBits ? input.map(reverseBits) : input;
  const bytes = await decompress(page.compression, source, rows * rowBytes, name);
  const item = bytesOfStored(page.type);
  if (page.bits !== item * 8) {
    const out = makeArray(dtypeOfStored(page.type), width * rows);
    unpackBits(page.bits, width, bytes, rows, out);
    if (page.predictor === 2) addUp(out as Words, width, samples, 2 ** page.bits - 1);
    return out;
  }
  if (page.predictor === 3) joinFloatBytes(bytes, width, rows, item, samples);
  else if (bigEndian) swapBytes(bytes, item);
  if (page.predictor === 2) addUp(asWords(bytes, item), width, samples);
  if (isKept(page.type))
    return viewArray(dtypeOfStored(page.type), bytes.buffer, bytes.byteOffset, width * rows);
  const out = makeArray(dtypeOfStored(page.type), width * rows);
  unpackValues({ type: page.type, bigEndian: false }, bytes, out, 0, out.length);
  return out;
}

/**
 * Unpacks values of an odd depth, 1 to 15 bits, most significant bit first, every row beginning on
 * a byte.
 */
function unpackBits(
  bits: number,
  width: number,
  bytes: Uint8Array,
  rows: number,
  out: GridArray,
): void {
  const rowBytes = Math.ceil((width * bits) / 8);
  const mask = (1 << bits) - 1;
  for (let y = 0; y < rows; y++) {
    let at = y * rowBytes;
    let held = 0;
    let value = 0;
    for (let x = 0; x < width; x++) {
      while (held < bits) {
        value = (value << 8) | bytes[at++]!;
        held += 8;
      }
      held -= bits;
      out[y * width + x] = (value >>> held) & mask;
      value &= (1 << held) - 1;
    }
  }
}

/**
 * Undoes predictor 2: each value was stored as its difference from that of the pixel on its left.
 */
function addUp(words: Words, width: number, samples: number, mask?: number): void {
  if (words instanceof BigUint64Array) {
    for (let i = 0; i < words.length; i++) {
      if (i % width >= samples) words[i] = words[i]! + words[i - samples]!;
    }
    return;
  }
  const kept = mask ?? -1;
  for (let row = 0; row < words.length; row += width) {
    for (let sample = 0; sample < samples; sample++) {
      let sum = 0;
      for (let i = row + sample; i < row + width; i += samples) {
        sum = (sum + words[i]!) & kept;
        words[i] = sum;
      }
    }
  }
}

/**
 * Undoes predictor 3 (TIFF Technical Note 3): bytes are differences along the row, and the row
 * holds the most significant bytes of all values first. Leaves little-endian values.
 */
function joinFloatBytes(
  bytes: Uint8Array,
  width: number,
  rows: number,
  item: number,
  samples: number,
): void {
  const rowBytes = width * item;
  const joined = new Uint8Array(rowBytes);
  for (let y = 0; y < rows; y++) {
    const row = bytes.subarray(y * rowBytes, (y + 1) * rowBytes);
    for (let i = samples; i < rowBytes; i++) row[i] = row[i]! + row[i - samples]!;
    for (let b = 0; b < item; b++) {
      for (let x = 0; x < width; x++) joined[x * item + item - 1 - b] = row[b * width + x]!;
    }
    row.set(joined);
  }
}

function asWords({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>, item: number): Words {
  const length = byteLength / item;
  if (item === 8) return new BigUint64Array(buffer, byteOffset, length);
  if (item === 4) return new Uint32Array(buffer, byteOffset, length);
  if (item === 2) return new Uint16Array(buffer, byteOffset, length);
  return new Uint8Array(buffer, byteOffset, length);
}

function reverseBits(byte: number): number {
  const pairs = ((byte & 0x55) << 1) | ((byte >>> 1) & 0x55);
  const nibbles = ((pairs & 0x33) << 2) | ((pairs >>> 2) & 0x33);
  return ((nibbles & 0x0f) << 4) | (nibbles >>> 4);
}
