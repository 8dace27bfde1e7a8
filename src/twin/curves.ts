import type { Vec3 } from '../recipe/geometry.js';
import { depths } from '../synthetic/depths.js';

/** A mask on the host: bytes 0 and 1, x fastest. */
export interface MaskArray {
  readonly data: Uint8Array;
  readonly size: Vec3;
  readonly spacing: Vec3;
}

/** What is compared between a structure and its twins; probabilities are means over the axes. */
export interface StructureCurves {
  /** Part of the voxels that are set. */
  readonly fraction: number;
  /** Faces between set and unset voxels per length of lines along x, y and z, in 1/unit. */
  readonly faces: Vec3;
  /** Mean square of the chords of the set phase over the square of their mean. */
  readonly chordSpread: number;
  /** Distances, in the unit of the spacing, of the next three. */
  readonly distances: readonly number[];
  /** Probability that two voxels so far apart are both set. */
  readonly twoPoint: readonly number[];
  /** Probability that a segment of that length lies in the set phase, and in the other. */
  readonly linealPath: readonly [set: readonly number[], unset: readonly number[]];
  /** Part of the chords of the set phase, and of the other, that are no longer; whole ones. */
  readonly chords: readonly [set: readonly number[], unset: readonly number[]];
  /** Distances from the other phase, in the unit of the spacing, of `sizes`. */
  readonly depths: readonly number[];
  /** Part of the set phase, and of the other, that lies further in than each of `depths`. */
  readonly sizes: readonly [set: readonly number[], unset: readonly number[]];
}

/** Distances that are looked at, in voxels; those beyond a third of the edge are left out. */
const STEPS = [1, 2, 3, 4, 6, 8, 11, 15, 20] as const;
const DEPTHS = [1.5, 2.5, 3.5, 4.5, 6, 8] as const;

/** The curves of a mask. Cost: some 0.3 µs per voxel. */
export function curvesOf({ data, size, spacing }: MaskArray): StructureCurves {
  const unit = Math.max(...spacing);
  const edge = Math.min(...size.map((n, axis) => n * spacing[axis]!));
  const distances = STEPS.map((step) => step * unit).filter((d) => d <= edge / 3);
  const all = ([0, 1, 2] as const).map((axis) => alongAxis(data, size, spacing, axis, distances));
  const mean = (of: (axis: AxisCurves) => readonly number[]): number[] =>
    distances.map((_, i) => all.reduce((sum, axis) => sum + of(axis)[i]! / 3, 0));
  const both = (
    of: (axis: AxisCurves) => readonly [readonly number[], readonly number[]],
  ): readonly [number[], number[]] => [mean((axis) => of(axis)[0]), mean((axis) => of(axis)[1])];
  const depthsOf = DEPTHS.map((step) => step * unit);
  let set = 0;
  for (const value of data) set += value;
  return {
    fraction: set / data.length,
    faces: [all[0]!.faces, all[1]!.faces, all[2]!.faces],
    chordSpread: all.reduce((sum, { chordSpread }) => sum + chordSpread / 3, 0),
    distances,
    twoPoint: mean(({ twoPoint }) => twoPoint),
    linealPath: both(({ linealPath }) => linealPath),
    chords: both(({ chords }) => chords),
    depths: depthsOf,
    sizes: [
      deeperThan(depths(data, size, spacing, 1), depthsOf),
      deeperThan(depths(data, size, spacing, 0), depthsOf),
    ],
  };
}

interface AxisCurves {
  readonly faces: number;
  readonly chordSpread: number;
  readonly twoPoint: readonly number[];
  readonly linealPath: readonly [readonly number[], readonly number[]];
  readonly chords: readonly [readonly number[], readonly number[]];
}

