import { makeArray } from '../../recipe/dtype.js';
import { VoxmetryError } from '../../recipe/errors.js';
import type { Region, Vec3 } from '../../recipe/geometry.js';
import type { ColourReaders } from '../colour_readers.js';
import { equalReader, luminanceReader } from '../colour_readers.js';
import type { Place, StoredImage } from '../contents.js';
import type { GridReader } from '../grid_source.js';
import { Pace } from '../pace.js';
import { dtypeOfStored, F64_WARNING } from '../sample_type.js';
import type { BlockCache } from './block_cache.js';
import type { Calibration } from './calibration.js';
import { damaged } from './directory.js';
import type { Page } from './page.js';
import { PlaneReader } from './plane_reader.js';
import type { Planes } from './planes.js';
import { distinct } from './samples.js';
import type { Arrangement } from './stack_axes.js';

/** A stack of planes with what is known of it. */
export interface Stack extends Arrangement {
  /** The file's name. */
  readonly name: string;
  readonly path: string;
  /** Names of its channels, where they have any. */
  readonly channelNames: readonly string[];
  readonly calibration: Calibration;
  readonly warnings: readonly string[];
  readonly auxiliary: boolean;
  /** The same planes at lower resolutions. */
  readonly levels: readonly Planes[];
}

/** What a channel is: the planes of one, and a value of their pixels or the luminance of three. */
interface Channel {
  readonly name: string;
  readonly c: number;
  readonly sample: number | 'luminance';
}

/** Rows in which colours are looked for, as parts of the height. */
const ROWS = [0.1, 0.3, 0.5, 0.7, 0.9];
/** Files of more channels are nobody's. */
const MOST_CHANNELS = 65_536;
/** As much of a row is looked at. */
const WIDEST = 16_384;

/**
 * A stack as an image of its channels, times and levels. Of colours that are equal wherever they
 * are looked at, one grey value is offered.
 */
export async function stackImage(
  stack: Stack,
  cache: BlockCache,
  signal: AbortSignal | undefined,
): Promise<StoredImage> {
  const { levels, planes, calibration } = stack;
  const image = await oneImage(stack, cache, signal);
  if (levels.length === 0) return image;
  const { page } = planes.at(0);
  const lower: StoredImage[] = [];
  for (const level of levels) {
    const { width, height } = level.at(0).page;
    const factors = [factorOf(page.width, width), factorOf(page.height, height)] as const;
    const { spacing: [x, y, z] = [1, 1, 1] } = calibration;
    const spacing: Vec3 = [x * factors[0], y * factors[1], z];
    const scaled = calibration.spacing === undefined ? calibration : { ...calibration, spacing };
    const own = { ...stack, planes: level, levels: [], calibration: scaled };
    lower.push(await oneImage(own, cache, signal));
  }
  return { ...image, levels: [image, ...lower] };
}

/** How many pixels became one: a whole number where the sizes allow it. */
function factorOf(full: number, lower: number): number {
  const whole = Math.round(full / lower);
  const fits = lower === Math.floor(full / whole) || lower === Math.ceil(full / whole);
  return fits ? whole : full / lower;
}

