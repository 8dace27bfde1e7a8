// Kernels that take more or less workgroup memory, by what the device is: the results are the same.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { driftNode } from '../../src/filters/alignment.js';
import { workgroupWords } from '../../src/gpu/index.js';
import type { GridArray } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { columnValues, type TableData } from '../../src/recipe/table_data.js';
import { otsuOfKeysNode } from '../../src/segmentation/otsu_keys.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { histogramNode, type Histogram } from '../../src/stats/histogram.js';
import { twoPoint } from '../../src/stats/two_point.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { smooth } from '../filters/volumes.js';

const SIZE: Vec3 = [40, 22, 6];
const LEVELS = smooth(SIZE, 5);

let own: TestEngine;
/** The same device without its name, so that it passes for a GPU. */
let usual: TestEngine;
/** A device of the least that WebGPU allows. */
let least: TestEngine;
let all: TestEngine[];

async function nameless(device?: GPUDevice): Promise<TestEngine> {
  const engine = await openTestEngine(device === undefined ? {} : { device });
  const { gpu } = engine.engine;
  const adapter = { ...gpu.adapter, architecture: '', device: '', description: 'a GPU' };
  Object.defineProperty(gpu, 'adapter', { value: adapter });
  return engine;
}

beforeAll(async () => {
  const adapter = await navigator.gpu.requestAdapter();
  own = await openTestEngine();
  usual = await nameless();
  least = await nameless(await adapter!.requestDevice());
  all = [own, usual, least];
});
afterAll(async () => {
  for (const engine of all) await engine.close();
});

/** What each of the engines finds of a volume. */
function ofAll<T>(data: GridArray, node: (volume: Node) => Node | object): Promise<T[]> {
  return Promise.all(
    all.map(async (engine) => engine.value(node(await engine.source(data, SIZE)) as Node) as T),
  );
}

function countsOf(data: ArrayLike<number>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of Array.from(data)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

describe('workgroup memory', () => {
  test('is what the device says', () => {
    const { architecture, device, description } = own.engine.gpu.adapter;
    const swift = /swiftshader/i.test(`${architecture} ${device} ${description}`);
    expect(all.map(({ engine }) => workgroupWords(engine.gpu))).toEqual([
      swift ? 512 : 4096,
      4096,
      2048,
    ]);
  });

  test.each([
    ['u8', Uint8Array.from(LEVELS, (v) => v)],
    ['i8', Int8Array.from(LEVELS, (v) => v - 128)],
    ['512 values of u16', Uint16Array.from(LEVELS, (v, i) => 2 * v + (i % 2))],
    ['4000 values of i16', Int16Array.from(LEVELS, (v, i) => 15 * v - 2000 + (i % 15))],
  ] as const)('changes no histogram of %s', async (_, data) => {
    const found = await ofAll<Histogram>(data, (volume) => histogramNode(volume));
    const wanted = countsOf(data);
    for (const { start, counts, total } of found) {
      expect(total).toBe(data.length);
      counts.forEach((n, i) => {
        expect(n, String(start + i)).toBe(wanted.get(start + i) ?? 0);
      });
    }
  });

  test('changes no histogram of floats, with NaN and infinities, nor a threshold of them', async () => {
    const data = Float32Array.from(LEVELS, (v, i) => v + ((i * 7919) % 997) / 997);
    for (const bins of [7, 512, 4096]) {
      data.set([NaN, Infinity, -Infinity], 100);
      const [first, ...others] = await ofAll<Histogram>(data, (volume) =>
        histogramNode(volume, undefined, bins),
      );
      expect(first!.total).toBe(data.length - 3);
      for (const other of others) expect(other).toEqual(first);
    }
    const [first, ...others] = await ofAll<number>(data, (volume) => otsuOfKeysNode(volume));
    expect(others).toEqual([first, first]);
  });

  test('changes no two-point correlation', async () => {
    const data = Uint16Array.from(LEVELS, (v) => v);
    const pairs = await ofAll<{ probability: Float64Array }>(data, (volume) =>
      makeNode(twoPoint, { mask: makeNode(threshold, { volume }, { lo: 128 }) }),
    );
    expect(pairs[0]!.probability.length).toBeGreaterThan(3);
    for (const other of pairs) expect(other).toEqual(pairs[0]);
  });

  test('changes drift in its last digits alone', async () => {
    const data = Uint16Array.from(LEVELS, (v) => v);
    const tables = await ofAll<TableData>(data, (volume) => driftNode(volume));
    for (const table of tables)
      for (const name of ['x', 'y', 'peak']) {
        const [found, wanted] = [table, tables[0]!].map((each) => columnValues(each, name)!);
        found!.forEach((v, i) => {
          if (!Number.isNaN(v)) expect(Math.abs(v - wanted![i]!)).toBeLessThan(1e-5);
        });
      }
  });
});
