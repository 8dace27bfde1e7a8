import type { FoundFile } from '../contents.js';
import type { Pace } from '../pace.js';
import { auxiliaryStacks } from './auxiliary_stacks.js';
import { calibrationOf } from './calibration.js';
import { mapWarnings } from './colour_map.js';
import type { Directory } from './directory.js';
import { damaged } from './directory.js';
import { first, unsupported } from './fields.js';
import { levelsOf } from './levels.js';
import type { OmeImage, OmeMetadata } from './ome.js';
import { omeUuid } from './ome.js';
import type { OmeFiles, OmeOrigin } from './ome_files.js';
import { listedNames, metadataOf, openOmeFiles } from './ome_files.js';
import type { PlacedBlock } from './ome_planes.js';
import { planesOf } from './ome_planes.js';
import { kindOf } from './page.js';
import { plainStacks } from './plain_stacks.js';
import { listedPlanes } from './planes.js';
import { distinct } from './samples.js';
import type { Stack } from './stack_image.js';
import { TAG } from './tags.js';
import type { TiffFile } from './tiff_file.js';

/** Stacks, and how to let go of the files that were opened for them. */
export interface OpenedStacks {
  readonly stacks: readonly Stack[];
  readonly close: () => void;
}

/** The images of an OME-TIFF file, with the planes that are in others beside it. */
export async function omeStacks(
  { file, text, ...found }: FoundFile & { readonly file: TiffFile; readonly text: string },
  pace: Pace,
): Promise<OpenedStacks> {
  const own = await metadataOf(found, text);
  if (own === undefined) {
    // The planes of one file of a set: what they are of the whole stands elsewhere.
    const warning = `${file.name} keeps its metadata in a file that was not given; its pages are read as slices. Open both together.`;
    const stacks = await plainStacks(file, found.size, pace);
    return {
      stacks: stacks.map((stack) => ({ ...stack, warnings: [...stack.warnings, warning] })),
      close: () => undefined,
    };
  }
  const origin = { ...found, file, name: file.name, uuid: omeUuid(text) };
  const opened = await stacksOf(origin, own, pace);
  return { ...opened, stacks: [...opened.stacks, ...(await auxiliaryStacks(file, pace))] };
}

/** The images of OME-XML whose planes are in TIFF files. */
export async function stacksOf(
  origin: OmeOrigin,
  metadata: OmeMetadata,
  pace: Pace,
): Promise<OpenedStacks> {
  const opened = await openOmeFiles(origin, metadata, pace);
  try {
    const claimed = new Set<Directory>();
    const stacks: Stack[] = [];
    const paths = distinct(
      metadata.images.map(({ name }, i) => (name === '' ? `image ${i}` : name)),
    );
    for (const [i, image] of metadata.images.entries()) {
      const path = metadata.images.length === 1 ? '' : paths[i]!;
      const stack = await stackOf(origin, opened, image, path, claimed);
      if (stack !== undefined) stacks.push(stack);
    }
    if (stacks.length === 0) throw damaged(origin.name, 'its metadata describe no image of it');
    return {
      stacks,
      close: () => {
        opened.close();
      },
    };
  } catch (error) {
    opened.close();
    throw error;
  }
}

async function stackOf(
  { name }: OmeOrigin,
  opened: OmeFiles,
  image: OmeImage,
  path: string,
  claimed: Set<Directory>,
): Promise<Stack | undefined> {
  const { files, missing } = opened;
  // Without any TiffData the pages of the file are the planes.
  const blocks =
    image.blocks.length > 0 ? image.blocks : [{ attributes: new Map<string, string>() }];
  const placed: PlacedBlock[] = [];
  for (const block of blocks) {
    const file = opened.fileOf(block);
    if (file !== undefined) placed.push({ block, file, directories: files[file]!.pages.length });
  }
  const partial = placed.length < blocks.length;
  const warnings = [...opened.warnings];
  if (placed.length === 0) return undefined;
  if (partial) {
    warnings.push(
      `The metadata name planes in ${missing.length} other files, which were not given; those of this one are read. ` +
        `Missing: ${listedNames(missing)}.`,
    );
  }
  const samples = first(files[placed[0]!.file]!.pages[0]!, TAG.samplesPerPixel) ?? 1;
  const c = image.size.c / samplesPerChannel(image, samples, name);
  const { planes, ...places } = planesOf({ ...image.size, c }, image.order, placed, partial, name);
  const pages = planes.map(({ file, directory }) => ({
    file: files[file]!,
    page: files[file]!.pages[directory]!,
  }));
  for (const { page } of pages) {
    if (claimed.has(page)) throw damaged(name, 'its metadata name one page for two planes');
    claimed.add(page);
  }
  const found = pages.map(({ file, page }) => file.plane(page));
  const kinds = new Set(found.map(({ page }) => kindOf(page)));
  if (kinds.size > 1) {
    throw unsupported(name, `the planes of an image differ (${[...kinds].slice(0, 6).join('; ')})`);
  }
  warnings.push(...mapWarnings(pages.map(({ page }) => page)));
  const sizes = { z: places.z.length, c: places.c.length, t: places.t.length };
  const named =
    image.channels.length === c && image.channels.some((channel) => channel.name !== '');
  return {
    planes: listedPlanes(found),
    sizes,
    index: (channel, z, t) => z + sizes.z * (channel + sizes.c * t),
    name,
    path,
    channelNames: named
      ? places.c.map((at) => image.channels[at]!.name || String(at))
      : places.c.length === c
        ? []
        : places.c.map(String),
    calibration: calibrationOf(image.calibration, pages[0]!.page, sizes.z > 1),
    warnings,
    auxiliary: false,
    levels: await levelsOf(pages, warnings),
  };
}

/** Values of a pixel that SizeC counts as channels: those of colours in one page are no planes. */
function samplesPerChannel({ channels, size }: OmeImage, samples: number, name: string): number {
  const stated = new Set(channels.map((channel) => channel.samples ?? samples));
  const [one = samples, ...others] = stated;
  if (others.length === 0 && Number.isInteger(size.c / one)) return one;
  // One that does not fit says nothing.
  if (samples === 1) return 1;
  throw unsupported(
    name,
    'its channels have different numbers of values per pixel; save them apart',
  );
}
