// Runs test files on one of the two WebGPU implementations, or checks the tests of types:
//   node scripts/vitest.mjs deno [vitest arguments]       wgpu on lavapipe
//   node scripts/vitest.mjs chromium [vitest arguments]   Dawn on SwiftShader
//   node scripts/vitest.mjs types [vitest arguments]      the compiler
import { join } from 'node:path';
import { findChromium, findDeno, lavapipeEnvironment, root } from './find-tools.mjs';
import { run } from './run.mjs';

const vitest = join(root, 'node_modules/vitest/vitest.mjs');

/** @typedef {'deno' | 'chromium' | 'types'} Suite */

/**
 * Runs vitest; resolves to its exit code.
 * @param {Suite} suite
 * @param {readonly string[]} args
 */
export async function runVitest(suite, args) {
  const rest = ['run', '--project', suite, ...args];
  if (suite === 'deno') {
    const deno = findDeno();
    if (!deno) return missing('Deno', 'npm ci');
    const words = ['run', '-A', '--unstable-webgpu', vitest, ...rest];
    return run(deno, words, { env: lavapipeEnvironment() });
  }
  const chromium = findChromium();
  if (suite === 'chromium' && !chromium) return missing('Chromium', 'npm run prepare:test');
  const env = { ...process.env, ...(chromium ? { VOXMETRY_CHROMIUM: chromium } : {}) };
  return run(process.execPath, [vitest, ...rest], { env });
}

/**
 * @param {string} name
 * @param {string} remedy
 */
function missing(name, remedy) {
  console.error(`${name} not found. Type: ${remedy}`);
  return 2;
}

if (process.argv[1] === import.meta.filename) {
  const [suite, ...args] = process.argv.slice(2);
  if (suite !== 'deno' && suite !== 'chromium' && suite !== 'types') {
    console.error('usage: node scripts/vitest.mjs deno|chromium|types [vitest arguments]');
    process.exit(2);
  }
  process.exitCode = await runVitest(suite, args);
}
