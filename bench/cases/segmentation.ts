import { greyInvertNode } from '../../src/filters/grey_invert.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { clearBorderNode } from '../../src/segmentation/clear_border.js';
import { components } from '../../src/segmentation/components.js';
import { distance } from '../../src/segmentation/distance.js';
import { equals } from '../../src/segmentation/equals.js';
import { foreground } from '../../src/segmentation/foreground.js';
import { otsuNode } from '../../src/segmentation/otsu_level.js';
import { removeSmallNode } from '../../src/segmentation/remove_small.js';
import { separate } from '../../src/segmentation/separate.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { watershed } from '../../src/segmentation/watershed.js';
import { nodesOf, type BenchCase } from './case.js';
import { GRAY_MIDDLE, maskOf } from './masks.js';

const componentsCase = (connectivity: 6 | 18 | 26): BenchCase => ({
  name: `components ${String(connectivity)}`,
  group: 'segmentation',
  fields: ['blobs', 'random'],
  make: (source) => {
    const grid = maskOf(source);
    return { result: makeNode(components, { grid }, { connectivity }), given: [grid] };
  },
  peers: (volume) => [
    { name: 'SciPy label', task: 'label', inputs: { volume }, params: { connectivity } },
    { name: 'cc3d', task: 'cc3d', inputs: { volume }, params: { connectivity } },
  ],
});

/** The components of random voxels: many ids, most of them of a few voxels. */
function idsOf(source: Node): Node {
  return makeNode(components, { grid: maskOf(source) }, { connectivity: 6 });
}

/**
 * Grains to be flooded: the distance upside down, from the cores that lie deeper than so many
 * voxels.
 */
function floodedOf(source: Node): { volume: Node; markers: Node; mask: Node } {
  const mask = maskOf(source);
  const depth = makeNode(distance, { objects: mask });
  const cores = makeNode(threshold, { volume: depth }, { lo: 5 });
  return { volume: greyInvertNode(depth), markers: makeNode(components, { grid: cores }), mask };
}

/** Ops to masks, phases and labels, and what decides them. */
export const segmentationCases: readonly BenchCase[] = [
  {
    name: 'threshold u8',
    group: 'segmentation',
    fields: ['blobs'],
    make: (volume) => ({ result: makeNode(threshold, { volume }, { lo: 1 }), given: [volume] }),
    peers: (volume) => [
      { name: 'NumPy >=', task: 'threshold', inputs: { volume }, params: { lo: 1 } },
    ],
  },
  {
    name: 'threshold u16',
    group: 'segmentation',
    fields: ['gray'],
    make: (volume) => ({
      result: makeNode(threshold, { volume }, { lo: GRAY_MIDDLE }),
      given: [volume],
    }),
    peers: (volume) => [
      { name: 'NumPy >=', task: 'threshold', inputs: { volume }, params: { lo: GRAY_MIDDLE } },
    ],
  },
  {
    name: 'otsu',
    group: 'segmentation',
    fields: ['gray'],
    make: (volume) => ({
      result: otsuNode(volume),
      given: [volume],
    }),
    peers: (volume) => [
      { name: 'scikit-image threshold_otsu', task: 'otsu', inputs: { volume }, params: {} },
    ],
  },
  componentsCase(6),
  componentsCase(18),
  componentsCase(26),
  {
    name: 'distance',
    group: 'segmentation',
    fields: ['blobs', 'spheres'],
    make: (source) => {
      const objects = maskOf(source);
      return { result: makeNode(distance, { objects }), given: [objects] };
    },
    peers: (volume) => [
      { name: 'SciPy distance_transform_edt', task: 'distance', inputs: { volume }, params: {} },
      { name: 'edt of seung-lab', task: 'edt', inputs: { volume }, params: {} },
    ],
  },
  {
    name: 'separate',
    group: 'segmentation',
    fields: ['spheres'],
    make: (source) => {
      const mask = maskOf(source);
      return { result: makeNode(separate, { mask }), given: [mask] };
    },
  },
  {
    name: 'watershed',
    group: 'segmentation',
    fields: ['spheres'],
    make: (source) => {
      const given = floodedOf(source);
      return { result: makeNode(watershed, given), given: Object.values(given) };
    },
    peers: (_, { given: [volume, markers, mask] }) => [
      {
        name: 'scikit-image watershed',
        task: 'watershed',
        inputs: nodesOf({ volume, markers, mask }),
        params: {},
      },
    ],
  },
  {
    name: 'remove small',
    group: 'segmentation',
    fields: ['random'],
    make: (source) => {
      const grid = idsOf(source);
      return { result: removeSmallNode(grid, { minVoxels: 10 }), given: [grid] };
    },
  },
  {
    name: 'clear border',
    group: 'segmentation',
    fields: ['random'],
    make: (source) => {
      const labels = idsOf(source);
      return { result: clearBorderNode(labels), given: [labels] };
    },
  },
  {
    name: 'foreground',
    group: 'segmentation',
    fields: ['random'],
    make: (source) => {
      const labels = idsOf(source);
      return { result: makeNode(foreground, { labels }), given: [labels] };
    },
  },
  {
    name: 'equals',
    group: 'segmentation',
    fields: ['blobs'],
    make: (grid) => ({ result: makeNode(equals, { grid }, { values: [1] }), given: [grid] }),
    peers: (volume) => [
      { name: 'NumPy ==', task: 'equals', inputs: { volume }, params: { value: 1 } },
    ],
  },
];
