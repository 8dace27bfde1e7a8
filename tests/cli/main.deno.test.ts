import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTiff } from '../../src/io/tiff_writer.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { syntheticCathode } from '../../src/synthetic/index.js';

// The built command, in processes of its own, on the adapter of these tests.
const cli = 'dist/cli.js';
const ready = existsSync(cli) && 'Deno' in globalThis;
if (!ready) console.log(`skipped: needs Deno and ${cli}; npm run build makes it`);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxmetry-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Exit {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

function run(...args: string[]): Promise<Exit> {
  return new Promise((resolve, reject) => {
    // Mesa writes to stderr where it has no such folder.
    const env = { XDG_RUNTIME_DIR: folder, ...process.env };
    const child = spawn(process.execPath, ['run', '-A', '--unstable-webgpu', cli, ...args], {
      env,
    });
    let out = '';
    let error = '';
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (error += text.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, out, error });
    });
  });
}

async function tiff(
  name: string,
  data: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>,
  size: Vec3,
): Promise<string> {
  const dtype = data instanceof Uint8Array ? 'u8' : 'u16';
  const chunks: Uint8Array[] = [];
  const facts = { size, dtype, spacing: [0.5, 0.5, 1], unit: 'µm' } as const;
  for await (const chunk of writeTiff(facts, [data])) chunks.push(chunk);
  const path = join(folder, name);
  await writeFile(path, Buffer.concat(chunks));
  return path;
}

/** Two boxes of label 3 that meet at an edge, one of label 1, in 20 × 16 × 12. */
function boxes(): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(20 * 16 * 12);
  const fill = (value: number, [x0, y0, z0]: Vec3, [x1, y1, z1]: Vec3): void => {
    for (let z = z0; z < z1; z += 1)
      for (let y = y0; y < y1; y += 1)
        data.fill(value, x0 + 20 * (y + 16 * z), x1 + 20 * (y + 16 * z));
  };
  fill(3, [2, 2, 2], [7, 7, 7]);
  fill(3, [7, 7, 2], [12, 12, 7]);
  fill(1, [14, 2, 2], [18, 6, 6]);
  return data;
}

describe.runIf(ready)('the built command', () => {
  it('measures one label of a segmented file, the same numbers as by hand', async () => {
    const file = await tiff('boxes.tif', boxes(), [20, 16, 12]);
    const out = join(folder, 'boxes');
    const { code, error } = await run(file, '--label', '3', '--out', out);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    const result = JSON.parse(await readFile(join(out, 'result.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    expect(result['input']).toMatchObject({
      size: [20, 16, 12],
      spacing: [0.5, 0.5, 1],
      unit: 'µm',
      dtype: 'u8',
    });
    expect(result['threshold']).toEqual({ method: 'label', value: 3 });
    expect(result['phase']).toMatchObject({ voxels: 250, fraction: 250 / 3840 });
    expect(result['components']).toEqual({ '6': 2, '18': 1, '26': 1 });
    // A 5³ box: shells at distance 1, 2, 3 of 98, 26 and 1 voxels.
    expect(result['distance']).toMatchObject({ maxSquared: 9, sum: 2 * (98 + 2 * 26 + 3) });
    expect(result['particles']).toMatchObject({ count: 2, border: 0, countInterior: 2 });
    const csv = (await readFile(join(out, 'particles.csv'), 'utf8')).trim().split('\n');
    expect(csv.length).toBe(3);
    expect(await readFile(join(out, 'report.html'), 'utf8')).toContain('boxes.tif');
  });

  it('finds the particles of a synthetic cathode read as a raw file', async () => {
    const { volume, truth } = syntheticCathode({ seed: 5, size: [96, 80, 64] });
    const file = join(folder, 'cathode.raw');
    await writeFile(file, new Uint8Array(volume.data.buffer));
    const out = join(folder, 'cathode');
    const flags = [
      '--size',
      '96,80,64',
      '--dtype',
      'u16',
      '--spacing',
      '0.2,0.2,0.25',
      '--unit',
      'µm',
    ];
    const { code, out: text } = await run(file, ...flags, '--out', out);
    expect(code).toBe(0);
    expect(text).toMatch(/^adapter +\S/m);
    const result = JSON.parse(await readFile(join(out, 'result.json'), 'utf8')) as {
      porosity: { value: number };
      particles: { count: number };
    };
    expect(Math.abs(result.porosity.value - truth.porosity)).toBeLessThan(0.01);
    // Caps of a few voxels that the border cuts off drown in blur and noise.
    const visible = truth.particles.filter(({ volumeVoxels }) => volumeVoxels >= 50).length;
    expect(Math.abs(result.particles.count / visible - 1)).toBeLessThan(0.1);
  });

  it('refuses a file of few values and lists them', async () => {
    const file = await tiff('few.tif', boxes(), [20, 16, 12]);
    const { code, error } = await run(file, '--out', join(folder, 'few'));
    expect(code).toBe(2);
    expect(error).toMatch(/few\.tif holds only 3 distinct values: 0, 1, 3\. .*--label N/);
    expect(error.trimEnd()).not.toContain('\n');
  });

  it.each([
    ['truncated', (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length / 2)],
    [
      'undecodable',
      (bytes: Buffer): Buffer => Buffer.concat([Buffer.from('II*\0'), bytes.subarray(400, 900)]),
    ],
  ])('ends with 2 and one line for a file that is %s', async (name, damage) => {
    const { volume } = syntheticCathode({ seed: 5, size: [40, 40, 30] });
    const whole = await readFile(await tiff('whole.tif', volume.data, [40, 40, 30]));
    const file = join(folder, `${name}.tif`);
    await writeFile(file, damage(whole));
    const { code, error, out } = await run(file, '--out', join(folder, name));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain(`${name}.tif`);
    expect(error.trimEnd()).not.toContain('\n');
  });

  it('says what a label that is not there would need', async () => {
    const file = await tiff('other.tif', boxes(), [20, 16, 12]);
    const { code, error } = await run(file, '--label', '2', '--out', join(folder, 'other'));
    expect(code).toBe(2);
    expect(error).toMatch(/no voxel of other\.tif equals 2/);
  });
});
