import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  fileSource,
  fileTarget,
  folderSource,
  folderTarget,
  openEngine,
} from '../../src/engine/index.js';
import type { Lab } from '../../src/volume/lab.js';

const folder = mkdtempSync(join(tmpdir(), 'voxmetry-source-'));
let lab: Lab;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(async () => {
  await lab.dispose();
  rmSync(folder, { recursive: true });
});

test('what fileTarget wrote opens again: TIFF, npy, and raw by its name', async () => {
  const data = new Uint16Array(7 * 5 * 3).map((_, i) => i * 601);
  const scan = await lab.open({ data, size: [7, 5, 3] }, { spacing: [2, 2, 3], unit: 'µm' });
  for (const [name, format] of [
    ['scan.tif', 'tiff'],
    ['scan.npy', 'npy'],
    ['scan_7x5x3_uint16.raw', 'raw'],
  ] as const) {
    const path = join(folder, name);
    await scan.save(fileTarget(path), { format });
    const again = await lab.open(await fileSource(path));
    expect(again.size).toEqual([7, 5, 3]);
    expect(Array.from((await again.read()).data)).toEqual(Array.from(data));
    again.close();
  }
});

test('only what a query needs is read of a file of 8 GiB', async () => {
  const path = join(folder, 'large_2048x2048x2048_uint8.raw');
  const slice = 2048 * 2048;
  const descriptor = openSync(path, 'w');
  writeSync(descriptor, new Uint8Array(slice).fill(7), 0, slice, slice * 2000);
  closeSync(descriptor);
  truncateSync(path, slice * 2048);
  const bytes = await fileSource(path);
  expect(bytes.size).toBe(2 ** 33);
  let read = 0;
  const scan = await lab.open({
    ...bytes,
    read: (offset, length, signal) => {
      read += length;
      return bytes.read(offset, length, signal);
    },
  });
  const { data } = await scan.slice({ axis: 'z', index: 2000 });
  expect(data.every((value) => value === 7)).toBe(true);
  expect(read).toBeLessThan(2 * slice);
  scan.close();
  await expect(bytes.read(0, 1)).rejects.toMatchObject({ code: 'disposed' });
});

test('refuses what cannot be opened, and says why', async () => {
  mkdirSync(join(folder, 'slices'));
  for (const [name, text] of [
    ['none.tif', /none\.tif cannot be opened: there is no such file/],
    ['slices', /slices (is a folder|cannot be opened)/],
  ] as const) {
    const opening = fileSource(join(folder, name));
    await expect(opening).rejects.toThrow(text);
    await expect(opening).rejects.toMatchObject({ code: 'invalid-argument' });
  }
  await expect(fileSource('')).rejects.toMatchObject({ code: 'invalid-argument' });
  await expect(fileSource(7 as never)).rejects.toMatchObject({ code: 'invalid-argument' });
  const secret = join(folder, 'secret.npy');
  writeFileSync(secret, 'x', { mode: 0o000 });
  // The superuser may read what nobody may.
  if (process.getuid?.() !== 0)
    await expect(fileSource(secret)).rejects.toMatchObject({ code: 'invalid-argument' });
  chmodSync(secret, 0o600);
  const empty = join(folder, 'empty.raw');
  writeFileSync(empty, '');
  await expect(lab.open(await fileSource(empty))).rejects.toMatchObject({ code: 'corrupt-file' });
});

test('a file that becomes shorter while it is open is corrupt-file', async () => {
  const path = join(folder, 'shrinks_64x64x64_uint8.raw');
  writeFileSync(path, new Uint8Array(64 ** 3).fill(3));
  const scan = await lab.open(await fileSource(path));
  truncateSync(path, 1000);
  await expect(scan.moments()).rejects.toMatchObject({ code: 'corrupt-file' });
  scan.close();
});

test('a cancelled read rejects with cancelled', async () => {
  const path = join(folder, 'some.raw');
  writeFileSync(path, new Uint8Array(100));
  const bytes = await fileSource(path);
  await expect(bytes.read(0, 10, AbortSignal.abort())).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(await bytes.read(90, 10)).toHaveLength(10);
  await expect(bytes.read(95, 10)).rejects.toMatchObject({ code: 'corrupt-file' });
  bytes.close();
});

test('a folder on disk is a stack of slices, or a store, and nothing hidden or linked in it', async () => {
  const data = new Uint8Array(6 * 5 * 3).map((_, i) => 3 * i);
  const stack = join(folder, 'stack');
  mkdirSync(join(stack, '.cache'), { recursive: true });
  for (let z = 0; z < 3; z += 1) {
    const slice = await lab.open({ data: data.slice(30 * z, 30 * (z + 1)), size: [6, 5, 1] });
    await slice.save(fileTarget(join(stack, `im_${String(z + 9)}.tif`)));
  }
  writeFileSync(join(stack, '.cache', 'im_99.tif'), 'no image');
  writeFileSync(join(folder, 'outside.tif'), 'no image');
  symlinkSync(join(folder, 'outside.tif'), join(stack, 'im_12.tif'));
  const scan = await lab.open(await folderSource(stack));
  expect([scan.size, scan.name]).toEqual([[6, 5, 3], 'im_#.tif']);
  expect(Array.from((await scan.read()).data)).toEqual(Array.from(data));
  const store = join(folder, 'scan.ome.zarr');
  await scan.save(folderTarget(store), { format: 'ome-zarr' });
  const again = await lab.open(await folderSource(`${store}/`));
  expect(Array.from((await again.read()).data)).toEqual(Array.from(data));
});

test('folders that are none are refused by name', async () => {
  await expect(folderSource(join(folder, 'absent'))).rejects.toMatchObject({
    code: 'invalid-argument',
    message: expect.stringMatching(/^folderSource: .*absent cannot be listed/) as unknown,
  });
  mkdirSync(join(folder, 'empty'));
  await expect(folderSource(join(folder, 'empty'))).rejects.toThrow(/holds no files/);
  await expect(folderSource('')).rejects.toThrow(/is no path/);
});
