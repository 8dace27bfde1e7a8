// Gmsh's MSH 4.1 (text) of surfaces of materials, and a script of the volumes that they bound.
import type { PhaseBoundary, PhaseMesh } from './phase_mesh.js';

const [SURFACE, TRIANGLE] = [2, 2] as const;

/** Surfaces are named after the materials on both sides. */
const nameOf = ({ between: [a, b] }: PhaseBoundary): string => `${a}|${b ?? 'outside'}`;

const quoted = (name: string): string => `"${name.replace(/["\n]/g, '_')}"`;

/**
 * A mesh of {@link phaseMesh} as a file of Gmsh, MSH 4.1 in text: a surface for each boundary, with
 * a physical group of those of two materials (`pore|nmc`, `pore|outside`). {@link gmshVolumes}
 * makes volumes of them. Lengths are in the mesh's unit, which the format does not hold.
 *
 * @throws RangeError where the text is longer than a string may be, some 10 million triangles.
 * @example
 * ```ts
 * import { gmshFile, phaseMesh } from 'voxmetry/simulation';
 * const voxels = { data: [0, 1], size: [2, 1, 1], spacing: [1, 1, 1], unit: 'µm' } as const;
 * const file = gmshFile(phaseMesh(voxels, { codes: { pore: 0, solid: 1 } }));
 * console.assert(file.includes('2 2 "pore|solid"'));
 * ```
 */
export function gmshFile({ positions, boundaries }: PhaseMesh): string {
  const box = extentOf(positions);
  const groups = [...new Set(boundaries.map(nameOf))];
  const lines = ['$MeshFormat', '4.1 0 8', '$EndMeshFormat', '$PhysicalNames'];
  lines.push(String(groups.length));
  groups.forEach((name, k) => {
    lines.push(`${String(SURFACE)} ${String(k + 1)} ${quoted(name)}`);
  });
  lines.push('$EndPhysicalNames', '$Entities', `0 0 ${String(boundaries.length)} 0`);
  boundaries.forEach((boundary, k) => {
    lines.push([k + 1, box, 1, groups.indexOf(nameOf(boundary)) + 1, 0].join(' '));
  });
  lines.push('$EndEntities');
  pushNodes(lines, positions, boundaries);
  const triangles = boundaries.reduce((sum, { indices }) => sum + indices.length / 3, 0);
  lines.push(
    '$Elements',
    `${String(boundaries.length)} ${String(triangles)} 1 ${String(triangles)}`,
  );
  let element = 0;
  boundaries.forEach(({ indices }, k) => {
    lines.push([SURFACE, k + 1, TRIANGLE, indices.length / 3].join(' '));
    for (let i = 0; i < indices.length; i += 3) {
      element += 1;
      lines.push([element, ...[0, 1, 2].map((j) => indices[i + j]! + 1)].join(' '));
    }
  });
  lines.push('$EndElements', '');
  return lines.join('\n');
}

/**
 * A script of Gmsh that reads the file of {@link gmshFile}, here `file`, and makes a volume of each
 * connected part, with a physical group for each material: `gmsh -3 phases.geo -o filled.msh`
 * fills them with tetrahedra, and by another ending writes what other programs read: `.bdf` COMSOL,
 * `.inp` Ansys and Abaqus.
 *
 * @example
 * ```ts
 * import { gmshVolumes, phaseMesh } from 'voxmetry/simulation';
 * const voxels = { data: [0, 1], size: [2, 1, 1], spacing: [1, 1, 1], unit: 'µm' } as const;
 * const script = gmshVolumes(phaseMesh(voxels, { codes: { pore: 0, solid: 1 } }), 'phases.msh');
 * console.assert(script.includes('Physical Volume("solid") = {2};'));
 * ```
 */
export function gmshVolumes({ boundaries, parts }: PhaseMesh, file: string): string {
  const lines = [`Merge ${quoted(file)};`];
  const listed = (tags: readonly number[]): string => `{${tags.join(', ')}}`;
  parts.forEach((_, part) => {
    const tag = String(part + 1);
    const surfaces = boundaries.flatMap((boundary, k) =>
      boundary.parts.includes(part) ? [k + 1] : [],
    );
    lines.push(`Surface Loop(${tag}) = ${listed(surfaces)};`, `Volume(${tag}) = {${tag}};`);
  });
  for (const name of new Set(parts)) {
    const tags = parts.flatMap((material, part) => (material === name ? [part + 1] : []));
    lines.push(`Physical Volume(${quoted(name)}) = ${listed(tags)};`);
  }
  lines.push('');
  return lines.join('\n');
}

/** Every vertex belongs to the first surface that it lies on. */
function pushNodes(
  lines: string[],
  positions: Float64Array,
  boundaries: readonly PhaseBoundary[],
): void {
  const count = positions.length / 3;
  const owner = new Uint32Array(count);
  boundaries.forEach(({ indices }, k) => {
    for (const v of indices) owner[v] ||= k + 1;
  });
  const owned = boundaries.map((): number[] => []);
  owner.forEach((surface, v) => owned[surface - 1]!.push(v));
  lines.push('$Nodes', `${String(boundaries.length)} ${String(count)} 1 ${String(count)}`);
  owned.forEach((vertices, k) => {
    lines.push([SURFACE, k + 1, 0, vertices.length].join(' '));
    for (const v of vertices) lines.push(String(v + 1));
    for (const v of vertices) lines.push(positions.subarray(3 * v, 3 * v + 3).join(' '));
  });
  lines.push('$EndNodes');
}

/** The corners of the box around all vertices, as the format wants them. */
function extentOf(positions: Float64Array): string {
  const least = [Infinity, Infinity, Infinity];
  const greatest = [-Infinity, -Infinity, -Infinity];
  positions.forEach((at, k) => {
    least[k % 3] = Math.min(least[k % 3]!, at);
    greatest[k % 3] = Math.max(greatest[k % 3]!, at);
  });
  return [...least, ...greatest].join(' ');
}
