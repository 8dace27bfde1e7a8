import { expect, test } from 'vitest';
import { NodeHistograms } from '../../../src/learn/forest/node_histograms.js';
import { NodeSamples } from '../../../src/learn/forest/node_samples.js';
import { Random } from '../../../src/synthetic/random.js';

const [COUNT, FEATURES, CLASSES] = [4000, 5, 3];

/** What the samples of each class up to a bin weigh. */
function weighed(from: NodeSamples | NodeHistograms, bin: number): number[] {
  const left = new Uint32Array(CLASSES);
  from.weigh(left, bin);
  return [...left];
}

test('nodes that are counted say what their samples say, tree after tree', () => {
  const random = new Random(1);
  const below = (n: number): number => random.uint32() % n;
  const bins = Uint8Array.from({ length: COUNT * FEATURES }, () => below(below(200) + 20));
  const labels = Uint8Array.from({ length: COUNT }, () => below(CLASSES));
  const given = Uint32Array.from({ length: COUNT }, () => below(5));
  const samples = new NodeSamples(bins, COUNT, CLASSES, 64);
  const histograms = new NodeHistograms(samples, COUNT, FEATURES, CLASSES);
  for (let tree = 0; tree < 2; tree += 1) {
    samples.plant(labels, given);
    histograms.plant(given);
    expect(samples.size(0)).toBe(given.filter((weight) => weight > 0).length);
    let next = 1;
    let counted = 0;
    for (let node = 0; node < 9; node += 1) {
      for (let feature = 0; feature < FEATURES && histograms.has(node); feature += 1) {
        const range = samples.meet(node, feature);
        expect(histograms.meet(node, feature)).toEqual(range);
        for (const bin of [range[0], range[0] + below(range[1] - range[0])])
          expect(weighed(histograms, bin)).toEqual(weighed(samples, bin));
        counted += 1;
      }
      const size = samples.size(node);
      samples.divide(node, next, below(FEATURES), 10 + below(20));
      histograms.divide(node, next);
      expect(samples.size(next) + samples.size(next + 1)).toBe(size);
      expect(histograms.has(node)).toBe(false);
      next += 2;
    }
    // The root and some nodes below it.
    expect(counted).toBeGreaterThan(2 * FEATURES);
  }
});
