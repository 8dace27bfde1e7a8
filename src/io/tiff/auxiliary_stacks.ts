import { VoxmetryError } from '../../recipe/errors.js';
import type { Pace } from '../pace.js';
import type { Directory } from './directory.js';
import { first } from './fields.js';
import { isAuxiliary } from './page.js';
import type { PageGroup } from './page_groups.js';
import { pageGroups, sizeName } from './page_groups.js';
import { distinct } from './samples.js';
import { arrange } from './stack_axes.js';
import type { Stack } from './stack_image.js';
import { TAG } from './tags.js';
import type { TiffFile } from './tiff_file.js';

/** Thumbnails and masks, by size. Those of a kind that is not read are left out. */
export async function auxiliaryStacks(file: TiffFile, pace: Pace): Promise<Stack[]> {
  const stacks: Stack[] = [];
  for (const kind of ['thumbnail', 'mask'] as const) {
    const pages = file.pages.filter((page) => isAuxiliary(page) && kindOfAuxiliary(page) === kind);
    for (const group of await readable(file, pages, pace)) {
      const path = `${kind} ${sizeName(group)}`;
      stacks.push({
        ...arrange({ warnings: [] }, group.planes, file, []),
        name: file.name,
        path,
        channelNames: [],
        calibration: {},
        warnings: [],
        auxiliary: true,
        levels: [],
      });
    }
  }
  const paths = distinct(stacks.map(({ path }) => path));
  return stacks.map((stack, i) => ({ ...stack, path: paths[i]! }));
}

function kindOfAuxiliary(page: Directory): 'thumbnail' | 'mask' {
  return ((first(page, TAG.newSubfileType) ?? 0) & 0b100) !== 0 ? 'mask' : 'thumbnail';
}

/** Groups of pages, without those that are damaged: nothing else depends on them. */
async function readable(
  file: TiffFile,
  pages: readonly Directory[],
  pace: Pace,
): Promise<readonly PageGroup[]> {
  const sound = pages.filter((page) => {
    try {
      file.plane(page);
      return true;
    } catch (error) {
      if (error instanceof VoxmetryError) return false;
      throw error;
    }
  });
  return (await pageGroups(file, sound, pace)).groups;
}
