import { invalidArgument } from '../recipe/errors.js';
import { map3, volumeOf } from '../recipe/geometry.js';
import type { Vec3 } from '../recipe/geometry.js';
import { blurInPlace } from './blur.js';
import { noisyRow } from './imaging.js';
import { lowerMedian } from './median.js';
import { Random } from './random.js';
import { largestDiameter, packSpheres } from './spheres.js';
import { voxeliseSpheres, withPeriodicImages } from './voxelise.js';

/**
 * The kinds of test volume:
 * - `blobs`: white Gaussian noise smoothed with σ = 4 voxels, 1 above its median: half solid, two
 *   networks that wind through each other;
 * - `random`: each voxel 1 with probability ½, on its own: the worst case of component labelling;
 * - `spheres`: touching log-normal spheres, half solid, median diameter 18 voxels;
 * - `gray`: `spheres` as a 16-bit image, blurred and with noise.
 */
export type FieldKind = 'blobs' | 'random' | 'spheres' | 'gray';

/** The names of all {@link FieldKind}s. */
export const SYNTHETIC_FIELDS: readonly FieldKind[] = ['blobs', 'random', 'spheres', 'gray'];

/** What {@link syntheticField} makes. */
export interface FieldOptions<K extends FieldKind = FieldKind> {
  readonly kind: K;
  /** Voxels along x, y, z. */
  readonly size: Vec3;
  /** Integer 0 … 2^53 − 1. Default 1. */
  readonly seed?: number | undefined;
}

/** The array that holds a kind of field: 16-bit grey levels, or bytes of 0 and 1. */
export type FieldArray<K extends FieldKind> = K extends 'gray'
  ? Uint16Array<ArrayBuffer>
  : Uint8Array<ArrayBuffer>;

/** A test volume that is made slab by slab. */
export interface SyntheticField<K extends FieldKind = FieldKind> {
  readonly kind: K;
  readonly dtype: K extends 'gray' ? 'u16' : 'u8';
  readonly size: Vec3;
  /** The slices z … z + depth − 1, x fastest; the same whatever was asked for before. */
  slab(z: number, depth: number): FieldArray<K>;
}

const BLOB_SIGMA = 4;
const SPHERE_DIAMETER = 18;
const SPHERE_SIGMA = 0.25;
const GRAY = { pore: 14000, solid: 36000, blur: 0.8, noise: 1800, shot: 40 } as const;
/** Up to this many voxels a field is made whole; above, it repeats a tile. */
const WHOLE = 2 ** 25;
const TILE = 256;

/**
 * Makes a seeded test volume of any size for tests and benchmarks, the same bits on every engine.
 * Fields of more than 2^25 voxels repeat a periodic tile of at most 256 voxels along each axis (the
 * noise of `gray` and all of `random` do not repeat), so that 1024³ costs a copy: about 5 bytes per
 * voxel of the tile are held, and a slab is its own size.
 *
 * @throws `invalid-argument` for an unknown kind or a size that is not three positive integers.
 * @example
 * ```ts
 * import { syntheticField } from 'voxmetry/synthetic';
 * const field = syntheticField({ kind: 'blobs', size: [32, 32, 32], seed: 5 });
 * const solid = field.slab(0, 32).reduce((sum, value) => sum + value, 0);
 * console.assert(solid === 32 ** 3 / 2);
 * ```
 */
export function syntheticField<K extends FieldKind>(options: FieldOptions<K>): SyntheticField<K> {
  const { kind, size, seed = 1 } = options;
  if (!SYNTHETIC_FIELDS.includes(kind))
    throw invalidArgument('syntheticField', 'kind', kind, SYNTHETIC_FIELDS.join(', '));
  if (!size.every((n) => Number.isSafeInteger(n) && n > 0))
    throw invalidArgument('syntheticField', 'size', size, 'three positive integers');
  const fillRow = rowMaker(kind, size, seed);
  const field: SyntheticField = {
    kind,
    dtype: kind === 'gray' ? 'u16' : 'u8',
    size,
    slab(z, depth) {
      if (!(
        Number.isSafeInteger(z) &&
        Number.isSafeInteger(depth) &&
        z >= 0 &&
        depth > 0 &&
        z + depth <= size[2]
      ))
        throw invalidArgument(
          'slab',
          'z, depth',
          [z, depth],
          `slices within 0 … ${String(size[2] - 1)}`,
        );
      const [nx, ny] = size;
      const length = nx * ny * depth;
      const slab = kind === 'gray' ? new Uint16Array(length) : new Uint8Array(length);
      for (let k = 0; k < depth; k += 1)
        for (let y = 0; y < ny; y += 1) {
          const start = (k * ny + y) * nx;
          fillRow(slab.subarray(start, start + nx), y, z + k);
        }
      return slab;
    },
  };
  return field as SyntheticField<K>;
}

