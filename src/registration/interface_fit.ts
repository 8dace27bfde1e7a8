// The pose at which a slice shows the interfaces that a volume has.
import { compose, type Transform } from '../recipe/transform.js';
import { appearanceOf, BLURS } from './appearance.js';
import type { Motion } from './motion.js';
import { BLOCKS, type Neighbourhoods } from './neighbourhoods.js';
import { density, hypothesesOf, normal, Reader, type Appearance } from './interface_model.js';
import { solvePositive, type Matrix } from './normal_equations.js';

/** What is known of the slice on the way. */
interface Slice {
  /** Its greys of the volume's materials. */
  readonly greys: readonly number[];
  /** Standard deviation of its noise. */
  readonly noise: number;
  /** Standard deviation of its blur, in voxels of the volume. */
  readonly blur: number;
}

/** What one look at all pixels gives. */
interface Look {
  /** Logarithm of the likelihood. */
  readonly total: number;
  /** Its slope, by lengths of the motion's parameters, and what each block adds. */
  readonly slope: readonly number[];
  readonly pulls: Matrix;
  /** Sum of the products of what each pixel adds to the slope. */
  readonly information: Matrix;
  /** The slice as it would be more likely. */
  readonly next: Slice;
  /** Pixels that were seen, and the part of them that no hypothesis explains. */
  readonly seen: number;
  readonly unexplained: number;
}

/** A pose that was fitted, and what its precision follows from. */
export interface InterfaceFit {
  readonly transform: Transform;
  readonly pulls: Matrix;
  readonly curvature: Matrix;
  readonly unexplained: number;
  readonly evaluations: number;
}

/** Part of the pixels that may show anything. */
const ANYTHING = 0.1;
/** Hypotheses that are less likely by more than this are left out, in nats. */
const NEGLIGIBLE = 14;
/** Spans and steps, in voxels. */
const SPAN = 0.1;
const LONGEST = 0.5;
const PRECISION = 0.01;
/** Looks on the way and at the end of it, at most. */
const ON_THE_WAY = 12;
const AT_THE_END = 16;

/** Fits a pose; undefined where there is none near the start. */
export function fitInterfaces(
  of: Neighbourhoods,
  start: Transform,
  motion: Motion,
): InterfaceFit | undefined {
  const reader = new Reader(of);
  const appearance = appearanceOf(reader, of.points.length, start);
  if (appearance === undefined) return undefined;
  const view = new View(of, reader, appearance, motion);
  const { unit } = reader;
  let slice = view.firstSlice(start);
  let transform = start;
  /** A step of Newton's method, half a voxel at most, and how long it is. */
  const stepOf = (curvature: Matrix, slope: readonly number[]) => {
    const step = solvePositive(curvature, slope);
    if (step?.every((length) => Number.isFinite(length)) !== true) return undefined;
    const most = Math.max(...step.map(Math.abs)) / unit;
    const part = Math.min(1, LONGEST / most);
    return { most: part * most, along: step.map((length) => length * part) };
  };
  for (let i = 0; i < ON_THE_WAY; i += 1) {
    const look = view.look(transform, slice, 2);
    slice = look.next;
    const step = stepOf(look.information, look.slope);
    if (step === undefined) return undefined;
    transform = compose(motion.at(step.along), transform);
    if (i % 4 === 3) slice = view.withBlur(transform, slice);
    if (i > 3 && step.most < 4 * PRECISION) break;
  }
  const curvature = view.curvatureAt(transform, slice);
  let here = view.look(transform, slice, 1);
  let step = stepOf(curvature, here.slope);
  // Where slopes are rough, steps that lead to longer ones are halved.
  let part = 1;
  for (let i = 0; i < AT_THE_END && step !== undefined; i += 1) {
    if (step.most < PRECISION)
      return {
        transform,
        pulls: here.pulls,
        curvature,
        unexplained: here.unexplained,
        evaluations: view.looks,
      };
    const by = step.along.map((length) => part * length);
    const next = compose(motion.at(by), transform);
    const there = view.look(next, here.next, 1);
    const then = stepOf(curvature, there.slope);
    if (then !== undefined && then.most < step.most) {
      [transform, here, step, part] = [next, there, then, Math.min(1, 2 * part)];
    } else part /= 2;
  }
  return undefined;
}

