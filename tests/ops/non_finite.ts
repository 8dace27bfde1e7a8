import { expect, test } from 'vitest';
import type { Region, Vec3 } from '../../src/recipe/geometry.js';
import { neededRegion, type Node } from '../../src/recipe/op.js';
import { smooth } from '../filters/volumes.js';
import type { TestEngine } from '../harness.js';

/**
 * Tests the rule that the doc of an op states for NaN and the infinities. Call it in the op's own
 * test file, with the op under the name of its declaration: tests/faults/non_finite.test.ts finds
 * the call by its text.
 */
export function testNonFinite(op: { readonly name: string }, rule: () => Promise<void>): void {
  test(`${op.name} treats NaN and the infinities as its doc states`, rule);
}

const SIZE: Vec3 = [21, 19, 17];
const MIDDLE: Vec3 = [10, 9, 8];

/**
 * The rule of most filters: NaN and the infinities make results that are not finite, and only in
 * voxels whose window holds them, the region that the op `needs`; all others are what they are
 * without them, bit for bit.
 */
export function spreads(
  engine: () => TestEngine,
  make: (volume: Node) => Node,
): () => Promise<void> {
  return async () => {
    const clean = smooth(SIZE);
    const node = make(await engine().source(clean, SIZE));
    const wanted = await engine().grid(node);
    const [input = ''] = Object.keys(node.inputs);
    const reaches = (x: number, y: number, z: number): boolean =>
      holds(neededRegion(node, input, { origin: [x, y, z], size: [1, 1, 1] }), MIDDLE);
    for (const odd of [NaN, Infinity, -Infinity]) {
      const data = clean.slice();
      data[(MIDDLE[2] * SIZE[1] + MIDDLE[1]) * SIZE[0] + MIDDLE[0]] = odd;
      const out = await engine().grid(make(await engine().source(data, SIZE)));
      let odds = 0;
      out.forEach((v, i) => {
        const y = Math.floor(i / SIZE[0]) % SIZE[1];
        const z = Math.floor(i / (SIZE[0] * SIZE[1]));
        if (!reaches(i % SIZE[0], y, z))
          expect(v, `${String(odd)} at ${String(i)}`).toBe(wanted[i]);
        else if (!Number.isFinite(v)) odds++;
      });
      expect(odds, `results that ${String(odd)} reaches`).toBeGreaterThan(0);
    }
  };
}

function holds({ origin, size }: Region, at: Vec3): boolean {
  return ([0, 1, 2] as const).every((i) => at[i] >= origin[i] && at[i] < origin[i] + size[i]);
}
