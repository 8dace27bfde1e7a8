// Whole measurements, from file to numbers, beside SciPy and scikit-image:
// npm run bench:workflows -- [--sizes 128,256] [--ops porosity,particles] [--write-docs]
import { join } from 'node:path';
import { runBench } from './bench-bundle.mjs';
import { buildBundles, isStale } from './build.mjs';
import { root } from './find-tools.mjs';
import { run } from './run.mjs';

process.exitCode = (isStale() ? await buildBundles() : 0) || (await runBench('workflows.js'));
if (process.argv.includes('--write-docs') && process.exitCode === 0) {
  // Tables of aligned columns, as the formatter wants them.
  const prettier = join(root, 'node_modules/prettier/bin/prettier.cjs');
  process.exitCode = await run(process.execPath, [prettier, '--write', 'docs/performance.md']);
}
