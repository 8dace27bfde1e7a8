import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Lab } from '../../src/volume/lab.js';
import type { Volume } from '../../src/volume/handles.js';

const size = [70, 66, 40] as const;
let lab: Lab;
let scan: Volume<'u8'>;
let root: FileSystemDirectoryHandle;
beforeAll(async () => {
  lab = await openEngine();
  const data = new Uint8Array(70 * 66 * 40).map((_, i) => (i * 31) & 255);
  scan = await lab.open({ data, size }, { spacing: [0.5, 0.5, 2], unit: 'µm' });
  root = await navigator.storage.getDirectory();
});
afterAll(async () => {
  await lab.dispose();
});

async function namesIn(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names.sort();
}

test('an OME-Zarr store goes to the handle of a folder, and opens from it', async () => {
  const folder = await root.getDirectoryHandle('scan.ome.zarr', { create: true });
  const mask = scan.threshold({ lo: 100 });
  await scan.save(folder, { format: 'ome-zarr', labels: { mask } });
  expect(await namesIn(folder)).toEqual(['0', '1', 'labels', 'zarr.json']);
  for (const [dataset, grid] of [
    ['', scan],
    ['labels/mask', mask],
  ] as const) {
    const again = await lab.open(folder, { dataset });
    expect(again.meta).toMatchObject({ size, spacing: [0.5, 0.5, 2], unit: 'µm' });
    const [a, b] = [(await again.read()).data, (await grid.read()).data];
    expect(a.findIndex((value, i) => value !== b[i])).toBe(-1);
    again.close();
  }
  await expect(scan.save(folder, { format: 'ome-zarr' })).rejects.toMatchObject({
    code: 'invalid-argument',
    message: expect.stringContaining('without files') as string,
  });
  expect(await namesIn(folder)).toEqual(['0', '1', 'labels', 'zarr.json']);
  await root.removeEntry('scan.ome.zarr', { recursive: true });
});

test('a cancel removes what was written, and never is there a store that is half', async () => {
  const folder = await root.getDirectoryHandle('half.ome.zarr', { create: true });
  const stop = new AbortController();
  const saving = scan.save(folder, {
    format: 'ome-zarr',
    signal: stop.signal,
    onProgress: () => {
      stop.abort();
    },
  });
  await expect(saving).rejects.toMatchObject({ code: 'cancelled' });
  expect(await namesIn(folder)).toEqual([]);
  await root.removeEntry('half.ome.zarr');
});

test('a folder takes no other format', async () => {
  const folder = await root.getDirectoryHandle('none', { create: true });
  await expect(scan.save(folder)).rejects.toMatchObject({ code: 'invalid-argument' });
  expect(await namesIn(folder)).toEqual([]);
  await root.removeEntry('none');
});
