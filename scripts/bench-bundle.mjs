// Bundles the headless programs of bench/ and runs one of them in Deno.
import { join } from 'node:path';
import { root } from './find-tools.mjs';
import { prepareOrExit } from './prepare.mjs';
import { run } from './run.mjs';

/**
 * Builds what a configuration of bench/ says; gives the exit code.
 * @param {string} config
 */
export function buildBench(config) {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const from = join(root, 'bench', config);
  return run(process.execPath, [vite, 'build', '--config', from, '--logLevel', 'warn']);
}

/**
 * Runs a bundled program with this process's arguments; gives its exit code.
 * @param {string} program
 * @param {readonly string[]} [flags]
 */
export async function runBench(program, flags = []) {
  const { deno, env } = prepareOrExit(['bench']);
  const built = await buildBench('vite.headless.config.ts');
  if (built !== 0) return built;
  const file = join(root, '.cache/bench/headless', program);
  return run(deno, ['run', '-A', '--unstable-webgpu', ...flags, file, ...process.argv.slice(2)], {
    env,
  });
}
