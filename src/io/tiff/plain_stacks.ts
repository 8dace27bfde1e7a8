import type { Vec3 } from '../../recipe/geometry.js';
import type { VoxmetryError } from '../../recipe/errors.js';
import { auxiliaryStacks } from './auxiliary_stacks.js';
import type { StackFacts } from './calibration.js';
import { stackFacts } from './calibration.js';
import { mapWarnings } from './colour_map.js';
import type { Pace } from '../pace.js';
import type { Directory } from './directory.js';
import { damaged } from './directory.js';
import { unsupported } from './fields.js';
import { levelsOf } from './levels.js';
import { isAuxiliary } from './page.js';
import type { PageGroup } from './page_groups.js';
import { pageGroups, sizeName } from './page_groups.js';
import type { Plane } from './planes.js';
import { planesHeld } from './planes.js';
import { distinct } from './samples.js';
import { seriesStarts } from './shaped.js';
import { arrange } from './stack_axes.js';
import type { Stack } from './stack_image.js';
import { TAG } from './tags.js';
import type { TiffFile } from './tiff_file.js';

/**
 * The stacks of a file that is not OME: pages of one size and type, one for each series that
 * tifffile described. Thumbnails and masks follow, as images that are opened only by their names.
 */
export async function plainStacks(
  file: TiffFile,
  size: Vec3 | undefined,
  pace: Pace,
): Promise<Stack[]> {
  const shown = file.pages.filter((page) => !isAuxiliary(page));
  if (shown.length === 0) throw damaged(file.name, 'all its pages are thumbnails or masks');
  const starts = seriesStarts(shown);
  const runs = starts.length < 2 ? [shown] : seriesRuns(shown, starts);
  const groups: PageGroup[] = [];
  const unread: VoxmetryError[] = [];
  for (const run of runs) {
    const found = await pageGroups(file, run, pace);
    groups.push(...found.groups);
    unread.push(...found.unread);
  }
  const [reason] = unread;
  if (groups.length === 0 && reason !== undefined) throw reason;
  const isAlone = groups.length === 1 && reason === undefined;
  const paths = isAlone ? [''] : pathsOf(groups, runs.length);
  const stacks: Stack[] = [];
  for (const [i, group] of groups.entries()) {
    const stack = await stackOf(file, group, paths[i]!, size);
    // What is left where pages are not read may be what is least wanted.
    stacks.push(
      reason === undefined
        ? stack
        : { ...stack, auxiliary: true, warnings: [...stack.warnings, reason.message] },
    );
  }
  return [...stacks, ...(await auxiliaryStacks(file, pace))];
}

function seriesRuns(pages: readonly Directory[], starts: readonly number[]): Directory[][] {
  const from = [0, ...starts.slice(1)];
  return from.map((start, i) => pages.slice(start, from[i + 1] ?? pages.length));
}

/** Names of several stacks: their numbers, or the sizes of their pages. */
function pathsOf(groups: readonly PageGroup[], series: number): readonly string[] {
  return distinct(groups.map((group, i) => (series > 1 ? `series ${i + 1}` : sizeName(group))));
}

async function stackOf(
  file: TiffFile,
  { directories, planes }: PageGroup,
  path: string,
  size: Vec3 | undefined,
): Promise<Stack> {
  const [directory] = directories;
  const facts = stackFacts(directory!, directories.length > 1 || (size?.[2] ?? 1) > 1);
  if (facts.refusal !== undefined) throw unsupported(file.name, facts.refusal);
  const warnings = [...facts.warnings];
  const held = unnamedSlices(file, facts, planes, size, warnings);
  const named = held === 1 ? facts : { ...facts, axes: { z: held } };
  const arrangement = arrange(named, planes, { ...file, size }, warnings);
  warnings.push(...mapWarnings(directories));
  return {
    ...arrangement,
    name: file.name,
    path,
    channelNames: [],
    calibration: facts,
    warnings,
    auxiliary: false,
    levels: await levelsOf(
      directories.map((page) => ({ file, page })),
      warnings,
    ),
  };
}

/**
 * Slices behind a single page that nothing names: programs that write one directory for a stack say
 * so in ways of their own. They are read where `size` asks for them, else warned of.
 */
function unnamedSlices(
  file: TiffFile,
  facts: StackFacts,
  [only, ...others]: readonly Plane[],
  size: Vec3 | undefined,
  warnings: string[],
): number {
  const named = Object.values(facts.axes ?? {}).some((n) => n > 1);
  if (only === undefined || others.length > 0 || named || file.pages.length > 1) return 1;
  if (file.pages[0]?.has(TAG.subDirectories) === true) return 1;
  const held = planesHeld(only, file.starts);
  const asked = size?.[2] ?? 1;
  if (asked > 1 && asked <= held) return asked;
  if (held > 1) {
    const { width, height } = only.page;
    warnings.push(
      `The file has one page, but its bytes would hold ${held} of that size: where they are slices, ` +
        `state size: [${width}, ${height}, ${held}].`,
    );
  }
  return 1;
}
