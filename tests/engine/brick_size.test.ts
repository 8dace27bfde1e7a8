import { describe, expect, test } from 'vitest';
import { chooseBrick, slabDepth } from '../../src/engine/brick_size.js';
import { fits, needOf, needOfSlab, type Ways } from '../../src/engine/need.js';
import { gaussian } from '../../src/filters/gaussian.js';
import { medianNode } from '../../src/filters/median.js';
import { bricksOf, wholeRegion, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { sourceNode } from '../../src/recipe/source_op.js';
import { components } from '../../src/segmentation/components.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { watershed } from '../../src/segmentation/watershed.js';
import { chordLengths } from '../../src/stats/chords.js';

const SIZE: Vec3 = [256, 256, 256];
const WAYS: Ways = {
  isBricked: () => false,
  temporaries: () => undefined,
  slab: { total: 0, largest: 0 },
};
const source = sourceNode('s1', 'scan', {
  kind: 'volume',
  storage: 'u8',
  size: SIZE,
  spacing: [1, 1, 1],
  unit: 'px',
  origin: [0, 0, 0],
});

const brickOf = (node: Node, budget: number, binding = budget): Vec3 =>
  chooseBrick(node, wholeRegion(SIZE), { budget, binding }, WAYS);

describe('a brick', () => {
  test.each(['x', 'y', 'z'] as const)('of lines along %s holds them whole', (axis) => {
    const mask = makeNode(threshold, { volume: source }, { lo: 1 });
    const brick = brickOf(makeNode(chordLengths, { mask }, { axis }), 2 ** 21);
    expect(brick['xyz'.indexOf(axis)]).toBe(256);
    expect(brick[0] * brick[1] * brick[2]).toBeGreaterThan(2 ** 18);
  });

  test('of local filters is a run of slices', () => {
    expect(brickOf(medianNode(source, { size: 3 }), 2 ** 24)).toEqual([256, 256, 64]);
  });

  test('of filters that reach far is no thin slab', () => {
    const node = makeNode(gaussian, { volume: source }, { sigma: 7, truncate: 4 });
    expect(brickOf(node, 2 ** 23)).toEqual([128, 64, 64]);
  });

  test('fits a binding wherever it lies', () => {
    // 32 slices; with one above and one below they are too many.
    const binding = 256 * 256 * 33;
    const node = medianNode(source, { size: 3 });
    const brick = brickOf(node, 2 ** 30, binding);
    for (const place of bricksOf(wholeRegion(SIZE), brick))
      expect(fits(needOf(node, place, WAYS), { budget: 2 ** 30, binding })).toBe(true);
    expect(brick).toEqual([256, 256, 16]);
  });
});

describe('a slab', () => {
  test('is not a slice thick where an input comes whole', () => {
    const mask = makeNode(threshold, { volume: source }, { lo: 1 });
    const markers = makeNode(components, { grid: mask });
    const node = makeNode(watershed, { volume: source, markers });
    // Labels of 64 MiB and as much beside them are more than a share of 50 MiB.
    const [capacity, share] = [200, 50].map((mib) => ({
      budget: mib * 2 ** 20,
      binding: 2 ** 30,
    }));
    expect(slabDepth(node, share!, capacity!, WAYS, false)).toBe(1);
    const depth = slabDepth(node, share!, capacity!, WAYS, true);
    expect(depth).toBeGreaterThanOrEqual(32);
    const slab = { origin: [0, 0, 128], size: [256, 256, depth] } as const;
    expect(needOfSlab(node, slab, WAYS).total).toBeLessThanOrEqual(capacity!.budget);
  });
});
