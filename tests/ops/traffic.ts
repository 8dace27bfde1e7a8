import { expect, test } from 'vitest';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { isGridMeta, type Node } from '../../src/recipe/op.js';
import type { TestEngine } from '../harness.js';

const SIZE: Vec3 = [64, 64, 8];

/**
 * Dispatches and bytes per voxel that the doc of an op states, and bytes besides: of tables, ids,
 * slices.
 */
export interface StatedTraffic {
  readonly dispatches?: number;
  readonly perVoxel: number;
  readonly besides?: number;
  /** Where what is moved depends on the volume: the most, against which `perVoxel` is the least. */
  readonly mostPerVoxel?: number;
}

/** A u8 volume of 64×64×8 voxels, with values of 0 … 3 in blocks. */
export function blocks(engine: TestEngine): Promise<Node> {
  const data = Uint8Array.from({ length: volumeOf(SIZE) }, (_, i) =>
    (i % 64) % 8 < 5 && ((i >> 6) % 64) % 8 < 5 ? 1 + ((i >> 3) % 3) : 0,
  );
  return engine.source(data, SIZE);
}

/** Computes a node of {@link blocks} and holds one of its steps to what is stated. */
export async function expectTraffic(
  engine: TestEngine,
  node: Node,
  op: string,
  { dispatches, perVoxel, besides = 0, mostPerVoxel = perVoxel }: StatedTraffic,
): Promise<void> {
  engine.engine.evaluator.clear();
  engine.costs();
  await (isGridMeta(node.meta) ? engine.grid(node) : engine.value(node));
  const cost = engine.costs().find((each) => each.op === op)!;
  if (dispatches !== undefined) expect(cost.dispatches).toBe(dispatches);
  const bytes = cost.read + cost.write;
  expect(bytes).toBeGreaterThanOrEqual(perVoxel * volumeOf(SIZE) + besides);
  expect(bytes).toBeLessThanOrEqual(mostPerVoxel * volumeOf(SIZE) + besides);
}

/**
 * Tests that an op moves the bytes that its doc states, of {@link blocks}. Call it in the op's own
 * test file, with the op under the name of its declaration:
 * tests/engine/declared_traffic.deno.test.ts finds the call by its text.
 */
export function testTraffic(
  op: { readonly name: string },
  engine: () => TestEngine,
  make: (volume: Node) => Node,
  stated: StatedTraffic,
): void {
  test(`${op.name} moves what its doc states`, async () => {
    await expectTraffic(engine(), make(await blocks(engine())), op.name, stated);
  });
}
