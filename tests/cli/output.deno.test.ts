import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/command.js';
import type { LabOpener } from '../../src/cli/runtime.js';
import { openEngine } from '../../src/engine/index.js';
import { smallDisk } from '../small_disk.js';
import { workplace, type Outcome } from './run/fixture.js';

const place = workplace();
const PICTURES = ['particles', 'phases'].flatMap((kind) =>
  ['xy', 'xz', 'yz'].flatMap((plane) => [`${kind}_${plane}.png`, `${kind}_${plane}.svg`]),
);
const RESULTS = [
  ...['cumulative', 'density', 'depth', 'histogram', 'threshold'].flatMap((name) => [
    `${name}.png`,
    `${name}.svg`,
  ]),
  ...PICTURES,
  'particles.csv',
  'report.html',
  'result.json',
].sort();

/** Runs the main job with a lab in this thread. */
async function measure(
  args: readonly string[],
  open: LabOpener = () => openEngine(),
): Promise<Outcome> {
  let out = '';
  let error = '';
  const streams = {
    out: (text: string) => (out += text),
    error: (text: string) => (error += text),
  };
  return { code: await runCommandLine(args, streams, { open }), out, error };
}

/** Names and contents of the files in a folder. */
function contents(folder: string): Record<string, string> {
  const names = readdirSync(folder).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

test('a folder that cannot be written is refused before there is a lab', async () => {
  const scan = await place.tiff('scan.tif');
  const open = vi.fn(() => openEngine());
  for (const out of ['/proc/self', join(scan, 'inside')]) {
    const { code, error } = await measure([scan, '--out', out], open);
    expect({ code, error }).toEqual({
      code: 2,
      error: expect.stringMatching(/^voxmetry: cannot write to the folder .* --out\n$/) as string,
    });
  }
  expect(open).not.toHaveBeenCalled();
});

test('results are replaced as a whole, or not at all', async () => {
  const scan = await place.tiff('scan.tif');
  const out = place.path('whole');
  // Of a run that was killed.
  const { pid } = spawnSync(process.execPath, ['--version']);
  const host = hostname().replaceAll(/[^\w-]/g, '_');
  mkdirSync(join(out, `.unfinished-${host}.${String(pid)}-abc`), { recursive: true });

  expect((await measure([scan, '--out', out])).code).toBe(0);
  const before = contents(out);
  expect(Object.keys(before)).toEqual(RESULTS);

  const failed = await measure([scan, '--label', '7', '--out', out]);
  expect(failed.error).toMatch(/no voxel of scan\.tif equals 7/);
  expect(contents(out)).toEqual(before);

  expect((await measure([scan, '--phase', 'dark', '--out', out])).code).toBe(0);
  const after = contents(out);
  // All that is dark touches the border: there is no distribution to draw.
  expect(Object.keys(after)).toEqual(
    RESULTS.filter((name) => !/^(cumulative|density)\./.test(name)),
  );
  for (const name of ['particles.csv', 'particles_xy.svg', 'report.html', 'result.json'])
    expect(after[name]).not.toBe(before[name]);
});

test('what is asked for besides is measured of every phase', async () => {
  const scan = await place.tiff('scan.tif');
  const out = place.path('more');
  const about = await place.json('about.json', { phases: { bright: 'box <1>', dark: 'air' } });
  const flags = ['--thickness', '--tortuosity', 'xz', '--threshold-sizes', '--min-voxels', '100'];
  const { code, error } = await measure([scan, ...flags, '--about', about, '--out', out]);
  expect({ code, error }).toEqual({ code: 0, error: '' });
  const result = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as {
    phases: {
      name: string;
      voxels: number;
      thickness: { mean: number };
      tortuosity: Record<string, number | string>;
      profile: { fraction: number[] };
      fraction: { value: number; thresholdRange: [number, number] };
    }[];
    thresholdShare: { sizes: { count: number }[] };
    particles: { count: number; minVoxels: number };
    interfaces: { phases: string[] }[];
  };
  const [box, air] = result.phases;
  expect([box?.name, air?.name]).toEqual(['box <1>', 'air']);
  expect(box!.voxels + air!.voxels).toBe(24 * 20 * 16);
  expect(box!.fraction.value + air!.fraction.value).toBeCloseTo(1, 12);
  for (const { fraction } of result.phases) {
    expect(fraction.thresholdRange[0]).toBeLessThanOrEqual(fraction.value);
    expect(fraction.thresholdRange[1]).toBeGreaterThanOrEqual(fraction.value);
  }
  // Boxes end inside the volume, the air goes through.
  expect(box?.tortuosity).toEqual({ x: 'Infinity', z: 'Infinity' });
  expect(air?.tortuosity['z']).toBeGreaterThan(1);
  expect(box?.thickness.mean).toBeGreaterThan(2);
  expect(air?.profile.fraction.length).toBe(16);
  expect(result.interfaces.map(({ phases }) => phases)).toEqual([['box <1>', 'air']]);
  expect(result.thresholdShare.sizes.length).toBe(3);
  expect(result.particles.minVoxels).toBe(100);
  expect(readFileSync(join(out, 'report.html'), 'utf8')).not.toContain('<1>');
});

test('a disk that fills while results are written keeps the results before', async () => {
  const disk = smallDisk(2 ** 20);
  if (disk === undefined) return;
  const scan = await place.tiff('scan.tif');
  const out = join(disk, 'out');
  expect((await measure([scan, '--out', out])).code).toBe(0);
  const before = contents(out);
  // Leaves less than the report takes.
  const taken = readdirSync(out).map((name) => statSync(join(out, name)).size);
  const free = 2 ** 20 - taken.reduce((sum, bytes) => sum + 4096 * Math.ceil(bytes / 4096), 0);
  writeFileSync(join(disk, 'filler'), new Uint8Array(Math.max(0, free - 2 ** 15)));
  const { code, error } = await measure([scan, '--phase', 'dark', '--out', out]);
  expect({ code, error }).toEqual({
    code: 2,
    error: expect.stringMatching(/cannot write to the folder/) as string,
  });
  expect(contents(out)).toEqual(before);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends the main job, and leaves nothing of it', async (name, expected) => {
  const scan = await place.tiff('scan.tif');
  const out = place.path(name);
  const listeners = process.listenerCount(name);
  const { code, error } = await measure([scan, '--out', out], async () => {
    setTimeout(() => process.emit(name), 100);
    return openEngine();
  });
  expect({ code, error }).toEqual({
    code: expected,
    error: 'voxmetry: interrupted; what was not finished is not written\n',
  });
  expect(process.listenerCount(name)).toBe(listeners);
  expect(existsSync(out)).toBe(false);
});
