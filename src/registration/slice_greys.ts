// The greys of a slice: what each hypothesis expects of a pixel, and what the pixels say of them.
import { density, normal, type Appearance, type Hypothesis } from './interface_model.js';
import { solvePositive } from './normal_equations.js';

/** What is known of the slice on the way. */
export interface Slice {
  /** Its greys of the volume's materials. */
  readonly greys: readonly number[];
  /** Standard deviation of its noise. */
  readonly noise: number;
  /** Standard deviation of its blur, in voxels of the volume. */
  readonly blur: number;
}

/** What hypotheses expect of a pixel, one entry each. */
export interface Expected {
  /** The part of material `b` in the pixel. */
  readonly parts: readonly number[];
  readonly greys: readonly number[];
  /** How the grey changes along the normal of the interface, by length. */
  readonly changes: readonly number[];
}

/** What hypotheses expect of a pixel of the slice, where a voxel is `unit` long. */
export function expectedOf(
  hypotheses: readonly Hypothesis[],
  appearance: Appearance,
  slice: Slice,
  unit: number,
): Expected {
  const ratio = appearance.blur / slice.blur;
  const parts = hypotheses.map(({ a, b, distance }) => (a === b ? 0 : normal(-distance * ratio)));
  const changes = hypotheses.map(({ a, b, distance }) =>
    a === b
      ? 0
      : ((slice.greys[b]! - slice.greys[a]!) * density(distance * ratio)) / (slice.blur * unit),
  );
  const greys = hypotheses.map(
    ({ a, b }, h) => slice.greys[a]! + parts[h]! * (slice.greys[b]! - slice.greys[a]!),
  );
  return { parts, greys, changes };
}

/** Least squares of the materials' greys, and the noise about them, from weighed pixels. */
export class GreyFit {
  readonly #hypotheses: readonly Hypothesis[];
  readonly #expected: Expected;
  readonly #matrix: number[][];
  readonly #right: number[];
  #squares = 0;

  constructor(hypotheses: readonly Hypothesis[], expected: Expected, materials: number) {
    this.#hypotheses = hypotheses;
    this.#expected = expected;
    this.#matrix = Array.from({ length: materials }, () => Array<number>(materials).fill(0));
    this.#right = Array<number>(materials).fill(0);
  }

  /** Adds a pixel, as far as hypothesis `h` explains it. */
  add(h: number, weight: number, grey: number): void {
    const off = grey - this.#expected.greys[h]!;
    this.#squares += weight * off * off;
    const { a, b } = this.#hypotheses[h]!;
    const second = this.#expected.parts[h]!;
    const first = 1 - second;
    this.#matrix[a]![a]! += weight * first * first;
    this.#matrix[a]![b]! += weight * first * second;
    this.#matrix[b]![a]! += weight * first * second;
    this.#matrix[b]![b]! += weight * second * second;
    this.#right[a]! += weight * first * grey;
    this.#right[b]! += weight * second * grey;
  }

  /** The slice as it would be more likely, after so many pixels; greys without pixels stay. */
  next(slice: Slice, explained: number, leastNoise: number): Slice {
    for (const [k, grey] of slice.greys.entries()) {
      this.#matrix[k]![k]! += 1e-3;
      this.#right[k]! += 1e-3 * grey;
    }
    return {
      ...slice,
      greys: solvePositive(this.#matrix, this.#right) ?? slice.greys,
      noise: Math.max(Math.sqrt(this.#squares / Math.max(1, explained)), leastNoise),
    };
  }
}
