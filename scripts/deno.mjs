// Runs a script in Deno on the fastest adapter at hand: node scripts/deno.mjs FILE [arguments]
import { prepareOrExit } from './prepare.mjs';
import { run } from './run.mjs';

const { deno, env } = prepareOrExit(['bench']);
process.exitCode = await run(deno, ['run', '-A', '--unstable-webgpu', ...process.argv.slice(2)], {
  env,
});