type FillRow = (row: Uint8Array | Uint16Array, y: number, z: number) => void;

function rowMaker(kind: FieldKind, size: Vec3, seed: number): FillRow {
  if (kind === 'random')
    return (row, y, z) => {
      const random = new Random(seed, [y, z]);
      for (let x = 0; x < row.length; x += 1) row[x] = random.uint32() >>> 31;
    };
  const tile = map3((axis) => (volumeOf(size) <= WHOLE ? size[axis] : Math.min(size[axis], TILE)));
  if (kind === 'blobs') return repeat(blobs(tile, seed), tile);
  const structure = spheres(tile, seed);
  if (kind === 'spheres') return repeat(structure, tile);

  const levels = new Float32Array(structure.length).fill(GRAY.pore);
  for (let i = 0; i < levels.length; i += 1) if (structure[i] !== 0) levels[i] = GRAY.solid;
  blurInPlace(levels, tile, [GRAY.blur, GRAY.blur, GRAY.blur], 'wrap');
  const signal = repeat(levels, tile);
  const signalRow = new Float32Array(size[0]);
  return (row, y, z) => {
    signal(signalRow, y, z);
    noisyRow(signalRow, new Random(seed, [y, z]), GRAY, row);
  };
}

/** Fills rows from a tile that goes on for ever. */
function repeat(
  data: Uint8Array | Float32Array,
  [tx, ty, tz]: Vec3,
): (row: Uint8Array | Uint16Array | Float32Array, y: number, z: number) => void {
  return (row, y, z) => {
    const start = ((z % tz) * ty + (y % ty)) * tx;
    const source = data.subarray(start, start + tx);
    for (let x = 0; x < row.length; x += tx)
      row.set(x + tx <= row.length ? source : source.subarray(0, row.length - x), x);
  };
}

function blobs(tile: Vec3, seed: number): Uint8Array {
  const field = new Float32Array(volumeOf(tile));
  for (let row = 0; row * tile[0] < field.length; row += 1) {
    const random = new Random(seed, [row % tile[1], Math.floor(row / tile[1])]);
    for (let x = 0; x < tile[0]; x += 1) field[row * tile[0] + x] = random.normal();
  }
  blurInPlace(field, tile, [BLOB_SIGMA, BLOB_SIGMA, BLOB_SIGMA], 'wrap');
  const median = lowerMedian(field);
  const mask = new Uint8Array(field.length);
  for (let i = 0; i < mask.length; i += 1) mask[i] = field[i]! > median ? 1 : 0;
  return mask;
}

function spheres(tile: Vec3, seed: number): Uint8Array {
  const least = Math.ceil(2 * largestDiameter(SPHERE_DIAMETER, SPHERE_SIGMA));
  // A tile narrower than a packing may be is cut out of one; it then ends at the volume's border.
  const box = map3((axis) => Math.max(tile[axis], least));
  const packed = packSpheres({
    seed,
    box,
    fraction: 0.5,
    medianDiameter: SPHERE_DIAMETER,
    sigma: SPHERE_SIGMA,
  });
  const labelled = packed.map((sphere) => ({ ...sphere, id: 1 }));
  const images = withPeriodicImages(labelled, box, [0, 0, 0]);
  // Plain copy: every label is 1.
  return new Uint8Array(voxeliseSpheres(images, { size: tile, spacing: [1, 1, 1] }));
}
