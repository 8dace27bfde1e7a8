import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { fileTarget, openEngine } from '../../src/engine/index.js';
import type { Volume } from '../../src/volume/handles.js';
import type { Lab } from '../../src/volume/lab.js';
import type { SaveTarget } from '../../src/volume/save_target.js';
import { smallDisk } from '../small_disk.js';

let folder = '';
let lab: Lab;
let scan: Volume;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'voxmetry-save-'));
  lab = await openEngine();
  scan = await lab.open({ data: new Uint8Array(2 ** 21).fill(7), size: [128, 128, 128] });
});
afterAll(async () => {
  await lab.dispose();
  rmSync(folder, { recursive: true });
});

type Bytes = Uint8Array<ArrayBuffer>;

/** Files that this process has open, by what their descriptors point to. */
function opened(name: string): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`);
      return target.includes(name) ? [target] : [];
    } catch {
      return [];
    }
  });
}

test('a disk that is full leaves neither the unfinished file nor an open one', async () => {
  const disk = smallDisk(2 ** 20);
  if (disk === undefined) return;
  const path = join(disk, 'full.raw');
  await expect(scan.save(fileTarget(path), { format: 'raw' })).rejects.toMatchObject({
    code: 'storage',
    op: 'save',
    message: expect.stringContaining(path) as string,
  });
  expect(readdirSync(disk)).toEqual([]);
  expect(opened(disk)).toEqual([]);
});

test('a write that fails does so too, whoever runs it', async () => {
  const path = join(folder, 'refused.raw');
  symlinkSync('/dev/full', `${path}.part`);
  await expect(scan.save(fileTarget(path), { format: 'raw' })).rejects.toMatchObject({
    code: 'storage',
  });
  expect(readdirSync(folder)).toEqual([]);
  expect(opened('/dev/full')).toEqual([]);
});

test('a name that is a folder, or in none, is `storage`', async () => {
  const path = join(folder, 'taken');
  mkdirSync(path);
  writeFileSync(join(path, 'file'), 'kept');
  await expect(scan.save(fileTarget(path))).rejects.toMatchObject({ code: 'storage' });
  await expect(scan.save(fileTarget(join(folder, 'no', 'x')))).rejects.toMatchObject({
    code: 'storage',
  });
  expect(readdirSync(folder)).toEqual(['taken']);
  expect(readdirSync(path)).toEqual(['file']);
});

test('a save that is refused leaves no file of its target', async () => {
  const path = join(folder, 'never.tif');
  for (const options of [{ format: 'png' }, { colour: 1 }, { signal: AbortSignal.abort() }])
    await expect(scan.save(fileTarget(path), options as never)).rejects.toMatchObject({
      name: 'VoxmetryError',
    });
  expect(existsSync(`${path}.part`)).toBe(false);
  expect(opened('never')).toEqual([]);
});

test('streams that cannot be written are typed', async () => {
  const locked = new WritableStream<Bytes>();
  locked.getWriter();
  const closed = new WritableStream<Bytes>();
  await closed.close();
  const aborted = new WritableStream<Bytes>();
  await aborted.abort(new TypeError('ended by its owner'));
  const broken = new WritableStream<Bytes>({
    write: () => {
      throw new DOMException('The quota is used up.', 'QuotaExceededError');
    },
  });
  const unclosable = new WritableStream<Bytes>({
    close: () => {
      throw new TypeError('of the sink');
    },
  });
  const cases: (readonly [WritableStream<Bytes>, string, RegExp])[] = [
    [locked, 'invalid-argument', /nobody else writes to/],
    [closed, 'invalid-argument', /not closed yet/],
    [aborted, 'storage', /ended by its owner/],
    [broken, 'storage', /quota is used up/],
    [unclosable, 'storage', /of the sink/],
  ];
  for (const [target, code, message] of cases)
    await expect(scan.save(target)).rejects.toMatchObject({
      code,
      op: 'save',
      message: expect.stringMatching(message) as string,
    });
});

test('handles that cannot be written are typed', async () => {
  const refusing = {
    createWritable: () => Promise.reject(new DOMException('No right.', 'NotAllowedError')),
  };
  const throwing = {
    createWritable: () => {
      throw new TypeError('no file');
    },
  };
  const cases: (readonly [unknown, string])[] = [
    [refusing, 'storage'],
    [throwing, 'storage'],
    [{ createWritable: 5 }, 'invalid-argument'],
    [{ createWritable: () => Promise.resolve('text') }, 'invalid-argument'],
    [null, 'invalid-argument'],
    [undefined, 'invalid-argument'],
    [new ReadableStream(), 'invalid-argument'],
  ];
  for (const [target, code] of cases)
    await expect(scan.save(target as SaveTarget)).rejects.toMatchObject({ code, op: 'save' });
});

test('an onProgress that throws is reported, and the file is complete', async () => {
  const reported: unknown[] = [];
  const later = queueMicrotask;
  vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((report) => {
    later(() => {
      try {
        report();
      } catch (error) {
        reported.push(error);
      }
    });
  });
  let bytes = 0;
  const target = new WritableStream<Bytes>({ write: (chunk) => void (bytes += chunk.length) });
  const mine = new Error('of the caller');
  await scan.save(target, {
    format: 'raw',
    onProgress: () => {
      throw mine;
    },
  });
  vi.restoreAllMocks();
  expect(bytes).toBe(2 ** 21);
  expect(reported).toEqual([mine]);
});
