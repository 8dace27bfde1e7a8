import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { volumeOf, type Vec3 } from '../../../src/recipe/geometry.js';
import { makeNode } from '../../../src/recipe/op.js';
import { threshold } from '../../../src/segmentation/threshold.js';
import { toLabels } from '../../../src/segmentation/to_labels.js';
import { DIRECTIONS_13 } from '../../../src/stats/directions.js';
import { measureNode } from '../../../src/stats/measure.js';
import { areaPerTransition } from '../../../src/stats/objects/crofton.js';
import { objectPhaseContacts } from '../../../src/stats/objects/object_phase_contacts.js';
import type { Lab } from '../../../src/volume/lab.js';
import type { Labels, Mask } from '../../../src/volume/handles.js';
import { openTestEngine, type TestEngine } from '../../harness.js';
import { testTraffic } from '../../ops/traffic.js';
import { phaseContactsTwin } from '../../reference/objects.js';
import { SIZES, stream } from '../inputs.js';
import { labelsOf, openLab } from './handles.js';

let lab: Lab;
let bricked: Lab;
let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  lab = await openLab();
  bricked = await openLab({ brick: [32, 10, 6] });
});
afterAll(async () => {
  await lab.dispose();
  await bricked.dispose();
  await engine.close();
});

const SPACING: Vec3 = [0.5, 1.25, 2];

async function maskOf(on: Lab, data: Uint8Array<ArrayBuffer>, size: Vec3): Promise<Mask> {
  const volume = await on.open({ data, size }, { spacing: SPACING, unit: 'µm' });
  return volume.threshold({ lo: 1 });
}

const ESTIMATORS = ['crofton13', 'crofton3', 'faces'] as const;

describe.each([...SIZES, [41, 14, 8], [70, 35, 9]] as Vec3[])('on %i×%i×%i', (...size) => {
  const random = stream(size[0] * size[1]);
  // Lumps of ids that lie far apart, in a phase of lumps; some of the phase lies in objects.
  const lump = (i: number, edge: number): number => {
    const x = Math.floor((i % size[0]) / edge);
    const y = Math.floor((Math.floor(i / size[0]) % size[1]) / edge);
    const z = Math.floor(i / (size[0] * size[1] * edge));
    return (x * 7 + y * 13 + z * 29) % 11;
  };
  const labels = Uint32Array.from({ length: volumeOf(size) }, (_, i) => {
    const of = lump(i, 3);
    return of < 4 || random() < 0.1 ? 0 : 90 * of - 5;
  });
  const phase = Uint8Array.from(labels, (_, i) => (lump(i, 2) < 6 ? 1 : 0));
  const twin = phaseContactsTwin(labels, phase, size, DIRECTIONS_13);

  test.each(ESTIMATORS)('%s: as the definition, bricked as whole', async (estimator) => {
    const [table, parts] = await Promise.all(
      [lab, bricked].map(async (on) =>
        (await labelsOf(on, labels, size, SPACING)).phaseContacts(await maskOf(on, phase, size), {
          estimator,
        }),
      ),
    );
    expect(Array.from(table!.column('label'))).toEqual([...twin.keys()]);
    for (const name of table!.columnNames)
      expect(parts!.column(name), name).toEqual(table!.column(name));
    const areas = areaPerTransition(estimator, SPACING);
    const areaOf = (counts: readonly number[]): number =>
      areas.reduce((sum, area, k) => sum + area * counts[k]!, 0);
    [...twin.values()].forEach(({ all, inPhase }, row) => {
      const { faces, area, surfaceArea, coveredPart } = table!.row(row) as Record<string, number>;
      expect(faces).toBe(inPhase[0]! + inPhase[1]! + inPhase[2]!);
      expect(area).toBeCloseTo(areaOf(inPhase), 9);
      expect(surfaceArea).toBeCloseTo(areaOf(all), 9);
      if (areaOf(all) > 0) expect(coveredPart).toBeCloseTo(areaOf(inPhase) / areaOf(all), 12);
      else expect(coveredPart).toBeNaN();
    });
  });
});

