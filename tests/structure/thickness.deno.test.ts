import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crop } from '../../src/filters/crop.js';
import { median } from '../../src/filters/median.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { equals } from '../../src/segmentation/equals.js';
import { dilateByBall, erodeByBall } from '../../src/segmentation/mask_morphology.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { count } from '../../src/stats/count.js';
import { localThicknessNode } from '../../src/structure/local_thickness.js';
import { intrusionNode } from '../../src/structure/porosimetry.js';
import { sizeCurveNode, type SizeCurveValue } from '../../src/structure/size_curve.js';
import { thicknessNode, type ThicknessValue } from '../../src/structure/thickness.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { drawn } from '../reference/structures.js';
import { absent, readVolume } from '../segmentation/real_volumes.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

async function thicknessOf(mask: Node): Promise<ThicknessValue> {
  return (await engine.value(thicknessNode(mask))) as ThicknessValue;
}

async function drawnMask(size: Vec3, inside: (x: number, y: number, z: number) => boolean) {
  return makeNode(threshold, { volume: await engine.source(drawn(size, inside), size) }, { lo: 1 });
}

describe('published cases (BoneJ ThicknessHelperTest)', () => {
  test('slabs 128 × 128 × t, t = 1 … 20, with background all around', async () => {
    for (let t = 1; t <= 20; t++) {
      const mask = await drawnMask(
        [130, 130, t + 2],
        (x, y, z) => x > 0 && x < 129 && y > 0 && y < 129 && z > 0 && z <= t,
      );
      const { mean } = await thicknessOf(mask);
      expect(Math.abs(mean! / t - 1), `t = ${String(t)}`).toBeLessThan(0.05);
    }
  }, 300_000);

  test('balls of radius 2 … 24, made of discs of even diameter: 1.9441872882 r − 1.218936', async () => {
    for (let r = 2; r <= 24; r++) {
      const side = 2 * r + 2;
      const mask = await drawnMask([side, side, 2 * r + 3], (x, y, z) => {
        const above = z - r - 1;
        if (Math.abs(above) > r) return false;
        const disc = Math.round(Math.sqrt(r * r - above * above));
        return (x + 0.5 - side / 2) ** 2 + (y + 0.5 - side / 2) ** 2 < disc * disc;
      });
      const { mean } = await thicknessOf(mask);
      const expected = 1.9441872882 * r - 1.218936;
      expect(Math.abs(mean! / expected - 1), `r = ${String(r)}`).toBeLessThan(0.1);
    }
  });
});

interface PoreSpy {
  readonly 'porespy.local_thickness(sizes=25)': { mean_over_phase: number; max: number };
  readonly 'vedranaa.localthickness(scale=1)': { mean_over_phase: number; max: number };
}

function porespy(volume: string, phase: string): PoreSpy {
  const text = readFileSync(
    `../shared/data/volumes/${volume}/REFERENCE_porespy_computed.json`,
    'utf8',
  );
  return (JSON.parse(text) as Record<string, PoreSpy>)[phase]!;
}

/**
 * Both give radii. PoreSpy tries 25 radii and rounds down to them; localthickness grows balls step
 * by step, which puts more voxels into large ones than the definition does. The exact mean lies
 * between.
 */
function expectBetween(found: ThicknessValue, reference: PoreSpy): void {
  const sized = reference['porespy.local_thickness(sizes=25)'];
  const grown = reference['vedranaa.localthickness(scale=1)'];
  expect(found.mean! / 2).toBeGreaterThan(sized.mean_over_phase);
  expect(found.mean! / 2).toBeLessThan(grown.mean_over_phase);
  expect(found.max! / 2 / grown.max).toBeCloseTo(1, 6);
}

