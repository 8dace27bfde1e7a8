// Edges of a can on rays, as plain loops over the definition.
import type { Vec3 } from '../../src/recipe/geometry.js';

/** A volume, x fastest. */
export interface Scan {
  readonly data: ArrayLike<number>;
  readonly size: Vec3;
}

const even = (v: number): number => {
  const low = Math.floor(v);
  const rest = v - low;
  if (rest === 0.5) return low % 2 === 0 ? low : low + 1;
  return rest < 0.5 ? low : low + 1;
};

function voxel({ data, size }: Scan, x: number, y: number, z: number): number {
  return data[(z * size[1] + y) * size[0] + x]!;
}

/** What {@link contourTwin} is told. */
export interface ContourTask {
  /** Of each ray: start from the centre and step inwards, in 2⁻¹⁶ voxel. */
  readonly rays: readonly (readonly [x: number, y: number, dx: number, dy: number])[];
  readonly centre: readonly [number, number];
  readonly samples: number;
  readonly least: number;
  readonly threshold: number;
  readonly gain: number;
}

/** Outer and inner crossing of each ray of a slice, in samples; NaN for none, ∞ for a cut one. */
export function contourTwin(scan: Scan, z: number, task: ContourTask): [number, number][] {
  const [nx, ny] = scan.size;
  const levelAt = (x: number, y: number): number => {
    const value = voxel(scan, x, y, z);
    if (Number.isNaN(value)) return -32767;
    const over = Math.fround(Math.fround(value) - Math.fround(task.threshold));
    const scaled = Math.fround(over * Math.fround(task.gain));
    return Math.max(-32767, Math.min(32767, even(scaled)));
  };
  /** Bilinear interpolation; undefined outside of the slice. */
  const valueAt = (px: number, py: number): number | undefined => {
    if (px < 0 || py < 0 || px > (nx - 1) * 65536 || py > (ny - 1) * 65536) return undefined;
    const [x, y] = [Math.floor(px / 65536), Math.floor(py / 65536)];
    const [fx, fy] = [Math.floor((px % 65536) / 64), Math.floor((py % 65536) / 64)];
    const row = (at: number): number => {
      const right = levelAt(Math.min(x + 1, nx - 1), at);
      return Math.floor((levelAt(x, at) * (1024 - fx) + right * fx + 16) / 32);
    };
    const sum = row(y) * (1024 - fy) + row(Math.min(y + 1, ny - 1)) * fy;
    return Math.floor((sum + 512) / 1024);
  };
  return task.rays.map(([x, y, dx, dy]) => {
    const values = Array.from({ length: task.samples }, (_, j) =>
      valueAt(task.centre[0] + x - j * dx, task.centre[1] + y - j * dy),
    );
    const first = values.findIndex((v) => v !== undefined);
    const crossing = (j: number): number => {
      const [before, behind] = [Math.abs(values[j - 1]!), Math.abs(values[j]!)];
      return j - 1 + Math.floor((before * 1024) / (before + behind)) / 1024;
    };
    if (first > 0 && values[first]! > 0) return [Infinity, NaN];
    for (let j = 1; j < values.length; j += 1) {
      const [before, own] = [values[j - 1], values[j]];
      if (before === undefined || own === undefined || before > 0 || own <= 0) continue;
      let end = j;
      while (end < values.length && values[end]! > 0) end += 1;
      if (end - j >= task.least) return [crossing(j), end < values.length ? crossing(end) : NaN];
      j = end;
    }
    return [NaN, NaN];
  });
}

/** What {@link searchTwin} is told. */
export interface SearchTask {
  /** Of each ray: start and step inwards in 2⁻¹⁶ voxel, number of samples. */
  readonly rays: readonly (readonly number[])[];
  readonly level: number;
  readonly least: number;
  readonly before: number;
  readonly profile: number;
}

/**
 * Of each ray of a slice the sample at which it first stays above the level, −1 for none, and the
 * values around it, NaN where there are none.
 */
export function searchTwin(scan: Scan, z: number, task: SearchTask) {
  return task.rays.map(([x = 0, y = 0, dx = 0, dy = 0, samples = 0]) => {
    const values = Array.from({ length: samples }, (_, j) => {
      const at = [x - j * dx, y - j * dy].map((p, axis) =>
        Math.max(0, Math.min(scan.size[axis]! - 1, Math.floor((p + 32768) / 65536))),
      );
      return Math.fround(voxel(scan, at[0]!, at[1]!, z));
    });
    const edge = values.findIndex((_, j) => {
      const run = values.slice(j, j + task.least);
      return run.length === task.least && run.every((v) => v > Math.fround(task.level));
    });
    const profile = Array.from({ length: task.profile }, (_, k) =>
      edge < 0 ? NaN : (values[edge + k - task.before] ?? NaN),
    );
    return { edge, profile };
  });
}
