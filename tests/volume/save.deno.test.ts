import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileTarget, openEngine } from '../../src/engine/index.js';
import type { Lab } from '../../src/volume/lab.js';
import type { Volume } from '../../src/volume/handles.js';

const folder = mkdtempSync(join(tmpdir(), 'voxmetry-save-'));
let lab: Lab;
let scan: Volume<'u16'>;
// Of three slabs of 16 MiB each, one after the other.
const size = [256, 256, 300] as const;
const data = new Uint16Array(256 * 256 * 300).map((_, i) => (i * 40503) & 0xffff);
beforeAll(async () => {
  lab = await openEngine();
  scan = await lab.open({ data, size }, { spacing: [0.5, 0.5, 2], unit: 'µm' });
});
afterAll(async () => {
  await lab.dispose();
  rmSync(folder, { recursive: true });
});

test('a TIFF opens again with its voxels, spacing and unit', async () => {
  const path = join(folder, 'scan.tif');
  const steps: number[] = [];
  await scan.save(fileTarget(path), { onProgress: (done) => steps.push(done) });
  expect(steps.length).toBe(3);
  expect(steps.at(-1)).toBe(1);
  const again = await lab.open(new Blob([readFileSync(path)]));
  expect(again.meta).toMatchObject({ size, unit: 'µm', storage: 'u16' });
  expect(again.spacing[2]).toBeCloseTo(2, 6);
  const region = { origin: [0, 0, 290], size: [256, 256, 10] } as const;
  expect((await again.read({ region })).data).toEqual((await scan.read({ region })).data);
  again.close();
});

test('npy and raw, of every kind of grid', async () => {
  const small = scan.crop({ origin: [3, 4, 5], size: [33, 7, 5] });
  const mask = small.threshold({ lo: 30_000 });
  for (const [name, grid] of Object.entries({ small, mask, labels: mask.components() })) {
    const path = join(folder, `${name}.npy`);
    await grid.save(fileTarget(path), { format: 'npy' });
    const again = await lab.open(new Blob([readFileSync(path)]));
    expect(Array.from((await again.read()).data)).toEqual(Array.from((await grid.read()).data));
    await grid.save(fileTarget(join(folder, `${name}.raw`)), { format: 'raw' });
    const bytes = new Uint8Array(readFileSync(join(folder, `${name}.raw`)));
    const { data: voxels } = await grid.read();
    expect(bytes).toEqual(new Uint8Array(voxels.buffer, voxels.byteOffset, voxels.byteLength));
    again.close();
  }
});

test('a cancel or a failure leaves nothing behind, and what was there', async () => {
  const path = join(folder, 'kept.tif');
  writeFileSync(path, 'old');
  const stop = new AbortController();
  const saving = scan.save(fileTarget(path), {
    signal: stop.signal,
    onProgress: () => {
      stop.abort();
    },
  });
  await expect(saving).rejects.toMatchObject({ code: 'cancelled' });
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(existsSync(`${path}.part`)).toBe(false);
  // A volume of one value has no threshold.
  const flat = await lab.open({ data: new Uint8Array(8), size: [2, 2, 2] });
  const other = join(folder, 'never.tif');
  await expect(flat.otsu().save(fileTarget(other))).rejects.toMatchObject({
    code: 'invalid-argument',
  });
  expect(readdirSync(folder).filter((name) => name.startsWith('never'))).toEqual([]);
  await expect(scan.save(fileTarget(join(folder, 'no', 'such.tif')))).rejects.toThrow(/no such/i);
});

test('what is no target or format is refused', async () => {
  await expect(scan.save('scan.tif' as never)).rejects.toMatchObject({ code: 'invalid-argument' });
  const stream = new WritableStream<Uint8Array<ArrayBuffer>>();
  await expect(scan.save(stream, { format: 'png' as never })).rejects.toMatchObject({
    code: 'invalid-argument',
  });
});
