import type { ContentsReader } from '../contents.js';
import { Pace } from '../pace.js';
import { parseOme } from './ome.js';
import { companionText } from './ome_files.js';
import { stacksOf } from './ome_stacks.js';
import { contentsOf } from './tiff_reader.js';

/** OME-XML in a file of its own (.companion.ome), whose planes are in the TIFF files beside it. */
export const readCompanion: ContentsReader = async (found) => {
  const { bytes, signal } = found;
  const metadata = parseOme(await companionText(bytes, signal));
  const origin = { ...found, file: undefined, name: bytes.name, uuid: undefined };
  const opened = await stacksOf(origin, metadata, new Pace(found));
  return contentsOf(found, opened);
};
