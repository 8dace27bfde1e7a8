import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { implementations } from '../../src/engine/registry.js';
import type { Implementation } from '../../src/implement/index.js';
import type { GridArray } from '../../src/recipe/dtype.js';
import { AXIS_INDEX, type Vec3 } from '../../src/recipe/geometry.js';
import { callOperation } from '../../src/recipe/operation.js';
import type { Node } from '../../src/recipe/op.js';
import { smooth } from '../filters/volumes.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { spreads, testNonFinite } from '../ops/non_finite.js';
import { testTraffic } from '../ops/traffic.js';
import { axisSlope } from './filters/axis_slope.js';
import { axisSlopeOnGpu } from './filters/axis_slope.gpu.js';
import * as derivatives from './operations/volume/derivatives.js';

// The example of docs/architecture.md: its code is that of the files here, and it computes what it
// says.

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  (implementations as Map<string, Implementation>).set(axisSlope.name, axisSlopeOnGpu);
});
afterAll(async () => {
  (implementations as Map<string, Implementation>).delete(axisSlope.name);
  await engine.close();
});

const slopeOf = (volume: Node, axis: 'x' | 'y' | 'z'): Node =>
  callOperation(derivatives.axisSlope, volume, [{ axis }], (_, given) => ({ instead: given }));

/** The slope by its definition. */
function twin(data: GridArray, size: Vec3, spacing: Vec3, axis: 0 | 1 | 2): number[] {
  const stride = [1, size[0], size[0] * size[1]][axis]!;
  return Array.from(data, (own, i) => {
    const at = Math.floor(i / stride) % size[axis];
    const before = at > 0 ? data[i - stride]! : own;
    const behind = at < size[axis] - 1 ? data[i + stride]! : own;
    const steps = Number(at > 0) + Number(at < size[axis] - 1);
    return (behind - before) / (Math.max(steps, 1) * spacing[axis]);
  });
}

test.each(['x', 'y', 'z'] as const)('the slope along %s equals its twin', async (axis) => {
  const spacing: Vec3 = [0.5, 1, 2];
  for (const size of [
    [33, 4, 5],
    [7, 1, 1],
    [1, 1, 1],
  ] as const)
    for (const data of [smooth(size), Uint8Array.from(smooth(size), Math.abs)]) {
      const volume = await engine.source(data, size, { spacing });
      const out = await engine.grid(slopeOf(volume, axis));
      twin(data, size, spacing, AXIS_INDEX[axis]).forEach((v, i) => {
        expect(Math.abs(out[i]! - v), `${size.join()} at ${String(i)}`).toBeLessThan(1e-4);
      });
    }
});

testTraffic(
  axisSlope,
  () => engine,
  (volume) => slopeOf(volume, 'y'),
  { dispatches: 1, perVoxel: 5 },
);
testNonFinite(
  axisSlope,
  spreads(
    () => engine,
    (volume) => slopeOf(volume, 'z'),
  ),
);

const page = Object.values(
  import.meta.glob<string>('../../docs/architecture.md', {
    eager: true,
    query: '?raw',
    import: 'default',
  }),
)[0]!;
const files = import.meta.glob<string>('./{filters,operations,kernels}/**/*.{ts,wgsl}', {
  eager: true,
  query: '?raw',
  import: 'default',
});

describe('the page shows the code of', () => {
  // The name of the file stands in a line of its own before the block.
  const blocks = Array.from(
    page.matchAll(/^`src\/([\w/.]+)`:\n\n(`{3,})\w[^\n]*\n([\s\S]*?)^\2$/gm),
    ([, file = '', , code = '']) => ({ file, code }),
  );

  test('four files', () => {
    expect(blocks.map(({ file }) => file).sort()).toEqual([
      'filters/axis_slope.gpu.ts',
      'filters/axis_slope.ts',
      'kernels/filters/slope.wgsl',
      'operations/volume/derivatives.ts',
    ]);
  });

  test.each(blocks)('$file', ({ file, code }) => {
    const withoutImports = files[`./${file}`]!.replaceAll(/^import .*\n/gm, '').trimStart();
    expect(code).toBe(withoutImports);
  });
});
