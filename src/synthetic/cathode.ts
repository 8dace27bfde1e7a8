import { invalidArgument } from '../recipe/errors.js';
import { map3, volumeOf } from '../recipe/geometry.js';
import type { Vec3 } from '../recipe/geometry.js';
import { portableCubeRoot } from './elementary.js';
import { simulateImaging } from './imaging.js';
import type { ImagingOptions } from './imaging.js';
import { largestDiameter, packSpheres } from './spheres.js';
import type { Sphere } from './spheres.js';
import { voxeliseSpheres, withPeriodicImages } from './voxelise.js';
import type { LabelledSphere } from './voxelise.js';

/** What {@link syntheticCathode} makes; every option has a default. */
export interface CathodeOptions {
  /** Integer 0 … 2^53 − 1. Default 1. */
  readonly seed?: number | undefined;
  /** Voxels along x, y, z. Default [160, 160, 128]. */
  readonly size?: Vec3 | undefined;
  /** Distance between voxel centres. Default [0.2, 0.2, 0.25]. */
  readonly spacing?: Vec3 | undefined;
  /** Unit of all lengths. Default 'µm'. */
  readonly unit?: string | undefined;
  /** Solid fraction of the packing the volume is cut from. Default 0.55. */
  readonly solidFraction?: number | undefined;
  /**
   * Median particle diameter by number, in `unit`. Default 18 times the geometric mean of the
   * spacing.
   */
  readonly medianDiameter?: number | undefined;
  /** Standard deviation of ln(diameter). Default 0.25. */
  readonly sigma?: number | undefined;
  /**
   * How deep touching particles sink into each other, as a part of the smaller diameter. Default
   * 0.04.
   */
  readonly overlap?: number | undefined;
  /**
   * 'clipped' (default): cut out of a larger packing. 'periodic': particles go on through opposite
   * faces.
   */
  readonly border?: 'clipped' | 'periodic' | undefined;
  /** The simulated imaging; its seed is derived from `seed`. */
  readonly imaging?: Omit<ImagingOptions, 'seed'> | undefined;
}

/** One true particle. */
export interface TrueParticle {
  /** Its label in `truth.labels`, 1 … N. */
  readonly id: number;
  /** Physical position of the sphere's centre; it may lie outside the volume. */
  readonly centre: Vec3;
  /** Diameter of the whole sphere. */
  readonly diameter: number;
  /** Voxels that carry its label. */
  readonly volumeVoxels: number;
  /** Whether one of them lies at the volume's border. */
  readonly touchesBorder: boolean;
}

/** What is known of a synthetic cathode. */
export interface CathodeTruth {
  /** u32, x fastest; 0 is pore, 1 … N the particles. */
  readonly labels: Uint32Array<ArrayBuffer>;
  /** Voxels of solid over all voxels, counted. */
  readonly solidFraction: number;
  /** 1 − `solidFraction`. */
  readonly porosity: number;
  /** In ascending order of their ids. */
  readonly particles: readonly TrueParticle[];
}

/** A 16-bit image of a structure, and the structure. */
export interface SyntheticCathode {
  readonly seed: number;
  readonly volume: {
    readonly data: Uint16Array<ArrayBuffer>;
    readonly dtype: 'u16';
    readonly size: Vec3;
    readonly spacing: Vec3;
    readonly unit: string;
    /** Physical position of the centre of voxel (0, 0, 0). */
    readonly origin: Vec3;
  };
  readonly truth: CathodeTruth;
}

/**
 * Makes the image of a battery cathode as a tomograph would see it, with the truth: log-normal
 * spheres that touch and slightly overlap ({@link packSpheres}), drawn on anisotropic voxels
 * ({@link voxeliseSpheres}), blurred and with noise ({@link simulateImaging}). The same options
 * give the same bits on every engine.
 *
 * The default diameter is 18 times the geometric mean of the spacing: some 400 particles in the
 * default volume of 32 µm edges. Cost: about a second and 40 bytes per voxel for the default.
 *
 * @throws `invalid-argument` where an option is out of range.
 * @example
 * ```ts
 * import { syntheticCathode } from 'voxmetry/synthetic';
 * const { volume, truth } = syntheticCathode({ seed: 3, size: [64, 64, 48] });
 * console.assert(volume.data.length === 64 * 64 * 48 && truth.particles.length > 10);
 * ```
 */
