import { createHash } from 'node:crypto';
import { usageError } from '../usage.js';

/** The block of data in which `voxmetry/report` writes a study into its page. */
const BLOCK =
  /<script type="application\/json" id="voxmetry-study" data-hash="sha256:([0-9a-f]{64})">([^<]*)<\/script>/;

/** Whether a file holds a page and no JSON. */
export function isPage(text: string): boolean {
  return /^\s*<(!doctype|html)\b/i.test(text);
}

/** The study that a report holds, as JSON. Throws one line where it holds none as written. */
export function studyInPage(path: string, page: string): string {
  const [, hash, study] = BLOCK.exec(page) ?? [];
  if (study === undefined)
    throw usageError(`${path} is a page without a study; give a report that a study was saved as`);
  if (createHash('sha256').update(study).digest('hex') !== hash)
    throw usageError(
      `${path}: its study was changed after it was written; give it as it was saved`,
    );
  return study;
}
