// What a volume larger than the GPU costs: 512³ within 128 MiB of GPU memory, compared with SciPy
// where it is installed, then 1024³ within 512 MiB, made slab by slab and never whole in memory.
import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fraction, GridSource, Moments, Query, Table, Volume } from '../../src/index.js';
import { openEngine } from '../../src/engine/index.js';
import { syntheticField } from '../../src/synthetic/index.js';
import { MIB, watched } from '../measure/watched.js';
import { madeAsRead } from './made_as_read.js';

const sizes = process.argv.includes('--size')
  ? [Number(process.argv[process.argv.indexOf('--size') + 1])]
  : [512, 1024];

/**
 * A seeded field that is made as it is read: solid spheres as grey levels with a little texture.
 */
function fieldReader(n: number): GridSource {
  const field = syntheticField({ kind: 'spheres', size: [n, n, n], seed: 7 });
  return madeAsRead(`spheres ${n}³`, 'u8', field.size, (z, depth) =>
    field
      .slab(z, depth)
      .map((v, i) => (v === 0 ? 60 : 150) + (Math.imul(i + n * n * z, 2654435761) >>> 27)),
  );
}

type Steps = Readonly<Record<string, Query<unknown>>>;
type ResultsOf<S extends Steps> = { [K in keyof S]: S[K] extends Query<infer T> ? T : never };

async function soak<S extends Steps>(
  n: number,
  budget: number,
  steps: (scan: Volume) => S,
): Promise<ResultsOf<S>> {
  console.log(`\n${String(n)}³ u8, ${String(budget / MIB)} MiB of GPU memory`);
  const lab = await openEngine({ memoryBudget: budget });
  console.log(`adapter     ${lab.info.adapter.description}`);
  const found: Record<string, unknown> = {};
  try {
    const scan = await lab.open(fieldReader(n));
    for (const [name, query] of Object.entries(steps(scan))) {
      const { result, seconds, heap } = await watched(() => query.run());
      const { peak } = await lab.memory();
      found[name] = result;
      console.log(
        `${name.padEnd(11)} ${shown(result).padEnd(20)} ${seconds.toFixed(1)} s, GPU peak ${(peak / MIB).toFixed(0)} MiB, heap peak ${(heap / MIB).toFixed(0)} MiB`,
      );
    }
  } finally {
    await lab.dispose();
  }
  return found as ResultsOf<S>;
}

/** The number that says most of a result. */
function shown(result: unknown): string {
  if (typeof result !== 'object' || result === null) return String(result);
  const { sum, value, length } = result as Partial<Moments & Fraction & Table>;
  return String(sum ?? value ?? (Array.isArray(result) ? result.join(', ') : length));
}

const COLUMNS = ['label', 'voxels', 'centroidX', 'centroidY', 'centroidZ'];

/**
 * The same figures by SciPy, on the same volume written to a file; undefined where SciPy is absent.
 */
async function bySciPy(n: number): Promise<Record<string, number> | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'voxmetry-soak-'));
  try {
    const path = join(folder, 'volume.raw');
    const file = await open(path, 'w');
    const reader = fieldReader(n);
    for (let z = 0; z < n; z += 64)
      await file.write(
        (await reader.read({ origin: [0, 0, z], size: [n, n, Math.min(64, n - z)] })) as Uint8Array,
      );
    await file.close();
    const program = `
import sys, json, numpy as np
from scipy import ndimage as nd
n = ${String(n)}
v = np.fromfile(sys.argv[1], np.uint8).reshape(n, n, n)
m = nd.median_filter(v, 3, mode='reflect')
h = np.bincount(m.ravel(), minlength=256).astype(float); b = np.arange(256)
w1 = np.cumsum(h); w2 = np.cumsum(h[::-1])[::-1]
m1 = np.cumsum(h * b) / np.maximum(w1, 1); m2 = (np.cumsum((h * b)[::-1]) / np.maximum(w2[::-1], 1))[::-1]
t = int(np.argmax(w1[:-1] * w2[1:] * (m1[:-1] - m2[1:]) ** 2))
s = m > t; del v, m
l, c = nd.label(s); sizes = np.bincount(l.ravel())[1:]; del l
d = nd.distance_transform_edt(s)
print(json.dumps({'threshold': t, 'voxels': int(s.sum()), 'components': c, 'largest': int(sizes.max()), 'edtSum': float(d[s].sum()), 'edtMax': float(d.max())}))
`;
    return await new Promise((resolve) => {
      execFile('/usr/bin/python3', ['-c', program, path], { maxBuffer: MIB }, (error, stdout) => {
        if (error)
          console.log(`SciPy       absent or failed: ${error.message.split('\n')[0] ?? ''}`);
        resolve(error ? undefined : (JSON.parse(stdout) as Record<string, number>));
      });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function compare(name: string, ours: number | undefined, theirs: number | undefined): void {
  if (ours === undefined || theirs === undefined) return;
  const equal = Math.abs(ours - theirs) <= 1e-6 * Math.abs(theirs);
  console.log(
    `${(equal ? 'equal' : 'DIFFERENT').padEnd(11)} ${name}: ${String(ours)} and SciPy's ${String(theirs)}`,
  );
  if (!equal) process.exitCode = 1;
}

for (const n of sizes) {
  if (n <= 512) {
    const found = await soak(n, 128 * MIB, (scan) => {
      const solid = scan.median({ size: 3 }).otsu();
      const parts = solid.components({ connectivity: 6 });
      const far = solid.distance({ units: 'index' });
      return {
        threshold: solid.thresholds(),
        fraction: solid.fraction(),
        components: parts.count(),
        measure: parts.measure({ columns: COLUMNS }),
        distance: far.moments({ within: solid }),
      };
    });
    const theirs = await bySciPy(n);
    if (theirs !== undefined) {
      compare('threshold', found.threshold[0], theirs['threshold']);
      compare('voxels', found.fraction.voxels, theirs['voxels']);
      compare('components', found.components, theirs['components']);
      compare('largest component', Math.max(...found.measure.column('voxels')), theirs['largest']);
      compare('sum of distances', found.distance.sum, theirs['edtSum']);
      compare('greatest distance', found.distance.max, theirs['edtMax']);
    }
  } else
    await soak(n, 512 * MIB, (scan) => {
      const solid = scan.threshold({ lo: 120 });
      const parts = solid.components({ connectivity: 6 });
      return {
        fraction: solid.fraction(),
        components: parts.count(),
        measure: parts.measure({ columns: COLUMNS }),
      };
    });
}