function alongAxis(
  data: Uint8Array,
  size: Vec3,
  spacing: Vec3,
  axis: 0 | 1 | 2,
  distances: readonly number[],
): AxisCurves {
  const strides = [1, size[0], size[0] * size[1]] as const;
  const [length, stride, step] = [size[axis], strides[axis], spacing[axis]];
  const lags = distances.map((d) => Math.round(d / step));
  const [u, v] =
    axis === 0 ? ([1, 2] as const) : axis === 1 ? ([0, 2] as const) : ([0, 1] as const);
  const both = new Float64Array(lags.length);
  // Histograms of runs by phase and length: all of them, and those whole within the line.
  const runs = [new Float64Array(length + 1), new Float64Array(length + 1)] as const;
  const whole = [new Float64Array(length + 1), new Float64Array(length + 1)] as const;
  const line = new Uint8Array(length);
  let faces = 0;
  for (let b = 0; b < size[v]; b += 1)
    for (let a = 0; a < size[u]; a += 1) {
      const start = a * strides[u] + b * strides[v];
      for (let i = 0; i < length; i += 1) line[i] = data[start + i * stride]!;
      let from = 0;
      for (let i = 1; i <= length; i += 1) {
        if (i < length && line[i] === line[from]) continue;
        const phase = line[from] === 1 ? 1 : 0;
        runs[phase][i - from]! += 1;
        if (i < length) faces += 1;
        if (i < length && from > 0) whole[phase][i - from]! += 1;
        from = i;
      }
      lags.forEach((lag, k) => {
        let pairs = 0;
        for (let i = lag; i < length; i += 1) pairs += line[i]! & line[i - lag]!;
        both[k]! += pairs;
      });
    }
  const lines = size[u] * size[v];
  const pairs = lags.map((lag) => Math.max(1, (length - lag) * lines));
  const inRuns = (of: Float64Array): number[] =>
    lags.map((lag, k) => {
      let sum = 0;
      for (let n = lag + 1; n <= length; n += 1) sum += of[n]! * (n - lag);
      return sum / pairs[k]!;
    });
  return {
    faces: faces / (lines * (length - 1) * step),
    chordSpread: spreadOf(whole[1]),
    twoPoint: lags.map((_, k) => both[k]! / pairs[k]!),
    linealPath: [inRuns(runs[1]), inRuns(runs[0])],
    chords: [upTo(whole[1], lags), upTo(whole[0], lags)],
  };
}

/** Mean square over squared mean of lengths, of their histogram. */
function spreadOf(histogram: Float64Array): number {
  let [count, sum, squares] = [0, 0, 0];
  histogram.forEach((n, length) => {
    count += n;
    sum += n * length;
    squares += n * length * length;
  });
  return count === 0 ? 1 : (squares * count) / (sum * sum);
}

/** The part of the entries of a histogram up to and with each length. */
function upTo(histogram: Float64Array, lengths: readonly number[]): number[] {
  const all = Math.max(
    1,
    histogram.reduce((sum, n) => sum + n, 0),
  );
  return lengths.map((length) => {
    let sum = 0;
    for (let n = 0; n <= Math.min(length, histogram.length - 1); n += 1) sum += histogram[n]!;
    return sum / all;
  });
}

/** Of voxels whose depth is above 0, the part that is deeper than each limit. */
function deeperThan(depth: Float32Array, limits: readonly number[]): number[] {
  const counts = new Float64Array(limits.length);
  let inside = 0;
  for (const squared of depth) {
    if (squared === 0) continue;
    inside += 1;
    for (let k = 0; k < limits.length && squared > limits[k]! ** 2; k += 1) counts[k]! += 1;
  }
  return Array.from(counts, (n) => n / Math.max(1, inside));
}

/** The mean of the curves of several pieces of one size. */
export function meanCurves(pieces: readonly StructureCurves[]): StructureCurves {
  const of = (value: (piece: StructureCurves) => number): number =>
    pieces.reduce((sum, piece) => sum + value(piece), 0) / pieces.length;
  const list = (values: (piece: StructureCurves) => readonly number[]): number[] =>
    values(pieces[0]!).map((_, i) => of((piece) => values(piece)[i]!));
  const [first] = pieces;
  return {
    fraction: of(({ fraction }) => fraction),
    faces: [of(({ faces }) => faces[0]), of(({ faces }) => faces[1]), of(({ faces }) => faces[2])],
    chordSpread: of(({ chordSpread }) => chordSpread),
    distances: first!.distances,
    twoPoint: list(({ twoPoint }) => twoPoint),
    linealPath: [list(({ linealPath }) => linealPath[0]), list(({ linealPath }) => linealPath[1])],
    chords: [list(({ chords }) => chords[0]), list(({ chords }) => chords[1])],
    depths: first!.depths,
    sizes: [list(({ sizes }) => sizes[0]), list(({ sizes }) => sizes[1])],
  };
}
