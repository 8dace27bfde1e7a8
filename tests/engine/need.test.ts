import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Evaluator } from '../../src/engine/evaluator.js';
import { temporariesOf } from '../../src/engine/implementation_of.js';
import { needOf, type Ways } from '../../src/engine/need.js';
import { openEngine } from '../../src/engine/index.js';
import { implementations, loadAllImplementations, OPS } from '../../src/engine/registry.js';
import { arithmeticNode } from '../../src/filters/arithmetic.js';
import { medianNode } from '../../src/filters/median.js';
import { Gpu, TrafficLog } from '../../src/gpu/index.js';
import { wholeRegion, type Region, type Vec3 } from '../../src/recipe/geometry.js';
import { fromRecipeJson, topologicalOrder, type RecipeJson } from '../../src/recipe/json.js';
import { gridMeta, isGridMeta, type Node } from '../../src/recipe/op.js';
import type { GridSource } from '../../src/recipe/source.js';
import { sourceNode } from '../../src/recipe/source_op.js';

const SIZE: Vec3 = [64, 48, 32];
const GRID = 64 * 48 * 32;
/** What was read of the source. */
let reads: Region[] = [];
const source: GridSource = {
  name: 'made',
  format: 'array',
  dtype: 'u8',
  size: SIZE,
  spacing: [1, 1, 1],
  unit: 'px',
  origin: [0, 0, 0],
  warnings: [],
  read: (region) => {
    reads.push(region);
    const [nx, ny, nz] = region.size;
    const at = (i: number): number => ((region.origin[2] * 7 + i) * 2654435761) >>> 24;
    return Promise.resolve(Uint8Array.from({ length: nx * ny * nz }, (_, i) => at(i)));
  },
  close: () => undefined,
};
const scan = (): Node =>
  sourceNode('s', 'made', {
    kind: 'volume',
    storage: 'u8',
    size: SIZE,
    spacing: [1, 1, 1],
    unit: 'px',
    origin: [0, 0, 0],
  });

/** So many medians, one of the other. */
function filtered(node: Node, times: number): Node {
  let last = node;
  for (let i = 0; i < times; i += 1) last = medianNode(last, { size: 3 });
  return last;
}

let gpu: Gpu;
let ways: Ways;
beforeAll(async () => {
  [gpu] = await Promise.all([Gpu.open(), loadAllImplementations()]);
  const binding = gpu.device.limits.maxStorageBufferBindingSize;
  ways = {
    isBricked: () => false,
    temporaries: (node, region) => temporariesOf({ implementations, binding }, node, region),
    slab: { total: 0, largest: 0 },
  };
});
afterAll(() => {
  gpu.destroy();
});

const needs = (node: Node): number => needOf(node, wholeRegion(SIZE), ways).total;

/** Reads a node with a budget; gives the most that was lent, and the values. */
async function readWithin(budget: number, node: Node) {
  reads = [];
  const evaluator = new Evaluator({
    gpu,
    implementations,
    source: () => source,
    budget,
    profile: false,
  });
  gpu.pool.resetPeak();
  const log = new TrafficLog();
  const data = await evaluator.read(node, wholeRegion(SIZE), {
    signal: undefined,
    log,
    onStep: () => undefined,
  });
  const { peak } = gpu.pool.stats;
  evaluator.clear();
  return { peak, data, medians: log.costs().find(({ op }) => op === 'median')?.dispatches };
}

describe('the memory of a chain', () => {
  test('is that of what is there at a time, however long it is', async () => {
    const [short, long] = [filtered(scan(), 2), filtered(scan(), 9)];
    expect(needs(long)).toBe(needs(short));
    expect(needs(long)).toBeLessThanOrEqual(3 * GRID);
    const tight = await readWithin(needs(long), long);
    expect(tight.peak).toBeLessThanOrEqual(needs(long));
    // In one piece, not in bricks.
    expect(reads).toEqual([wholeRegion(SIZE)]);
    expect(tight.medians).toBe(9);
  });

  test('has what several nodes take to the end, and nothing is made again', async () => {
    const first = filtered(scan(), 1);
    const both = arithmeticNode('subtract', filtered(first, 8), first, { result: 'same' });
    expect(needs(both)).toBeGreaterThan(needs(filtered(scan(), 9)));
    const tight = await readWithin(needs(both), both);
    expect(tight.peak).toBeLessThanOrEqual(needs(both));
    expect(reads).toEqual([wholeRegion(SIZE)]);
    expect(tight.medians).toBe(9);
    const ample = await readWithin(2 ** 28, both);
    expect(tight.data).toEqual(ample.data);
  });
});

describe('a measurement of 16 bits, whole', () => {
  /** Bytes per voxel that a query takes at most at a time, of all that it evaluates. */
  function bytesPerVoxel(query: { readonly recipe: RecipeJson }): number {
    const [output] = Object.values(fromRecipeJson(query.recipe, OPS));
    const needs = topologicalOrder([output!]).map((node) => {
      const grids = Object.values(node.inputs).filter(({ meta }) => isGridMeta(meta));
      const grid = isGridMeta(node.meta) ? node : grids[0];
      if (grid === undefined || node.op.kind === 'host') return 0;
      return needOf(node, wholeRegion(gridMeta(grid).size), ways).total;
    });
    return Math.max(...needs) / 256 ** 3;
  }

  test('takes so many bytes per voxel', async () => {
    const lab = await openEngine();
    const scan = await lab.open({ data: new Uint16Array(256 ** 3), size: [256, 256, 256] });
    const solid = scan.median({ size: 3 }).otsu();
    const other = scan.flip({ axes: 'x' });
    const found = {
      porosity: bytesPerVoxel(solid.fraction()),
      objects: bytesPerVoxel(solid.separate().measure()),
      tortuosity: bytesPerVoxel(solid.tortuosity({ axis: 'z' })),
      registration: bytesPerVoxel(scan.register(other, { model: 'rigid' })),
    };
    await lab.dispose();
    expect(found.porosity).toBeLessThanOrEqual(6);
    expect(found.objects).toBeLessThanOrEqual(16.2);
    expect(found.tortuosity).toBeLessThanOrEqual(20.7);
    expect(found.registration).toBeLessThanOrEqual(22.1);
  });
});
