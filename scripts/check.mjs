// Everything that can be said about the code without running it: npm run check
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './find-tools.mjs';
import { run } from './run.mjs';

const pack = mkdtempSync(join(tmpdir(), 'voxmetry-pack-'));
const tarball = () => join(pack, readdirSync(pack)[0] ?? '');

/** @param {string} name */
const bin = (name) => join(root, 'node_modules/.bin', name);

const attwOptions = ['--profile', 'esm-only', '--no-emoji'];
const styles = 'ui/theme.css';

/**
 * Two lanes side by side: what reads the sources, and what reads the built package.
 * @type {[name: string, command: string, args: () => string[]][][]}
 */
const lanes = [
  [
    ['generated', process.execPath, () => ['scripts/generate.mjs', '--check']],
    ['types', bin('tsc'), () => ['-p', 'tsconfig.json']],
    ['lint', bin('eslint'), () => ['.', '--max-warnings=0']],
    ['format', bin('prettier'), () => ['--check', '--log-level=warn', '.']],
    [
      'layers',
      bin('depcruise'),
      () => ['src', 'ui', 'tests', 'scripts', 'cluster', 'bench', 'examples'],
    ],
  ],
  [
    ['build', process.execPath, () => ['scripts/build.mjs']],
    ['pack', 'npm', () => ['pack', '--ignore-scripts', '--silent', '--pack-destination', pack]],
    ['publint', bin('publint'), () => ['run', tarball(), '--strict']],
    // A style sheet has no types.
    ['exports', bin('attw'), () => [tarball(), ...attwOptions, '--exclude-entrypoints', styles]],
    ['types of users', process.execPath, () => ['tests/smoke/types.mjs']],
    ['size', bin('size-limit'), () => []],
  ],
];

/** @type {string[]} */
const failed = [];
await Promise.all(
  lanes.map(async (steps) => {
    for (const [name, command, args] of steps) {
      const start = performance.now();
      const code = await run(command, args());
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      console.log(`${code === 0 ? 'ok' : 'FAILED'}  ${name}  ${seconds} s`);
      if (code !== 0) failed.push(name);
    }
  }),
);
rmSync(pack, { recursive: true });
if (failed.length > 0) {
  console.error(`check failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
