// The forest against scikit-learn's on the same features: how well, and how fast. Prints tables.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { Gpu, Run } from '../../src/gpu/index.js';
import { allocGrid } from '../../src/implement/index.js';
import type { Forest } from '../../src/learn/forest/forest_data.js';
import type { Samples } from '../../src/learn/forest/samples.js';
import { trainForest } from '../../src/learn/forest/train_forest.js';
import { walkForest } from '../../src/learn/forest/walk_forest.gpu.js';
import type { GridMeta } from '../../src/recipe/meta.js';
import { Random } from '../../src/synthetic/random.js';
import { pythonCommand } from '../headless/python_peers.js';

const DATA = '../shared/data/training/two-images';
const SIZE = [512, 512, 1] as const;
const VOXELS = 512 * 512;
const CLASSES = 3;
/** Rows that the timed forests learn from. */
const ROWS = 15_000;

const peer = 'bench/learning/peer.py';
const folder = mkdtempSync(join(tmpdir(), 'voxmetry-forest-'));

/** The lines of JSON that the peer prints. */
function ask<T>(...words: string[]): T[] {
  const out = execFileSync(pythonCommand(), [peer, ...words], { encoding: 'utf8' });
  return out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as T]));
}

const bytesOf = (name: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(readFileSync(join(folder, name)));
const mean = (numbers: readonly number[]): number =>
  numbers.reduce((a, b) => a + b, 0) / numbers.length;
const least = (numbers: readonly number[]): number => Math.min(...numbers);

/** Milliseconds of processor time so far, of all threads. */
function spent(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

ask('features', folder, DATA);
const planes = new Float32Array(bytesOf('planes').buffer);
const truth = bytesOf('truth');
const features = planes.length / VOXELS;

/** Samples at some pixels. */
function samplesAt(pixels: readonly number[], classOf: Uint8Array, strokes: Uint32Array): Samples {
  const values = new Float32Array(pixels.length * features);
  pixels.forEach((pixel, k) => {
    for (let f = 0; f < features; f += 1) values[k * features + f] = planes[f * VOXELS + pixel]!;
  });
  return {
    values,
    labels: Uint8Array.from(pixels, (pixel) => classOf[pixel]! - 1),
    strokes: Uint32Array.from(pixels, (pixel) => strokes[pixel]!),
    classes: CLASSES,
    features,
  };
}

const gpu = await Gpu.open();

/** The class of every pixel, from 1. */
async function classified(forest: Forest): Promise<Uint8Array> {
  const run = new Run(gpu);
  try {
    const meta = { kind: 'volume', size: SIZE, storage: 'u8' } as unknown as GridMeta;
    const dst = allocGrid(run, meta, { origin: [0, 0, 0], size: SIZE });
    const values = run.alloc(planes.byteLength, 'planes');
    run.upload(values, planes);
    walkForest(run, { forest, planes: values, result: { of: 'class' }, dst });
    return new Uint8Array(await run.read(dst.buffer)).map((c) => c + 1);
  } finally {
    await run.end();
  }
}

/** Intersection over union of each class. */
function overlaps(found: Uint8Array): number[] {
  return [1, 2, 3].map((c) => {
    let [both, either] = [0, 0];
    found.forEach((code, i) => {
      if (code === c && truth[i] === c) both += 1;
      if (code === c || truth[i] === c) either += 1;
    });
    return both / either;
  });
}

function line(name: string, rows: readonly (readonly number[])[]): string {
  const means = rows.map(mean);
  const spread = Math.sqrt(mean(means.map((m) => (m - mean(means)) ** 2)));
  const classes = [0, 1, 2].map((c) => mean(rows.map((row) => row[c]!)).toFixed(3));
  return `| ${[name, mean(means).toFixed(4), spread.toFixed(4), ...classes].join(' | ')} |`;
}

async function quality(): Promise<void> {
  const labels = bytesOf('labels');
  const strokes = new Uint32Array(bytesOf('strokes').buffer);
  const painted = Array.from(labels.keys()).filter((i) => labels[i]! > 0);
  const samples = samplesAt(painted, labels, strokes);
  console.log('| forest, 100 trees | mean IoU | spread of seeds | class 1 | class 2 | class 3 |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
  for (const depth of [10, 32]) {
    const rows: number[][] = [];
    for (let seed = 0; seed < 10; seed += 1)
      rows.push(overlaps(await classified(trainForest(samples, { depth, seed }).forest)));
    console.log(line(`ours, depth ${String(depth)}`, rows));
  }
  for (const { depth, iou } of ask<{ depth: number | null; iou: number[][] }>('quality', folder))
    console.log(line(`scikit-learn, depth ${String(depth ?? 'not limited')}`, iou));
}

async function speed(): Promise<void> {
  const random = new Random(1);
  const rows = Array.from({ length: ROWS }, () => random.uint32() % VOXELS);
  writeFileSync(join(folder, 'rows'), Uint32Array.from(rows));
  const samples = samplesAt(rows, truth, Uint32Array.from(truth.keys()));
  const trainings: number[] = [];
  let forest: Forest | undefined;
  for (let seed = 0; seed < 3; seed += 1) {
    const before = spent();
    forest = trainForest(samples, { seed }).forest;
    trainings.push(spent() - before);
  }
  const walks: (readonly [wall: number, cpu: number])[] = [];
  let found = new Uint8Array();
  for (let k = 0; k < 4; k += 1) {
    const [begin, before] = [performance.now(), spent()];
    found = (await classified(forest!)) as typeof found;
    walks.push([performance.now() - begin, spent() - before]);
  }
  const right = found.filter((code, i) => code === truth[i]).length / VOXELS;
  const nodes = forest!.trees.reduce((sum, tree) => sum + tree.features.length, 0);
  const peers = ask<{ train: number; wall: number; cpu: number; right: number }>('speed', folder);
  console.log(`\n${String(ROWS)} rows of ${String(features)} features, ${String(nodes)} nodes`);
  console.log(`ours: training ${least(trainings).toFixed(0)} ms of processor time`);
  const ours = least(walks.slice(1).map(([, cpu]) => cpu));
  const theirs = least(peers.map(({ cpu }) => 1000 * cpu));
  console.log(
    `ours: ${String(VOXELS)} pixels in ${least(walks.map(([wall]) => wall)).toFixed(0)} ms, ${ours.toFixed(0)} ms of processor time, ${right.toFixed(4)} right`,
  );
  console.log(
    `scikit-learn: ${least(peers.map(({ wall }) => 1000 * wall)).toFixed(0)} ms, ${theirs.toFixed(0)} ms of processor time, ${peers[0]!.right.toFixed(4)} right`,
  );
  console.log(`processor time: ${(theirs / ours).toFixed(1)} times ours`);
}

try {
  if (!process.argv.includes('--speed')) await quality();
  await speed();
} finally {
  gpu.destroy();
  rmSync(folder, { recursive: true });
}
