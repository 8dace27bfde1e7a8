import { VoxmetryError } from '../../recipe/errors.js';
import type { Pace } from '../pace.js';
import type { Directory } from './directory.js';
import { kindOf } from './page.js';
import type { Plane } from './planes.js';
import type { TiffFile } from './tiff_file.js';

/** Pages of one size and type. */
export interface PageGroup {
  readonly directories: readonly Directory[];
  readonly planes: readonly Plane[];
}

/** Pages by their kind, and how many are of a kind that is not read. */
export interface PageGroups {
  readonly groups: readonly PageGroup[];
  readonly unread: readonly VoxmetryError[];
}

/**
 * Tells pages of different sizes and types apart. Pages of a kind that is not read are told by the
 * reason; a damaged page is an error, since it may belong to any of them.
 */
export async function pageGroups(
  file: TiffFile,
  directories: readonly Directory[],
  pace: Pace,
): Promise<PageGroups> {
  const groups = new Map<string, { directories: Directory[]; planes: Plane[] }>();
  const unread = new Map<string, VoxmetryError>();
  for (const [i, directory] of directories.entries()) {
    await pace.step(i / directories.length);
    try {
      const plane = file.plane(directory);
      const kind = kindOf(plane.page);
      const group = groups.get(kind) ?? { directories: [], planes: [] };
      groups.set(kind, group);
      group.directories.push(directory);
      group.planes.push(plane);
    } catch (error) {
      if (!(error instanceof VoxmetryError) || error.code !== 'unsupported-format') throw error;
      unread.set(error.message, error);
    }
  }
  return { groups: [...groups.values()], unread: [...unread.values()] };
}

/** Width and height of a group's pages, for its name. */
export function sizeName({ planes }: PageGroup): string {
  const { width, height } = planes[0]!.page;
  return `${width}x${height}`;
}
