import type { Dtype } from '../../recipe/dtype.js';
import { DTYPE_NAMES, DTYPES } from '../../recipe/dtype.js';
import { VoxmetryError } from '../../recipe/errors.js';
import type { StoredImage } from '../contents.js';
import type { GridReader } from '../grid_source.js';
import { placedImage } from '../placed_image.js';
import { COLOURS } from '../slices/colours.js';
import type { Arrangement } from './arrange.js';
import { arrange } from './arrange.js';
import type { Frame, PixelFormat } from './facts.js';
import { framesReader, storedDtype } from './frames_reader.js';

/**
 * The image of frames of one series, size and orientation. What cannot be read is listed all the
 * same, with the reason among its warnings, so that it does not stand in the way of other series;
 * opening it gives the reason as an error.
 */
export function seriesImage(
  frames: readonly Frame[],
  name: string,
  path: string,
  close: () => void,
): StoredImage {
  const { format, syntax, vr, lookup } = frames[0]!.file;
  const values = valuesOf(frames);
  let arrangement: Arrangement;
  try {
    if (syntax.coding === undefined) throw unread(name, `is coded as ${syntax.name}`);
    if (lookup) throw unread(name, 'has a modality lookup table');
    if (syntax.bigEndian && format.allocated === 8 && vr === 'OW')
      throw unread(name, 'has bytes in big-endian words');
    if (syntax.coding === 'jpeg' && (format.samples > 1 || format.allocated !== 8))
      throw unread(name, 'has colours or 16 bits in JPEG');
    arrangement = arrange(frames, name);
  } catch (error) {
    return refused(frames, path, values.dtype, VoxmetryError.from(error));
  }
  const { frames: sorted, spacing } = arrangement;
  return placedImage(
    {
      ...arrangement,
      path,
      dtype: values.dtype,
      size: [format.columns, format.rows, sorted.length],
      unit: spacing === undefined ? undefined : 'mm',
      channels: format.samples > 1 ? COLOURS.slice(0, 3) : [],
      warnings: [...arrangement.warnings, ...values.warnings, ...meaningOf(sorted)],
    },
    ({ channel }) => framesReader(sorted, channel, values.dtype, close),
  );
}

function refused(
  frames: readonly Frame[],
  path: string,
  dtype: Dtype,
  error: VoxmetryError,
): StoredImage {
  const { columns, rows, samples } = frames[0]!.file.format;
  return {
    path,
    dtype,
    size: [columns, rows, frames.length],
    spacing: undefined,
    unit: undefined,
    spacingFrom: undefined,
    channels: samples > 1 ? COLOURS.slice(0, 3) : [],
    times: 1,
    warnings: [`Cannot be opened: ${error.message}`],
    reader: (): GridReader => {
      throw error;
    },
  };
}

/**
 * The dtype of the values after rescaling: the stored one where nothing is done, the smallest
 * integers that hold all that the bits can be where slope and intercept are whole and the same for
 * all frames, else f32.
 */
function valuesOf(frames: readonly Frame[]): { dtype: Dtype; warnings: readonly string[] } {
  const [{ file, slope, intercept }] = frames as readonly [Frame, ...Frame[]];
  const alike = frames.every((frame) => frame.slope === slope && frame.intercept === intercept);
  if (alike && slope === 1 && intercept === 0)
    return { dtype: storedDtype(file.format), warnings: [] };
  if (!alike)
    return {
      dtype: 'f32',
      warnings: ['The values are rescaled as each slice says, to f32.'],
    };
  const offset = intercept === 0 ? '' : ` plus ${intercept}`;
  const dtype = integersFor(file.format, slope, intercept) ?? 'f32';
  return {
    dtype,
    warnings: [
      `The values are those stored times ${slope}${offset}, as the file says, as ${dtype}.`,
    ],
  };
}

function integersFor(
  { stored, signed }: PixelFormat,
  slope: number,
  intercept: number,
): Dtype | undefined {
  if (!Number.isSafeInteger(slope) || !Number.isSafeInteger(intercept)) return undefined;
  const range = signed ? [-(2 ** (stored - 1)), 2 ** (stored - 1) - 1] : [0, 2 ** stored - 1];
  const ends = range.map((end) => end * slope + intercept);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  return DTYPE_NAMES.find((name) => {
    const { integer, min, max } = DTYPES[name];
    return integer && min <= least && most <= max;
  });
}

/** What is to be known of the values. */
function meaningOf(frames: readonly Frame[]): string[] {
  const { file, slope, intercept } = frames[0]!;
  const { photometric } = file.format;
  const warnings: string[] = [];
  if (photometric === 'MONOCHROME1')
    warnings.push(
      'The file shows low values as white (MONOCHROME1); the values are kept as stored.',
    );
  if (photometric === 'PALETTE COLOR')
    warnings.push('The files have a colour map; the numbers are read, not the colours.');
  if (file.padding !== undefined)
    warnings.push(
      `What lies outside the scanned region has the value ${file.padding * slope + intercept} (PixelPaddingValue).`,
    );
  return warnings;
}

function unread(name: string, what: string): VoxmetryError {
  return new VoxmetryError(
    'unsupported-format',
    `${name} ${what}, which is not read. Export it uncompressed: explicit little-endian.`,
  );
}
