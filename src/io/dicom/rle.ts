import { decodePackBits } from '../tiff/codecs.js';
import { damaged } from './header.js';

const HEAD = 64;
const MOST_SEGMENTS = 15;
/** Two bytes of a run become at most these. */
const MOST_PER_PAIR = 128;

/**
 * One channel of a frame of DICOM RLE (PS3.5, annex G), as little-endian values: a segment of
 * PackBits for every byte of a value, the highest first, channel by channel.
 */
export function decodeRle(
  input: Uint8Array<ArrayBuffer>,
  { pixels, item, samples, channel }: RleFrame,
  name: string,
): Uint8Array<ArrayBuffer> {
  if (input.length < HEAD) throw damaged(name, 'a frame ends within its header');
  const view = new DataView(input.buffer, input.byteOffset, input.length);
  const segments = view.getUint32(0, true);
  if (segments !== item * samples || segments > MOST_SEGMENTS)
    throw damaged(name, `a frame has ${segments} segments, and ${item * samples} are needed`);
  if (pixels > (input.length / 2) * MOST_PER_PAIR)
    throw damaged(name, 'a frame has fewer bytes than its pixels take');
  const startOf = (segment: number): number =>
    segment < segments ? view.getUint32(4 + segment * 4, true) : input.length;
  const out = new Uint8Array(pixels * item);
  const plane = item === 1 ? out : new Uint8Array(pixels);
  for (let byte = 0; byte < item; byte++) {
    const segment = channel * item + byte;
    const [start, end] = [startOf(segment), startOf(segment + 1)];
    if (start < HEAD || end < start || end > input.length)
      throw damaged(name, 'the segments of a frame overlap');
    if (decodePackBits(input.subarray(start, end), plane) < pixels)
      throw damaged(name, 'a segment of a frame ends early');
    if (item === 1) break;
    for (let i = 0, at = item - 1 - byte; i < pixels; i++, at += item) out[at] = plane[i]!;
  }
  return out;
}

interface RleFrame {
  readonly pixels: number;
  /** Bytes of a value. */
  readonly item: number;
  readonly samples: number;
  readonly channel: number;
}
