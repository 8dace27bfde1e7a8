import { addVotes, LEAF_VOTES } from './forest_data.js';
import { checkSamples, numberStrokes, type NumberedStrokes, type Samples } from './samples.js';
import { trainForest, type ForestOptions } from './train_forest.js';

/** Parts that strokes are left out in, at most. */
const MOST_FOLDS = 10;

/** Ranges of probability whose hits are compared with it. */
const CALIBRATION_BINS = 10;

/** How a forest does on strokes that it did not learn. */
export interface ForestValidation {
  /**
   * `confusion[truth · classes + predicted]`: samples of each class by the class they were taken
   * for.
   */
  readonly confusion: Uint32Array;
  /** Samples that were taken for their own class, of all that could be judged. */
  readonly accuracy: number;
  /** Mean over the classes of the part that was found again: every class counts the same. */
  readonly balancedAccuracy: number;
  /**
   * Expected calibration error (Naeini et al. 2015, https://doi.org/10.1609/aaai.v29i1.9602): how
   * far the greatest probability is from the part that is right, mean over samples in ten ranges of
   * it.
   */
  readonly calibrationError: number;
  /** Samples that were judged. */
  readonly judged: number;
  /** Classes of one stroke: leaving that out would leave nothing to learn, so none is judged. */
  readonly unjudged: readonly number[];
}

/**
 * Trains again without some strokes, up to ten times, so that every stroke is left out once, and
 * judges the samples of those that are left out. Samples of one stroke are alike: were only single
 * ones left out, their neighbours would give them away, and the accuracy came out too great. The
 * strokes of a class are dealt to the parts from the largest on, each to the part that has least of
 * it. A class of one stroke is learnt every time, and never judged.
 *
 * It takes as long as up to ten trainings.
 *
 * @throws `invalid-argument` as `trainForest`
 */
export function validateForest(samples: Samples, options: ForestOptions = {}): ForestValidation {
  checkSamples('validateForest', samples);
  const { classes, labels, features, values } = samples;
  const strokes = numberStrokes(samples);
  const folds = dealStrokes(strokes);
  const confusion = new Uint32Array(classes * classes);
  const calibration = new Calibration();
  const votes = new Uint32Array(classes);
  for (let fold = 0; fold < MOST_FOLDS; fold += 1) {
    const isLeftOut = Uint8Array.from(strokes.of, (stroke) => Number(folds[stroke] === fold));
    if (!isLeftOut.includes(1)) continue;
    const { forest } = trainForest(without(samples, isLeftOut), options);
    for (let i = 0; i < labels.length; i += 1) {
      if (isLeftOut[i] === 0) continue;
      votes.fill(0);
      addVotes(forest, values, i * features, votes);
      const most = votes.reduce((best, count, c) => (count > votes[best]! ? c : best), 0);
      confusion[labels[i]! * classes + most]! += 1;
      calibration.add(votes[most]! / (LEAF_VOTES * forest.trees.length), most === labels[i]);
    }
  }
  return { ...summary(confusion, classes), calibrationError: calibration.error };
}

/** What a confusion matrix says. */
function summary(
  confusion: Uint32Array,
  classes: number,
): Omit<ForestValidation, 'calibrationError'> {
  const every = Array.from({ length: classes }, (_, c) => c);
  const judgedOf = (c: number): number =>
    confusion.subarray(c * classes, (c + 1) * classes).reduce((a, b) => a + b, 0);
  const hits = (c: number): number => confusion[c * classes + c]!;
  const seen = every.filter((c) => judgedOf(c) > 0);
  const sum = (of: (c: number) => number): number => seen.reduce((total, c) => total + of(c), 0);
  const judged = sum(judgedOf);
  return {
    confusion,
    accuracy: sum(hits) / judged,
    balancedAccuracy: sum((c) => hits(c) / judgedOf(c)) / seen.length,
    judged,
    unjudged: every.filter((c) => judgedOf(c) === 0),
  };
}

/** The part in which each stroke is left out; none of a class of one stroke. */
function dealStrokes({ of, classOf }: NumberedStrokes): Int32Array {
  const sizes = new Uint32Array(classOf.length);
  for (const stroke of of) sizes[stroke]! += 1;
  const folds = new Int32Array(classOf.length).fill(-1);
  for (const c of new Set(classOf)) {
    const own = Array.from(sizes.keys()).filter((stroke) => classOf[stroke] === c);
    if (own.length < 2) continue;
    own.sort((a, b) => sizes[b]! - sizes[a]! || a - b);
    const held = new Float64Array(Math.min(MOST_FOLDS, own.length));
    for (const stroke of own) {
      const least = held.indexOf(Math.min(...held));
      folds[stroke] = least;
      held[least]! += sizes[stroke]!;
    }
  }
  return folds;
}

/** The samples that are not left out. */
function without(samples: Samples, isLeftOut: Uint8Array): Samples {
  const { features, classes, values, labels, strokes } = samples;
  const kept = Array.from(labels.keys()).filter((i) => isLeftOut[i] === 0);
  const rows = new Float32Array(kept.length * features);
  kept.forEach((i, k) => {
    rows.set(values.subarray(i * features, (i + 1) * features), k * features);
  });
  return {
    values: rows,
    labels: Uint8Array.from(kept, (i) => labels[i]!),
    strokes: Uint32Array.from(kept, (i) => strokes[i]!),
    classes,
    features,
  };
}

/** Counts hits by probability. */
class Calibration {
  readonly #probabilities = new Float64Array(CALIBRATION_BINS);
  readonly #hits = new Float64Array(CALIBRATION_BINS);
  #samples = 0;

  add(probability: number, isHit: boolean): void {
    const bin = Math.min(CALIBRATION_BINS - 1, Math.floor(CALIBRATION_BINS * probability));
    this.#probabilities[bin]! += probability;
    this.#hits[bin]! += Number(isHit);
    this.#samples += 1;
  }

  get error(): number {
    const gaps = this.#probabilities.map((sum, bin) => Math.abs(sum - this.#hits[bin]!));
    return gaps.reduce((a, b) => a + b, 0) / this.#samples;
  }
}
