// A volume that is classified brick by brick within a budget of GPU memory, after strokes in three
// of its slices; by the default features of some scales, in voxels:
//   npm run soak -- classify [--size 512] [--slices 512] [--budget 1024] [--trees 100]
//     [--scales 0.7,1.6,3.5,7]
// With fewer slices than voxels along an edge it is a slab.
import process from 'node:process';
import { openEngine } from '../../src/engine/index.js';
import { graySpheres, option } from './made_as_read.js';

const scalesAt = process.argv.indexOf('--scales');
const scales = scalesAt < 0 ? undefined : process.argv[scalesAt + 1]!.split(',').map(Number);
const [n, budget] = [option('size', 512), option('budget', 1024) * 2 ** 20];
const slices = option('slices', n);
const text = `${String(n)} × ${String(n)} × ${String(slices)}`;
const MARKED = 24;

const lab = await openEngine({ memoryBudget: budget });
const scan = await lab.open(graySpheres(n, slices, 1));
// Boxes in the middle, by grey level: bright is solid, dark is pore.
const middle = (n - 1) / 2;
const at = [0.25, 0.5, 0.75].map((part) =>
  scan.shape({
    type: 'box',
    center: [middle, middle, Math.floor(part * slices)],
    size: [MARKED, MARKED, 1],
  }),
);
const marked = at[0]!.or(at[1]!).or(at[2]!);
const strokes = {
  pore: marked.and(scan.threshold({ hi: 24_999 })),
  solid: marked.and(scan.threshold({ lo: 25_000 })),
};
const classifier = scan.train({ strokes, scales, trees: option('trees', 100) });
let begin = performance.now();
const { features } = await classifier.importance();
console.log(`${String(features.length)} values of a voxel, trained in ${seconds(begin)} s`);
begin = performance.now();
const before = process.cpuUsage();
let told = 0;
const solid = await scan
  .classify(classifier)
  .phase('solid')
  .count()
  .run({
    onProgress: (fraction) => {
      if (fraction < told + 0.05) return;
      told = fraction;
      console.log(`${(100 * fraction).toFixed(0)} % after ${seconds(begin)} s`);
    },
  });
const { user, system } = process.cpuUsage(before);
const { peak } = await lab.memory();
console.log(
  `${text} classified in ${seconds(begin)} s, ${((user + system) / 1e6).toFixed(0)} s of processor time: ${((100 * solid) / (n * n * slices)).toFixed(2)} % solid; ` +
    `at most ${(peak / 2 ** 20).toFixed(0)} MiB of ${String(budget / 2 ** 20)} MiB on the GPU`,
);
await lab.dispose();
if (peak > budget) process.exitCode = 1;

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
