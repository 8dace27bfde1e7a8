import type { StoredType } from './sample_type.js';

/** What a word means alone, and beside words that say sign or float. */
interface Readings {
  readonly plain?: StoredType;
  readonly unsigned?: StoredType;
  readonly signed?: StoredType;
  readonly float?: StoredType;
}

/** Words that say all. */
const EXACT: Readonly<Record<string, Readings>> = {
  ...allNames(['uint8', 'u8'], { plain: 'u8', unsigned: 'u8' }),
  ...allNames(['int8', 'i8', 's8', 'sint8'], { plain: 'i8', signed: 'i8', unsigned: 'u8' }),
  ...allNames(['uint16', 'u16'], { plain: 'u16', unsigned: 'u16' }),
  ...allNames(['int16', 'i16', 's16', 'sint16'], { plain: 'i16', signed: 'i16', unsigned: 'u16' }),
  ...allNames(['uint32', 'u32'], { plain: 'u32', unsigned: 'u32' }),
  ...allNames(['int32', 'i32', 's32', 'sint32'], { plain: 'i32', signed: 'i32', unsigned: 'u32' }),
  ...allNames(['float16', 'f16'], { plain: 'f16', float: 'f16' }),
  ...allNames(['float32', 'f32'], { plain: 'f32', float: 'f32' }),
  ...allNames(['float64', 'f64'], { plain: 'f64', float: 'f64' }),
};

/** Bits: 8 and 16 mean counts, 32 may be anything and is nothing without a further word. */
const BITS: Readonly<Record<string, Readings>> = {
  '8': { plain: 'u8', unsigned: 'u8', signed: 'i8' },
  '16': { plain: 'u16', unsigned: 'u16', signed: 'i16', float: 'f16' },
  '32': { unsigned: 'u32', signed: 'i32', float: 'f32' },
  '64': { float: 'f64' },
};

/**
 * Names of the C languages, ImageJ, MetaImage and NRRD; words of English too, so they count last.
 */
const LANGUAGES: Readonly<Record<string, Readings>> = {
  ...allNames(['uchar', 'ubyte'], { plain: 'u8', unsigned: 'u8' }),
  ...allNames(['schar', 'sbyte'], { plain: 'i8', signed: 'i8' }),
  byte: { plain: 'u8', unsigned: 'u8', signed: 'i8' },
  char: { plain: 'i8', unsigned: 'u8', signed: 'i8' },
  ushort: { plain: 'u16', unsigned: 'u16' },
  short: { plain: 'i16', unsigned: 'u16', signed: 'i16' },
  half: { plain: 'f16', float: 'f16' },
  double: { plain: 'f64', float: 'f64' },
  uint: { plain: 'u32', unsigned: 'u32' },
  int: { plain: 'i32', unsigned: 'u32', signed: 'i32' },
  ...allNames(['float', 'real'], { plain: 'f32', float: 'f32' }),
};

/** Words that say no more than "whole number" or "float" beside another name, as in `short int`. */
const GENERAL = ['int', 'uint', 'float', 'real'];

/**
 * The type that the words of a name state: lower case, parted by single spaces. Undefined where
 * they state none, or two that disagree.
 */
export function typeOfWords(text: string): StoredType | undefined {
  const words = text.replace(/(\d)(be|le)\b/g, '$1 $2').split(' ');
  const exact = words.flatMap((word) => EXACT[word] ?? []);
  const sign = signOf(words);
  if (exact.length > 0) return agreed(exact, sign ?? 'plain');
  const bits = [...text.matchAll(/(?:^| )([usi]?)(8|16|32|64) ?bits?(?= |$)/g)];
  if (bits.length > 0) {
    const readings = bits.map((match) => BITS[match[2] ?? ''] ?? {});
    const prefix = { u: 'unsigned', s: 'signed', i: 'signed' }[bits[0]?.[1] ?? ''];
    const wide = bits.some((match) => Number(match[2]) >= 32);
    return agreed(readings, (prefix as keyof Readings | undefined) ?? hintOf(words, sign, wide));
  }
  const named = words.filter((word) => Object.hasOwn(LANGUAGES, word));
  const special = named.filter((word) => !GENERAL.includes(word));
  return agreed(
    (special.length > 0 ? special : named).flatMap((word) => LANGUAGES[word] ?? []),
    sign ?? 'plain',
  );
}

function signOf(words: readonly string[]): 'unsigned' | 'signed' | undefined {
  if (words.includes('unsigned')) return 'unsigned';
  return words.includes('signed') ? 'signed' : undefined;
}

/** How bits are meant by the words beside them. */
function hintOf(
  words: readonly string[],
  sign: 'unsigned' | 'signed' | undefined,
  wide: boolean,
): keyof Readings {
  const has = (...names: string[]): boolean => names.some((name) => words.includes(name));
  if (has('float', 'floating') || (wide && has('real', 'double'))) return 'float';
  if (sign !== undefined) return sign;
  if (has('ushort', 'uint', 'uchar', 'ubyte')) return 'unsigned';
  return has('short', 'char', 'sbyte', 'schar') || (wide && has('int', 'integer'))
    ? 'signed'
    : 'plain';
}

/** The type that all of the words mean in one reading. */
function agreed(words: readonly Readings[], reading: keyof Readings): StoredType | undefined {
  const types = new Set(words.map((word) => word[reading]));
  return types.size === 1 ? [...types][0] : undefined;
}

function allNames(names: readonly string[], readings: Readings): Record<string, Readings> {
  return Object.fromEntries(names.map((name) => [name, readings]));
}
