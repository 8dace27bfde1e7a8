import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileTarget, folderTarget, openEngine } from '../../src/engine/index.js';
import type { NamedFile } from '../../src/recipe/source.js';
import type { Grid } from '../../src/volume/grid.js';
import type { Labels, Mask, Phases, Volume } from '../../src/volume/handles.js';
import type { Lab } from '../../src/volume/lab.js';
import type { SaveFormat } from '../../src/volume/save.js';
import { SAVE_FORMATS } from '../../src/volume/save.js';
import { halvedTwin } from '../reference/halved.js';
import { smallDisk } from '../small_disk.js';

const folder = mkdtempSync(join(tmpdir(), 'voxmetry-save-formats-'));
const size = [140, 80, 70] as const;
let lab: Lab;
let scan: Volume<'u16'>;
let mask: Mask;
let labels: Labels;
let phases: Phases;
beforeAll(async () => {
  lab = await openEngine();
  const data = new Uint16Array(140 * 80 * 70).map((_, i) => (i * 40503) & 0xffff);
  scan = await lab.open({ data, size }, { spacing: [0.5, 0.5, 2], unit: 'µm', origin: [4, 5, 6] });
  mask = scan.gaussian({ sigma: 1 }).threshold({ lo: 33_000 });
  labels = mask.components();
  phases = scan.multiOtsu(['pore', 'binder', 'active']);
});
afterAll(async () => {
  await lab.dispose();
  rmSync(folder, { recursive: true });
});

/** All files below a folder, as a browser hands them over. */
function filesOf(path: string, prefix = 'store/'): NamedFile[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const at = join(path, entry.name);
    if (entry.isDirectory()) return filesOf(at, `${prefix}${entry.name}/`);
    return [{ path: prefix + entry.name, file: new Blob([readFileSync(at)]) }];
  });
}

/** Where two grids differ first; -1 where they do not. */
async function difference(a: Grid, b: Grid): Promise<number> {
  expect(a.size).toEqual(b.size);
  const [x, y] = [(await a.read()).data, (await b.read()).data];
  return x.findIndex((value, i) => value !== y[i]);
}

const IN_FILES: readonly SaveFormat[] = SAVE_FORMATS.filter((format) => format !== 'raw');

describe.each(IN_FILES)('%s', (format) => {
  it('keeps volumes, masks, phases and labels, and their places', async () => {
    for (const [name, grid] of Object.entries({ scan, mask, labels, phases })) {
      const path = join(folder, `${format}_${name}`);
      await grid.save(fileTarget(path), { format });
      const again = await lab.open(
        new Blob([readFileSync(path)]),
        format === 'vti' ? { unit: 'µm' } : {},
      );
      expect(await difference(again, grid)).toBe(-1);
      const placed = { spacing: grid.spacing, unit: 'µm' };
      if (format !== 'npy') expect(again.meta).toMatchObject(placed);
      if (!['tiff', 'ome-tiff', 'npy'].includes(format))
        expect(again.meta.origin).toEqual(grid.meta.origin);
      again.close();
      rmSync(path);
    }
  });

  it('a cancel leaves nothing behind, and what was there', async () => {
    const path = join(folder, 'kept');
    writeFileSync(path, 'old');
    const stop = new AbortController();
    const saving = scan.save(fileTarget(path), {
      format,
      signal: stop.signal,
      onProgress: () => {
        stop.abort();
      },
    });
    await expect(saving).rejects.toMatchObject({ code: 'cancelled' });
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(existsSync(`${path}.part`)).toBe(false);
  });
});

