// How often the intervals of estimateImaging hold what a scan was imaged with:
//   npm run coverage -- imaging [--seeds 20]
import { openEngine } from '../../src/engine/index.js';
import { simulateImaging, syntheticCathode } from '../../src/synthetic/index.js';
import { estimateImaging, type Estimate } from '../../src/twin/index.js';
import { option } from './coverage_table.js';

const seeds = option('seeds', 20);
const size = [64, 64, 64] as const;
const spacing = [1, 1, 1] as const;
const KINDS = [
  { blur: 0.6, grain: 0, deviations: [2200, 2600] },
  { blur: 0.8, grain: 0, deviations: [2200, 2600] },
  { blur: 1, grain: 0.6, deviations: [2200, 2600] },
  { blur: 1.2, grain: 0, deviations: [1500, 1500] },
] as const;

const lab = await openEngine();
console.log(
  '| blur, grain in voxels | blur held | mean error | dark noise held | bright | grain |',
);
console.log('| --- | --- | --- | --- | --- | --- |');
for (const kind of KINDS) {
  const held = { blur: 0, dark: 0, bright: 0, grain: 0 };
  let off = 0;
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { truth } = syntheticCathode({ seed, size, spacing, medianDiameter: 16 });
    const data = simulateImaging(truth.labels, { size, spacing }, { seed: seed + 900, ...kind });
    const scan = await lab.open({ data, size }, { spacing });
    const found = await estimateImaging(scan, scan.median({ size: 3 }).otsu());
    const holds = ({ interval: [lo, hi] }: Estimate, value: number): number =>
      lo <= value && value <= hi ? 1 : 0;
    held.blur += holds(found.blur, kind.blur);
    held.dark += holds(found.deviations[0], kind.deviations[0]);
    held.bright += holds(found.deviations[1], kind.deviations[1]);
    held.grain += holds(found.grain, kind.grain);
    off += found.blur.value / kind.blur - 1;
    scan.close();
  }
  const of = (n: number): string => `${String(n)} of ${String(seeds)}`;
  const error = `${((100 * off) / seeds).toFixed(1)} %`;
  const cells = [of(held.blur), error, of(held.dark), of(held.bright), of(held.grain)];
  console.log(`| ${String(kind.blur)}, ${String(kind.grain)} | ${cells.join(' | ')} |`);
}
await lab.dispose();
