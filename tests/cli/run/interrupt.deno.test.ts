import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../src/cli/command.js';
import { openEngine } from '../../../src/engine/index.js';
import type { Volume } from '../../../src/index.js';
import { voxmetryRun, withLab, workplace } from './fixture.js';

const place = workplace();
const size = [128, 128, 128] as const;
const file = 'large_128x128x128_uint8.raw';

// Work for many seconds, in steps that an interrupt comes between.
beforeAll(async () => {
  const data = Uint8Array.from({ length: 128 ** 3 }, (_, i) => (i * 7919) % 251);
  await place.write(file, data);
  await withLab(async (lab) => {
    const scan = await lab.open({ data, size }, { name: 'scan' });
    const slow = Array.from({ length: 200 }).reduce<Volume>((at) => at.median({ size: 5 }), scan);
    await place.json('slow.json', slow.moments().recipe);
    await place.json('quick.json', scan.moments().recipe);
  });
});

describe('voxmetry run, interrupted', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends with the code of %s and leaves the results before', async (name, expected) => {
    const out = place.path(name);
    const before = await voxmetryRun(place.path('quick.json'), place.path(file), '--out', out);
    expect(before.code).toBe(0);
    const results = await place.results(name);

    let error = '';
    const streams = { out: () => undefined, error: (text: string) => (error += text) };
    const listeners = process.listenerCount(name);
    const code = await runCommandLine(
      ['run', place.path('slow.json'), place.path(file), '--out', out],
      streams,
      {
        open: () => {
          setTimeout(() => process.emit(name), 1500);
          return openEngine();
        },
      },
    );
    expect({ code, error }).toEqual({
      code: expected,
      error: 'voxmetry: interrupted; what was not finished is not written\n',
    });
    expect(process.listenerCount(name)).toBe(listeners);
    expect(await readdir(out)).toEqual(['results.json']);
    expect(await place.results(name)).toEqual(results);
  });

  const cli = 'dist/cli.js';
  it.runIf(existsSync(cli) && 'Deno' in globalThis)('leaves nothing as a process', async () => {
    const out = place.path('process');
    const args = ['run', place.path('slow.json'), place.path(file), '--out', out];
    const env = { XDG_RUNTIME_DIR: place.path('.'), ...process.env };
    const child = spawn(process.execPath, ['run', '-A', '--unstable-webgpu', cli, ...args], {
      env,
    });
    let error = '';
    child.stderr.on('data', (text: Buffer) => (error += text.toString()));
    const ended = new Promise<readonly [number | null, string | null]>((resolve) => {
      child.once('close', (code, by) => {
        resolve([code, by]);
      });
    });
    // The folder is there before any work.
    for (let waited = 0; !existsSync(out) && waited < 30_000; waited += 50) await sleep(50);
    await sleep(1500);
    child.kill('SIGINT');
    // Deno says of a child that ends with 130 that the signal ended it.
    expect([130, 'SIGINT']).toContain((await ended).find((value) => value !== null));
    expect(error).toContain('voxmetry: interrupted');
    expect(existsSync(out)).toBe(false);
  });
});
