import { map3 } from '../recipe/geometry.js';
import { checkOrientation, type Orientation } from '../synthetic/directions.js';
import { randomFibres, voxeliseFibres } from '../synthetic/fibres.js';
import { booleanSpheroids, voxeliseSpheroids } from '../synthetic/spheroids.js';
import type { StructureCurves } from './curves.js';
import { USUAL_SPREAD, type GeneratorParameters, type TwinGenerator } from './generators.js';

/**
 * Straight fibres that lie across one another (`randomFibres`); their length is the median
 * diameter. For gas diffusion layers, fleeces and fibrous separators.
 *
 * @param orientation - Weights of x, y and z in the directions of fibres: [1, 1, 0] in the plane of
 * x and y. Default [1, 1, 1], at random.
 * @throws VoxmetryError `invalid-argument` for weights that are none.
 * @example
 * ```ts
 * import { fibresAlong } from 'voxmetry/twin';
 * const paper = fibresAlong([1, 1, 0]);
 * const grid = { size: [32, 32, 32], spacing: [1, 1, 1] } as const;
 * const piece = paper.make({ fraction: 0.3, length: [4, 4, 4], spread: 0 }, grid, 1);
 * console.assert(piece.length === 32 ** 3 && piece.includes(1));
 * ```
 */
export function fibresAlong(orientation: Orientation = [1, 1, 1]): TwinGenerator {
  checkOrientation('fibresAlong', orientation);
  return {
    name: `fibres [${orientation.join(', ')}]`,
    fractions: [0.02, 0.9],
    spreads: [0, 0.6],
    isotropic: true,
    // Of a cylinder, the surface over the volume is 4 over its diameter.
    start: (measured) => startOf(measured, 4, 0),
    make({ fraction, length, spread }, { size, spacing }, seed) {
      const box = map3((axis) => size[axis] * spacing[axis]);
      const fibres = randomFibres({
        ...{ seed, box, fraction, orientation },
        ...{ medianDiameter: length[0], sigma: spread },
      });
      return bytesOf(voxeliseFibres(fibres, { size, spacing }));
    },
  };
}

/**
 * Flakes or needles at random places, across one another (`booleanSpheroids`); their length is the
 * median diameter of balls of equal volume. For graphite and other particles that lie alike.
 *
 * @param aspect - Length along the axis over that across it, 0.05 … 20: flakes below 1.
 * @param orientation - Weights of x, y and z in the directions of axes: [0, 0, 1] of flakes that
 * lie flat. Default [1, 1, 1], at random.
 * @throws VoxmetryError `invalid-argument` for weights that are none; `make` for the aspect.
 * @example
 * ```ts
 * import { spheroidsOf } from 'voxmetry/twin';
 * const graphite = spheroidsOf(0.3, [0.3, 0.3, 1]);
 * const grid = { size: [32, 32, 32], spacing: [1, 1, 1] } as const;
 * const piece = graphite.make({ fraction: 0.5, length: [9, 9, 9], spread: 0.25 }, grid, 1);
 * console.assert(piece.length === 32 ** 3 && piece.includes(1));
 * ```
 */
export function spheroidsOf(aspect: number, orientation: Orientation = [1, 1, 1]): TwinGenerator {
  checkOrientation('spheroidsOf', orientation);
  return {
    name: `spheroids ${String(aspect)} [${orientation.join(', ')}]`,
    fractions: [0.02, 0.9],
    spreads: [0, 0.6],
    isotropic: true,
    start: (measured) => startOf(measured, 6, USUAL_SPREAD),
    make({ fraction, length, spread }, { size, spacing }, seed) {
      const box = map3((axis) => size[axis] * spacing[axis]);
      const spheroids = booleanSpheroids({
        ...{ seed, box, fraction, aspect, orientation },
        ...{ medianDiameter: length[0], sigma: spread },
      });
      return bytesOf(voxeliseSpheroids(spheroids, { size, spacing }));
    },
  };
}

/**
 * Grains at random places whose union has a surface per volume of −ln(1 − f) (1 − f) times that of
 * the grains themselves, `perDiameter` over their diameter; lines cross half of it.
 */
function startOf(
  { fraction, faces }: StructureCurves,
  perDiameter: number,
  spread: number,
): GeneratorParameters {
  const crossed = (faces[0] + faces[1] + faces[2]) / 3;
  const free = 1 - Math.min(fraction, 0.99);
  const diameter = (perDiameter * free * -Math.log(free)) / Math.max(2 * crossed, 1e-12);
  return { fraction, length: [diameter, diameter, diameter], spread };
}

function bytesOf(labels: Uint32Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(labels, (label) => (label > 0 ? 1 : 0));
}
