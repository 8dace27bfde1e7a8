// What the suites of `npm test` say, in one shape.

/**
 * @typedef {object} Result
 * @property {string} name
 * @property {number} ms
 * @property {'passed' | 'failed' | 'skipped'} status
 * @property {string} [why] of a failed test: what it said
 */
/**
 * What we read of vitest's JSON report.
 * @typedef {object} VitestReport
 * @property {{
 *   name: string,
 *   status: string,
 *   message?: string,
 *   assertionResults: {
 *     fullName: string,
 *     status: string,
 *     duration?: number | null,
 *     failureMessages?: string[],
 *   }[],
 * }[]} testResults
 */

/**
 * The results of a vitest run. A run that fails without a failed test (a file that doesn't load, a
 * crash, no file at all) counts as a failed test.
 * @param {string} suite
 * @param {number} code vitest's exit code
 * @param {string | undefined} json vitest's report, if it wrote one
 * @returns {Result[]}
 */
export function vitestResults(suite, code, json) {
  if (json === undefined) return [{ name: `${suite}: no report`, ms: 0, status: 'failed' }];
  const { testResults } = /** @type {VitestReport} */ (JSON.parse(json));
  const results = testResults.flatMap((file) => {
    /** @type {Result[]} */
    const tests = file.assertionResults.map(({ fullName, status, duration, failureMessages }) => ({
      name: `${suite}: ${fullName}`,
      ms: duration ?? 0,
      status: statusOf(status),
      ...(failureMessages?.length ? { why: failureMessages.join('\n') } : {}),
    }));
    const broken = file.status === 'failed' && !tests.some(({ status }) => status === 'failed');
    if (broken) {
      const why = file.message ?? '';
      tests.push({ name: `${suite}: ${file.name}`, ms: 0, status: 'failed', why });
    }
    return tests;
  });
  if (code !== 0 && !results.some(({ status }) => status === 'failed')) {
    const why = 'No test failed: the output of the suite names an error that none of them caught.';
    results.push({ name: `${suite}: exit code ${code}`, ms: 0, status: 'failed', why });
  }
  return results;
}

/**
 * @param {string} status vitest's word
 * @returns {Result['status']}
 */
function statusOf(status) {
  if (status === 'passed' || status === 'failed') return status;
  return 'skipped';
}

/**
 * 'N passed, N failed', and how many were skipped if any.
 * @param {readonly Result[]} results
 */
export function countTests(results) {
  /** @param {Result['status']} status */
  const count = (status) => results.filter((result) => result.status === status).length;
  const skipped = count('skipped');
  const tail = skipped === 0 ? '' : `, ${skipped} skipped`;
  return `${count('passed')} passed, ${count('failed')} failed${tail}`;
}

/**
 * The slowest tests, the slowest first.
 * @param {readonly Result[]} results
 */
export function slowest(results, count = 10) {
  return [...results].sort((a, b) => b.ms - a.ms).slice(0, count);
}

/**
 * The failed tests, each with the first lines of what it said: where only the end of a long output
 * is kept, they are in it.
 * @param {readonly Result[]} results
 */
export function failures(results, lines = 12) {
  return results
    .filter(({ status }) => status === 'failed')
    .map(({ name, why }) => {
      const said = why ? why.split('\n').slice(0, lines) : [];
      return [`× ${name}`, ...said.map((line) => `    ${line}`)].join('\n');
    });
}
