import type { GridArray } from '../../recipe/dtype.js';
import { makeArray, dtypeOf } from '../../recipe/dtype.js';
import { LUMINANCE_WEIGHTS } from '../colour_readers.js';
import type { DecodedPlane } from './plane.js';

/** What can be read of colours: each, and what ITU-R BT.709 makes of the three. */
export const COLOURS = ['red', 'green', 'blue', 'luminance'] as const;

/** Names of the channels of an image; none where it is grey. Alpha is left out. */
export function channelsOf(channels: number): readonly string[] {
  return channels >= 3 ? COLOURS : [];
}

/** One channel of a decoded image; of grey with alpha, the grey. */
export function channelOf({ values, channels }: DecodedPlane, channel: number): GridArray {
  if (channels === 1) return values;
  const count = values.length / channels;
  const [wr, wg, wb] = LUMINANCE_WEIGHTS;
  const out = makeArray(dtypeOf(values)!, count);
  if (channel < 3) for (let i = 0; i < count; i++) out[i] = values[i * channels + channel]!;
  else
    for (let i = 0; i < count; i++) {
      const at = i * channels;
      const [r, g, b] = [values[at]!, values[at + 1]!, values[at + 2]!];
      out[i] = Math.round(r * wr + g * wg + b * wb);
    }
  return out;
}

/** Whether the three colours of every pixel are equal: a grey image that was saved in colours. */
export function isGrey({ values, channels }: DecodedPlane): boolean {
  if (channels < 3) return true;
  for (let i = 0; i < values.length; i += channels)
    if (values[i] !== values[i + 1] || values[i] !== values[i + 2]) return false;
  return true;
}