async function oneImage(
  stack: Stack,
  cache: BlockCache,
  signal: AbortSignal | undefined,
): Promise<StoredImage> {
  const { planes, sizes, calibration } = stack;
  const { page } = planes.at(0);
  const reader = new PlaneReader(planes, cache);
  const channels = channelsOf(stack, page);
  const warnings = [...stack.warnings];
  if (page.type === 'f64') warnings.push(F64_WARNING);
  if (page.whiteIsZero) {
    warnings.push(
      'The file shows low values as white (MinIsWhite); the values are kept as stored.',
    );
  }
  const sampleReader = (c: number, t: number, sample: number): GridReader => ({
    read: (region, out, pace) => {
      const plane = (z: number): number => stack.index(c, z, t);
      return reader.read(region, { plane, sample }, out, pace);
    },
    close: () => undefined,
  });
  const colours = (c: number, t: number): ColourReaders => [
    sampleReader(c, t, 0),
    sampleReader(c, t, 1),
    sampleReader(c, t, 2),
  ];
  const isNamed = channels.length > 1 || stack.channelNames.length > 0;
  const image: StoredImage = {
    path: stack.path,
    dtype: dtypeOfStored(page.type),
    size: [page.width, page.height, sizes.z],
    spacing: calibration.spacing,
    unit: calibration.unit,
    spacingFrom: calibration.spacing === undefined ? undefined : calibration.from,
    channels: isNamed ? channels.map(({ name }) => name) : [],
    times: sizes.t,
    warnings,
    scaleWarnings: calibration.scaleWarnings ?? [],
    auxiliary: stack.auxiliary,
    reader: ({ channel, time }: Place) => {
      const { c, sample } = channels[channel]!;
      return sample === 'luminance'
        ? luminanceReader(colours(c, time))
        : sampleReader(c, time, sample);
    },
  };
  if (!hasColours(page) || sizes.c > 1) return image;
  const differ = (): VoxmetryError =>
    new VoxmetryError(
      'unsupported-format',
      `${stack.name} is RGB whose channels differ. Choose one: channel: ${channels.map(({ name }) => `'${name}'`).join(', ')}.`,
      { details: { differ: true } },
    );
  const grey = (time: number): GridReader => equalReader(colours(0, time), differ);
  if (!(await areEqual(grey(0), image, signal))) return image;
  const warning =
    'The file is RGB; its channels are read as one grey value where they are equal, and refused elsewhere.';
  return {
    ...image,
    grey: {
      ...image,
      channels: [],
      warnings: [...warnings, warning],
      reader: ({ time }) => grey(time),
    },
  };
}

function hasColours({ sampleNames }: Page): boolean {
  return sampleNames[0] === 'red' && sampleNames.length >= 3;
}

function channelsOf({ name, sizes, channelNames }: Stack, page: Page): Channel[] {
  const values: Pick<Channel, 'name' | 'sample'>[] = page.sampleNames.map((sampleName, sample) => ({
    name: sampleName,
    sample,
  }));
  if (hasColours(page)) values.push({ name: 'luminance', sample: 'luminance' });
  if (sizes.c * values.length > MOST_CHANNELS) {
    const count = sizes.c * values.length;
    throw damaged(name, `it states ${count} channels`);
  }
  const channels: Channel[] = [];
  for (let c = 0; c < sizes.c; c++) {
    // A single channel of colours needs no name of its own.
    const isOwn = sizes.c > 1 || values.length === 1;
    const own = isOwn ? (channelNames[c] ?? (sizes.c > 1 ? String(c) : '')) : '';
    for (const { name: value, sample } of values) {
      const parts = values.length > 1 ? [own, value] : [own];
      channels.push({ name: parts.filter((part) => part !== '').join(' '), c, sample });
    }
  }
  const names = distinct(channels.map(({ name }) => name));
  return channels.map((channel, i) => ({ ...channel, name: names[i]! }));
}

/** Looks at rows of a few slices: a coloured stack shows its colours somewhere there. */
async function areEqual(
  grey: GridReader,
  { size, dtype }: StoredImage,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const width = Math.min(size[0], WIDEST);
  const x = (size[0] - width) >> 1;
  const row = makeArray(dtype, width);
  const pace = new Pace({ signal });
  for (const z of new Set([0, size[2] >> 1, size[2] - 1])) {
    for (const y of new Set(ROWS.map((part) => Math.floor(part * size[1])))) {
      const region: Region = { origin: [x, y, z], size: [width, 1, 1] };
      try {
        await grey.read(region, row, pace);
      } catch (error) {
        if (error instanceof VoxmetryError && error.details['differ'] === true) return false;
        throw error;
      }
    }
  }
  return true;
}