describe('an OME-Zarr folder', () => {
  it('has levels that are those of bin, and labels beside the image', async () => {
    const path = join(folder, 'scan.ome.zarr');
    const steps: number[] = [];
    await scan.save(folderTarget(path), {
      format: 'ome-zarr',
      labels: { particles: labels, materials: phases, solid: mask },
      onProgress: (done) => steps.push(done),
    });
    expect(steps.at(-1)).toBe(1);
    expect(steps.toSorted((a, b) => a - b)).toEqual(steps);
    expect(readdirSync(folder)).toEqual(['kept', 'scan.ome.zarr']);
    const files = filesOf(path);
    const { images } = await lab.inspect(files);
    expect(images.map((image) => image.path)).toEqual([
      '',
      'labels/particles',
      'labels/materials',
      'labels/solid',
    ]);
    for (const [dataset, grid] of [
      ['', scan],
      ['labels/particles', labels],
      ['labels/materials', phases],
      ['labels/solid', mask],
    ] as const) {
      const whole = await lab.open(files, { dataset });
      expect(whole.meta).toMatchObject({
        spacing: grid.spacing,
        unit: 'µm',
        origin: grid.meta.origin,
      });
      expect(await difference(whole, grid)).toBe(-1);
      const level = await lab.open(files, { dataset, level: 1 });
      const binned = scan.bin({ factor: 2 });
      expect(level.meta).toMatchObject({ spacing: binned.spacing, origin: binned.meta.origin });
      if (grid === scan) expect(await difference(level, binned)).toBe(-1);
      else {
        const twin = halvedTwin((await grid.read()).data, size, 'mode', true);
        expect(Array.from((await level.read()).data)).toEqual(twin.values);
      }
      whole.close();
      level.close();
    }
  });

  it('is never half there: a cancel removes it, and what is there is not replaced', async () => {
    const path = join(folder, 'half.ome.zarr');
    const stop = new AbortController();
    const seen: string[][] = [];
    const saving = scan.save(folderTarget(`${path}/`), {
      format: 'ome-zarr',
      labels: { labels },
      signal: stop.signal,
      onProgress: (done) => {
        if (done > 0.5) stop.abort();
        seen.push(readdirSync(folder).filter((name) => name.startsWith('half')));
      },
    });
    await expect(saving).rejects.toMatchObject({ code: 'cancelled' });
    expect(seen.flat().every((name) => name.startsWith('half.ome.zarr.part-'))).toBe(true);
    expect(seen.flat().length).toBeGreaterThan(0);
    expect(readdirSync(folder).filter((name) => name.startsWith('half'))).toEqual([]);
    mkdirSync(path);
    writeFileSync(join(path, 'mine'), 'kept');
    await expect(scan.save(folderTarget(path), { format: 'ome-zarr' })).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining('not empty') as string,
    });
    expect(readdirSync(path)).toEqual(['mine']);
    rmSync(join(path, 'mine'));
    await scan.save(folderTarget(path), { format: 'ome-zarr', compression: 'none' });
    expect(readdirSync(path)).toContain('zarr.json');
    // Others may read it as they may read what the user makes.
    mkdirSync(join(folder, 'plain'));
    expect(statSync(path).mode).toBe(statSync(join(folder, 'plain')).mode);
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
  });

  it('removes what a killed save to the same path left a day ago, and nothing else', async () => {
    const place = join(folder, 'swept');
    const left = (name: string, oldFile: boolean, oldFolder = true): string => {
      const path = join(place, name);
      mkdirSync(join(path, '0/c'), { recursive: true });
      writeFileSync(join(path, '0/c/0'), 'a shard');
      const old = Date.now() / 1000 - 25 * 3600;
      if (oldFile) utimesSync(join(path, '0/c/0'), old, old);
      for (const part of ['0/c', '0', '']) if (oldFolder) utimesSync(join(path, part), old, old);
      return name;
    };
    const uuid = (digit: string): string =>
      [8, 4, 4, 4, 12].map((length) => digit.repeat(length)).join('-');
    left(`a.ome.zarr.part-${uuid('1')}`, true);
    left(`a.ome.zarr.part-${uuid('2')}`, true);
    const kept = [
      // Another save writes to it.
      left(`a.ome.zarr.part-${uuid('3')}`, false),
      left(`a.ome.zarr.part-${uuid('4')}`, true, false),
      left(`b.ome.zarr.part-${uuid('5')}`, true),
      left('a.ome.zarr.part-of-mine', true),
    ];
    const target = folderTarget(join(place, 'a.ome.zarr'));
    await target.writeFile('zarr.json', new TextEncoder().encode('{}'));
    await target.close();
    expect(readdirSync(place).sort()).toEqual([...kept, 'a.ome.zarr'].sort());
    rmSync(place, { recursive: true });
  });

  it('on a full disk leaves nothing', async () => {
    const disk = smallDisk(2 ** 19);
    if (disk === undefined) return;
    const saving = scan.save(folderTarget(join(disk, 'full.ome.zarr')), {
      format: 'ome-zarr',
      compression: 'none',
    });
    await expect(saving).rejects.toMatchObject({ code: 'storage', op: 'save' });
    expect(readdirSync(disk)).toEqual([]);
  });

  it('what cannot be meant is refused before anything is written', async () => {
    const path = join(folder, 'never');
    const target = folderTarget(path);
    const small = mask.crop({ origin: [0, 0, 0], size: [4, 4, 4] });
    const stored = { format: 'ome-zarr' } as const;
    const cases: (readonly [object, RegExp])[] = [
      [{}, /format is 'tiff'; allowed: 'ome-zarr'/],
      [
        { ...stored, compression: 'deflate' },
        /compression is 'deflate'; allowed: 'gzip' or 'none'/,
      ],
      [{ ...stored, labels: { '../a': mask } }, /a name of letters/],
      [{ ...stored, labels: { small } }, /size of the image, 140×80×70/],
      [{ ...stored, labels: { scan } }, /a mask, phases or labels/],
      [{ ...stored, labels: { mask: 5 } }, /a mask, phases or labels/],
      [{ ...stored, labels: 'all' }, /grids by their names/],
    ];
    for (const [options, message] of cases)
      await expect(scan.save(target, options as never)).rejects.toMatchObject({
        code: 'invalid-argument',
        message: expect.stringMatching(message) as string,
      });
    const file = fileTarget(path);
    await expect(scan.save(file, { format: 'nrrd', labels: { mask } })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    expect(readdirSync(folder).filter((name) => name.startsWith('never'))).toEqual([]);
  });
});
