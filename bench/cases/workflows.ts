import { invert } from '../../src/filters/invert.js';
import { median } from '../../src/filters/median.js';
import { makeNode } from '../../src/recipe/op.js';
import { components } from '../../src/segmentation/components.js';
import { distance } from '../../src/segmentation/distance.js';
import { otsuNode } from '../../src/segmentation/otsu_level.js';
import { separate } from '../../src/segmentation/separate.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { fraction } from '../../src/stats/fraction.js';
import { labelCount } from '../../src/stats/label_count.js';
import { measureNode } from '../../src/stats/measure.js';
import { surfaceArea } from '../../src/stats/surface_area.js';
import { thicknessNode } from '../../src/structure/thickness.js';
import { transportNode } from '../../src/transport/tortuosity.js';
import type { Node } from '../../src/recipe/op.js';
import type { BenchCase } from './case.js';
import { maskOf } from './masks.js';

/** The solid of a grey image, as the main job finds it. */
function solidOf(source: Node): Node {
  const volume = makeNode(median, { volume: source }, { size: 3 });
  const above = otsuNode(volume);
  return makeNode(threshold, { volume, above });
}

/** Size and place of every grain, as a table of labels gives them. */
function particlesOf(source: Node): Node {
  const labels = makeNode(separate, { mask: solidOf(source) });
  const inside = makeNode(distance, { objects: labels }, { border: 'background' });
  return measureNode(labels, { intensity: source, distance: inside });
}

/**
 * Whole jobs, through the engine's evaluator with its cache emptied, from a resident grey volume.
 */
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
  {
    name: 'thickness',
    group: 'workflows',
    fields: ['blobs'],
    make: (source) => ({ result: thicknessNode(maskOf(source)), given: [source] }),
  },
  {
    name: 'tortuosity',
    group: 'workflows',
    fields: ['blobs'],
    make: (source) => ({ result: transportNode(maskOf(source), { axis: 'z' }), given: [source] }),
  },
  {
    name: 'full report',
    group: 'workflows',
    fields: ['gray'],
    make: (source) => {
      const mask = solidOf(source);
      const pores = makeNode(invert, { mask });
      return {
        result: particlesOf(source),
        also: [
          makeNode(fraction, { mask: pores }),
          makeNode(surfaceArea, { mask }),
          ...([6, 18, 26] as const).map((connectivity) =>
            makeNode(labelCount, {
              labels: makeNode(components, { grid: mask }, { connectivity }),
            }),
          ),
          thicknessNode(mask),
          transportNode(pores, { axis: 'z' }),
        ],
        given: [source],
      };
    },
  },
];
