// The benchmark on the fastest adapter at hand: npm run bench -- [options], see --help
import { join } from 'node:path';
import { runBench } from './bench-bundle.mjs';
import { root } from './find-tools.mjs';
import { run } from './run.mjs';

process.exitCode = await runBench('main.js');
if (process.argv.includes('--write-docs') && process.exitCode === 0) {
  // Tables of aligned columns, as the formatter wants them.
  const prettier = join(root, 'node_modules/prettier/bin/prettier.cjs');
  process.exitCode = await run(process.execPath, [prettier, '--write', 'docs/performance.md']);
}
