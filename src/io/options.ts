import { isSpacing, SPACING_ALLOWED, isUnit, UNIT_ALLOWED } from './calibration_bounds.js';
import { DTYPE_NAMES } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import type { Vec3 } from '../recipe/geometry.js';
import { volumeOf } from '../recipe/geometry.js';
import type { OpenOptions } from '../recipe/source.js';

/** Throws `invalid-argument` unless `size` is three positive whole numbers with a sane product. */
export function checkSize(size: Vec3): void {
  const sound = isTriple(size) && size.every((n) => Number.isSafeInteger(n) && n > 0);
  if (!sound || !Number.isSafeInteger(volumeOf(size))) {
    throw invalidArgument('open', 'size', size, 'three positive whole numbers [x, y, z]');
  }
}

/** Throws `invalid-argument` for the first option that cannot be meant. */
export function checkOptions(options: OpenOptions): void {
  const { name, size, dtype, spacing, unit, origin, headerBytes, bigEndian } = options;
  if (size !== undefined) checkSize(size);
  if (dtype !== undefined && !DTYPE_NAMES.includes(dtype)) {
    throw invalidArgument('open', 'dtype', dtype, DTYPE_NAMES.join(', '));
  }
  if (spacing !== undefined && !(isTriple(spacing) && isSpacing(spacing))) {
    throw invalidArgument('open', 'spacing', spacing, SPACING_ALLOWED);
  }
  if (origin !== undefined && !(isTriple(origin) && origin.every((n) => Number.isFinite(n)))) {
    throw invalidArgument('open', 'origin', origin, 'three finite numbers [x, y, z]');
  }
  if (unit !== undefined && !(typeof unit === 'string' && isUnit(unit))) {
    throw invalidArgument('open', 'unit', unit, UNIT_ALLOWED);
  }
  if (name !== undefined && typeof name !== 'string') {
    throw invalidArgument('open', 'name', name, 'a text');
  }
  const { dataset, channel, time, level } = options;
  if (dataset !== undefined && typeof dataset !== 'string') {
    throw invalidArgument('open', 'dataset', dataset, 'a text, as inspect() lists them');
  }
  if (channel !== undefined && typeof channel !== 'string' && !isIndex(channel)) {
    throw invalidArgument('open', 'channel', channel, 'a name, or a whole number ≥ 0');
  }
  if (time !== undefined && !isIndex(time)) {
    throw invalidArgument('open', 'time', time, 'a whole number ≥ 0');
  }
  if (level !== undefined && !isIndex(level)) {
    throw invalidArgument('open', 'level', level, 'a whole number ≥ 0');
  }
  if (options.spectrum !== undefined && typeof options.spectrum !== 'boolean') {
    throw invalidArgument('open', 'spectrum', options.spectrum, 'true or false');
  }
  if (headerBytes !== undefined && !(Number.isSafeInteger(headerBytes) && headerBytes >= 0)) {
    throw invalidArgument('open', 'headerBytes', headerBytes, 'a whole number ≥ 0');
  }
  if (bigEndian !== undefined && typeof bigEndian !== 'boolean') {
    throw invalidArgument('open', 'bigEndian', bigEndian, 'true or false');
  }
}

function isIndex(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isTriple(value: unknown): value is Vec3 {
  return (
    (Array.isArray(value) || ArrayBuffer.isView(value)) &&
    'length' in value &&
    value.length === 3 &&
    Array.from(value as ArrayLike<unknown>).every((n) => typeof n === 'number')
  );
}
