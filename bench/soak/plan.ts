// A recipe as a plan of processes, against the same in one process: the same results, and what a
// process costs by itself:
//   npm run soak -- plan [--size 512] [--task 256] [--memory 1024] [--alone 1]
// With `--alone 1` only what a task costs on a volume of next to no voxels is measured.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { bundle, folderSource, folderTarget, openEngine } from '../../src/engine/index.js';
import type { PlanFile } from '../../src/cluster/index.js';
import { graySpheres, option } from './made_as_read.js';

const [n, task, memory] = [option('size', 512), option('task', 256), option('memory', 1024)];
const CLI = join(process.cwd(), 'dist/cli.js');
const folder = await mkdtemp(join(tmpdir(), 'voxmetry-soak-plan-'));

/** Runs a command in a process of its own; resolves to its seconds. */
function voxmetry(args: readonly string[], killedAfter?: number): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, ['run', '-A', '--unstable-webgpu', CLI, ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (killedAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killedAfter);
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      if (code === 0 || killedAfter !== undefined) resolve((performance.now() - start) / 1000);
      else reject(new Error(`${args.join(' ')}: exit ${String(code)}`));
    });
  });
}

/** Stores a volume and the recipe. */
async function prepare(name: string, size: number): Promise<void> {
  const lab = await openEngine();
  const scan = await lab.open(graySpheres(size, size, 7), { spacing: [2, 2, 2], unit: 'µm' });
  await scan.save(folderTarget(join(folder, `${name}.zarr`)), { format: 'ome-zarr' });
  const solid = scan.median({ size: 3 }).otsu();
  const grains = solid.separate();
  const recipe = bundle({
    solid: solid.fraction(),
    pieces: solid.components().count(),
    grains: grains.measure({ intensity: scan }),
    labels: grains.read(),
  });
  await writeFile(join(folder, `${name}.json`), JSON.stringify(recipe));
  await lab.dispose();
}

/** Runs a plan task by task and prints what each stage took; resolves to its seconds. */
async function runPlan(name: string, size: number): Promise<number> {
  const out = `${name}-out.zarr`;
  const given = ['--task-size', String(size), '--memory', `${String(memory)}MiB`];
  let all = await voxmetry(['plan', `${name}.json`, `${name}.zarr`, out, ...given]);
  console.log(`plan ${all.toFixed(1)} s`);
  const path = `${out}.plan.json`;
  const plan = JSON.parse(await readFile(join(folder, path), 'utf8')) as PlanFile;
  // A process that ends in its middle leaves nothing that matters.
  await voxmetry(['task', path, plan.stages[0]!.name, '0'], 2000);
  for (const { name: stage, tasks, seconds, memoryBytes } of plan.stages) {
    const took: number[] = [];
    for (let index = 0; index < tasks; index++)
      took.push(await voxmetry(['task', path, stage, String(index)]));
    const reduce = await voxmetry(['reduce', path, stage]);
    const sum = took.reduce((a, b) => a + b, 0);
    all += sum + reduce;
    console.log(
      `${stage.padEnd(20)} ${String(tasks).padStart(3)} tasks of ${(sum / tasks).toFixed(1)} s (model ${String(seconds)} s, ${(memoryBytes / 2 ** 20).toFixed(0)} MiB), reduce ${reduce.toFixed(1)} s`,
    );
  }
  return all;
}

/** A hash of the voxels of a stored grid. */
async function hashOf(path: string): Promise<string> {
  const lab = await openEngine();
  const grid = await lab.open(await folderSource(join(folder, path)));
  const hash = createHash('sha256');
  const [nx, ny, nz] = grid.size;
  for (let z = 0; z < nz; z += 32) {
    const region = { origin: [0, 0, z], size: [nx, ny, Math.min(32, nz - z)] } as const;
    hash.update((await grid.read({ region })).data);
  }
  await lab.dispose();
  return hash.digest('hex');
}

async function results(path: string): Promise<string> {
  const text = await readFile(join(folder, path, 'results.json'), 'utf8');
  const { results: all } = JSON.parse(text) as { results: Record<string, unknown> };
  delete all['labels'];
  return JSON.stringify(all);
}

try {
  console.log('a task by itself: 16³ voxels');
  await prepare('small', 16);
  console.log(`in all ${(await runPlan('small', 1024)).toFixed(1)} s`);
  if (option('alone', 0) === 0) {
    console.log(`${String(n)}³ voxels, tasks of ${String(task)}³`);
    await prepare('scan', n);
    const planned = await runPlan('scan', task);
    const whole = await voxmetry([
      'run',
      'scan.json',
      'scan.zarr',
      '--out',
      'whole',
      '--format',
      'ome.zarr',
    ]);
    console.log(
      `one after the other ${planned.toFixed(1)} s, in one process ${whole.toFixed(1)} s`,
    );
    const equal =
      (await results('scan-out.zarr.work')) === (await results('whole')) &&
      (await readFile(join(folder, 'scan-out.zarr.work/grains.csv'), 'utf8')) ===
        (await readFile(join(folder, 'whole/grains.csv'), 'utf8')) &&
      (await hashOf('scan-out.zarr/labels')) === (await hashOf('whole/labels.ome.zarr'));
    console.log(equal ? 'the same results, bit for bit' : 'other results');
    if (!equal) process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
