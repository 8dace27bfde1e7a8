// Builds dist/: `node scripts/build.mjs` all of it, with the type declarations.
import { copyFileSync, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { shipDeclarations } from './declarations.mjs';
import { root } from './find-tools.mjs';
import { run } from './run.mjs';

const inputs = ['src', 'ui', 'vite.config.ts', 'package.json'];
const bundled = 'dist/cli.js';
const declared = 'dist/types/index.d.ts';

/**
 * Time of the last change of a file, or of any file in a folder.
 * @param {string} path
 * @returns {number}
 */
function lastChange(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const entries = readdirSync(path).map((name) => lastChange(join(path, name)));
  return Math.max(stat.mtimeMs, ...entries);
}

/**
 * Whether an output is missing or older than what it is built from.
 * @param {string} output
 * @param {readonly string[]} more what it is built from besides the library
 */
export function isStale(output = bundled, folder = root, more = []) {
  const file = join(folder, output);
  if (!existsSync(file)) return true;
  const built = statSync(file).mtimeMs;
  return [...inputs, ...more].some((input) => lastChange(join(folder, input)) > built);
}

/**
 * Builds the JavaScript; resolves to an exit code.
 * @returns {Promise<number>}
 */
export async function buildBundles() {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const code = await run(process.execPath, [vite, 'build', '--logLevel', 'warn']);
  if (code === 0) copyFileSync(join(root, 'ui/theme.css'), join(root, 'dist/theme.css'));
  return code;
}

/**
 * Builds the type declarations; resolves to an exit code.
 * @returns {Promise<number>}
 */
export async function buildTypes() {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const code = await run(process.execPath, [tsc, '-p', 'tsconfig.build.json']);
  const both = code || (await run(process.execPath, [tsc, '-p', 'tsconfig.ui.json']));
  if (both === 0) shipDeclarations();
  return both;
}

/**
 * Builds what is stale, the declarations too; resolves to an exit code.
 * @returns {Promise<number>}
 */
export async function buildIfStale() {
  const code = isStale() ? await buildBundles() : 0;
  return code || (isStale(declared) ? buildTypes() : 0);
}

if (process.argv[1] === import.meta.filename) {
  process.exitCode = (await buildBundles()) || (await buildTypes());
}
