// Measures denoisers and corrections on images whose truth is known and writes docs/filters.md:
// npm run filters:table [-- --pictures FOLDER]
import { join } from 'node:path';
import { runBench } from './bench-bundle.mjs';
import { root } from './find-tools.mjs';
import { run } from './run.mjs';

const code = await runBench('filters.js');
// Tables of aligned columns, as the formatter wants them.
const prettier = join(root, 'node_modules/prettier/bin/prettier.cjs');
process.exitCode = code || (await run(process.execPath, [prettier, '--write', 'docs/filters.md']));
