import { invalidArgument } from '../recipe/errors.js';
import { map3, type Vec3 } from '../recipe/geometry.js';
import type { FileFacts, GridSource, OpenOptions, Resolution } from '../recipe/source.js';
import { soundCalibration } from './calibration_bounds.js';
import type { FileContents, StoredImage } from './contents.js';
import { makeGridSource } from './grid_source.js';

/** Names in a message are listed up to here. */
const LISTED = 8;

/**
 * Opens one of a file's images: the one that `dataset` names, or the only one; of several channels
 * or times, those that `channel` and `time` name. Nothing is chosen silently.
 */
export function openImage(contents: FileContents, name: string, options: OpenOptions): GridSource {
  const pyramid = chosenImage(contents, name, options.dataset);
  const level = chosenLevel(pyramid, name, options.level);
  const asSpectrum = options.spectrum === true ? level.spectrum : undefined;
  const image =
    asSpectrum?.image ?? (options.channel === undefined ? (level.grey ?? level) : level);
  const channel = chosenChannel(image, name, options.channel);
  const time = chosenTime(image, name, options.time);
  const warnings = [...image.warnings];
  const calibration = calibrationOf(image, name, options, warnings);
  const reader = image.reader({ channel, time });
  return makeGridSource(
    {
      name: options.name ?? name,
      format: contents.format,
      dtype: image.dtype,
      size: image.size,
      warnings,
      ...calibration,
      ...(pyramid.levels && { levels: resolutionsOf(pyramid.levels, image, calibration.spacing) }),
      ...(asSpectrum?.axis && { signal: asSpectrum.axis }),
      origin: options.origin ?? image.origin ?? [0, 0, 0],
    },
    {
      read: (region, out, pace) => reader.read(region, out, pace),
      close: () => {
        contents.close();
      },
    },
  );
}

/**
 * The resolutions of a pyramid, given the spacing of one of them. Their ratios are those that the
 * file states, or else of the sizes, where the last voxels of a row may have been left out.
 */
function resolutionsOf(
  levels: readonly StoredImage[],
  opened: StoredImage,
  spacing: Vec3,
): Resolution[] {
  return levels.map((level) => ({
    size: level.size,
    // As it is stated, or in the caller's measure.
    spacing:
      (spacing === opened.spacing ? level.spacing : undefined) ??
      map3((axis) => {
        const stated = (level.spacing?.[axis] ?? NaN) / (opened.spacing?.[axis] ?? NaN);
        return spacing[axis] * (Number.isFinite(stated) ? stated : ratio(opened, level, axis));
      }),
  }));
}

/** How many times as far apart the voxels of another level are, along an axis. */
function ratio({ size }: StoredImage, other: StoredImage, axis: 0 | 1 | 2): number {
  const [own, its] = [size[axis], other.size[axis]];
  return own >= its ? Math.round(own / its) : 1 / Math.round(its / own);
}

/** What a file holds, as plain data. */
export function factsOf(contents: FileContents, name: string): FileFacts {
  return {
    name,
    format: contents.format,
    images: contents.images.map((stored) => {
      const image = stored.grey ?? stored;
      const warnings = [...image.warnings];
      const { spacing, unit } = calibrationOf(image, name, {}, warnings);
      const sound = soundCalibration(name, { spacing, unit });
      return {
        path: image.path,
        size: image.size,
        dtype: image.dtype,
        spacing: sound.spacing,
        unit: sound.unit,
        spacingFrom: sound.unit === 'px' ? undefined : image.spacingFrom,
        channels: image.channels,
        times: image.times,
        ...(stored.spectrum?.axis && { signal: stored.spectrum.axis }),
        levels: (stored.levels ?? [stored]).map(({ size }) => size),
        warnings: [...warnings, ...sound.warnings],
      };
    }),
  };
}

/** What a source holds that is one grid: an array, or a file of a format that knows no more. */
export function factsOfSource(source: GridSource, spacingFrom?: string): FileFacts {
  const { name, format, size, dtype, spacing, unit, warnings } = source;
  const image = { path: '', size, dtype, spacing, unit, spacingFrom, warnings };
  return { name, format, images: [{ ...image, channels: [], times: 1, levels: [size] }] };
}

/**
 * What the caller states, else what the file states with its unit. Distances without a unit are no
 * calibration until the caller says the unit.
 */
function calibrationOf(
  image: StoredImage,
  name: string,
  options: OpenOptions,
  warnings: string[],
): { readonly spacing: Vec3; readonly unit: string } {
  const { spacing, unit } = image;
  const said = options.spacing ?? spacing;
  const inUnit = options.unit ?? unit;
  if (options.spacing === undefined) warnings.push(...(image.scaleWarnings ?? []));
  if (options.spacing !== undefined) return { spacing: options.spacing, unit: inUnit ?? 'px' };
  if (said === undefined) return { spacing: [1, 1, 1], unit: options.unit ?? 'px' };
  if (inUnit !== undefined) return { spacing: said, unit: inUnit };
  if (said.some((distance) => distance !== 1))
    warnings.push(
      `${name} states distances of ${said.join(' × ')} and no unit, so lengths are in voxels (px). ` +
        "State the unit to use them: unit: 'µm'.",
    );
  return { spacing: [1, 1, 1], unit: 'px' };
}

function chosenImage(
  { images }: FileContents,
  name: string,
  dataset: string | undefined,
): StoredImage {
  const [main, ...others] = images.filter(({ auxiliary }) => auxiliary !== true);
  if (dataset === undefined && main !== undefined && others.length === 0) return main;
  // Paths within a file begin at its root, whether or not they are written so.
  const found =
    images.find(({ path }) => path === dataset) ??
    images.find(({ path }) => `/${path}` === dataset);
  if (found !== undefined) return found;
  throw invalidArgument(
    'open',
    'dataset',
    dataset,
    `one of what ${name} holds: ${listed(images.map((image) => `'${image.path}' (${image.size.join('×')} ${image.dtype})`))}`,
  );
}

function chosenLevel(image: StoredImage, name: string, level: number | undefined): StoredImage {
  const levels = image.levels ?? [image];
  const found = levels[level ?? 0];
  if (found !== undefined) return found;
  throw invalidArgument(
    'open',
    'level',
    level,
    `0 to ${levels.length - 1}, the resolutions of ${name}: ${listed(levels.map(({ size }) => size.join('×')))}`,
  );
}

function chosenChannel(
  { channels }: StoredImage,
  name: string,
  channel: string | number | undefined,
): number {
  if (channels.length <= 1 && (channel === undefined || channel === 0)) return 0;
  const index = typeof channel === 'string' ? channels.indexOf(channel) : (channel ?? -1);
  if (Number.isInteger(index) && index >= 0 && index < channels.length) return index;
  throw invalidArgument(
    'open',
    'channel',
    channel,
    channels.length === 0
      ? `left out: ${name} has no channels`
      : `one of the channels of ${name}: ${listed(channels.map((label) => `'${label}'`))}, or its number from 0`,
  );
}

function chosenTime({ times }: StoredImage, name: string, time: number | undefined): number {
  if (times === 1 && (time === undefined || time === 0)) return 0;
  if (time !== undefined && Number.isInteger(time) && time >= 0 && time < times) return time;
  throw invalidArgument(
    'open',
    'time',
    time,
    times === 1 ? `left out: ${name} has one` : `a point in time of ${name}, 0 to ${times - 1}`,
  );
}

function listed(names: readonly string[]): string {
  const more = names.length - LISTED;
  return names.slice(0, LISTED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
