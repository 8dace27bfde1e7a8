import type { Vec3 } from '../../recipe/geometry.js';
import { canonicalUnit, convertLength, LENGTH_UNITS } from '../units.js';

/** A length as a file states it. */
export interface Length {
  readonly value: number;
  readonly unit: string;
}

/**
 * Units of the OME schema and of ImageJ that the library does not use itself: how many of one that
 * it uses. Case matters: Mm is no mm, and Pm no pm.
 */
const OTHERS: Readonly<Record<string, readonly [number, string]>> = {
  Ym: [1e24, 'm'],
  Zm: [1e21, 'm'],
  Em: [1e18, 'm'],
  Pm: [1e15, 'm'],
  Tm: [1e12, 'm'],
  Gm: [1e9, 'm'],
  Mm: [1e6, 'm'],
  km: [1e3, 'm'],
  hm: [100, 'm'],
  dam: [10, 'm'],
  dm: [10, 'cm'],
  fm: [1e-3, 'pm'],
  am: [1e-6, 'pm'],
  zm: [1e-9, 'pm'],
  ym: [1e-12, 'pm'],
  thou: [25.4, 'µm'],
  mil: [25.4, 'µm'],
  li: [25.4 / 12, 'mm'],
  in: [25.4, 'mm'],
  inch: [25.4, 'mm'],
  inches: [25.4, 'mm'],
  ft: [304.8, 'mm'],
  yd: [914.4, 'mm'],
  mi: [1609.344, 'm'],
  pt: [25.4 / 72, 'mm'],
  ua: [149_597_870_700, 'm'],
  ly: [9_460_730_472_580_800, 'm'],
  pc: [3.085677581491367e16, 'm'],
};

/**
 * A length in a unit that the library knows, or undefined where the file's unit is none of them.
 */
export function knownLength({ value, unit }: Length): Length | undefined {
  const other = OTHERS[unit.trim()] ?? OTHERS[unit.trim().toLowerCase()];
  // 'mm' in capitals may mean either; what is spelled as a known unit is that unit.
  if (other !== undefined && !LENGTH_UNITS.includes(unit.trim())) {
    return { value: value * other[0], unit: other[1] };
  }
  const canonical = canonicalUnit(unit);
  return canonical === 'px' || LENGTH_UNITS.includes(canonical)
    ? { value, unit: canonical }
    : undefined;
}

/** What a file says of the size of its voxels, and what is wrong with that. */
export interface Scale {
  readonly spacing?: Vec3;
  readonly unit?: string;
  /** Warnings that a stated spacing makes pointless. */
  readonly scaleWarnings: readonly string[];
}

/** No calibration, for a reason that the user can mend by stating the spacing. */
export function noScale(reason: string): Scale {
  return {
    scaleWarnings: [
      `${reason}: lengths are in voxels (px). State the voxel's size: { spacing: [x, y, z], unit: 'µm' }.`,
    ],
  };
}

/**
 * Sizes along x, y and z as one spacing in the unit of x, or none where they have no unit in
 * common.
 */
export function scaleOf(lengths: readonly [Length, Length, Length]): Scale {
  const known = lengths.map(knownLength);
  const [x, y, z] = known;
  if (x === undefined || y === undefined || z === undefined) {
    const unknown = lengths[known.indexOf(undefined)]?.unit ?? '';
    return noScale(`The file's unit '${printable(unknown)}' is no known length`);
  }
  const spacing = [x, y, z].map(({ value, unit }) => convertLength(value, unit, x.unit));
  const other = [y, z][spacing.slice(1).indexOf(undefined)];
  if (spacing.includes(undefined)) {
    return noScale(
      `The file's units along its axes ('${x.unit}', '${other?.unit ?? ''}') do not convert into each other`,
    );
  }
  if (!spacing.every((n) => n !== undefined && n > 1e-30 && n < 1e30)) {
    return noScale(`The file's voxel of ${spacing.join(' × ')} ${x.unit} cannot be meant`);
  }
  return { spacing: spacing as unknown as Vec3, unit: x.unit, scaleWarnings: [] };
}

/**
 * A text of a file for a message: short, and without what means something to pages or terminals.
 */
export function printable(text: string): string {
  return text.slice(0, 24).replace(/[^\p{L}\p{N} .°µ/_-]/gu, '?');
}
