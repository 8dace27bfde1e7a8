import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openEngine, type EngineLab } from '../../src/engine/index.js';
import { folderSource } from '../../src/io/folder/disk_folder.js';
import { bundle } from '../../src/index.js';
import { spherePack } from './packs.js';
import { Site } from './fixture.js';

const SIZE = [40, 36, 44] as const;
let site: Site;
let lab: EngineLab;

beforeAll(async () => {
  lab = await openEngine();
  site = await Site.make(spherePack(SIZE), SIZE, (scan) => {
    const solid = scan.median({ size: 3 }).otsu();
    const pieces = solid.components();
    const grains = solid.separate({ minContrast: { voxels: 0.5 } });
    return bundle({
      porosity: solid.invert().fraction(),
      grey: scan.moments(),
      pieces: pieces.measure(),
      grains: grains.measure({ intensity: scan }),
      labels: grains.read(),
      middle: grains.slice(),
    });
  });
});

afterAll(async () => {
  await site.remove();
  await lab.dispose();
});

it('a recipe in tasks of several sizes gives what it gives in one process', async () => {
  const whole = await site.whole();
  for (const taskSize of [64, 25, 20]) {
    const name = `tasks-${String(taskSize)}`;
    const plan = await site.plan(name, '--task-size', String(taskSize));
    const { results } = await site.finish(name, plan, lab.device);
    for (const [key, value] of Object.entries(whole.results))
      if (key !== 'labels') expect(results[key], key).toEqual(value);
    for (const file of ['pieces.csv', 'grains.csv', 'middle.tif'])
      expect(await readFile(site.path(`${name}.zarr.work`, file)), file).toEqual(
        await readFile(site.path('whole', file)),
      );
    expect(await voxelsOf(`${name}.zarr/labels`)).toEqual(await voxelsOf('whole/labels.tif'));
  }
});

async function voxelsOf(path: string): Promise<unknown> {
  const full = site.path(path);
  const isFile = path.endsWith('.tif');
  const scan = await lab.open(
    isFile ? new Blob([await readFile(full)]) : await folderSource(full),
    isFile ? { name: 'labels.tif' } : {},
  );
  const { data, spacing, size } = await scan.read();
  return { data: Array.from(data), spacing, size };
}
