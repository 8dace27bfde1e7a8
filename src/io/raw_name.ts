import type { Vec3 } from '../recipe/geometry.js';
import type { StoredType } from './sample_type.js';

/** What the name of a raw file says. */
export interface RawName {
  readonly size?: Vec3;
  readonly type?: StoredType;
  readonly bigEndian?: boolean;
}

/** Three numbers with ×, x or * between: 200x200x100. */
const SIZE = /(?<!\d)(\d+)\s*[x×*]\s*(\d+)\s*[x×*]\s*(\d+)(?!\d)/i;

const TYPES: readonly (readonly [RegExp, StoredType])[] = [
  [/u(?:nsigned)?[-_ ]?int8|u8|uchar|u?8[-_ ]?bits?|byte/, 'u8'],
  [/u(?:nsigned)?[-_ ]?int16|u16|ushort|u?16[-_ ]?bits?/, 'u16'],
  [/u(?:nsigned)?[-_ ]?int32|u32/, 'u32'],
  [/int8|i8|s8/, 'i8'],
  [/int16|i16|s16|short/, 'i16'],
  [/int32|i32|s32/, 'i32'],
  [/float16|f16|half/, 'f16'],
  [/float64|f64|double/, 'f64'],
  [/float32|f32|float|real|32[-_ ]?bits?[-_ ]?float/, 'f32'],
];

/**
 * Reads size, type and byte order from common names of raw files: `sand_200x200x100_uint8.raw`,
 * `scan-16bit-512x512x400.raw`, `a_64x64x64_float32_be.raw`. Only whole words count.
 */
export function parseRawName(name: string): RawName {
  const stem = name.toLowerCase();
  const size = SIZE.exec(stem);
  const words = stem.replace(SIZE, '_');
  const type = TYPES.find(([pattern]) => isWord(words, pattern))?.[1];
  return {
    ...(size === null ? {} : { size: [Number(size[1]), Number(size[2]), Number(size[3])] }),
    ...(type === undefined ? {} : { type }),
    ...(isWord(words, /be|big[-_ ]?endian|msb/) ? { bigEndian: true } : {}),
    ...(isWord(words, /le|little[-_ ]?endian|lsb/) ? { bigEndian: false } : {}),
  };
}

function isWord(text: string, pattern: RegExp): boolean {
  return new RegExp(`(?:^|[^a-z0-9])(?:${pattern.source})(?:$|[^a-z0-9])`).test(text);
}
