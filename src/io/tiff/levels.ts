import { VoxmetryError } from '../../recipe/errors.js';
import type { Directory } from './directory.js';
import { kindOf } from './page.js';
import type { Plane, Planes } from './planes.js';
import { listedPlanes } from './planes.js';
import type { TiffFile } from './tiff_file.js';

/** A page and the file that it is in. */
export interface PageOfFile {
  readonly file: TiffFile;
  readonly page: Directory;
}

/**
 * The lower resolutions of planes, which their pages point to (SubIFDs): all planes have the same
 * ones, of the same type and smaller from one to the next. Others, and damaged ones, are left out
 * with a warning: the planes themselves are sound.
 */
export async function levelsOf(
  pages: readonly PageOfFile[],
  warnings: string[],
): Promise<readonly Planes[]> {
  const levels: Plane[][] = [];
  try {
    for (const { file, page } of pages) {
      const children = await file.children(page);
      for (const [level, child] of children.entries()) {
        const planes = (levels[level] ??= []);
        planes.push(file.plane(child));
      }
    }
  } catch (error) {
    if (!(error instanceof VoxmetryError) || error.code === 'cancelled') throw error;
    warnings.push(`Its lower resolutions are not read: ${error.message}`);
    return [];
  }
  const [first] = pages;
  if (first === undefined || levels.length === 0) return [];
  let above = first.file.plane(first.page);
  for (const planes of levels) {
    const [one] = planes;
    if (planes.length !== pages.length || !planes.every((plane) => isBelow(plane, one!, above))) {
      warnings.push('The images that its pages point to are no lower resolutions of it.');
      return [];
    }
    above = one!;
  }
  return levels.map(listedPlanes);
}

function isBelow({ page }: Plane, { page: one }: Plane, { page: above }: Plane): boolean {
  return (
    kindOf(page) === kindOf(one) &&
    kindOf({ ...page, width: 0, height: 0 }) === kindOf({ ...above, width: 0, height: 0 }) &&
    page.width <= above.width &&
    page.height <= above.height
  );
}
