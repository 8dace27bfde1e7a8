import { invalidArgument } from '../../recipe/errors.js';
import { drawing } from '../../stats/drawing.js';
import { classWeights } from './class_weights.js';
import { binFeatures } from './feature_bins.js';
import { MOST_DEPTH, MOST_TREES, type Forest, type Tree } from './forest_data.js';
import { TreeGrower } from './grow_tree.js';
import { checkSamples, type Samples } from './samples.js';

/** How a forest is trained. */
export interface ForestOptions {
  /** 1 … 256; default 100. */
  readonly trees?: number;
  /** Levels below the root, 1 … 32; default 10. */
  readonly depth?: number;
  /** A whole number 0 … 2³² − 1; default 0. */
  readonly seed?: number;
  /** Features that are tried at each node; default three quarters of all, rounded up. */
  readonly maxFeatures?: number;
}

/** A forest and what its training tells. */
export interface TrainedForest {
  readonly forest: Forest;
  /**
   * Mean decrease of impurity by each feature: the part of what the splits of a tree gain that is
   * due to it, mean over the trees. They sum to 1, where any tree has a split. Features that say
   * the same share what they are worth, and ones of many values are favoured.
   */
  readonly importance: Float64Array;
}

/**
 * Trains a forest of extremely randomized trees (Geurts et al. 2006,
 * https://doi.org/10.1007/s10994-006-6226-1) on labelled voxels: random cuts at up to 255
 * thresholds a feature, the best by Gini's impurity ({@link TreeGrower}), every tree on all
 * samples, with classes that weigh the same ({@link classWeights}). The same samples, in the same
 * order, and seed give the same forest everywhere.
 *
 * @throws `invalid-argument` where samples or options are not what they are said to be
 */
export function trainForest(samples: Samples, options: ForestOptions = {}): TrainedForest {
  checkSamples('trainForest', samples);
  const { classes, features } = samples;
  const whole = (name: keyof ForestOptions, byDefault: number, most: number, least = 1): number => {
    const n = options[name] ?? byDefault;
    if (!Number.isInteger(n) || n < least || n > most)
      throw invalidArgument(
        'trainForest',
        name,
        n,
        `whole numbers ${String(least)} … ${String(most)}`,
      );
    return n;
  };
  const count = whole('trees', 100, MOST_TREES);
  const depth = whole('depth', 10, MOST_DEPTH);
  const tried = whole('maxFeatures', Math.ceil((3 * features) / 4), features);
  const draw = drawing(whole('seed', 0, 2 ** 32 - 1, 0));
  const grower = new TreeGrower(samples, binFeatures(samples), { depth, tried }, draw);
  const weights = classWeights(samples.labels);
  const trees: Tree[] = Array.from({ length: count }, () => grower.grow(weights));
  const sum = grower.importance.reduce((a, b) => a + b, 0);
  const importance = grower.importance.map((value) => (sum > 0 ? value / sum : 0));
  return { forest: { classes, features, trees }, importance };
}
