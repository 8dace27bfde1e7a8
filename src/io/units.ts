import { METRE_EXPONENTS } from '../recipe/metres.js';

/** Spellings found in files, lower case, by canonical name. */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  pm: ['picometer', 'picometre', 'picometers', 'picometres'],
  Å: ['å', 'angstrom', 'angstroms', 'ångström', 'ångströms', 'ang'],
  nm: ['nanometer', 'nanometre', 'nanometers', 'nanometres'],
  µm: ['um', 'micron', 'microns', 'micrometer', 'micrometre', 'micrometers', 'micrometres'],
  mm: ['millimeter', 'millimetre', 'millimeters', 'millimetres'],
  cm: ['centimeter', 'centimetre', 'centimeters', 'centimetres'],
  m: ['meter', 'metre', 'meters', 'metres'],
  px: ['pixel', 'pixels', 'voxel', 'voxels'],
};

const CANONICAL: ReadonlyMap<string, string> = new Map(
  Object.entries(SPELLINGS).flatMap(([name, spellings]) =>
    [name.toLowerCase(), ...spellings].map((spelling): [string, string] => [spelling, name]),
  ),
);

/** The length units that convert into each other, smallest first. 'px' converts into none. */
export const LENGTH_UNITS: readonly string[] = Object.keys(METRE_EXPONENTS);

/**
 * The canonical name of a unit as files spell it: 'micron', 'um', '\u00B5m' (escaped or with the
 * Greek letter) become 'µm'; 'pixel' becomes 'px'. An unknown unit is kept, trimmed; an empty one
 * is 'px'.
 */
export function canonicalUnit(text: string): string {
  const unescaped = text
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    // The Greek mu and the Ångström sign look like the micro sign and the letter, but are not.
    .replaceAll('\u03bc', '\u00b5')
    .replaceAll('\u212b', '\u00c5')
    .trim();
  if (unescaped === '') return 'px';
  return CANONICAL.get(unescaped.toLowerCase()) ?? unescaped;
}

/**
 * The factor that turns a length in `from` into one in `to`, a power of ten; 1 for equal names;
 * undefined where the two do not convert ('px' with anything else, unknown units).
 */
export function unitFactor(from: string, to: string): number | undefined {
  const [a, b] = [canonicalUnit(from), canonicalUnit(to)];
  if (a === b) return 1;
  const [ea, eb] = [METRE_EXPONENTS[a], METRE_EXPONENTS[b]];
  if (ea === undefined || eb === undefined) return undefined;
  // Parsed from text, because a power computed by ** need not be the nearest double.
  return Number(`1e${ea - eb}`);
}

/**
 * Converts a length between units; undefined where they do not convert. Divides where that is
 * exact.
 */
export function convertLength(value: number, from: string, to: string): number | undefined {
  const factor = unitFactor(from, to);
  if (factor === undefined) return undefined;
  const inverse = unitFactor(to, from);
  return factor < 1 && inverse !== undefined ? value / inverse : value * factor;
}