/** The pixels of a slice, seen through the materials of a volume. */
class View {
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
    const hypotheses = this.#hypotheses;
    const likelihoods = this.#likelihoods;
    const joint = this.#joint;
    const n = motion.names.length;
    const materials = slice.greys.length;
    const small = 1e-3 * reader.unit;
    const slopes = motion.names.map((_, i) => {
      const along = (by: number): readonly number[] =>
        compose(motion.at(motion.names.map((__, j) => (i === j ? by : 0))), transform).matrix;
      const [up, down] = [along(small), along(-small)];
      return up.map((entry, k) => (entry - down[k]!) / (2 * small));
    });
    // By hypothesis: the part of material b in the pixel, and how it changes along the normal.
    const ratio = appearance.blur / slice.blur;
    const parts = hypotheses.map(({ a, b, distance }) => (a === b ? 0 : normal(-distance * ratio)));
    const changes = hypotheses.map(({ a, b, distance }) =>
      a === b
        ? 0
        : ((slice.greys[b]! - slice.greys[a]!) * density(distance * ratio)) /
          (slice.blur * reader.unit),
    );
    const greys = hypotheses.map(
      ({ a, b }, h) => slice.greys[a]! + parts[h]! * (slice.greys[b]! - slice.greys[a]!),
    );
    const scale = -1 / (2 * slice.noise ** 2);
    const height = (1 - ANYTHING) / (slice.noise * Math.sqrt(2 * Math.PI));
    const left = ANYTHING / this.#range;
    const zeros = (): number[][] => motion.names.map(() => motion.names.map(() => 0));
    const information = zeros();
    const slope = motion.names.map(() => 0);
    const pulls = Array.from({ length: BLOCKS ** 2 }, () => motion.names.map(() => 0));
    const normalMatrix = slice.greys.map(() => slice.greys.map(() => 0));
    const normalRight = slice.greys.map(() => 0);
    let [total, seen, explained, squares] = [0, 0, 0, 0];
    const own = new Float64Array(n);
    for (let pixel = 0; pixel < of.points.length; pixel += stride) {
      if (!reader.read(pixel, transform)) continue;
      const top = reader.tell(appearance, likelihoods);
      const grey = of.greys[pixel]!;
      let [volume, both] = [0, 0];
      for (let h = 0; h < hypotheses.length; h += 1) {
        const less = likelihoods[h]! - top;
        if (less < -NEGLIGIBLE) {
          joint[h] = 0;
          continue;
        }
        const likely = Math.exp(less);
        const off = grey - greys[h]!;
        joint[h] = likely * Math.exp(off * off * scale);
        volume += likely;
        both += joint[h]!;
      }
      const factor = height / volume;
      const sum = both * factor + left;
      total += Math.log(sum);
      seen += 1;
      explained += (both * factor) / sum;
      let pull = 0;
      for (let h = 0; h < hypotheses.length; h += 1) {
        const part = (joint[h]! * factor) / sum;
        if (part < 1e-6) continue;
        const off = grey - greys[h]!;
        pull += part * off * changes[h]!;
        squares += part * off * off;
        const { a, b } = hypotheses[h]!;
        const second = parts[h]!;
        const first = 1 - second;
        normalMatrix[a]![a]! += part * first * first;
        normalMatrix[a]![b]! += part * first * second;
        normalMatrix[b]![a]! += part * first * second;
        normalMatrix[b]![b]! += part * second * second;
        normalRight[a]! += part * first * grey;
        normalRight[b]! += part * second * grey;
      }
      pull /= slice.noise ** 2;
      const point = of.points[pixel]!;
      const block = pulls[of.blocks[pixel]!]!;
      for (let i = 0; i < n; i += 1) {
        const by = slopes[i]!;
        let along = 0;
        for (let axis = 0; axis < 3; axis += 1)
          along +=
            reader.normal[axis]! *
            (by[4 * axis]! * point[0] +
              by[4 * axis + 1]! * point[1] +
              by[4 * axis + 2]! * point[2] +
              by[4 * axis + 3]!);
        own[i] = pull * along;
        slope[i]! += own[i]!;
        block[i]! += own[i]!;
      }
      for (let i = 0; i < n; i += 1)
        for (let j = 0; j < n; j += 1) information[i]![j]! += own[i]! * own[j]!;
    }
    for (let k = 0; k < materials; k += 1) {
      normalMatrix[k]![k]! += 1e-3;
      normalRight[k]! += 1e-3 * slice.greys[k]!;
    }
    const noise = Math.max(Math.sqrt(squares / Math.max(1, explained)), this.#range / 200);
    const next = {
      ...slice,
      greys: solvePositive(normalMatrix, normalRight) ?? slice.greys,
      noise,
    };
    return {
      total,
      slope,
      pulls,
      information,
      next,
      seen,
      unexplained: 1 - explained / Math.max(1, seen),
    };
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
