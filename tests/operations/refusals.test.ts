import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { VoxmetryError, type Lab } from '../../src/index.js';
import { OPERATIONS } from '../../src/operations/families.js';
import type { AnyOperation, OptionSpec } from '../../src/recipe/operation.js';
import { argumentsOf, callMethod, samplesOf, type Samples } from './samples.js';
import { testDevice } from '../harness.js';

// Whatever is called with an option that it does not have, or with a value that an option cannot
// take, refuses in the name that was called and says what is allowed.

let lab: Lab;
let samples: Samples;
beforeAll(async () => {
  lab = await openEngine({ device: await testDevice() });
  samples = await samplesOf(lab);
});
afterAll(() => lab.dispose());

const cases = OPERATIONS.flatMap((operation) =>
  operation.of.map((kind) => ({ title: `${kind}.${operation.name}`, operation, kind })),
);

/** What a call throws, at once or when its query is awaited; undefined where it does not. */
async function refusalOf(
  operation: AnyOperation,
  kind: (typeof cases)[number]['kind'],
  args: readonly unknown[],
): Promise<VoxmetryError | undefined> {
  try {
    const result = callMethod(samples.handles[kind], operation.name, args);
    if ('value' in operation.gives) await (result as PromiseLike<unknown>);
    return undefined;
  } catch (error) {
    if (error instanceof VoxmetryError) return error;
    throw error;
  }
}

/** A value that an option cannot take. */
function badValue(spec: OptionSpec): unknown {
  if (spec.type === 'handle' || spec.type === 'operand') return {};
  const candidates: unknown[] = [
    NaN,
    'no such value',
    {},
    [],
    -1e300,
    [NaN],
    { '': 1 },
    Symbol('x'),
    1e300,
  ];
  const bad = candidates.find((value) => spec.parse(value) === undefined);
  if (bad === undefined) throw new Error(`an option takes anything: ${spec.allowed}`);
  return bad;
}

test('there are operations of every kind', () => {
  expect(OPERATIONS.length).toBeGreaterThan(140);
  expect(new Set(cases.map(({ title }) => title)).size).toBe(cases.length);
});

describe.each(cases)('$title', ({ operation, kind }) => {
  const { name, options, takes, rest } = operation;
  const named = Object.keys(options).filter((option) => !takes.includes(option));

  test('makes its node or query of good arguments', () => {
    expect(() =>
      callMethod(samples.handles[kind], name, argumentsOf(operation, samples)),
    ).not.toThrow();
  });

  if (!rest)
    test('refuses an option that it does not have', async () => {
      const error = await refusalOf(
        operation,
        kind,
        argumentsOf(operation, samples, { wihtin: 1 }),
      );
      expect(error?.code).toBe('invalid-argument');
      expect(error?.op).toBe(name);
      const known =
        named.length === 0 ? 'no options at all' : `no such option; known are ${named.join(', ')}`;
      expect(error?.message).toBe(`${name}: wihtin is 1; allowed: ${known}.`);
    });

  if (named.length > 0)
    test('refuses options that are no object', async () => {
      const args = argumentsOf(operation, samples);
      const error = await refusalOf(operation, kind, [...args.slice(0, takes.length), 5]);
      expect(error?.message).toMatch(new RegExp(`^${name}: options is 5`));
    });

  test.each(Object.entries(options))('refuses a wrong %s', async (option, spec) => {
    const args = argumentsOf(operation, samples, { [option]: badValue(spec) });
    const error = await refusalOf(operation, kind, args);
    expect(error?.code).toBe('invalid-argument');
    expect(error?.message).toMatch(new RegExp(`^${name}: ${option} is .*; allowed: .+`));
    expect(error?.op).toBe(name);
  });

  test('says of every option what it is', () => {
    for (const [option, spec] of Object.entries(options)) {
      expect(spec.doc, option).toMatch(/^[A-Z'(].{5,}[.)]$/);
      expect(spec.doc.length, option).toBeLessThan(160);
    }
  });
});
