import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { median } from '../../src/filters/median.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { distance } from '../../src/segmentation/distance.js';
import { otsuThreshold } from '../../src/segmentation/otsu_threshold.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { count } from '../../src/stats/count.js';
import { histogramNode, type Histogram } from '../../src/stats/histogram.js';
import { momentsNode, type Moments } from '../../src/stats/moments.js';
import { openTestEngine, type TestEngine } from '../harness.js';

const FOLDER = '../shared/data/volumes/sandpack';
const SIZE: Vec3 = [200, 200, 100];

interface Reference {
  gray: {
    sum: number;
    mean: number;
    std: number;
    hist256: number[];
    otsu_skimage: number;
    median3_reflect_sum: number;
  };
}

const present = existsSync(FOLDER);
if (!present) console.warn(`skipped: ${FOLDER} is not there`);

describe.skipIf(!present)('sandpack', () => {
  let engine: TestEngine;
  let gray: Node;
  let reference: Reference;
  beforeAll(async () => {
    engine = await openTestEngine();
    reference = JSON.parse(readFileSync(`${FOLDER}/REFERENCE_computed.json`, 'utf8')) as Reference;
    gray = await engine.source(
      new Uint8Array(readFileSync(`${FOLDER}/sand_200x200x100_uint8.raw`)),
      SIZE,
    );
  });
  afterAll(async () => {
    await engine.close();
  });

  test('moments and histogram', async () => {
    const moments = (await engine.value(momentsNode(gray))) as Moments;
    expect(moments.sum).toBe(reference.gray.sum);
    expect(moments.mean).toBe(reference.gray.mean);
    expect(moments.std).toBeCloseTo(reference.gray.std, 9);
    const { counts, start } = (await engine.value(histogramNode(gray))) as Histogram;
    const all = new Array<number>(256).fill(0);
    counts.forEach((n, i) => (all[start + i] = n));
    expect(all).toEqual(reference.gray.hist256);
  });

  test('Otsu before and after the median, and the distance summed', async () => {
    expect(await engine.value(makeNode(otsuThreshold, { histogram: histogramNode(gray) }))).toBe(
      reference.gray.otsu_skimage,
    );
    const smooth = makeNode(median, { volume: gray }, { size: 3 });
    expect(((await engine.value(momentsNode(smooth))) as Moments).sum).toBe(
      reference.gray.median3_reflect_sum,
    );
    const above = makeNode(otsuThreshold, { histogram: histogramNode(smooth) });
    expect(await engine.value(above)).toBe(79);
    const grains = makeNode(threshold, { volume: smooth, above });
    expect(await engine.value(makeNode(count, { mask: grains }))).toBe(2326886);
    const far = makeNode(distance, { objects: grains }, { units: 'index' });
    const { sum } = (await engine.value(momentsNode(far))) as Moments;
    expect(Math.abs(sum / 6092599.802900066 - 1)).toBeLessThan(1e-6);
  });
});
