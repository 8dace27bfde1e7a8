import { VoxmetryError } from '../../recipe/errors.js';
import type { FoundFile } from '../contents.js';
import { pathBeside } from '../folder/folder.js';
import { Pace } from '../pace.js';
import { fieldText, readDirectories } from './directory.js';
import { isOme, parseOme } from './ome.js';
import { companionText, metadataOf } from './ome_files.js';
import { TAG } from './tags.js';

/**
 * Paths of the files that an OME file names, itself among them as a rule: they are one set. None
 * where the file is no OME file or is damaged, which is found when it is opened.
 */
export async function omeMembers(found: FoundFile): Promise<readonly string[]> {
  const { bytes, path, signal } = found;
  try {
    const text = /\.ome$/i.test(path)
      ? await companionText(bytes, signal)
      : await firstDescription(found);
    if (!isOme(text)) return [];
    const metadata = await metadataOf(found, text);
    const { metadataFile } = parseOme(text);
    const names = (metadata?.images ?? []).flatMap(({ blocks }) =>
      blocks.flatMap(({ file }) => (file?.name === undefined ? [] : [file.name])),
    );
    if (metadataFile !== undefined) names.push(metadataFile);
    return [...new Set(names)].map((name) => pathBeside(path, name));
  } catch (error) {
    if (error instanceof VoxmetryError && error.code !== 'cancelled') return [];
    throw error;
  }
}

async function firstDescription({ bytes, signal }: FoundFile): Promise<string> {
  const { pages } = await readDirectories(bytes, new Pace({ signal }), 1);
  return fieldText(pages[0]!, TAG.imageDescription);
}
