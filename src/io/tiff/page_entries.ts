import { DTYPES } from '../../recipe/dtype.js';
import { invalidArgument } from '../../recipe/errors.js';
import type { TiffFacts } from '../tiff_writer.js';
import type { Entry } from './directory_bytes.js';
import { TAG } from './tags.js';

/** Resolutions are fractions of two of these at most. */
const MOST = 2 ** 32 - 1;

/** Where the strips of a page lie, and how they are kept. */
export interface PageStrips {
  readonly rows: number;
  readonly offsets: readonly number[];
  readonly byteCounts: readonly number[];
  readonly compression: number;
  readonly predictor: number;
}

/** The entries of the directory of a page; the first has the description of all. */
export function pageEntries(
  { size, dtype, spacing }: TiffFacts,
  description: string | undefined,
  strips: PageStrips,
): readonly Entry[] {
  const { bits, integer, min } = DTYPES[dtype];
  const entry = (tag: number, type: Entry['type'], ...values: readonly number[]): Entry => ({
    tag,
    type,
    values,
  });
  const text = description === undefined ? [] : new TextEncoder().encode(`${description}\0`);
  return [
    entry(TAG.newSubfileType, 'offset', 0),
    entry(TAG.imageWidth, 'offset', size[0]),
    entry(TAG.imageLength, 'offset', size[1]),
    entry(TAG.bitsPerSample, 'short', bits),
    entry(TAG.compression, 'short', strips.compression),
    entry(TAG.photometric, 'short', 1),
    ...(text.length > 0 ? [entry(TAG.imageDescription, 'text', ...text)] : []),
    entry(TAG.stripOffsets, 'offset', ...strips.offsets),
    entry(TAG.samplesPerPixel, 'short', 1),
    entry(TAG.rowsPerStrip, 'offset', strips.rows),
    entry(TAG.stripByteCounts, 'offset', ...strips.byteCounts),
    entry(TAG.xResolution, 'rational', ...reciprocal(spacing[0])),
    entry(TAG.yResolution, 'rational', ...reciprocal(spacing[1])),
    entry(TAG.resolutionUnit, 'short', 1),
    ...(strips.predictor === 1 ? [] : [entry(TAG.predictor, 'short', strips.predictor)]),
    entry(TAG.sampleFormat, 'short', integer ? (min < 0 ? 2 : 1) : 3),
  ];
}

/** 1 / value as a fraction of two 32-bit integers: the last continued fraction that fits. */
function reciprocal(value: number): [number, number] {
  let [n0, d0, n1, d1] = [0, 1, 1, 0];
  let rest = value;
  for (let i = 0; i < 64; i++) {
    const whole = Math.floor(rest);
    const [n2, d2] = [whole * n1 + n0, whole * d1 + d0];
    if (n2 > MOST || d2 > MOST) break;
    [n0, d0, n1, d1] = [n1, d1, n2, d2];
    if (n1 / d1 === value) break;
    rest = 1 / (rest - whole);
    if (!Number.isFinite(rest)) break;
  }
  if (n1 === 0 || d1 === 0) {
    throw invalidArgument('save', 'spacing', value, 'lengths from 1e-9 to 4e9; use another unit');
  }
  return [d1, n1];
}
