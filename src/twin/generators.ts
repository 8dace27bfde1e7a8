import { map3, type Vec3 } from '../recipe/geometry.js';
import { booleanSpheres } from '../synthetic/boolean_spheres.js';
import { levelCutField } from '../synthetic/level_cut.js';
import { largestDiameter, packSpheres } from '../synthetic/spheres.js';
import { voxeliseSpheres, type LabelledSphere, type VoxelGrid } from '../synthetic/voxelise.js';
import type { StructureCurves } from './curves.js';

/** What a generator is asked for. */
export interface GeneratorParameters {
  /** Part of the material that is set, 0 to 1. */
  readonly fraction: number;
  /** A length along x, y and z, in the unit of the spacing; of what, its generator says. */
  readonly length: Vec3;
  /** Standard deviation of the logarithm of diameters; 0 where a generator has none. */
  readonly spread: number;
}

/** Makes structures of the set phase of a mask, of known truth. */
export interface TwinGenerator {
  /** Its name in results. */
  readonly name: string;
  /** Bounds of the fraction that it can make. */
  readonly fractions: readonly [least: number, most: number];
  /** Bounds of the spread; none where structures have no spread of sizes. */
  readonly spreads: readonly [least: number, most: number] | null;
  /** Whether its length is the same along all axes. */
  readonly isotropic: boolean;
  /** Parameters to begin with; they are then fitted. */
  start(measured: StructureCurves): GeneratorParameters;
  /** One piece of the material: a byte per voxel, 1 where it is set. */
  make(parameters: GeneratorParameters, grid: VoxelGrid, seed: number): Uint8Array<ArrayBuffer>;
}

const PI = 3.141592653589793;
/** The spread of the diameters of ground or precipitated particles. */
export const USUAL_SPREAD = 0.25;

/** The mean diameter of spheres that have so many faces along lines, if none overlap. */
function diameterOf({ fraction, faces }: StructureCurves): number {
  const perLength = (faces[0] + faces[1] + faces[2]) / 3;
  return (3 * fraction) / Math.max(perLength, 1e-12);
}

/** The bytes of drawn spheres; every label is 1. */
function bytesOf(spheres: readonly LabelledSphere[], grid: VoxelGrid): Uint8Array<ArrayBuffer> {
  const labels = voxeliseSpheres(spheres, grid);
  return Uint8Array.from(labels);
}

/**
 * Log-normal spheres that touch and sink a little into each other, as the particles of an electrode
 * do (`packSpheres`); their length is the median diameter. For particles.
 */
export const packedSpheres: TwinGenerator = {
  name: 'packedSpheres',
  fractions: [0.02, 0.62],
  spreads: [0, 0.6],
  isotropic: true,
  start: (measured) => {
    const diameter = diameterOf(measured);
    return {
      fraction: measured.fraction,
      length: [diameter, diameter, diameter],
      spread: USUAL_SPREAD,
    };
  },
  make({ fraction, length, spread }, grid, seed) {
    const { size, spacing } = grid;
    const margin = 2.2 * largestDiameter(length[0], spread);
    const edges = map3((axis) => size[axis] * spacing[axis]);
    const packed = packSpheres({
      seed,
      box: map3((axis) => edges[axis] + margin),
      fraction,
      medianDiameter: length[0],
      sigma: spread,
    });
    const moved = packed.map(({ centre, radius }) => ({
      id: 1,
      radius,
      centre: map3((axis) => centre[axis] - (spacing[axis] + margin) / 2),
    }));
    return bytesOf(moved, grid);
  },
};

/**
 * Log-normal spheres at random places, across one another (`booleanSpheres`); their length is the
 * median diameter. For grains that have grown together, and for pores that open into each other.
 */
export const overlappingSpheres: TwinGenerator = {
  name: 'overlappingSpheres',
  fractions: [0.02, 0.95],
  spreads: [0, 0.6],
  isotropic: true,
  start: (measured) => {
    const covered = -Math.log(1 - measured.fraction) * (1 - measured.fraction);
    const diameter = (diameterOf(measured) * covered) / measured.fraction;
    return {
      fraction: measured.fraction,
      length: [diameter, diameter, diameter],
      spread: USUAL_SPREAD,
    };
  },
  make({ fraction, length, spread }, grid, seed) {
    const { size, spacing } = grid;
    const box = map3((axis) => size[axis] * spacing[axis]);
    const drawn = booleanSpheres({
      seed,
      box,
      fraction,
      medianDiameter: length[0],
      sigma: spread,
    }).map(({ centre, radius }) => ({
      id: 1,
      radius,
      centre: map3((axis) => centre[axis] - spacing[axis] / 2),
    }));
    return bytesOf(drawn, grid);
  },
};

/**
 * A Gaussian field that is cut at a level (`levelCutField`); its length along each axis is that of
 * the Gaussian that smooths it. For networks without particles: sponges, spinodal and sintered
 * structures.
 */
export const levelCutFields: TwinGenerator = {
  name: 'levelCutFields',
  fractions: [0.02, 0.98],
  spreads: null,
  isotropic: false,
  start: ({ fraction, faces }) => {
    // Rice's formula: a level t is crossed exp(−t²/2) √(½) / (π length) times per length.
    const level = levelOf(fraction);
    const crossings = Math.exp((-level * level) / 2) / (PI * Math.SQRT2);
    return {
      fraction,
      length: map3((axis) => crossings / Math.max(faces[axis], 1e-12)),
      spread: 0,
    };
  },
  make({ fraction, length }, { size, spacing }, seed) {
    const bounded = map3((axis) =>
      Math.min(Math.max(length[axis], 0.4 * spacing[axis]), (size[axis] / 2) * spacing[axis]),
    );
    return levelCutField({ seed, size, spacing, fraction, length: bounded });
  },
};

/** The level that a standard normal number is below with probability p (Tukey's lambda). */
function levelOf(p: number): number {
  return (p ** 0.14 - (1 - p) ** 0.14) * 4.91;
}

/** The generators that twins are made by where none are named. */
export const GENERATORS: readonly TwinGenerator[] = [packedSpheres, levelCutFields];
