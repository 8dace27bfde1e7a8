import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Lab } from '../../src/index.js';
import golden from '../golden/scikit_forest.json' with { type: 'json' };

let lab: Lab;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(async () => {
  await lab.dispose();
});

const { forest, scales, probability } = golden;
const size = golden.size as unknown as readonly [number, number, number];
const features = ['intensity', 'gaussian', 'gradient', 'hessian'];
const classes = ['smooth', 'rough'] as const;
const open = () => lab.open({ data: Uint8Array.from(golden.image), size });

test('a forest of scikit-learn gives its probabilities', async () => {
  const scan = await open();
  const classifier = lab.importClassifier(forest, { scan, classes, features, scales });
  const { data } = await scan.probability(classifier, 'rough').read();
  // A leaf has 255 votes; and a pixel on a threshold may come to another leaf of one tree.
  const off = probability.map((p, i) => Math.abs(p - data[i]!));
  expect(off.filter((difference) => difference > 1 / 255).length).toBeLessThanOrEqual(2);
  const { data: codes } = await scan.classify(classifier).read();
  const sure = probability.flatMap((p, i) => (Math.abs(p - 0.5) > 0.01 ? [i] : []));
  expect(sure.filter((i) => codes[i] !== Number(probability[i]! > 0.5)).length).toBeLessThan(2);
  const again = lab.classifier(JSON.parse(JSON.stringify(await classifier.json())));
  expect((await scan.classify(again).read()).data).toEqual(codes);
});

test('a forest that does not fit its features or names is refused', async () => {
  const scan = await open();
  const of = { scan, classes, features, scales };
  expect(() => lab.importClassifier(forest, { ...of, scales: [1] })).toThrow(/9 values/);
  expect(() => lab.importClassifier(forest, { ...of, classes: ['one'] })).toThrow(/2 names/);
  expect(() => lab.importClassifier({ ...forest, trees: [{}] }, of)).toThrow(/of tree 0/);
  expect(() => lab.importClassifier(forest, { ...of, scan: 1 as never })).toThrow(/volume/);
});
