// The benchmark on the fastest adapter at hand: npm run bench -- [options], see --help
import { join } from 'node:path';
import { root } from './find-tools.mjs';
import { prepareOrExit } from './prepare.mjs';
import { run } from './run.mjs';

const { deno, env } = prepareOrExit(['bench']);
const vite = join(root, 'node_modules/vite/bin/vite.js');
const config = join(root, 'bench/vite.headless.config.ts');
const built = await run(process.execPath, [
  vite,
  'build',
  '--config',
  config,
  '--logLevel',
  'warn',
]);
if (built !== 0) process.exit(built);
process.exitCode = await run(
  deno,
  [
    'run',
    '-A',
    '--unstable-webgpu',
    join(root, '.cache/bench/headless/main.js'),
    ...process.argv.slice(2),
  ],
  { env },
);
