// The recipes of the workflows and the programs that they are compared with give the same numbers.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { replaceMeasured } from '../../bench/headless/performance_page.js';
import { pythonCommand } from '../../bench/headless/python_peers.js';
import { coldAndWarm } from '../../bench/workflows/report.js';
import { stackFile } from '../../bench/workflows/stacks.js';
import {
  columnOf,
  compare,
  medianDiameter,
  WORKFLOWS,
  type Numbers,
  type Results,
} from '../../bench/workflows/workflows.js';
import { fileSource, openEngine } from '../../src/engine/index.js';

const EDGE = 32;
const folder = mkdtempSync(join(tmpdir(), 'voxmetry-workflows-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const tools = 'import scipy, skimage, tifffile';
const ready = spawnSync(pythonCommand(), ['-c', tools]).status === 0;

it.skipIf(!ready)('porosity and tortuosity are those of SciPy and scikit-image', async () => {
  const lab = await openEngine();
  try {
    for (const workflow of WORKFLOWS.filter(({ name }) => /^(poro|tortu)sity$/.test(name))) {
      const file = await stackFile(folder, workflow.stack, EDGE);
      const scan = await lab.open(await fileSource(file), { name: 'scan' });
      const results = await lab.run(workflow.ask(scan).recipe, { scan });
      const out = join(folder, workflow.name);
      const args = ['bench/workflows/peers.py', workflow.name, file, out, '1'];
      expect(spawnSync(pythonCommand(), args, { encoding: 'utf8' })).toMatchObject({ status: 0 });
      const theirs = JSON.parse(readFileSync(join(out, 'numbers.json'), 'utf8')) as Numbers;
      const found = compare(workflow, theirs, workflow.numbers(results as Results, ''));
      expect(found).toMatchObject({ agrees: true });
    }
  } finally {
    await lab.dispose();
  }
});

it('numbers that differ by more than they may are told', () => {
  const tolerance = { a: 0, b: 0.1 };
  expect(compare({ tolerance }, { a: 1, b: 10 }, { a: 1, b: 10.9 }).agrees).toBe(true);
  expect(compare({ tolerance }, { a: 1, b: 10 }, { a: 1.001, b: 10 }).agrees).toBe(false);
  expect(compare({ tolerance }, { a: 1, b: 10 }, { a: 1, b: 11.1 }).agrees).toBe(false);
  expect(compare({ tolerance }, { a: 1, b: 10 }, { a: 1 }).agrees).toBe(false);
});

it('tables are read by the names of their columns, and diameters halve the volume', () => {
  const voxels = columnOf('label,voxels [px],volume\n1,10,1\n2,30,2\n3,50,3\n', 'voxels');
  expect(voxels).toEqual([10, 30, 50]);
  expect(medianDiameter(voxels)).toBeCloseTo(Math.cbrt(300 / Math.PI), 12);
  expect(() => columnOf('label\n1\n', 'voxels')).toThrow(/no column/);
});

it('the first measurement is cold, the others are warm', () => {
  const laps = [90, 10, 30, 20].map((ms) => ({ wallMs: ms, cpuMs: 2 * ms }));
  const { cold, warm } = coldAndWarm({ laps, peakBytes: 1 });
  expect([cold.wallMs, warm.wallMs, warm.cpuMs]).toEqual([90, 20, 40]);
});

it('what is measured takes the place of what was, and nothing else', () => {
  expect(() => {
    replaceMeasured('docs/performance.md', 'npm run nothing', '');
  }).toThrow(/marks/);
});
