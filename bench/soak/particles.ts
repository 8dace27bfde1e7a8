// Particle sizes of a volume larger than the GPU: touching spheres of which the sizes are known, as
// a noisy tomogram, through median, Otsu and separation to D50:
//   npm run soak -- particles [--size 1024] [--budget 1024]
import process from 'node:process';
import { openEngine } from '../../src/engine/index.js';
import type { Query } from '../../src/index.js';
import { packSpheres } from '../../src/synthetic/index.js';
import { MIB, watched } from '../measure/watched.js';
import { graySpheres, option } from './made_as_read.js';

const [n, budget] = [option('size', 512), option('budget', 1024) * MIB];
const SEED = 7;
/** The tile that a field of this size repeats, and the spheres in it. */
const TILE = 256;
const spheres = packSpheres({
  seed: SEED,
  box: n ** 3 <= 2 ** 25 ? [n, n, n] : [TILE, TILE, TILE],
  fraction: 0.5,
  medianDiameter: 18,
  sigma: 0.25,
});

const lab = await openEngine({ memoryBudget: budget });
console.log(
  `${String(n)}³ u16, ${String(budget / MIB)} MiB of GPU memory, ${lab.info.adapter.description}`,
);
const watch = { tooMuch: false };

async function step<T>(name: string, query: Query<T>, shown: (result: T) => string): Promise<T> {
  const { result, seconds, heap, resident } = await watched(() => query.run());
  const { peak } = await lab.memory();
  watch.tooMuch ||= peak > budget;
  const mib = (bytes: number): string => `${(bytes / MIB).toFixed(0)} MiB`;
  console.log(
    `${name.padEnd(11)} ${shown(result).padEnd(24)} ${seconds.toFixed(1)} s, GPU peak ${mib(peak)}, heap peak ${mib(heap)}, resident ${mib(resident)}`,
  );
  return result;
}

const scan = await lab.open(graySpheres(n, n, SEED));
const solid = scan.median({ size: 3 }).otsu();
await step('fraction', solid.fraction(), ({ value }) => value.toFixed(4));
const particles = solid.separate();
await step('particles', particles.count(), String);
await step('sizes', particles.sizeDistribution(), ({ volume: { d50 } }) =>
  [`D50 ${d50.value.toFixed(2)}`, ...(d50.interval ?? []).map((end) => end.toFixed(2))].join(', '),
);
await lab.dispose();

/** The diameter below which half of the volume lies. */
const diameters = spheres.map(({ radius }) => 2 * radius).sort((a, b) => a - b);
const half = diameters.reduce((sum, d) => sum + d ** 3, 0) / 2;
let below = 0;
const truth = diameters.find((d) => (below += d ** 3) >= half)!;
const copies = n ** 3 <= 2 ** 25 ? 1 : (n / TILE) ** 3;
console.log(
  `truth: ${String(Math.round(spheres.length * copies))} spheres, D50 ${truth.toFixed(2)} px`,
);
if (watch.tooMuch) process.exitCode = 1;
