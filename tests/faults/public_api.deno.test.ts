import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { VoxmetryError } from '../../src/index.js';
import { Grid } from '../../src/volume/grid.js';
import { Lab } from '../../src/volume/lab.js';
import { Labels } from '../../src/volume/handles.js';
import { Mask } from '../../src/volume/handles.js';
import { Phases } from '../../src/volume/handles.js';
import { Query } from '../../src/volume/query.js';
import { Table } from '../../src/volume/table.js';
import { Volume } from '../../src/volume/handles.js';
import { call, type Call, type HandleRef } from './random_arguments.js';

const CALLS = 10_000;
/**
 * A call takes at most so long; the skeleton of a line of some thousand voxels takes as many turns.
 */
const MOST_MS = 60_000;
/** Larger grids are made but not computed. */
const MOST_VOXELS = 4096;
const AT_ONCE = 10;
const MOST_HANDLES = 60;

let engine: Engine;
let lab: Lab;
/** The first of them stay, the rest is replaced now and then. */
let handles: object[];
let kept: number;

beforeAll(async () => {
  engine = await Engine.open();
  lab = new Lab(engine);
  const bytes = await lab.open(
    { data: Uint8Array.from({ length: 105 }, (_, i) => (i * 89) % 5), size: [7, 5, 3] },
    { name: 'scan' },
  );
  const floats = await lab.open(
    {
      data: Float32Array.from({ length: 105 }, (_, i) => [NaN, Infinity, -Infinity, -0, i][i % 5]!),
      size: [7, 5, 3],
    },
    { spacing: [0.5, 1, 2], unit: 'µm' },
  );
  const signed = await lab.open({
    data: Int16Array.from({ length: 33 }, (_, i) => i * 997 - 16000),
    size: [33, 1, 1],
  });
  const mask = bytes.threshold({ lo: 2 });
  const labels = mask.components();
  const table = await labels.measure();
  handles = [
    lab,
    bytes,
    floats,
    signed,
    mask,
    labels,
    bytes.toPhases({ a: 0, b: 1, c: 2, d: 3, e: 4 }),
    table,
    mask.surface({ side: 'z1' }),
    mask.count(),
  ];
  kept = handles.length;
});
afterAll(() => lab.dispose());

/** Methods and properties of a handle, those of its base classes too. */
function members(handle: object): { readonly name: string; readonly isProperty: boolean }[] {
  const found = new Map<string, boolean>();
  for (
    let proto: object = Object.getPrototypeOf(handle) as object;
    proto !== Object.prototype;
    proto = Object.getPrototypeOf(proto) as object
  )
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(proto)))
      if (!HIDDEN.has(name)) found.set(name, typeof descriptor.value !== 'function');
  return [...found].map(([name, isProperty]) => ({ name, isProperty }));
}

/** What is no part of the public API, or ends the lab and the volumes that all calls share. */
const HIDDEN = new Set([
  'constructor',
  'wrap',
  'apply',
  'ask',
  'askNode',
  'other',
  'readAs',
  'within',
  'node',
  'context',
  'plan',
  'dispose',
  'close',
]);

function resolve(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolve);
  if (
    typeof value !== 'object' ||
    value === null ||
    Object.getPrototypeOf(value) !== Object.prototype
  )
    return value;
  const { handle } = value as Partial<HandleRef>;
  if (typeof handle === 'number') return handles[handle % handles.length];
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, resolve(v)]));
}

function isTyped(error: unknown): boolean {
  return (
    error instanceof VoxmetryError && error.code !== 'internal' && error.code !== 'device-lost'
  );
}

/** What batch() and rows() give: work begins with the first step. */
function isIterator(given: unknown): given is Iterator<unknown> | AsyncIterator<unknown> {
  return (
    typeof given === 'object' &&
    given !== null &&
    'next' in given &&
    typeof given.next === 'function'
  );
}

function small(handle: unknown): boolean {
  return handle instanceof Grid && handle.size.reduce((a, b) => a * b, 1) <= MOST_VOXELS;
}

/** Waits for what a call gave, but not for ever. */
async function settle(result: unknown, name: string): Promise<unknown> {
  if (isIterator(result)) return settle(result.next(), name);
  if (!(result instanceof Query || result instanceof Promise)) return result;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hung = new Promise((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${name} hangs`));
    }, MOST_MS);
  });
  try {
    return await Promise.race([result, hung]);
  } finally {
    clearTimeout(timer);
  }
}

const seen = new Map<string, { calls: number; results: number }>();
const failures = new Map<string, string>();

/**
 * Makes one call; resolves to what may be called in its turn, in a list, since a query itself would
 * run.
 */
async function once({ target, method, args }: Call): Promise<readonly object[]> {
  const handle = handles[target % handles.length]!;
  const all = members(handle);
  const { name, isProperty } = all[method % all.length]!;
  const label = `${handle.constructor.name}.${name}`;
  const entry = seen.get(label) ?? { calls: 0, results: 0 };
  seen.set(label, entry);
  entry.calls += 1;
  const given = args.map(resolve);
  try {
    const member = (handle as Record<string, unknown>)[name];
    const made = isProperty
      ? member
      : (member as (...all: unknown[]) => unknown).apply(handle, given);
    const result = await settle(made, label);
    entry.results += 1;
    if (made instanceof Query) return [made];
    return small(result) || result instanceof Table ? [result as object] : [];
  } catch (error) {
    if (!isTyped(error))
      failures.set(
        `${label}: ${String(error).slice(0, 80)}`,
        `${label}(${args.map((a) => fc.stringify(a)).join(', ')})\n${error instanceof Error ? (error.stack ?? '') : String(error)}`,
      );
    return [];
  }
}

test(`${String(CALLS)} random calls give a result or a typed error`, async () => {
  const lost: string[] = [];
  lab.on('lost', ({ reason }) => lost.push(reason));
  let next = 0;
  const calls = fc.sample(call, { numRuns: CALLS, seed: 20_240_601 });
  // Several at a time, as a page would; what they give is taken up in order, so that a failure
  // repeats.
  for (let i = 0; i < calls.length; i += AT_ONCE) {
    const made = await Promise.all(calls.slice(i, i + AT_ONCE).map(once));
    for (const handle of made.flat())
      if (handles.length < MOST_HANDLES) handles.push(handle);
      else handles[kept + (next++ % (MOST_HANDLES - kept))] = handle;
  }
  expect([...failures.values()]).toEqual([]);
  expect(lost).toEqual([]);
  // Every kind of handle was called, and calls do not only fail.
  for (const kind of [Lab, Volume, Mask, Phases, Labels, Query, Table])
    expect(
      [...seen].some(([name, { results }]) => name.startsWith(`${kind.name}.`) && results > 0),
      kind.name,
    ).toBe(true);
  // The lab is as it was.
  expect(await (handles[4] as Mask).count()).toBe(63);
}, 300_000);
