// All tests: npm test. Makes the machine ready, builds, runs every suite, and ends with the counts.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { matrixChecks } from '../tests/matrix/matrix.mjs';
import { notebookChecks } from '../tests/notebooks/notebooks.mjs';
import { clusterChecks } from '../tests/cluster/engines.mjs';
import { firefoxChecks } from '../tests/smoke/firefox.mjs';
import { packageChecks } from '../tests/smoke/package.mjs';
import { plainChecks } from '../tests/smoke/plain.mjs';
import { workbenchChecks } from '../tests/smoke/workbench.mjs';
import { faultChecks } from '../tests/smoke/workbench_faults.mjs';
import { workbenchInFirefoxChecks } from '../tests/smoke/workbench_firefox.mjs';
import { taskChecks } from '../tests/smoke/workbench_task.mjs';
import { buildBundles, isStale } from './build.mjs';
import { root } from './find-tools.mjs';
import { prepareOrExit } from './prepare.mjs';
import { countTests, failures, slowest, vitestResults } from './test-results.mjs';
import { runVitest } from './vitest.mjs';

/** @typedef {import('./test-results.mjs').Result} Result */

/**
 * Runs one suite of vitest and reads its results from the report it leaves.
 * @param {import('./vitest.mjs').Suite} suite
 * @returns {Promise<Result[]>}
 */
async function vitestSuite(suite) {
  const report = join(root, '.cache', `test-${suite}.json`);
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await runVitest(suite, [...reporters, '--silent=passed-only']);
  const json = existsSync(report) ? readFileSync(report, 'utf8') : undefined;
  return vitestResults(suite, code, json);
}

/**
 * Runs the smoke checks of the built library.
 * @param {() => Promise<import('../tests/smoke/checks.mjs').Check[]>} checks
 * @returns {Promise<Result[]>}
 */
async function smoke(checks) {
  const results = await checks();
  return results.map(({ name, passed, skipped, why, ms }) => ({
    name,
    ms,
    ...(why === undefined ? {} : { why }),
    status: passed ? /** @type {const} */ ('passed') : skipped ? 'skipped' : 'failed',
  }));
}

/** All that is checked in Firefox but notebooks. */
async function inFirefox() {
  return [...(await firefoxChecks()), ...(await workbenchInFirefoxChecks())];
}

const { adapter, chromium, firefox } = prepareOrExit(['test']);
console.log(`adapter: ${adapter.description}; browsers: ${chromium ?? '-'}, ${firefox ?? '-'}`);
mkdirSync(join(root, '.cache'), { recursive: true });
// The declarations are `npm run check`'s: a wrong type there keeps no test from running.
const built = isStale() ? await buildBundles() : 0;
if (built !== 0) process.exit(built);

// Two lanes side by side, of about equal length: tests on small volumes keep one core busy, and
// compiling shaders does too. What opens pages comes after Chromium's suite, one at a time.
/** @type {Record<string, () => Promise<Result[]>>[]} */
const lanes = [
  { Deno: () => vitestSuite('deno') },
  {
    Chromium: () => vitestSuite('chromium'),
    Types: () => vitestSuite('types'),
    Firefox: () => smoke(inFirefox),
    Package: () => smoke(packageChecks),
    Matrix: () => smoke(matrixChecks),
    Plain: () => smoke(plainChecks),
    Workbench: () => smoke(workbenchChecks),
    Faults: () => smoke(faultChecks),
    Task: () => smoke(taskChecks),
    Notebooks: () => smoke(notebookChecks),
    Cluster: () => smoke(clusterChecks),
  },
];
/** @type {Result[]} */
const all = [];
/** @type {string[]} */
const lines = [];
await Promise.all(
  lanes.map(async (suites) => {
    for (const [name, suite] of Object.entries(suites)) {
      console.log(`\n— ${name}`);
      const start = performance.now();
      const results = await suite();
      all.push(...results);
      const seconds = ((performance.now() - start) / 1000).toFixed(0);
      lines.push(`${name.padEnd(9)} ${countTests(results)} in ${seconds} s`);
    }
  }),
);
console.log('\nslowest tests');
for (const { name, ms } of slowest(all))
  console.log(`${(ms / 1000).toFixed(1).padStart(7)} s  ${name}`);
const failed = failures(all);
if (failed.length > 0) console.log(`\nfailed tests\n${failed.join('\n')}`);
console.log(`\n${lines.join('\n')}\n`);
console.log(countTests(all));
process.exitCode = all.some(({ status }) => status === 'failed') ? 1 : 0;
