import { invert } from '../../src/filters/invert.js';
import { median } from '../../src/filters/median.js';
import { makeNode } from '../../src/recipe/op.js';
import { distance } from '../../src/segmentation/distance.js';
import { otsuThreshold } from '../../src/segmentation/otsu_threshold.js';
import { separate } from '../../src/segmentation/separate.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { fraction } from '../../src/stats/fraction.js';
import { histogramNode } from '../../src/stats/histogram.js';
import { measureNode } from '../../src/stats/measure.js';
import type { Node } from '../../src/recipe/op.js';
import type { BenchCase } from './case.js';

/** The solid of a grey image, as the main job finds it. */
function solidOf(source: Node): Node {
  const volume = makeNode(median, { volume: source }, { size: 3 });
  const above = makeNode(otsuThreshold, { histogram: histogramNode(volume) });
  return makeNode(threshold, { volume, above });
}

/** Size and place of every grain, as a table of labels gives them. */
function particlesOf(source: Node): Node {
  const labels = makeNode(separate, { mask: solidOf(source) });
  const inside = makeNode(distance, { objects: labels }, { border: 'background' });
  return measureNode(labels, { intensity: source, distance: inside });
}

/** Whole jobs, through the engine's evaluator with its cache emptied, from a resident grey volume. */
export const workflowCases: readonly BenchCase[] = [
  {
    name: 'porosity',
    group: 'workflows',
    fields: ['gray'],
    make: (source) => ({
      result: makeNode(fraction, { mask: makeNode(invert, { mask: solidOf(source) }) }),
      given: [source],
    }),
  },
  {
    name: 'particles',
    group: 'workflows',
    fields: ['gray'],
    make: (source) => ({ result: particlesOf(source), given: [source] }),
  },
];
