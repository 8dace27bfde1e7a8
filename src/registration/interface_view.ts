// The pixels of a slice, seen through the materials of a volume.
import { compose, type Transform } from '../recipe/transform.js';
import { BLURS } from './appearance.js';
import { hypothesesOf, type Appearance, type Reader } from './interface_model.js';
import type { Motion } from './motion.js';
import type { Neighbourhoods } from './neighbourhoods.js';
import type { Matrix } from './normal_equations.js';
import { PoseSlopes } from './pose_slopes.js';
import { expectedOf, GreyFit, type Expected, type Slice } from './slice_greys.js';

/** What one look at all pixels gives. */
export interface Look {
  /** Logarithm of the likelihood. */
  readonly total: number;
  /** Its slope, by lengths of the motion's parameters, and what each block adds. */
  readonly slope: readonly number[];
  readonly pulls: Matrix;
  /** Sum of the products of what each pixel adds to the slope. */
  readonly information: Matrix;
  /** The slice as it would be more likely. */
  readonly next: Slice;
  /** The part of the pixels that no hypothesis explains. */
  readonly unexplained: number;
}

/** Part of the pixels that may show anything. */
const ANYTHING = 0.1;
/** Hypotheses that are less likely by more than this are left out, in nats. */
const NEGLIGIBLE = 14;
/** Slopes are differenced over so far, in voxels. */
const SPAN = 0.1;

/** The pixels of a slice, seen through the materials of a volume. */
export class InterfaceView {
  /** How often pixels were looked at. */
  looks = 0;
  readonly of: Neighbourhoods;
  readonly reader: Reader;
  readonly appearance: Appearance;
  readonly motion: Motion;
  readonly #hypotheses;
  readonly #likelihoods: Float64Array;
  readonly #joint: Float64Array;
  readonly #range: number;

  constructor(of: Neighbourhoods, reader: Reader, appearance: Appearance, motion: Motion) {
    this.of = of;
    this.reader = reader;
    this.appearance = appearance;
    this.motion = motion;
    this.#hypotheses = hypothesesOf(appearance.levels.length);
    this.#likelihoods = new Float64Array(this.#hypotheses.length);
    this.#joint = new Float64Array(this.#hypotheses.length);
    const { greys } = of;
    this.#range = Math.max(
      1e-9,
      greys.reduce((a, b) => Math.max(a, b)) - greys.reduce((a, b) => Math.min(a, b)),
    );
  }

  /** Medians of the pixels where the volume most likely has one material alone. */
  firstSlice(transform: Transform): Slice {
    const { of, reader, appearance } = this;
    const { levels, blur } = appearance;
    const found = levels.map((): number[] => []);
    for (let pixel = 0; pixel < of.points.length; pixel += 1) {
      if (!reader.read(pixel, transform)) continue;
      const top = reader.tell(appearance, this.#likelihoods);
      const material = this.#likelihoods.indexOf(top);
      if (material < levels.length) found[material]!.push(of.greys[pixel]!);
    }
    const median = (values: readonly number[]): number =>
      [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
    const middle = median([...of.greys]);
    const greys = found.map((values) => (values.length > 0 ? median(values) : middle));
    const spreads = found.flatMap((values, i) =>
      values.map((value) => Math.abs(value - greys[i]!)),
    );
    const noise = Math.max(1.5 * (median(spreads) || 0), this.#range / 200);
    return { greys, noise, blur };
  }

  /** One look at every `stride`th pixel. */
  look(transform: Transform, slice: Slice, stride: number): Look {
    this.looks += 1;
    const { of, reader, appearance, motion } = this;
    const expected = expectedOf(this.#hypotheses, appearance, slice, reader.unit);
    const greys = new GreyFit(this.#hypotheses, expected, slice.greys.length);
    const slopes = new PoseSlopes(motion, transform, reader.unit);
    const height = (1 - ANYTHING) / (slice.noise * Math.sqrt(2 * Math.PI));
    const anything = ANYTHING / this.#range;
    let [total, seen, explained] = [0, 0, 0];
    for (let pixel = 0; pixel < of.points.length; pixel += stride) {
      if (!reader.read(pixel, transform)) continue;
      const grey = of.greys[pixel]!;
      const { volume, both } = this.#weigh(grey, expected, slice.noise);
      const factor = height / volume;
      const sum = both * factor + anything;
      total += Math.log(sum);
      seen += 1;
      explained += (both * factor) / sum;
      let pull = 0;
      for (let h = 0; h < this.#hypotheses.length; h += 1) {
        const part = (this.#joint[h]! * factor) / sum;
        if (part < 1e-6) continue;
        pull += part * (grey - expected.greys[h]!) * expected.changes[h]!;
        greys.add(h, part, grey);
      }
      slopes.add(pull / slice.noise ** 2, reader.normal, of.points[pixel]!, of.blocks[pixel]!);
    }
    const { slope, pulls, information } = slopes;
    const next = greys.next(slice, explained, this.#range / 200);
    const unexplained = 1 - explained / Math.max(1, seen);
    return { total, slope, pulls, information, next, unexplained };
  }

  /**
   * Weighs what may lie at the pixel that was read, by the volume and by the pixel's grey, into
   * `#joint`; gives the sums of all by the volume alone and by both.
   */
  #weigh(grey: number, expected: Expected, noise: number): { volume: number; both: number } {
    const likelihoods = this.#likelihoods;
    const joint = this.#joint;
    const top = this.reader.tell(this.appearance, likelihoods);
    const scale = -1 / (2 * noise ** 2);
    let [volume, both] = [0, 0];
    for (let h = 0; h < joint.length; h += 1) {
      const less = likelihoods[h]! - top;
      if (less < -NEGLIGIBLE) {
        joint[h] = 0;
        continue;
      }
      const likely = Math.exp(less);
      const off = grey - expected.greys[h]!;
      joint[h] = likely * Math.exp(off * off * scale);
      volume += likely;
      both += joint[h]!;
    }
    return { volume, both };
  }

  /** The slice with the blur of those beside its own under which it is likeliest. */
  withBlur(transform: Transform, slice: Slice): Slice {
    const at = (BLURS as readonly number[]).indexOf(slice.blur);
    const tried = BLURS.slice(Math.max(0, at - 1), at + 2).map((blur) => ({ ...slice, blur }));
    const totals = tried.map((each) => this.look(transform, each, 4).total);
    return tried[totals.indexOf(Math.max(...totals))]!;
  }

  /** Less the second derivatives of the likelihood: differences of slopes of every other pixel. */
  curvatureAt(transform: Transform, slice: Slice): Matrix {
    const { motion } = this;
    const span = SPAN * this.reader.unit;
    const rows = motion.names.map((_, i) => {
      const at = (by: number): readonly number[] => {
        const lengths = motion.names.map((__, j) => (i === j ? by : 0));
        return this.look(compose(motion.at(lengths), transform), slice, 2).slope;
      };
      const [up, down] = [at(span), at(-span)];
      return up.map((value, j) => (2 * (down[j]! - value)) / (2 * span));
    });
    return rows.map((row, i) => row.map((value, j) => (value + rows[j]![i]!) / 2));
  }
}
