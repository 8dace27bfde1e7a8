import { Pace } from '../io/pace.js';
import { invalidArgument } from '../recipe/errors.js';
import { volumeOf, type Vec3 } from '../recipe/geometry.js';

/** Points of a grid: where its voxels' centres lie, in its unit. */
export interface FieldGrid {
  readonly size: Vec3;
  readonly spacing: Vec3;
  readonly origin: Vec3;
}

/** A {@link SplineField} as plain data. */
export interface SplineFieldJson extends FieldGrid {
  readonly coefficients: readonly number[];
}

const AXES = [0, 1, 2] as const;

/** One for each axis. */
type Components<T> = readonly [x: T, y: T, z: T];

function components<T>(make: () => T): Components<T> {
  return [make(), make(), make()];
}

/** A row of a field: its three components, and how they change along y and z, by control points. */
interface Row {
  readonly value: Components<Float64Array>;
  readonly alongY: Components<Float64Array>;
  readonly alongZ: Components<Float64Array>;
}

/** The four control points that each voxel along an axis sees, and their weights. */
interface AxisWeights {
  /** The first of the four; −1 where the voxel lies outside of what the field covers. */
  readonly first: Int32Array;
  readonly value: Float64Array;
  /** Of the derivative, per unit of length. */
  readonly slope: Float64Array;
}

/**
 * A field of displacements: cubic B-splines on a grid of control points, as elastix and ITK have
 * them. The displacement at a point is the sum over the 4 × 4 × 4 control points about it of their
 * coefficients, weighted by the cubic B-spline in each axis (Unser, *IEEE Signal Process. Mag.* 16,
 * 1999). Immutable; JSON writes it whole.
 *
 * @example
 * ```ts
 * import { SplineField } from 'voxmetry/elastic';
 * const coefficients = Array.from({ length: 3 * 64 }, (_, i) => (i < 64 ? 2 : 0)); // 2 along x
 * const grid = { size: [4, 4, 4], spacing: [8, 8, 8], origin: [-8, -8, -8] } as const;
 * const field = SplineField.fromJSON({ ...grid, coefficients });
 * const [x] = await field.displacements({ ...grid, origin: [2, 2, 2], spacing: [1, 1, 1] });
 * console.assert(Math.abs(x[0]! - 2) < 1e-6);
 * ```
 */
export class SplineField {
  /** Control points along x, y, z. */
  readonly size: Vec3;
  /** Distances of control points, in the fixed volume's unit. */
  readonly spacing: Vec3;
  /** Place of the first control point. */
  readonly origin: Vec3;
  /** Coefficients along x of all control points (x fastest), then along y, then along z. */
  readonly coefficients: Float64Array;

  /** @internal */
  constructor({ size, spacing, origin }: FieldGrid, coefficients: Float64Array) {
    this.size = size;
    this.spacing = spacing;
    this.origin = origin;
    this.coefficients = coefficients;
  }

  /** The field as plain data, which is what `JSON.stringify` writes. */
  toJSON(): SplineFieldJson {
    const { size, spacing, origin, coefficients } = this;
    return { size, spacing, origin, coefficients: [...coefficients] };
  }

  /** The field that was written; throws `invalid-argument` where the value is none. */
  static fromJSON(json: SplineFieldJson): SplineField {
    const { size, spacing, origin, coefficients } = json as Partial<SplineFieldJson>;
    const isField =
      [size, spacing, origin].every(isTriple) &&
      size!.every((n) => Number.isInteger(n) && n >= 4) &&
      spacing!.every((length) => length > 0) &&
      Array.isArray(coefficients) &&
      coefficients.length === 3 * volumeOf(size!) &&
      coefficients.every(Number.isFinite);
    if (!isField)
      throw invalidArgument(
        'SplineField',
        'json',
        json,
        'size (4 control points and more along an axis), spacing, origin, and three finite coefficients for each control point',
      );
    return new SplineField(json, Float64Array.from(coefficients));
  }

