import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crop } from '../../src/filters/crop.js';
import { median } from '../../src/filters/median.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { equals } from '../../src/segmentation/equals.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { percolationNode, type PercolationValue } from '../../src/stats/connectivity.js';
import {
  eulerNumber,
  surfaceArea,
  type AreaEstimator,
  type EulerNumberValue,
  type SurfaceAreaValue,
} from '../../src/stats/surface_area.js';
import { twoPoint, type TwoPointValue } from '../../src/stats/two_point.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { absent, readVolume } from '../segmentation/real_volumes.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

/** What SciPy and scikit-image give for one phase. */
interface Reference {
  readonly voxels: number;
  readonly connected_components: Readonly<Record<string, { count: number }>>;
  readonly through_fraction_6conn: { axis0: number; axis1: number; axis2: number };
  readonly interior_faces: number;
  readonly euler_number_skimage: { conn6: number; conn26: number };
  readonly 'marching_cubes_area_skimage_lewiner_0.5'?: number;
}

function json(path: string): unknown {
  return JSON.parse(readFileSync(`../shared/data/volumes/${path}`, 'utf8')) as unknown;
}

async function compare(mask: Node, reference: Reference, name: string): Promise<void> {
  const area = async (estimator: AreaEstimator): Promise<SurfaceAreaValue> =>
    (await engine.value(makeNode(surfaceArea, { mask }, { estimator }))) as SurfaceAreaValue;
  const faces = await area('faces');
  expect([faces.voxels, faces.area]).toEqual([reference.voxels, reference.interior_faces]);
  for (const [connectivity, expected] of [
    [6, reference.euler_number_skimage.conn6],
    [26, reference.euler_number_skimage.conn26],
  ] as const) {
    const node = makeNode(eulerNumber, { mask }, { connectivity });
    expect(((await engine.value(node)) as EulerNumberValue).value).toBe(expected);
  }
  const percolation = (await engine.value(percolationNode(mask))) as PercolationValue;
  const { axis0: z, axis1: y, axis2: x } = reference.through_fraction_6conn;
  expect([percolation.x, percolation.y, percolation.z].map((axis) => axis?.through)).toEqual([
    x,
    y,
    z,
  ]);
  expect(percolation.components).toBe(reference.connected_components['6']!.count);
  const expected = reference['marching_cubes_area_skimage_lewiner_0.5'];
  const cubes = (await area('marchingCubes')).area;
  const crofton = (await area('crofton13')).area;
  console.log(
    `${name}: faces ${String(faces.area)}, marching cubes ${cubes.toFixed(0)} (${String(expected)}), Crofton 13 ${crofton.toFixed(0)}`,
  );
  // Ambiguous cells are triangulated otherwise there.
  if (expected !== undefined) expect(Math.abs(cubes / expected - 1)).toBeLessThan(0.001);
}

/**
 * PoreSpy's correlation is per point of the phase, of the volume repeated, in bins of k − 1 < r ≤ k
 * voxels.
 */
async function compareTwoPoint(
  mask: Node,
  reference: { distance: number[]; probability: number[] },
): Promise<void> {
  // Its first bin holds the six neighbours alone.
  let next = 0;
  for (const along of ['x', 'y', 'z']) {
    const step = { along, maxDistance: 1, periodic: true };
    const { probability, fractions } = (await engine.value(
      makeNode(twoPoint, { mask }, step),
    )) as TwoPointValue;
    next += probability[1]! / fractions[0] / 3;
  }
  expect(Math.abs(next - reference.probability[1]!)).toBeLessThan(1e-9);
  const params = { maxDistance: 20, periodic: true };
  const value = (await engine.value(makeNode(twoPoint, { mask }, params))) as TwoPointValue;
  const at = (d: number): number => {
    const k = value.distances.findIndex((far) => far > d);
    const [a, b] = [value.distances[k - 1]!, value.distances[k]!];
    const t = (d - a) / (b - a);
    return ((1 - t) * value.probability[k - 1]! + t * value.probability[k]!) / value.fractions[0];
  };
  for (let k = 2; k < 19; k++) {
    const shell: number[] = [];
    for (let z = -k; z <= k; z++)
      for (let y = -k; y <= k; y++)
        for (let x = -k; x <= k; x++) {
          const far = Math.hypot(x, y, z);
          if (far > k - 1 && far <= k) shell.push(far);
        }
    const mean = shell.reduce((sum, far) => sum + far, 0) / shell.length;
    // Interpolated between bins that lie otherwise.
    expect(Math.abs(at(mean) - reference.probability[k]!)).toBeLessThan(0.0014);
  }
}

describe.skipIf(absent)('phases of real volumes, against SciPy, scikit-image and PoreSpy', () => {
  test('sandpack', async () => {
    const { values, size } = await readVolume('sandpack/sand_200x200x100_uint8.raw');
    const volume = makeNode(median, { volume: await engine.source(values, size) }, { size: 3 });
    const references = json('sandpack/REFERENCE_computed.json') as Record<string, Reference>;
    const grains = makeNode(threshold, { volume }, { lo: 80 });
    await compare(grains, references['sand median3 > otsu(79) grains']!, 'grains');
    const pores = makeNode(threshold, { volume }, { hi: 79 });
    await compare(pores, references['sand median3 <= otsu(79) pore']!, 'pores');
    const porespy = (
      json('sandpack/REFERENCE_porespy_computed.json') as Record<string, Record<string, never>>
    )['median3>79 grains']!;
    await compareTwoPoint(grains, porespy['porespy.two_point_correlation']!);
  });

  test('nmc-cathode, the whole and a crop', async () => {
    const { values, size } = await readVolume('nmc-cathode/nmc-1-cal_generatedCBD_bridge.tif');
    const whole = await engine.source(values, size);
    const references = json('nmc-cathode/REFERENCE_computed.json') as Record<string, Reference>;
    const region = { origin: [86, 86, 61], size: [128, 128, 128] };
    const part = makeNode(crop, { grid: whole }, { region });
    for (const [grid, value, name] of [
      [whole, 0, 'full pore=0'],
      [whole, 1, 'full NMC=1'],
      [whole, 2, 'full CBD=2'],
      [part, 0, 'crop[61:189,86:214,86:214] pore=0'],
      [part, 1, 'crop[61:189,86:214,86:214] NMC=1'],
    ] as const)
      await compare(makeNode(equals, { grid }, { values: value }), references[name]!, name);
    const porespy = (
      json('nmc-cathode/REFERENCE_porespy_computed.json') as Record<string, Record<string, never>>
    )['crop[61:189,86:214,86:214] NMC==1']!;
    await compareTwoPoint(
      makeNode(equals, { grid: part }, { values: 1 }),
      porespy['porespy.two_point_correlation']!,
    );
  });
});
