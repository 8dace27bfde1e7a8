import type { Vec3 } from '../recipe/geometry.js';
import { canonicalUnit } from './units.js';

/**
 * The smallest and the largest distance of voxels, in any unit. Their squares and their products
 * over the three axes are normal numbers of 32 bits, which kernels work with; an atom in metres and
 * a kilometre in nanometres lie between.
 */
const [LEAST, MOST] = [1e-12, 1e12];

/** What is said where a spacing is refused. */
export const SPACING_ALLOWED = `three positive finite numbers [x, y, z], ${LEAST} to ${MOST}`;

/** Whether three numbers can be distances of voxels. */
export function isSpacing(spacing: Vec3): boolean {
  return Array.from(spacing).every((n) => n >= LEAST && n <= MOST);
}

const LONGEST_UNIT = 20;

/** What is said where a unit is refused. */
export const UNIT_ALLOWED = `a non-empty plain text such as 'µm', of at most ${LONGEST_UNIT} characters, without < > & " ' \` or a leading = + - @`;

/**
 * Controls, marks of direction, separators of lines, and what means something in HTML, in a
 * terminal or in a table.
 */
const NOT_PLAIN = /[\p{C}\p{Zl}\p{Zp}<>&"'`]|^[=+\-@]/u;

/** Whether a text can stand as a unit wherever results are written. */
export function isUnit(text: string): boolean {
  // An escape may hide what the text itself does not show.
  const unit = canonicalUnit(text);
  return text.trim() !== '' && unit.length <= LONGEST_UNIT && !NOT_PLAIN.test(unit);
}

/** Spacing and unit of a file as far as they can be meant, and what is to be said of the rest. */
export function soundCalibration(
  name: string,
  { spacing, unit }: { readonly spacing: Vec3; readonly unit: string },
): { readonly spacing: Vec3; readonly unit: string; readonly warnings: readonly string[] } {
  if (!isSpacing(spacing))
    return {
      spacing: [1, 1, 1],
      unit: 'px',
      warnings: [
        `${name} states a voxel of ${spacing.join(' × ')}, which cannot be meant: lengths are in voxels (px). State spacing and unit.`,
      ],
    };
  if (!isUnit(unit))
    return {
      spacing: [1, 1, 1],
      unit: 'px',
      warnings: [
        `${name} states a unit that is no plain word: lengths are in voxels (px). State spacing and unit.`,
      ],
    };
  return { spacing, unit, warnings: [] };
}