/** A ball of a radius in the middle of a cube, and what lies above a height. */
async function ballBelow(
  edge: number,
  r: number,
  height: number,
): Promise<{ ball: Labels; above: Mask }> {
  const size: Vec3 = [edge, edge, edge];
  const c = (edge - 1) / 2;
  const ball = new Uint32Array(edge ** 3);
  const above = new Uint8Array(edge ** 3);
  for (let i = 0; i < ball.length; i++) {
    const [x, y, z] = [i % edge, Math.floor(i / edge) % edge, Math.floor(i / edge ** 2)];
    const inside = (x - c) ** 2 + (y - c) ** 2 + (z - c) ** 2 <= r * r;
    ball[i] = inside ? 1 : 0;
    above[i] = z > c + height ? 1 : 0;
  }
  const volume = await lab.open({ data: above, size }, { unit: 'µm', spacing: [1, 1, 1] });
  return { ball: await labelsOf(lab, ball, size), above: volume.threshold({ lo: 1 }) };
}

test('the cap of a ball that a phase coats is its part of the sphere, by any estimator', async () => {
  // Archimedes: a cap of height r − h is (r − h)/2r of the sphere.
  const r = 16.3;
  for (const height of [-0.2, 8]) {
    const { ball, above } = await ballBelow(41, r, height);
    for (const estimator of ESTIMATORS) {
      const table = await ball.phaseContacts(above, { estimator });
      const { coveredPart, surfaceArea } = table.row(0) as Record<string, number>;
      // The phase begins half a voxel above the last voxels below it.
      const cap = (r - Math.round(height) + 0.5) / (2 * r);
      expect(Math.abs(coveredPart! - cap)).toBeLessThan(0.05);
      if (estimator === 'crofton13')
        expect(Math.abs(surfaceArea! / (4 * Math.PI * r * r) - 1)).toBeLessThan(0.02);
    }
  }
});

test('what is within the volume adds up: phase and rest; and its border is no surface', async () => {
  const size: Vec3 = [40, 20, 10];
  const labels = Uint32Array.from({ length: 8000 }, (_, i) => (i % 40 < 20 ? 1 : 2));
  const phase = Uint8Array.from(labels, (id, i) =>
    id === 2 && Math.floor(i / 40) % 20 < 5 ? 1 : 0,
  );
  const grid = await labelsOf(lab, labels, size, SPACING);
  const mask = await maskOf(lab, phase, size);
  const inPhase = await grid.phaseContacts(mask, { estimator: 'faces' });
  const rest = await grid.phaseContacts(mask.invert(), { estimator: 'faces' });
  // One plane across x of 20 × 10 faces, each of 1.25 × 2 µm².
  for (const row of [0, 1]) expect(inPhase.column('surfaceArea')[row]).toBeCloseTo(200 * 2.5, 9);
  expect(Array.from(inPhase.column('faces'))).toEqual([50, 0]);
  expect(Array.from(rest.column('faces'))).toEqual([150, 200]);
  expect(inPhase.column('coveredPart')[0]).toBeCloseTo(0.25, 12);
  // An object that fills the volume has no surface.
  const full = await labelsOf(lab, new Uint32Array(8000).fill(7), size, SPACING);
  const { faces, surfaceArea, coveredPart } = (await full.phaseContacts(mask)).row(0);
  expect([faces, surfaceArea, coveredPart]).toEqual([0, 0, NaN]);
});

test('a mask of another size is refused', async () => {
  const grid = await labelsOf(lab, new Uint32Array(27).fill(1), [3, 3, 3], SPACING);
  const mask = await maskOf(lab, new Uint8Array(8), [2, 2, 2]);
  await expect(grid.phaseContacts(mask)).rejects.toMatchObject({ code: 'invalid-argument' });
});

testTraffic(
  objectPhaseContacts,
  () => engine,
  (volume) => {
    const labels = makeNode(toLabels, { volume });
    const phase = makeNode(threshold, { volume }, { lo: 3 });
    return makeNode(objectPhaseContacts, { labels, phase, measures: measureNode(labels) });
  },
  // Of four ids, zero among them: 26 words each, read and written.
  { dispatches: 1, perVoxel: 4.125, besides: 2 * 4 * 26 * 4 },
);
