// Writes src/kernels/<family>/index.ts, the typed descriptors of the WGSL files beside it: node
//   scripts/make-kernels.mjs after a change of a kernel's declarations or first comment node
//   scripts/make-kernels.mjs --check fails where one is out of date
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './find-tools.mjs';
import { kernelIndex, sharedIndex } from './kernel-index.mjs';

const folder = join(root, 'src/kernels');

/**
 * The WGSL files of a folder.
 * @param {string} name
 * @returns {Record<string, string>}
 */
function wgslIn(name) {
  const files = readdirSync(join(folder, name)).filter((file) => file.endsWith('.wgsl'));
  const textOf = (/** @type {string} */ file) => readFileSync(join(folder, name, file), 'utf8');
  return Object.fromEntries(files.map((file) => [file.slice(0, -'.wgsl'.length), textOf(file)]));
}

const shared = wgslIn('shared');
const stale = readdirSync(folder).filter((family) => {
  const file = join(folder, family, 'index.ts');
  const text = family === 'shared' ? sharedIndex(shared) : kernelIndex(wgslIn(family), shared);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return false;
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  return true;
});

if (process.argv.includes('--check') && stale.length > 0) {
  console.error(`out of date: ${stale.join(', ')}. Type: npm run kernels`);
  process.exitCode = 1;
}
