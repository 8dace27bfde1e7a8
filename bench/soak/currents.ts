// The tortuosity factor of pores that do not fit the GPU whole, between bounds from pieces, and the
// exact one of all of them where the machine has the memory:
//   npm run soak -- currents [--size 256] [--budget 64] [--exact 0]
import process from 'node:process';
import { openEngine } from '../../src/engine/index.js';
import { VoxmetryError } from '../../src/index.js';
import { MIB, watched } from '../measure/watched.js';
import { graySpheres, option } from './made_as_read.js';

const [n, budget] = [option('size', 256), option('budget', 64) * MIB];
const lab = await openEngine({ memoryBudget: budget });
console.log(
  `${String(n)}³ u16, ${String(budget / MIB)} MiB of GPU memory, ${lab.info.adapter.description}`,
);
const poresOf = async (of: typeof lab) =>
  (await of.open(graySpheres(n, n, 7))).median({ size: 3 }).otsu().invert();
const pores = await poresOf(lab);
const refusal = await pores
  .tortuosity({ axis: 'z' })
  .run()
  .catch((error: unknown) => error);
if (!(refusal instanceof VoxmetryError)) throw new Error('It fits whole: lower the budget.');
console.log(refusal.message);
const pieces = Number(/pieces: (\d+)/.exec(refusal.message)?.[1]);
const { result, seconds, heap } = await watched(() =>
  pores.tortuosity({ axis: 'z', pieces }).run(),
);
const { peak } = await lab.memory();
const { columns, slabs, tortuosityFactor: factors } = result.bounds!;
const [lower, upper] = factors!;
console.log(
  `${result.tortuosityFactor!.toFixed(4)} (${lower.toFixed(4)} to ${upper.toFixed(4)}), ${String(columns)} columns and ${String(slabs)} slabs of ${String(pieces)} voxels: ${seconds.toFixed(1)} s, GPU peak ${(peak / MIB).toFixed(0)} MiB, heap peak ${(heap / MIB).toFixed(0)} MiB`,
);
await lab.dispose();
if (option('exact', 1) === 1) {
  const large = await openEngine();
  const whole = await watched(async () => (await poresOf(large)).tortuosity({ axis: 'z' }).run());
  const exact = whole.result.tortuosityFactor!;
  console.log(
    `exact ${exact.toFixed(4)}, ${((100 * result.tortuosityFactor!) / exact - 100).toFixed(2)} % off: ${whole.seconds.toFixed(1)} s, GPU peak ${((await large.memory()).peak / MIB).toFixed(0)} MiB`,
  );
  await large.dispose();
  if (!(lower <= exact && exact <= upper)) process.exitCode = 1;
}
if (peak > budget) process.exitCode = 1;
