// Measures `separate` against truth and PoreSpy and writes docs/segmentation.md: npm run
// segmentation:table
import { join } from 'node:path';
import { runBench } from './bench-bundle.mjs';
import { root } from './find-tools.mjs';
import { run } from './run.mjs';

const code = await runBench('segmentation.js');
const prettier = join(root, 'node_modules/prettier/bin/prettier.cjs');
const page = 'docs/segmentation.md';
process.exitCode = code || (await run(process.execPath, [prettier, '--write', page]));
