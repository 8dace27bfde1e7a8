import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { openStore } from '../../src/engine/spill/index.js';
import { smallDisk } from '../small_disk.js';
import { openSpills } from './spill_files.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'voxmetry-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A process that holds a spill, and what ends it. */
function holder(): Promise<(signal: NodeJS.Signals) => Promise<unknown>> {
  const script = new URL('./spill_process.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['run', '-A', '--unstable-sloppy-imports', script], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.stdout.once('data', () => {
      resolve((signal) => {
        child.kill(signal);
        return ended;
      });
    });
  });
}

test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
  'a process that %s ends leaves nothing of its spill',
  async (signal) => {
    const end = await holder();
    await end(signal);
    expect(readdirSync(folder)).toEqual([]);
  },
);

test('what a process left behind is swept, what others hold stays', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  const host = hostname().replaceAll(/[^\w-]/g, '_');
  const [ended, living, elsewhere] = [
    `voxmetry-spill-${host}.${String(pid)}-abc`,
    `voxmetry-spill-${host}.${String(process.pid)}-abc`,
    `voxmetry-spill-other.${String(pid)}-abc`,
  ];
  for (const name of [ended, living, elsewhere]) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'spill'), 'left');
  }
  const store = await openStore(2 ** 20, 0);
  expect(readdirSync(folder).sort()).toEqual([living, elsewhere].sort());
  await store.close();
});

test('a full disk is `storage`, with the bytes needed', async () => {
  const disk = smallDisk(2 ** 20);
  if (disk === undefined) return;
  vi.stubEnv('TMPDIR', disk);
  const store = await openStore(2 ** 22, 0);
  await expect(store.write(0, new Uint8Array(2 ** 22))).rejects.toMatchObject({
    code: 'storage',
    message: expect.stringMatching(/^4\.0 MiB of intermediate .* Free space there, or/) as string,
    details: { needed: 2 ** 22 },
  });
  await store.close();
  expect(readdirSync(disk)).toEqual([]);
});

test('no temporary folder is `storage`', async () => {
  vi.stubEnv('TMPDIR', join(folder, 'none'));
  await expect(openStore(2 ** 20, 0)).rejects.toMatchObject({ code: 'storage' });
});

test('a query that fills the disk ends with `storage`, and the lab works on', async () => {
  const disk = smallDisk(2 ** 24);
  if (disk === undefined) return;
  vi.stubEnv('TMPDIR', disk);
  const lab = await openEngine({ memoryBudget: 2 ** 25 });
  // Distances of 80 MiB, more than stays in the heap.
  const size = [256, 256, 320] as const;
  const data = Uint8Array.from({ length: 256 * 256 * 320 }, (_, i) => (i % 7) * ((i >> 8) % 5));
  const solid = (await lab.open({ data, size })).threshold({ lo: 1 });
  await expect(solid.distance().moments().run()).rejects.toMatchObject({
    code: 'storage',
    details: { needed: 4 * 256 * 256 * 320 },
  });
  expect(openSpills()).toEqual([]);
  vi.stubEnv('TMPDIR', folder);
  expect((await solid.distance({ units: 'index' }).moments()).max).toBeGreaterThan(0);
  await lab.dispose();
  expect(openSpills()).toEqual([]);
});
