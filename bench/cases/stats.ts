import { voxels } from '../../src/recipe/length.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { separate } from '../../src/segmentation/separate.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { count } from '../../src/stats/count.js';
import { fraction } from '../../src/stats/fraction.js';
import { histogramNode } from '../../src/stats/histogram.js';
import { labelCount } from '../../src/stats/label_count.js';
import { measureNode } from '../../src/stats/measure.js';
import { momentsNode } from '../../src/stats/moments.js';
import { rangeNode } from '../../src/stats/range.js';
import { surfaceArea } from '../../src/stats/surface_area.js';
import { twoPoint } from '../../src/stats/two_point.js';
import { nodesOf, type BenchCase, type Job } from './case.js';
import { GRAY_MIDDLE, maskOf } from './masks.js';

/** The grains of a grey volume, parted from each other. */
function labelsOf(volume: Node): Node {
  return makeNode(separate, { mask: makeNode(threshold, { volume }, { lo: GRAY_MIDDLE }) });
}

function measureJob(volume: Node): Job {
  const labels = labelsOf(volume);
  return { result: measureNode(labels, { intensity: volume }), given: [volume, labels] };
}

/** Distances of pairs, in voxels, that fit the smallest volume. */
const TWO_POINT_REACH = 24;

/** Ops to numbers and tables. */
export const statsCases: readonly BenchCase[] = [
  {
    name: 'range',
    group: 'stats',
    fields: ['gray'],
    make: (volume) => ({ result: rangeNode(volume), given: [volume] }),
    peers: (volume) => [{ name: 'NumPy min, max', task: 'range', inputs: { volume }, params: {} }],
  },
  {
    name: 'histogram u8',
    group: 'stats',
    fields: ['blobs'],
    make: (volume) => ({ result: histogramNode(volume), given: [volume] }),
    peers: (volume) => [
      { name: 'NumPy bincount', task: 'histogram', inputs: { volume }, params: {} },
    ],
  },
  {
    name: 'histogram u16',
    group: 'stats',
    fields: ['gray'],
    make: (volume) => ({ result: histogramNode(volume), given: [volume] }),
    peers: (volume) => [
      { name: 'NumPy bincount', task: 'histogram', inputs: { volume }, params: {} },
    ],
  },
  {
    name: 'moments',
    group: 'stats',
    fields: ['gray'],
    make: (volume) => ({ result: momentsNode(volume), given: [volume] }),
    peers: (volume) => [
      { name: 'NumPy mean, std', task: 'moments', inputs: { volume }, params: {} },
    ],
  },
  {
    name: 'count',
    group: 'stats',
    fields: ['blobs'],
    make: (source) => {
      const mask = maskOf(source);
      return { result: makeNode(count, { mask }), given: [mask] };
    },
    peers: (volume) => [
      { name: 'NumPy count_nonzero', task: 'count', inputs: { volume }, params: {} },
    ],
  },
  {
    name: 'fraction with interval',
    group: 'stats',
    fields: ['blobs'],
    make: (source) => {
      const mask = maskOf(source);
      return { result: makeNode(fraction, { mask }), given: [mask] };
    },
  },
  {
    name: 'surface area',
    group: 'stats',
    fields: ['blobs'],
    make: (source) => {
      const mask = maskOf(source);
      return { result: makeNode(surfaceArea, { mask }), given: [mask] };
    },
  },
  {
    name: 'marching cubes',
    group: 'stats',
    fields: ['blobs'],
    make: (source) => {
      const mask = maskOf(source);
      const estimator = 'marchingCubes';
      return { result: makeNode(surfaceArea, { mask }, { estimator }), given: [mask] };
    },
    peers: (volume) => [
      {
        name: 'scikit-image marching_cubes',
        task: 'marching_cubes',
        inputs: { volume },
        params: {},
      },
    ],
  },
  {
    name: 'two point',
    group: 'stats',
    fields: ['blobs'],
    make: (source) => {
      const mask = maskOf(source);
      const maxDistance = voxels(TWO_POINT_REACH);
      return { result: makeNode(twoPoint, { mask }, { maxDistance }), given: [mask] };
    },
    peers: (volume) => [
      {
        name: 'SciPy n-D FFT',
        task: 'two_point',
        inputs: { volume },
        params: { reach: TWO_POINT_REACH },
      },
    ],
  },
  {
    name: 'label count',
    group: 'stats',
    fields: ['gray'],
    make: (volume) => {
      const labels = labelsOf(volume);
      return { result: makeNode(labelCount, { labels }), given: [labels] };
    },
  },
  {
    name: 'measure',
    group: 'stats',
    fields: ['gray'],
    make: measureJob,
    peers: (volume, { given: [, labels] }) => [
      {
        name: 'scikit-image regionprops_table',
        task: 'regionprops',
        inputs: nodesOf({ labels, volume }),
        params: {},
      },
    ],
  },
];