export function syntheticCathode(options: CathodeOptions = {}): SyntheticCathode {
  const { seed = 1, size = [160, 160, 128], spacing = [0.2, 0.2, 0.25], unit = 'µm' } = options;
  const op = 'syntheticCathode';
  if (!size.every((n) => Number.isSafeInteger(n) && n > 0))
    throw invalidArgument(op, 'size', size, 'three positive integers');
  if (!spacing.every((d) => d > 0 && d < Infinity))
    throw invalidArgument(op, 'spacing', spacing, 'three positive lengths');
  const grid = { size, spacing };
  const spheres = placeSpheres(options, seed, size, spacing);
  const drawn = voxeliseSpheres(spheres, grid);
  const { labels, particles } = keepVisible(drawn, spheres, size);
  const solid = particles.reduce((sum, particle) => sum + particle.volumeVoxels, 0);
  const solidFraction = solid / volumeOf(size);
  const data = simulateImaging(labels, grid, { ...options.imaging, seed });
  return {
    seed,
    volume: { data, dtype: 'u16', size, spacing, unit, origin: [0, 0, 0] },
    truth: { labels, solidFraction, porosity: 1 - solidFraction, particles },
  };
}

/**
 * Packs a box that is the volume ('periodic') or larger ('clipped') and moves it onto the voxels.
 */
function placeSpheres(
  options: CathodeOptions,
  seed: number,
  size: Vec3,
  spacing: Vec3,
): LabelledSphere[] {
  const { solidFraction = 0.55, sigma = 0.25, overlap, border = 'clipped' } = options;
  const medianDiameter = options.medianDiameter ?? 18 * portableCubeRoot(volumeOf(spacing));
  const edges = map3((axis) => size[axis] * spacing[axis]);
  // Voxel centres are positions, so the volume begins half a voxel before the first one.
  const corner = map3((axis) => -spacing[axis] / 2);
  // Wide enough that no sphere enters the volume from two sides, and that small volumes can be cut
  // out.
  const margin = 2.2 * largestDiameter(medianDiameter, sigma);
  const box = border === 'periodic' ? edges : map3((axis) => edges[axis] + margin);
  const packed: Sphere[] = packSpheres({
    seed,
    box,
    fraction: solidFraction,
    medianDiameter,
    sigma,
    overlap,
  });
  const spheres = packed.map(({ centre, radius }, index) => ({
    id: index + 1,
    radius,
    centre: map3((axis) => centre[axis] + corner[axis] - (box[axis] - edges[axis]) / 2),
  }));
  return border === 'periodic' ? withPeriodicImages(spheres, edges, corner) : spheres;
}

/** Renumbers the spheres that own voxels to 1 … N, in place, and counts what they own. */
function keepVisible(
  labels: Uint32Array<ArrayBuffer>,
  spheres: readonly LabelledSphere[],
  [nx, ny, nz]: Vec3,
): { labels: Uint32Array<ArrayBuffer>; particles: TrueParticle[] } {
  const highest = spheres.reduce((most, sphere) => Math.max(most, sphere.id), 0);
  const voxels = new Uint32Array(highest + 1);
  const atBorder = new Uint8Array(highest + 1);
  for (let z = 0, i = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1) {
      const outerRow = z === 0 || z === nz - 1 || y === 0 || y === ny - 1;
      for (let x = 0; x < nx; x += 1, i += 1) {
        const id = labels[i]!;
        voxels[id] = voxels[id]! + 1;
        if (outerRow || x === 0 || x === nx - 1) atBorder[id] = 1;
      }
    }
  const renumbered = new Uint32Array(highest + 1);
  const particles: TrueParticle[] = [];
  for (const { id, centre, radius } of spheres) {
    if (voxels[id] === 0 || renumbered[id] !== 0) continue;
    renumbered[id] = particles.length + 1;
    particles.push({
      id: particles.length + 1,
      centre,
      diameter: 2 * radius,
      volumeVoxels: voxels[id]!,
      touchesBorder: atBorder[id] === 1,
    });
  }
  for (let i = 0; i < labels.length; i += 1) labels[i] = renumbered[labels[i]!]!;
  return { labels, particles };
}
