import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { featureRows, type FeatureRows } from '../../src/learn/feature_rows.js';
import { FEATURE_NAMES, planeCount, type Feature } from '../../src/learn/feature_specs.js';
import { strokeVoxels } from '../../src/learn/strokes.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import golden from '../golden/features.json' with { type: 'json' };

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 7, 3] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

/** The volume of golden/make_features.py. */
function grey(size: Vec3): Uint8Array<ArrayBuffer> {
  const [nx, ny] = size;
  return new Uint8Array(size[0] * size[1] * size[2]).map((_, i) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    const noise = (x * 7 + y * 13 + z * 29 + ((x * y * 3 + z * x * 5) % 17)) % 64;
    return Math.floor(noise + 150 * Math.exp(-((x - 6) ** 2 + (y - 5) ** 2 + (z - 2) ** 2) / 12));
  });
}

/** Every feature of some lengths. */
function allFeatures(sigma: number, rho: number, reach: number): Feature[] {
  return FEATURE_NAMES.map((name): Feature => {
    if (name === 'intensity' || name === 'position') return { name };
    if (name === 'structure') return { name, sigma, rho };
    return ['median', 'minimum', 'maximum', 'localContrast'].includes(name)
      ? { name, reach }
      : { name, sigma };
  });
}

/** The features of every voxel of a volume: all are marked, as above a level or not. */
async function rowsOf(on: TestEngine, volume: Node, features: readonly Feature[], level = 60) {
  const mask = (range: Record<string, number>): Node => makeNode(threshold, { volume }, range);
  const strokes = makeNode(
    strokeVoxels,
    { a: mask({ lo: level }), b: mask({ hi: level - 1 }) },
    { codes: { bright: 1, dark: 2 } },
  );
  return (await on.value(makeNode(featureRows, { volume, strokes }, { features }))) as FeatureRows;
}

describe.each(golden.cases)('of a volume of $size voxels', (of) => {
  const [size, spacing] = [of.size, of.spacing].map((three) => three as unknown as Vec3);
  const features = allFeatures(of.sigma, of.rho, of.reach);

  test('every feature equals that of SciPy', async () => {
    const volume = await engine.source(grey(size!), size!, { spacing: spacing!, unit: 'µm' });
    const { values, features: count } = await rowsOf(engine, volume, features);
    expect(count).toBe(planeCount(features, size!));
    expect(of.planes).toHaveLength(count);
    of.planes.forEach((plane, f) => {
      const most = Math.max(...plane.map(Math.abs));
      plane.forEach((wanted, k) => {
        const found = values[k * of.every * count + f]!;
        expect(Math.abs(found - wanted) / most, `plane ${String(f)}, ${String(k)}`).toBeLessThan(
          1e-5,
        );
      });
    });
  });

  test('in bricks they are the same, bit for bit', async () => {
    const rows = await Promise.all(
      [engine, bricked].map(async (on) =>
        rowsOf(
          on,
          await on.source(grey(size!), size!, { spacing: spacing!, unit: 'µm' }),
          features,
        ),
      ),
    );
    expect(rows[1]!.values).toEqual(rows[0]!.values);
  });
});
