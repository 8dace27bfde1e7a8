import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openEngine, type EngineLab } from '../../src/engine/index.js';
import { folderSource } from '../../src/io/folder/disk_folder.js';
import { bundle, voxels } from '../../src/index.js';
import { spherePack } from './packs.js';
import { Site } from './fixture.js';

const SIZE = [40, 36, 44] as const;
const SMALL = [26, 20, 22] as const;
let site: Site;
let lab: EngineLab;

beforeAll(async () => {
  lab = await openEngine();
  site = await Site.make(spherePack(SIZE), SIZE, (scan) => {
    const solid = scan.median({ size: 3 }).otsu();
    const pieces = solid.components();
    const grains = solid.separate({ minContrast: voxels(0.5) });
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
  for (const [taskSize, memory] of [
    [64, '1GiB'],
    [28, '1GiB'],
    [64, '2MiB'],
  ] as const) {
    const name = `tasks-${String(taskSize)}-${memory}`;
    const plan = await site.plan(name, '--task-size', String(taskSize), '--memory', memory);

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

it('so do ops of all kinds, and those that one machine computes', async () => {
  const other = await Site.make(
    Uint16Array.from(spherePack(SMALL, 2), (v) => 257 * v),
    SMALL,
    (scan) => {
      const solid = scan.otsu();
      return bundle({
        snow: solid.separate({ sigma: voxels(1), peakRadius: voxels(3) }).measure(),
        bones: solid.skeleton().count(),
        flow: solid.invert().tortuosity({ axis: 'z' }),
        distances: solid.distance().moments(),
        grown: solid
          .components({ connectivity: 26 })
          .expand({ distance: voxels(2) })
          .measure(),
      });
    },
  );
  const whole = await other.whole();
  const plan = await other.plan('out', '--task-size', '18');
  const { results } = await other.finish('out', plan, lab.device);
  expect(results).toEqual(whole.results);
  for (const file of ['snow.csv', 'grown.csv'])
    expect(await readFile(other.path('out.zarr.work', file)), file).toEqual(
      await readFile(other.path('whole', file)),
    );
  const alone = plan.stages.filter((stage) => stage.alone !== undefined);
  expect(alone.map(({ name, tasks }) => [name.replace(/^\d+-/, ''), tasks])).toEqual([
    ['skeleton', 1],
    ['transport', 1],
  ]);
  await other.remove();
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