  /**
   * The displacements at a grid's voxels along x, y and z, in the unit: what `warp` takes, as f32.
   * NaN outside of what the control points cover. 12 B/voxel; some 20 ns a voxel.
   *
   * @param grid - A size, spacing and origin: `meta` of a volume.
   * @param signal - Cancels.
   */
  async displacements(
    grid: FieldGrid,
    signal?: AbortSignal,
  ): Promise<
    readonly [
      x: Float32Array<ArrayBuffer>,
      y: Float32Array<ArrayBuffer>,
      z: Float32Array<ArrayBuffer>,
    ]
  > {
    const length = volumeOf(grid.size);
    const out = components(() => new Float32Array(length).fill(NaN));
    const along = this.#weights(grid, 0);
    await this.#overRows(grid, signal, ({ value }, voxel) => {
      for (let x = 0; x < grid.size[0]; x += 1) {
        const first = along.first[x]!;
        if (first < 0) continue;
        for (const c of AXES) out[c][voxel + x] = weighted(value[c], first, along.value, 4 * x);
      }
    });
    return out;
  }

  /**
   * The least and the greatest volume that a voxel of a grid becomes, as a part of what it was: the
   * determinant of the identity plus the field's derivatives, at all voxel centres. A field folds
   * where it is 0 or less. NaN where the field covers no voxel. Some 60 ns a voxel.
   */
  async volumeChange(
    grid: FieldGrid,
    signal?: AbortSignal,
  ): Promise<{ readonly min: number; readonly max: number }> {
    let [min, max] = [Infinity, -Infinity];
    const along = this.#weights(grid, 0);
    const d = new Float64Array(9);
    await this.#overRows(grid, signal, (row) => {
      for (let x = 0; x < grid.size[0]; x += 1) {
        const first = along.first[x]!;
        if (first < 0) continue;
        for (const c of AXES) {
          d[3 * c] = weighted(row.value[c], first, along.slope, 4 * x);
          d[3 * c + 1] = weighted(row.alongY[c], first, along.value, 4 * x);
          d[3 * c + 2] = weighted(row.alongZ[c], first, along.value, 4 * x);
          d[4 * c]! += 1;
        }
        const change =
          d[0]! * (d[4]! * d[8]! - d[5]! * d[7]!) -
          d[1]! * (d[3]! * d[8]! - d[5]! * d[6]!) +
          d[2]! * (d[3]! * d[7]! - d[4]! * d[6]!);
        min = Math.min(min, change);
        max = Math.max(max, change);
      }
    });
    return min <= max ? { min, max } : { min: NaN, max: NaN };
  }

  /** Visits the rows of a grid that the field covers, with the index of each row's first voxel. */
  async #overRows(
    { size, spacing, origin }: FieldGrid,
    signal: AbortSignal | undefined,
    visit: (row: Row, voxel: number) => void,
  ): Promise<void> {
    const [nx, ny] = this.size;
    const alongY = this.#weights({ size, spacing, origin }, 1);
    const alongZ = this.#weights({ size, spacing, origin }, 2);
    const planes = components(() => new Float64Array(nx * ny));
    const slopes = components(() => new Float64Array(nx * ny));
    const rows = () => components(() => new Float64Array(nx));
    const row = { value: rows(), alongY: rows(), alongZ: rows() };
    const pace = new Pace({ signal });
    for (let z = 0; z < size[2]; z += 1) {
      const firstZ = alongZ.first[z]!;
      if (firstZ < 0) continue;
      for (const c of AXES) {
        const at = (c * this.size[2] + firstZ) * nx * ny;
        combine(planes[c], this.coefficients, at, alongZ.value, 4 * z);
        combine(slopes[c], this.coefficients, at, alongZ.slope, 4 * z);
      }
      for (let y = 0; y < size[1]; y += 1) {
        const firstY = alongY.first[y]!;
        if (firstY < 0) continue;
        for (const c of AXES) {
          combine(row.value[c], planes[c], firstY * nx, alongY.value, 4 * y);
          combine(row.alongY[c], planes[c], firstY * nx, alongY.slope, 4 * y);
          combine(row.alongZ[c], slopes[c], firstY * nx, alongY.value, 4 * y);
        }
        visit(row, (z * size[1] + y) * size[0]);
      }
      await pace.step((z + 1) / size[2]);
    }
  }

  #weights(grid: FieldGrid, axis: 0 | 1 | 2): AxisWeights {
    const count = grid.size[axis];
    const first = new Int32Array(count).fill(-1);
    const value = new Float64Array(4 * count);
    const slope = new Float64Array(4 * count);
    for (let i = 0; i < count; i += 1) {
      const place =
        (grid.origin[axis] + i * grid.spacing[axis] - this.origin[axis]) / this.spacing[axis];
      const cell = Math.floor(place);
      if (cell < 1 || cell + 2 >= this.size[axis]) continue;
      first[i] = cell - 1;
      const t = place - cell;
      const r = 1 - t;
      value.set(
        [r ** 3, 3 * t ** 3 - 6 * t ** 2 + 4, 3 * r ** 3 - 6 * r ** 2 + 4, t ** 3].map(
          (w) => w / 6,
        ),
        4 * i,
      );
      slope.set(
        [-(r ** 2), 3 * t ** 2 - 4 * t, 4 * r - 3 * r ** 2, t ** 2].map(
          (w) => w / 2 / this.spacing[axis],
        ),
        4 * i,
      );
    }
    return { first, value, slope };
  }
}

function isTriple(given: unknown): boolean {
  return Array.isArray(given) && given.length === 3 && given.every(Number.isFinite);
}

/** Four layers of a list, the first of which begins at `at`, combined by their weights. */
function combine(
  out: Float64Array,
  layers: Float64Array,
  at: number,
  weights: Float64Array,
  first: number,
): void {
  const n = out.length;
  const [a, b, c, d] = weights.subarray(first, first + 4) as unknown as number[];
  for (let i = 0; i < n; i += 1)
    out[i] =
      a! * layers[at + i]! +
      b! * layers[at + n + i]! +
      c! * layers[at + 2 * n + i]! +
      d! * layers[at + 3 * n + i]!;
}

/** Four neighbours of a row, combined by their weights. */
function weighted(row: Float64Array, at: number, weights: Float64Array, first: number): number {
  return (
    weights[first]! * row[at]! +
    weights[first + 1]! * row[at + 1]! +
    weights[first + 2]! * row[at + 2]! +
    weights[first + 3]! * row[at + 3]!
  );
}
