import type { Vec3 } from '../../recipe/geometry.js';
import type { Directory } from './directory.js';
import { fieldText } from './directory.js';
import { parseImageJ } from './imagej.js';
import { isOme, parseOme } from './ome.js';
import { resolutionHint } from './resolution.js';
import { semScale } from './sem.js';
import { parseShaped } from './shaped.js';
import { stkFacts } from './stk.js';
import { TAG } from './tags.js';

/** What a file's first page says of the stack. */
export interface StackFacts {
  readonly spacing?: Vec3;
  readonly unit?: string;
  /** Sizes along the axes behind x and y, where the description names them. */
  readonly axes?: Readonly<Record<string, number>>;
  /** The directories that are the planes, in their order, where the description says so. */
  readonly planes?: readonly number[];
  /** Why the file as a whole cannot be a volume. */
  readonly refusal?: string;
  /** The description belongs to planes in other files as well. */
  readonly partial?: boolean;
  readonly warnings: readonly string[];
  /** Warnings that a stated spacing makes pointless. */
  readonly scaleWarnings?: readonly string[];
}

/** What is known of a file when its description is read. */
export interface FileFacts {
  readonly name: string;
  /** Directories in the file's chain. */
  readonly directories: number;
  /** Whether there are slices for sure, whatever the description says. */
  readonly isStack: boolean;
}

/**
 * Voxel sizes and axes from an ImageJ, OME or tifffile description, from MetaMorph's planes, or
 * from the tags of an electron microscope. Plain resolution tags are no calibration: 72 dpi is what
 * programs write that know nothing of the scale.
 */
export function stackFacts(page: Directory, file: FileFacts): StackFacts {
  const text = fieldText(page, TAG.imageDescription);
  const described = describedFacts(text, page, file);
  if (described.unit !== undefined || (described.scaleWarnings ?? []).length > 0) return described;
  const isStack = file.isStack || Object.values(described.axes ?? {}).some((n) => n > 1);
  const scale = semScale(page, isStack) ?? resolutionHint(page);
  return { ...described, ...scale };
}

function describedFacts(text: string, page: Directory, file: FileFacts): StackFacts {
  if (page.has(TAG.uic2)) return stkFacts(page);
  if (text.startsWith('ImageJ=')) return parseImageJ(text, page);
  if (isOme(text)) return parseOme(text, file);
  return parseShaped(text, page) ?? { warnings: [] };
}
