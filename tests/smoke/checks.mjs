// What the smoke runs have in common: a list of named checks, each passed or failed.
import assert from 'node:assert/strict';

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {boolean} passed
 * @property {number} ms
 * @property {boolean} [skipped]
 * @property {string} [why] of a failed check: what it said
 */

/** Thrown by a check that cannot be made here: the message says why. */
export class Skipped extends Error {}

/**
 * Runs one check; says on the terminal how it went.
 * @param {string} name
 * @param {() => Promise<string>} work resolves to what is worth saying
 * @returns {Promise<Check>}
 */
export async function check(name, work) {
  const start = performance.now();
  try {
    const note = await work();
    const ms = performance.now() - start;
    console.log(` ✓ ${name} (${note}) ${ms.toFixed(0)} ms`);
    return { name, passed: true, ms };
  } catch (error) {
    const ms = performance.now() - start;
    if (error instanceof Skipped) {
      console.log(` - ${name}, skipped: ${error.message}`);
      return { name, passed: false, ms, skipped: true };
    }
    console.log(` × ${name} ${ms.toFixed(0)} ms`);
    console.error(error);
    const why = String(error instanceof Error ? (error.stack ?? error) : error);
    return { name, passed: false, ms, why };
  }
}

/**
 * Compares the outcome of the main job with its truth.
 * @param {unknown} outcome
 * @returns {string} what to say of it
 */
export function assertOutcome(outcome) {
  const { error, adapter, got, expected } = /** @type {any} */ (outcome);
  if (error) throw new Error(error);
  assert.deepEqual(got, expected);
  return `${adapter}; threshold ${got.thresholds}, voxels ${got.voxels.join(' ')}`;
}

/**
 * Runs the checks alone, as a command.
 * @param {ImportMeta} module
 * @param {() => Promise<Check[]>} checks
 */
export async function asCommand(module, checks) {
  if (process.argv[1] !== module.filename) return;
  const results = await checks();
  const skipped = results.filter((result) => result.skipped).length;
  const passed = results.filter((result) => result.passed).length;
  const failed = results.length - passed - skipped;
  const tail = skipped === 0 ? '' : `, ${skipped} skipped`;
  console.log(`${passed} passed, ${failed} failed${tail}`);
  process.exitCode = failed === 0 ? 0 : 1;
}
