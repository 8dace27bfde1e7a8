import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/**
 * Where disks are mounted: not in the temporary folder of one test, which is removed before they
 * are unmounted.
 */
const BASE = tmpdir();

/**
 * The path of a disk of so many bytes, for this test; undefined where none may be made, which takes
 * root's rights.
 */
export function smallDisk(bytes: number): string | undefined {
  const path = mkdtempSync(join(BASE, 'voxmetry-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(bytes)}`, 'tmpfs', path], {
      stdio: 'ignore',
    });
  } catch {
    rmdirSync(path);
    console.log('skipped: a small disk takes the right to mount one');
    return undefined;
  }
  onTestFinished(() => {
    execFileSync('umount', [path]);
    rmdirSync(path);
  });
  return path;
}
