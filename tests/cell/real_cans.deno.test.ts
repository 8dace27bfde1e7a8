import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CanValue } from '../../src/cell/can_value.js';
import { syntheticRoll } from '../../src/synthetic/index.js';
import { Lab } from '../../src/volume/lab.js';
import { readAll } from '../io/helpers.js';
import { openTestEngine, type TestEngine } from '../harness.js';

const ROOT = '../shared/data/volumes';
const absent = !existsSync(`${ROOT}/cell-winding`);
if (absent) console.warn(`skipped: the reference volumes are not at ${ROOT}`);

let engine: TestEngine;
let lab: Lab;
beforeAll(async () => {
  engine = await openTestEngine();
  lab = new Lab(engine.engine);
});
afterAll(() => engine.close());

async function sliceOf(path: string, spacing: number) {
  const file = new File([readFileSync(`${ROOT}/${path}`)], 'slice.tif');
  return lab.open(file, { spacing: [spacing, spacing, spacing], unit: 'mm' });
}

describe.skipIf(absent)('slices of a 21700 cell', () => {
  test('have the axes that were published of them', async () => {
    const scan = await sliceOf('cell-winding/im075.tif', 0.03397);
    // Published of this slice, by RANSAC and the outline of voxels > 100: 21.206 and 21.192 mm,
    // eccentricity 0.0356, 0.0140 mm the deepest place. Outlines between voxels, by another fit,
    // differ by some hundredths of a voxel; that is less than the standard errors.
    const can = await scan.can({ threshold: 100 });
    expect(Math.abs(can.majorAxis.value - 21.206)).toBeLessThan(0.003);
    expect(Math.abs(can.minorAxis.value - 21.192)).toBeLessThan(0.003);
    expect(can.majorAxis.standardError).toBeGreaterThan(0.003);
    expect(can.majorAxis.standardError).toBeLessThan(0.01);
    // e = √(1 − b²/a²) turns 3 µm of either axis into 0.004; it is not told from 0.
    expect(Math.abs(can.eccentricity.value - 0.0356)).toBeLessThan(0.004);
    expect(can.eccentricity.standardError).toBeNaN();
    expect(Math.abs(can.deepest.depth - 0.014)).toBeLessThan(0.001);
    expect(can.dents).toEqual([]);
    // Air and steel of this slice give nearly that threshold.
    const own = await scan.can();
    expect(own.threshold).toBeGreaterThan(95);
    expect(own.threshold).toBeLessThan(100);
    expect(Math.abs(own.majorAxis.value - can.majorAxis.value)).toBeLessThan(0.005);
  });

  test('have the wall that is known of them, below the groove', async () => {
    const paths = Array.from({ length: 30 }, (_, i) => `cylindrical-cell/im0${String(41 + i)}.tif`);
    const slices = await Promise.all(
      paths.map(async (path) =>
        readAll(new File([readFileSync(`${ROOT}/${path}`)], path.slice(path.indexOf('/') + 1))),
      ),
    );
    const [nx, ny] = slices[0]!.source.size;
    const data = new Uint8Array(nx * ny * slices.length);
    slices.forEach(({ values }, k) => {
      data.set(values, nx * ny * k);
    });
    const scan = await lab.open(
      { data, size: [nx, ny, slices.length] },
      { spacing: [0.03397, 0.03397, 0.0679], unit: 'mm' },
    );
    const can = await scan.can({ threshold: 110 });
    // Below the groove: 0.291 ± 0.012 mm by another's count of voxels over this level.
    const walls = can.slices.wall.subarray(13, 28);
    const mean = walls.reduce((sum, wall) => sum + wall, 0) / walls.length;
    expect(Math.abs(mean - 0.291)).toBeLessThan(0.012);
    // The groove that holds the cap: there the can is narrow, and the cap leans against the wall.
    const axes = can.slices.majorAxis;
    expect(axes[4]).toBeLessThan(19.1);
    expect(Math.abs(axes[20]! - 21.268)).toBeLessThan(0.01);
    expect(can.slices.wall[4]).toBeGreaterThan(0.5);
    // Its narrowest slice shows no can on more than two thirds of its rays: no number is made up.
    expect(can.slices.seen[5]).toBeLessThan(2 / 3);
    expect(axes[5]).toBeNaN();
    expect(can.seen).toBeGreaterThan(0.95);
  });

  test('a drawn ellipse with a dent has its axes and depth', async () => {
    const scan = await sliceOf('cell-winding/ellipse_dent.tif', 0.0479);
    const can: CanValue = await scan.can();
    // A robust fit elsewhere: 22.75 and 19.72 mm, a dent of 1.02 mm.
    expect(Math.abs(can.majorAxis.value - 22.75)).toBeLessThan(0.02);
    expect(Math.abs(can.minorAxis.value - 19.72)).toBeLessThan(0.02);
    expect(can.dents).toHaveLength(1);
    expect(Math.abs(can.dents[0]!.depth - 1.02)).toBeLessThan(0.0479);
  });
});

describe('synthetic rolls', () => {
  test('have the axes, wall and dents of their truth, over 6 seeds', async () => {
    for (let seed = 1; seed <= 6; seed += 1) {
      const roll = syntheticRoll({
        ...{ seed, size: [250, 250, 10], spacing: 76 },
        can: { radius: 9100, wall: 380, ovality: 0.004, dents: seed % 2, dentDepth: 190 },
      });
      const { settings, dents, canCentre } = roll.truth;
      const scan = await lab.open(roll.file(), roll.grid);
      const can = await scan.can();
      const { radius, ovality, wall } = settings.can;
      // In µm, of voxels of 76 µm.
      expect(Math.abs(can.majorAxis.value - 2 * radius * (1 + ovality))).toBeLessThan(12);
      expect(Math.abs(can.minorAxis.value - 2 * radius * (1 - ovality))).toBeLessThan(12);
      expect(Math.abs(can.wallMedian - wall)).toBeLessThan(12);
      const middle = 4.5 * 76;
      expect(Math.abs(can.axis.x + can.axis.slopeX * middle - canCentre[0])).toBeLessThan(5);
      expect(Math.abs(can.axis.y + can.axis.slopeY * middle - canCentre[1])).toBeLessThan(5);
      expect(can.dents).toHaveLength(dents.length);
      dents.forEach((dent) => {
        const apart = Math.abs(Math.sin((can.dents[0]!.theta - dent.theta) / 2)) * 2;
        expect(apart).toBeLessThan(dent.halfAngle / 2);
        expect(Math.abs(can.dents[0]!.depth - dent.depth)).toBeLessThan(40);
      });
    }
  });
});
