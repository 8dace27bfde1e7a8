// What bricks cost, and that they change nothing: median, Otsu and separation of a volume, whole
// and within a small budget, from the volume to the number of particles; then all labels of both.
//   npm run soak -- bricks [--size 256] [--budget 64] [--ample 4096] [--runs 5]
//   npm run soak -- bricks --file scan.tif [--phase 1] [...]   a file, or a phase of it
// Budgets are in MiB. Runs alternate, and the fastest of each counts. Where a grid is larger than
// the GPU binds, larger slabs stand for the whole.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import process from 'node:process';
import { openEngine } from '../../src/engine/index.js';
import type { Labels, Lab, Volume } from '../../src/index.js';
import { MIB } from '../measure/watched.js';
import { processClock } from '../headless/machine.js';
import { graySpheres, option } from './made_as_read.js';

const SEED = 7;
/** Fields up to this edge are held in the heap, so that making them is not measured. */
const HELD = 256;

const n = option('size', 256);
const runs = option('runs', 5);
const phase = option('phase', 0);
const budgets = [option('ample', 4096), option('budget', 64)] as const;
const fileAt = process.argv.indexOf('--file');
const file = fileAt < 0 ? undefined : process.argv[fileAt + 1]!;
const bytes =
  file === undefined ? undefined : readFileSync(resolve(process.env['INIT_CWD'] ?? '.', file));
const held = file === undefined && n <= HELD ? await heldSpheres() : undefined;

async function heldSpheres(): Promise<Uint16Array<ArrayBuffer>> {
  const region = { origin: [0, 0, 0], size: [n, n, n] } as const;
  return (await graySpheres(n, n, SEED).read(region)) as Uint16Array<ArrayBuffer>;
}

/** Opened anew, so that nothing is known of it. */
function opened(lab: Lab): Promise<Volume> {
  if (bytes !== undefined) return lab.open(new File([bytes], basename(file!)));
  return lab.open(held === undefined ? graySpheres(n, n, SEED) : { data: held, size: [n, n, n] });
}

function particlesOf(scan: Volume): Labels {
  const solid =
    phase > 0 ? scan.threshold({ lo: phase, hi: phase }) : scan.median({ size: 3 }).otsu();
  return solid.separate();
}

interface Cost {
  readonly wall: number;
  readonly processor: number;
}

const labs = await Promise.all(budgets.map((mib) => openEngine({ memoryBudget: mib * MIB })));
const fastest: Cost[] = [];
const hashes: string[] = [];
for (let run = 0; run <= runs; run += 1)
  for (const [i, lab] of labs.entries()) {
    const particles = particlesOf(await opened(lab));
    const before = { wall: performance.now(), processor: processClock() };
    const count = await particles.count();
    const cost = {
      wall: performance.now() - before.wall,
      processor: processClock() - before.processor,
    };
    const { peak } = await lab.memory();
    console.log(
      `${String(budgets[i])} MiB${run === 0 ? ', first' : ''}: ${String(count)} particles, ${shown(cost)}, GPU peak ${(peak / MIB).toFixed(0)} MiB`,
    );
    if (run > 0)
      fastest[i] = {
        wall: Math.min(cost.wall, fastest[i]?.wall ?? Infinity),
        processor: Math.min(cost.processor, fastest[i]?.processor ?? Infinity),
      };
    if (run === runs) hashes.push(await hashOf(particles));
  }
for (const lab of labs) await lab.dispose();

const [ample, small] = fastest;
if (ample !== undefined && small !== undefined)
  console.log(
    `bricks take ${(small.wall / ample.wall).toFixed(2)} of the time, ${(small.processor / ample.processor).toFixed(2)} of the processor time`,
  );
const equal = new Set(hashes).size === 1;
console.log(`labels ${equal ? 'are equal' : 'DIFFER'}: ${hashes.join(', ')}`);
if (!equal) process.exitCode = 1;

function shown({ wall, processor }: Cost): string {
  return `${(wall / 1000).toFixed(2)} s, processor ${(processor / 1000).toFixed(2)} s`;
}

/** A hash of all labels, read slab by slab. */
async function hashOf(labels: Labels): Promise<string> {
  const hash = createHash('sha256');
  const [nx, ny, nz] = labels.size;
  const depth = Math.max(1, Math.floor(2 ** 23 / (nx * ny)));
  for (let z = 0; z < nz; z += depth) {
    const size = [nx, ny, Math.min(depth, nz - z)] as const;
    const { data } = await labels.read({ region: { origin: [0, 0, z], size } });
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex').slice(0, 16);
}
