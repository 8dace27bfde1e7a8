import { readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { runTask, type PlanFile } from '../../src/cluster/index.js';
import { openEngine, type EngineLab } from '../../src/engine/index.js';
import { bundle } from '../../src/index.js';
import { Site } from './fixture.js';
import { spherePack } from './packs.js';

const SIZE = [33, 20, 18] as const;
const LABEL = '1-components';
const MASK = 'grids/1-components/mask';

let site: Site;
let lab: EngineLab;
let plan: PlanFile;

beforeAll(async () => {
  lab = await openEngine();
  site = await Site.make(spherePack(SIZE), SIZE, (scan) => {
    const pieces = scan.threshold({ lo: 140 }).components();
    return bundle({ count: pieces.count(), pieces: pieces.read() });
  });
});

afterAll(async () => {
  await site.remove();
  await lab.dispose();
});

beforeEach(async () => {
  await rm(site.path('out.zarr.work'), { recursive: true, force: true });
  await rm(site.path('out.zarr'), { recursive: true, force: true });
  plan = await site.plan('out', '--task-size', '16');
});

const task = (stage: string, index: number): Promise<void> =>
  runTask(site.path('out.zarr.plan.json'), stage, index, undefined, lab.device);

async function runAll(stage: string): Promise<void> {
  const { tasks } = plan.stages.find(({ name }) => name === stage)!;
  for (let index = 0; index < tasks; index++) await task(stage, index);
}

/** What a command says on standard error; nothing where all went well. */
async function said(outcome: Promise<{ code: number; error: string }>): Promise<string> {
  const { code, error } = await outcome;
  expect(code === 0).toBe(error === '');
  return error;
}

/** All files below a folder, but those that nobody finished. */
async function filesOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: Record<string, string> = {};
  for (const entry of entries)
    if (entry.isFile() && !entry.name.endsWith('.tmp')) {
      const path = `${entry.parentPath}/${entry.name}`;
      files[path] = (await readFile(path)).toString('base64');
    }
  return files;
}

it('a task that was killed, or is run twice or at the same time twice, changes nothing', async () => {
  await task(LABEL, 0);
  const before = await filesOf(site.path('out.zarr.work'));
  // What a killed process leaves.
  await writeFile(site.path('out.zarr.work', LABEL, '0.part.4-killed.tmp'), 'half');
  await writeFile(site.path('out.zarr.work', MASK, 'c/0/0/0.4-killed.tmp'), 'half');
  await Promise.all([task(LABEL, 0), task(LABEL, 0)]);
  expect(await filesOf(site.path('out.zarr.work'))).toEqual(before);
});

it('missing and damaged parts are named', async () => {
  expect(await said(site.reduce('out', LABEL))).toMatch(/misses the parts of tasks 0, 1, 2/);
  await runAll(LABEL);
  const part = site.path('out.zarr.work', LABEL, '1.part');
  const bytes = await readFile(part);
  await rm(part);
  expect(await said(site.reduce('out', LABEL))).toMatch(/misses the parts of task 1: run it/);
  await writeFile(part, bytes);
  await truncate(part, bytes.length - 9);
  expect(await said(site.reduce('out', LABEL))).toMatch(/1\.part is damaged: it has \d+ bytes of/);
  bytes[bytes.length - 1]! ^= 1;
  await writeFile(part, bytes);
  expect(await said(site.reduce('out', LABEL))).toMatch(/1\.part is damaged: its checksum/);
});

it('a part of another plan is refused', async () => {
  await runAll(LABEL);
  plan = await site.plan('out', '--task-size', '17');
  expect(await said(site.reduce('out', LABEL))).toMatch(/0\.part is of another plan .* plan anew/);
});

it('lost chunks are named, by the end of their stage and by who reads them', async () => {
  await runAll(LABEL);
  const chunk = 'c/1/0/0';
  const bytes = await readFile(site.path('out.zarr.work', MASK, chunk));
  await rm(site.path('out.zarr.work', MASK, chunk));
  expect(await said(site.reduce('out', LABEL))).toContain(
    `lost chunks: out.zarr.work/${MASK}/${chunk} (task 1). Run the tasks`,
  );
  await writeFile(site.path('out.zarr.work', MASK, chunk), bytes);
  expect(await said(site.reduce('out', LABEL))).toBe('');
  await rm(site.path('out.zarr.work', MASK, chunk));
  await expect(task('2-labelCount', 1)).rejects.toThrow(
    `${MASK}/${chunk} is missing: run task 1 of stage ${LABEL} again`,
  );
  await writeFile(site.path('out.zarr.work', MASK, chunk), bytes.subarray(0, 5));
  await expect(task('2-labelCount', 1)).rejects.toThrow(/is cut off: run task 1/);
});

it('a task before the stage that it follows names that stage', async () => {
  await expect(task('2-labelCount', 0)).rejects.toThrow(`run the reduce of stage ${LABEL} first`);
});

it('a plan, recipe or input that was changed wants a new plan', async () => {
  const path = site.path('out.zarr.plan.json');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace('"taskSize": 16', '"taskSize": 15'));
  await expect(task(LABEL, 0)).rejects.toThrow(/was changed since it was made: plan anew/);
  await writeFile(path, text);
  const recipe = await readFile(site.path('recipe.json'), 'utf8');
  await writeFile(site.path('recipe.json'), recipe.replace('140', '141'));
  await expect(task(LABEL, 0)).rejects.toThrow(/recipe\.json was changed .* plan anew/);
  await writeFile(site.path('recipe.json'), recipe);
  await task(LABEL, 0);
  const now = new Date();
  await utimes(site.path('in.zarr', '0', 'c', '0', '0', '0'), now, now);
  await expect(task(LABEL, 0)).rejects.toThrow(/in\.zarr was changed .* plan anew/);
});

it('what cannot be asked for is refused in one line', async () => {
  expect(await said(site.task('out', LABEL, 99))).toMatch(/has the tasks 0 to 2, and no 99/);
  expect(await said(site.reduce('out', '7-no'))).toMatch(/no stage 7-no; its stages are 1-comp/);
  await writeFile(site.path('out.zarr.plan.json'), '{}');
  expect(await said(site.reduce('out', LABEL))).toMatch(/no plan of voxmetry: plan anew/);
});