describe.skipIf(absent)('real volumes', () => {
  test('equal the definition, by one distance transform of SciPy per diameter', async () => {
    const sand = await readVolume('sandpack/sand_200x200x100_uint8.raw');
    const smooth = makeNode(
      median,
      { volume: await engine.source(sand.values, sand.size) },
      { size: 3 },
    );
    const nmc = await readVolume('nmc-cathode/nmc-1-cal_generatedCBD_bridge.tif');
    const phases = await engine.source(nmc.values, nmc.size);
    const [grains, material] = [
      makeNode(crop, { grid: smooth }, { region: { origin: [40, 40, 20], size: [96, 96, 64] } }),
      makeNode(crop, { grid: phases }, { region: { origin: [86, 86, 61], size: [96, 96, 96] } }),
    ];
    for (const [mask, voxels, mean, std, max, percentiles] of [
      [
        makeNode(threshold, { volume: grains }, { lo: 80 }),
        332450,
        12.139182631145276,
        4.91506212197069,
        26.076809620810597,
        [6.92820323, 10.95445115, 18.86796226],
      ],
      [
        makeNode(equals, { grid: material }, { values: 1 }),
        471711,
        20.599023364100155,
        7.266331706224717,
        36.55133376499413,
        [12, 20, 31.6227766],
      ],
      [
        makeNode(equals, { grid: material }, { values: 0 }),
        324306,
        14.948901967410452,
        5.200124806686153,
        26,
        [8.48528137, 14.96662955, 22.627417],
      ],
    ] as const) {
      const found = await thicknessOf(mask);
      expect(found.voxels).toBe(voxels);
      expect(found.mean! / mean).toBeCloseTo(1, 6);
      expect(found.std! / std).toBeCloseTo(1, 5);
      expect(found.max! / max).toBeCloseTo(1, 6);
      expect(found.min).toBe(1);
      const { p10, p50, p90 } = found.percentiles!;
      [p10, p50, p90].forEach((value, i) => {
        expect(Math.abs(value - percentiles[i]!)).toBeLessThan(2e-5);
      });
    }
  });

  test('lie between PoreSpy and localthickness', async () => {
    const { values, size } = await readVolume('nmc-cathode/nmc-1-cal_generatedCBD_bridge.tif');
    const grid = makeNode(
      crop,
      { grid: await engine.source(values, size) },
      { region: { origin: [86, 86, 61], size: [128, 128, 128] } },
    );
    const found = await thicknessOf(makeNode(equals, { grid }, { values: 1 }));
    expectBetween(found, porespy('nmc-cathode', 'crop[61:189,86:214,86:214] NMC==1'));
    const sand = await readVolume('sandpack/sand_200x200x100_uint8.raw');
    const volume = makeNode(
      median,
      { volume: await engine.source(sand.values, sand.size) },
      { size: 3 },
    );
    const grains = await thicknessOf(makeNode(threshold, { volume }, { lo: 80 }));
    expectBetween(grains, porespy('sandpack', 'median3>79 grains'));
    console.log(`NMC ${String(found.mean)}, grains ${String(grains.mean)} voxels`);
  }, 300_000);

  test('what a granulometry leaves is what openings by balls leave', async () => {
    const { values, size } = await readVolume('nmc-cathode/nmc-1-cal_generatedCBD_bridge.tif');
    const grid = makeNode(
      crop,
      { grid: await engine.source(values, size) },
      { region: { origin: [86, 86, 61], size: [96, 96, 96] } },
    );
    const mask = makeNode(equals, { grid }, { values: 1 });
    const radii = [3, 5, 8, 12];
    const curve = (await engine.value(
      sizeCurveNode(
        'granulometry',
        localThicknessNode(mask),
        mask,
        radii.map((r) => 2 * r),
      ),
    )) as SizeCurveValue;
    for (const [i, radius] of radii.entries()) {
      // Of one radius alone: larger balls are unions of these in space, but not quite on a lattice.
      const opened = dilateByBall(erodeByBall(mask, radius - 1e-3), radius - 1e-3);
      const left = (await engine.value(makeNode(count, { mask: opened }))) as number;
      const part = left / curve.voxels[i]!;
      expect(part, `radius ${String(radius)}`).toBeGreaterThan(0.97);
      expect(part).toBeLessThanOrEqual(1);
    }
  });

  test('intrusion equals scikit-image: reconstruction of diameters, and a distance transform of each', async () => {
    const { values, size } = await readVolume('sandpack/sand_200x200x100_uint8.raw');
    const smooth = makeNode(median, { volume: await engine.source(values, size) }, { size: 3 });
    const grid = makeNode(
      crop,
      { grid: smooth },
      { region: { origin: [40, 40, 20], size: [96, 96, 64] } },
    );
    const pores = makeNode(threshold, { volume: grid }, { hi: 79 });
    for (const [faces, expected] of [
      [['z0'], [257369, 256853, 238555, 187722, 153721, 22379, 13106, 5059, 1150]],
      [
        ['x1', 'y0'],
        [257372, 256862, 239710, 189008, 165122, 70746, 54964, 9890, 4412],
      ],
    ] as const) {
      const invading = intrusionNode(pores, { faces });
      const curve = (await engine.value(
        sizeCurveNode('porosimetry', invading, pores, [1, 2, 4, 5, 6, 7, 8, 10, 12]),
      )) as SizeCurveValue;
      expect(curve.total).toBe(257374);
      expect([...curve.voxels]).toEqual(expected);
    }
  });
});
