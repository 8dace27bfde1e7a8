import { expect } from 'vitest';
import type { GridArray } from '../../src/recipe/dtype.js';
import { bricksOf, wholeRegion, type Vec3 } from '../../src/recipe/geometry.js';
import { gridMeta, type Node } from '../../src/recipe/op.js';
import type { TestEngine } from '../harness.js';
import { cut } from './volumes.js';

/**
 * Computes a node whole, and again in bricks that meet nowhere near the middle; checks that they
 * are what the whole has there, and gives the whole.
 */
export async function compute(
  engine: TestEngine,
  data: GridArray,
  size: Vec3,
  make: (source: Node) => Node,
  options: { spacing?: Vec3 } = {},
): Promise<GridArray> {
  const node = make(await engine.source(data, size, options));
  const out = await engine.grid(node);
  const outSize = gridMeta(node).size;
  const brick: Vec3 = [32, Math.ceil(outSize[1] * 0.6), Math.ceil(outSize[2] * 0.7)];
  engine.engine.evaluator.clear();
  for (const region of bricksOf(wholeRegion(outSize), brick))
    expect(await engine.grid(node, region)).toEqual(cut(out, outSize, region));
  return out;
}
