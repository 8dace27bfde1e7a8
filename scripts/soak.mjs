// Volumes larger than the GPU, on the fastest adapter at hand:
//   npm run soak [-- --size 512]                fields through filters, components and distances
//   npm run soak -- cell [--size 1000] [--drawn 128]   a wound cell from a file to its outgrowths
//   npm run soak -- classify [--size 512] [--slices 512] [--budget 1024] [--trees 100]
//     [--scales 1,2]                            a classifier, in bricks
//   npm run soak -- particles [--size 1024] [--budget 1024]
//                                               from a noisy tomogram to particle sizes
//   npm run soak -- bricks [--size 256] [--budget 64] [--runs 5] [--file scan.tif --phase 1]
//                                               what bricks cost, and that they change nothing
//   npm run soak -- plan [--size 512] [--task 256] [--memory 1024] [--alone 1]
//                                               a plan of processes, and what one costs by itself
//   npm run soak -- currents [--size 256] [--budget 64] [--exact 0]
//                                               a tortuosity factor between bounds, from pieces
import { runBench } from './bench-bundle.mjs';
import { buildBundles, isStale } from './build.mjs';

const PROGRAMS = ['fields', 'cell', 'classify', 'particles', 'bricks', 'plan', 'currents'];
const which = process.argv[2]?.startsWith('--') === false ? process.argv.splice(2, 1)[0] : 'fields';
if (which !== undefined && PROGRAMS.includes(which)) {
  // Its processes run the command line as it is shipped.
  if (which === 'plan' && isStale()) await buildBundles();
  process.exitCode = await runBench(`soak-${which}.js`, ['--v8-flags=--max-old-space-size=1024']);
} else {
  console.error(`npm run soak -- ${PROGRAMS.join(' | ')}`);
  process.exitCode = 2;
}
