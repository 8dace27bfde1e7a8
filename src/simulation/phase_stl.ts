// The surface of one material as STL.
import { writeStl } from '../exchange/stl.js';
import { invalidArgument } from '../recipe/errors.js';
import type { PhaseMesh } from './phase_mesh.js';

/**
 * The closed surface of one material of a mesh of {@link phaseMesh} as binary STL, with its normals
 * outwards. Files of materials that meet have the same triangles there, in f32, each with its own
 * normals. Lengths are in the mesh's unit, which the header names.
 *
 * @throws VoxmetryError `invalid-argument` for a material that the mesh does not have.
 * @example
 * ```ts
 * import { phaseMesh, phaseStl } from 'voxmetry/simulation';
 * const voxels = { data: [0, 1], size: [2, 1, 1], spacing: [1, 1, 1], unit: 'µm' } as const;
 * const file = phaseStl(phaseMesh(voxels, { codes: { pore: 0, solid: 1 } }), 'solid');
 * console.assert((file.length - 84) % 50 === 0);
 * ```
 */
export function phaseStl(mesh: PhaseMesh, name: string): Uint8Array<ArrayBuffer> {
  if (!Object.hasOwn(mesh.volumes, name))
    throw invalidArgument('phaseStl', 'name', name, Object.keys(mesh.volumes).join(', '));
  const parts = mesh.boundaries.filter(({ between }) => between.includes(name));
  const indices = new Uint32Array(parts.reduce((sum, part) => sum + part.indices.length, 0));
  let at = 0;
  for (const { between, indices: own } of parts) {
    indices.set(own, at);
    // Counter-clockwise as seen from outside of this material.
    if (between[0] !== name)
      for (let k = at; k < at + own.length; k += 3)
        [indices[k + 1], indices[k + 2]] = [indices[k + 2]!, indices[k + 1]!];
    at += own.length;
  }
  return writeStl({ positions: Float32Array.from(mesh.positions), indices, unit: mesh.unit });
}
