// Whether an input is still the one that a plan was made for.
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Files whose sizes and times are looked at; of more, their number and what describes them. */
const MOST_FILES = 20_000;

/** What describes arrays and groups of Zarr. */
const METADATA = /(^|\/)(zarr\.json|\.z(array|attrs|group|metadata))$/;

/**
 * A hash of what is cheap to know of a file or a folder: lengths and times of files, and the text
 * of Zarr's metadata. Voxels are not read.
 */
export async function fingerprintOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  const facts = await stat(path);
  if (!facts.isDirectory()) hash.update(`${String(facts.size)} ${changeOf(facts)}`);
  else {
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(path.length))
      .map((name) => name.replaceAll('\\', '/').replace(/^\/+/, ''))
      .sort();
    hash.update(`${String(files.length)}\n`);
    for (const file of files) {
      const isMetadata = METADATA.test(file);
      if (!isMetadata && files.length > MOST_FILES) continue;
      const found = await stat(join(path, file));
      hash.update(`${file} ${String(found.size)} ${isMetadata ? '' : changeOf(found)}\n`);
      if (isMetadata) hash.update(await readFile(join(path, file)));
    }
  }
  return hash.digest('hex').slice(0, 32);
}

/** When a file was last changed, in whole milliseconds: Deno knows no parts of them. */
function changeOf({ mtimeMs }: { readonly mtimeMs: number }): string {
  return String(Math.floor(mtimeMs));
}
