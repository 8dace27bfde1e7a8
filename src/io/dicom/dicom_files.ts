import { throwIfAborted } from '../../recipe/errors.js';
import type { Folder } from '../folder/folder.js';
import { isDicom } from './sniff.js';

/** Names that scanners and archives give; many give none, or a UID: 1.2.840.10008.… */
const NAMED = /\.(dcm|dicom|ima)$/i;
const UNNAMED = /(^|\/)[^/.]+$|\.\d+$/;

/**
 * Paths of the DICOM files among `paths`. Those without an ending of their own are told by their
 * first bytes; the list of a disk, `DICOMDIR`, holds no image.
 */
export async function dicomFiles(
  folder: Folder,
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    if (NAMED.test(path)) found.push(path);
    else if (UNNAMED.test(path) && !/(^|\/)DICOMDIR$/i.test(path)) {
      throwIfAborted(signal, 'open');
      const bytes = await folder.open(path);
      if (bytes === undefined) continue;
      if (bytes.size > 132 && isDicom(await bytes.read(0, 132, signal))) found.push(path);
      bytes.close();
    }
  }
  return found;
}
