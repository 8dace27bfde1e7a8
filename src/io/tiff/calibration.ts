import type { Vec3 } from '../../recipe/geometry.js';
import type { Directory } from './directory.js';
import { fieldText } from './directory.js';
import { parseImageJ } from './imagej.js';
import { resolutionHint } from './resolution.js';
import { semScale } from './sem.js';
import { parseShaped } from './shaped.js';
import { stkFacts } from './stk.js';
import { TAG } from './tags.js';

/** Size of voxels, and where it was read. */
export interface Calibration {
  readonly spacing?: Vec3;
  readonly unit?: string;
  readonly from?: string;
  /** Warnings that a stated spacing makes pointless. */
  readonly scaleWarnings?: readonly string[];
}

/** What the first page of a stack says of it. */
export interface StackFacts extends Calibration {
  /** Sizes along the axes behind x and y, the slowest first, where the description names them. */
  readonly axes?: Readonly<Record<string, number>>;
  /** Why it cannot be read as a volume. */
  readonly refusal?: string;
  readonly warnings: readonly string[];
}

/**
 * Voxel sizes and axes from an ImageJ or tifffile description, from MetaMorph's planes, or from the
 * tags of an electron microscope. `isStack` says that there are slices, whatever the description
 * says.
 */
export function stackFacts(page: Directory, isStack: boolean): StackFacts {
  const described = describedFacts(page);
  const slices = isStack || Object.values(described.axes ?? {}).some((n) => n > 1);
  return { ...described, ...calibrationOf(described, page, slices) };
}

/**
 * What a description says of voxels, else the tags of a microscope. Plain resolution tags are no
 * calibration: 72 dpi is what programs write that know nothing of the scale.
 */
export function calibrationOf(
  { spacing, unit, from, scaleWarnings }: Calibration,
  page: Directory,
  isStack: boolean,
): Calibration {
  if (unit !== undefined || (scaleWarnings ?? []).length > 0) {
    return {
      ...(spacing && { spacing }),
      ...(unit && { unit }),
      ...(from && { from }),
      scaleWarnings: scaleWarnings ?? [],
    };
  }
  return semScale(page, isStack) ?? resolutionHint(page);
}

function describedFacts(page: Directory): StackFacts {
  if (page.has(TAG.uic2)) return stkFacts(page);
  const text = fieldText(page, TAG.imageDescription);
  if (text.startsWith('ImageJ=')) return { ...parseImageJ(text, page), from: 'ImageJ' };
  const shaped = parseShaped(text, page);
  return shaped === undefined ? { warnings: [] } : { ...shaped, from: 'tifffile' };
}
