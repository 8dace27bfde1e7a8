// How the samples are made; loaded with the first one.
import type { Vec3 } from 'voxmetry';
import {
  simulateArtefacts,
  simulateImaging,
  syntheticCathode,
  syntheticField,
  syntheticRoll,
} from 'voxmetry/synthetic';
import type { Sample } from './samples.js';

/** A cathode as a tomograph sees it. */
export function cathode(size: Vec3): Sample {
  const { data, spacing, unit } = syntheticCathode({ seed: 1, size }).volume;
  return { data, size, spacing, unit };
}

/** Touching spheres with noise, on cubes. */
export function porous(size: Vec3): Sample {
  const data = syntheticField({ kind: 'gray', size, seed: 1 }).slab(0, size[2]);
  return { data, size, spacing: [1, 1, 1], unit: 'µm' };
}

/** Two networks that wind through each other, half solid, as in a polyolefin separator. */
export function separator(size: Vec3): Sample {
  const solid = syntheticField({ kind: 'blobs', size, seed: 1 }).slab(0, size[2]);
  const spacing: Vec3 = [0.05, 0.05, 0.05];
  return {
    data: simulateImaging(solid, { size, spacing }, { seed: 1 }),
    size,
    spacing,
    unit: 'µm',
  };
}

/** Particles under a focused ion beam: curtains along y, slices of uneven brightness. */
export function fibsem(size: Vec3): Sample {
  const artefacts = simulateArtefacts(size, { seed: 1, curtains: 1500, flicker: 0.03 });
  const spacing: Vec3 = [0.02, 0.02, 0.02];
  const { data, unit } = syntheticCathode({
    seed: 1,
    size,
    spacing,
    imaging: { artefacts },
  }).volume;
  return { data, size, spacing, unit };
}

/** The core of a small wound cell in its can; copper grew through some of its separators. */
export function roll(size: Vec3): Sample {
  const cell = syntheticRoll({
    seed: 1,
    size,
    spacing: 25,
    core: 600,
    defects: { outgrowths: 6, outgrowthHeight: [70, 160], particles: 3 },
  });
  const { spacing, unit } = cell.grid;
  return { data: cell.slab(0, size[2]), size, spacing, unit };
}
