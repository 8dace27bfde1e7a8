import { expect, it } from 'vitest';
import { codeBlocks, exampleFiles } from '../../scripts/examples.mjs';
import { countTests, failures, slowest, vitestResults } from '../../scripts/test-results.mjs';

const file = (status: string, tests: [name: string, status: string, duration: number][]) => ({
  name: 'a.test.ts',
  status,
  assertionResults: tests.map(([fullName, of, duration]) => ({ fullName, status: of, duration })),
});

it('counts passed, failed and skipped tests', () => {
  const report = {
    testResults: [
      file('failed', [
        ['one', 'passed', 5],
        ['two', 'failed', 9],
        ['three', 'pending', 0],
      ]),
    ],
  };
  const results = vitestResults('deno', 1, JSON.stringify(report));
  expect(countTests(results)).toBe('1 passed, 1 failed, 1 skipped');
  expect(slowest(results, 1).map(({ name }) => name)).toEqual(['deno: two']);
});

it('repeats what failed tests said', () => {
  const said = { fullName: 'one', status: 'failed', failureMessages: ['1 is not 2\n  here'] };
  const testResults = [
    { name: 'a.test.ts', status: 'failed', assertionResults: [said] },
    { name: 'b.test.ts', status: 'failed', message: 'no module c', assertionResults: [] },
  ];
  expect(failures(vitestResults('deno', 1, JSON.stringify({ testResults })))).toEqual([
    '× deno: one\n    1 is not 2\n      here',
    '× deno: b.test.ts\n    no module c',
  ]);
});

it('counts as failed what failed without a failed test', () => {
  const unloaded = { testResults: [file('failed', [])] };
  const results = (code: number, json?: string) => countTests(vitestResults('deno', code, json));
  expect(results(1, JSON.stringify(unloaded))).toBe('0 passed, 1 failed');
  expect(results(1, JSON.stringify({ testResults: [] }))).toBe('0 passed, 1 failed');
  expect(results(139)).toBe('0 passed, 1 failed');
});

it('finds the code blocks that are to run', () => {
  const text =
    'a\n```ts\none();\n```\n```ts no-run\ntwo();\n```\n```sh\nthree\n```\n  ```ts\n  four();\n  ```\n';
  expect(codeBlocks(text)).toEqual(['one();\n', '  four();\n']);
});

it('gives each example a file, and an inherited one only once', () => {
  const files = exampleFiles([
    { where: 'index.Mask.open', code: 'a();' },
    { where: 'index.Volume.open', code: 'a();' },
    { where: 'index.Mask.open', code: 'b();' },
  ]);
  expect([...files.keys()]).toEqual(['index_Mask_open.ts', 'index_Mask_open_2.ts']);
});
