import type { Vec3 } from '../recipe/geometry.js';
import { volumeOf } from '../recipe/geometry.js';
import { typeOfWords } from './raw_type.js';
import type { StoredType } from './sample_type.js';

/** What the name of a raw file says. */
export interface RawName {
  /** Every three numbers that may be the size, in their order. */
  readonly sizes: readonly Vec3[];
  readonly type?: StoredType;
  readonly bigEndian?: boolean;
}

/** Three numbers with ×, x or * between: 200x200x100. */
const SIZE = /(?<!\d)(\d+)\s*[x×*]\s*(\d+)\s*[x×*]\s*(\d+)(?!\d)/gi;

/** No system allows longer names; what is longer says nothing. */
const LONGEST_NAME = 1024;

/**
 * Reads sizes, type and byte order from common names of raw files: `sand_200x200x100_uint8.raw`,
 * `scan-16bit_signed-512x512x400.raw`, `a_64x64x64_float32_be.raw`. Only whole words count.
 */
export function parseRawName(name: string): RawName {
  if (name.length > LONGEST_NAME) return { sizes: [] };
  const stem = name.toLowerCase();
  const words = stem
    .replace(SIZE, ' ')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
  const type = typeOfWords(words);
  const [big, little] = [
    isWord(words, /be|big ?endian|msb/),
    isWord(words, /le|little ?endian|lsb/),
  ];
  return {
    sizes: [...stem.matchAll(SIZE)].flatMap((match) => sizeOf(match)),
    ...(type === undefined ? {} : { type }),
    ...(big === little ? {} : { bigEndian: big }),
  };
}

function sizeOf(match: RegExpExecArray): Vec3[] {
  const size: Vec3 = [Number(match[1]), Number(match[2]), Number(match[3])];
  const voxels = volumeOf(size);
  return voxels > 0 && Number.isSafeInteger(voxels) ? [size] : [];
}

function isWord(text: string, pattern: RegExp): boolean {
  return new RegExp(`(?:^|[ 0-9])(?:${pattern.source})(?: |$)`).test(text);
}
