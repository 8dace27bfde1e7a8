import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inspectSource, openSource } from '../../src/io/open.js';
import { VoxmetryError } from '../../src/recipe/errors.js';
import { wholeRegion } from '../../src/recipe/geometry.js';
import { seeded } from './helpers.js';
import { mutated } from './mutations.js';

const ROOT = '../shared/data';
const absent = !existsSync(`${ROOT}/formats`);
if (absent) console.warn(`skipped: the files of other projects are not at ${ROOT}`);

/** Mutations of every file; with VOXMETRY_MUTATIONS=30 there are more than 10,000. */
const EACH = Number(process.env['VOXMETRY_MUTATIONS'] ?? 8);
/** Larger files are mostly voxels, whose damage nothing notices. */
const MOST_BYTES = 300_000;
/** What a codec may make of a byte at the most: deflate 1032, zstd's and JPEG's are bounded too. */
const EXPANSION = 2048;

/** All files of other projects that are not too large, by folder. */
function filesOf(folder: string): string[] {
  if (absent) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => join(ROOT, folder, path))
    .filter((path) => /\.\w+$/.test(path) && !/\.(json|txt|md|py|cff|html)$/i.test(path))
    .filter((path) => statSync(path).isFile() && statSync(path).size <= MOST_BYTES);
}

/** Reads every image of a file once, the first channel and time; resolves to the bytes it gave. */
async function readImages(file: File): Promise<number> {
  const { images } = await inspectSource(file);
  let bytes = 0;
  for (const { path, channels, times } of images) {
    const source = await openSource(file, {
      ...(images.length > 1 && { dataset: path }),
      ...(channels.length > 1 && { channel: 0 }),
      ...(times > 1 && { time: 0 }),
    });
    try {
      bytes = Math.max(bytes, (await source.read(wholeRegion(source.size))).byteLength);
    } finally {
      source.close();
    }
  }
  return bytes;
}

/** Passes typed errors: some files are of kinds that are refused. */
function typed(error: unknown): void {
  if (!(error instanceof VoxmetryError)) throw error;
}

describe.skipIf(absent)('damaged copies of files of other projects', () => {
  test.each(['formats', 'spectroscopy'])(
    'end in a typed error or are read, within 5 s: %s',
    async (folder) => {
      const random = seeded(folder.length);
      let refused = 0;
      let tried = 0;
      for (const path of filesOf(folder)) {
        const whole = new Uint8Array(readFileSync(path));
        // What reads the file is loaded, which on a busy machine takes longer than a file may.
        await readImages(new File([whole], basename(path))).catch(typed);
        for (let i = 0; i < EACH; i += 1) {
          // Half of them near the ends, where headers and directories are.
          const bytes = mutated(whole, random, 0, i % 2 === 0 ? 1000 : Infinity);
          const start = performance.now();
          try {
            expect(await readImages(new File([bytes], basename(path)))).toBeLessThanOrEqual(
              EXPANSION * Math.max(bytes.length, 1),
            );
          } catch (error) {
            if (!(error instanceof VoxmetryError)) throw error;
            expect([path, i, error.message, error.code]).toEqual([
              path,
              i,
              error.message,
              expect.stringMatching(
                /^(corrupt-file|unsupported-format|invalid-argument|needs-metadata|limit)$/,
              ),
            ]);
            refused += 1;
          }
          tried += 1;
          expect([path, i, performance.now() - start < 5000]).toEqual([path, i, true]);
        }
      }
      console.log(`${folder}: ${String(tried)} mutations, ${String(refused)} refused`);
      expect(refused).toBeGreaterThan(tried / 20);
    },
    3_600_000,
  );
});
