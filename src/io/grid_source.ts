import type { Dtype, GridArray } from '../recipe/dtype.js';
import { makeArray } from '../recipe/dtype.js';
import { invalidArgument, throwIfAborted, VoxmetryError } from '../recipe/errors.js';
import type { Region, Vec3 } from '../recipe/geometry.js';
import { containsRegion, volumeOf, wholeRegion } from '../recipe/geometry.js';
import { soundCalibration } from './calibration_bounds.js';
import { closed } from './byte_source.js';
import { abortable } from '../recipe/abortable.js';
import { Pace } from './pace.js';
import type { GridSource, OpenOptions } from '../recipe/source.js';

/** What a reader found out about a grid. */
export interface GridFacts {
  readonly name: string;
  readonly format: string;
  readonly dtype: Dtype;
  readonly size: Vec3;
  readonly spacing: Vec3;
  readonly unit: string;
  readonly origin: Vec3;
  readonly warnings: readonly string[];
  readonly levels?: GridSource['levels'];
  readonly signal?: GridSource['signal'];
}

/** How a reader fills an array with a region; the region has been checked. */
export interface GridReader {
  read(region: Region, out: GridArray, pace: Pace): Promise<void>;
  close(): void;
}

/**
 * Makes a {@link GridSource} of a reader: checks, allocation, abort, progress and disposal are
 * here. A calibration that cannot be meant can only be the file's, since the caller's is checked at
 * the call: it gives way to voxels.
 */
export function makeGridSource(facts: GridFacts, reader: GridReader): GridSource {
  // Asked through a function, because it may change while a read is awaited.
  let open = true;
  const isOpen = (): boolean => open;
  const { spacing, unit, warnings } = soundCalibration(facts.name, facts);
  return {
    ...facts,
    spacing,
    unit,
    warnings: [...facts.warnings, ...warnings],
    read: async (region, options = {}) => {
      if (!isOpen()) throw closed(facts.name);
      checkRegion(region, facts.size);
      throwIfAborted(options.signal);
      const out = allocate(facts.dtype, region);
      const pace = new Pace(options);
      try {
        await abortable(reader.read(region, out, pace), options.signal);
      } catch (error) {
        throw asReadFailure(error, facts.name);
      }
      if (!isOpen()) throw closed(facts.name);
      pace.done();
      return out;
    },
    close: () => {
      if (!open) return;
      open = false;
      reader.close();
    },
  };
}

/** Spacing, unit and origin: what the caller states, else what the file says, else voxels. */
export function calibrated(
  options: OpenOptions,
  file: { spacing?: Vec3 | undefined; unit?: string | undefined } = {},
): Pick<GridFacts, 'spacing' | 'unit' | 'origin'> {
  return {
    spacing: options.spacing ?? file.spacing ?? [1, 1, 1],
    unit: options.unit ?? file.unit ?? 'px',
    origin: options.origin ?? [0, 0, 0],
  };
}

/** Typed errors pass; anything else that a decoder throws means that the file is damaged. */
export function asReadFailure(error: unknown, name: string): VoxmetryError {
  if (error instanceof VoxmetryError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new VoxmetryError(
    'corrupt-file',
    `${name} could not be decoded (${text}): it is damaged or not what it claims to be. ` +
      'Open it in the program that wrote it and export it again.',
    { cause: error },
  );
}

function checkRegion(region: Region, size: Vec3): void {
  const numbers = [...region.origin, ...region.size];
  const sound = numbers.length === 6 && numbers.every((n) => Number.isSafeInteger(n) && n >= 0);
  if (!sound || region.size.includes(0) || !containsRegion(wholeRegion(size), region)) {
    throw invalidArgument(
      'read',
      'region',
      region,
      `a non-empty box within ${size.join('×')} voxels`,
    );
  }
}

function allocate(dtype: Dtype, region: Region): GridArray {
  const voxels = volumeOf(region.size);
  try {
    return makeArray(dtype, voxels);
  } catch (error) {
    throw new VoxmetryError(
      'out-of-memory',
      `No memory for ${voxels} voxels of ${dtype} in one piece. Read a smaller region.`,
      { details: { needed: voxels }, cause: error },
    );
  }
}
