// The main job on a sample or on a user's file: npm run demo -- [FILE] [options]
import { join } from 'node:path';
import { buildBundles, isStale } from './build.mjs';
import { root } from './find-tools.mjs';
import { prepareOrExit } from './prepare.mjs';
import { run } from './run.mjs';

const { deno, env } = prepareOrExit(['demo']);
if (isStale()) {
  const code = await buildBundles();
  if (code !== 0) process.exit(code);
}
process.exitCode = await run(
  deno,
  ['run', '-A', '--unstable-webgpu', join(root, 'dist/cli.js'), ...process.argv.slice(2)],
  // Paths on the command line are relative to where npm was called.
  { env, cwd: process.env['INIT_CWD'] ?? process.cwd() },
);
