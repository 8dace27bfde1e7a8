// Binary STL (3D Systems, 1989): triangles with normals, without ids or a unit.
import type { MeshData } from '../recipe/mesh_data.js';
import { fileBytes } from './file_bytes.js';

const HEADER = 80;
const TRIANGLE = 50;

/** A mesh as binary STL. Its numbers are in the mesh's unit, which the header names. */
export function writeStl({
  positions,
  indices,
  unit,
}: Pick<MeshData, 'positions' | 'indices' | 'unit'>): Uint8Array<ArrayBuffer> {
  const count = indices.length / 3;
  const bytes = fileBytes(HEADER + 4 + TRIANGLE * count, 'STL');
  // A file that begins with 'solid' is taken for text.
  const header = new TextEncoder().encode(`binary STL, lengths in ${unit.replace('µ', 'u')}`);
  bytes.set(header.subarray(0, HEADER));
  const view = new DataView(bytes.buffer);
  view.setUint32(HEADER, count, true);
  for (let t = 0; t < count; t += 1) {
    const [a, b, c] = [3 * indices[3 * t]!, 3 * indices[3 * t + 1]!, 3 * indices[3 * t + 2]!];
    const [ux, uy, uz] = between(positions, a, b);
    const [vx, vy, vz] = between(positions, a, c);
    const normal = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    const length = Math.hypot(...normal);
    let at = HEADER + 4 + TRIANGLE * t;
    for (const n of normal) {
      // A triangle without area has no normal: zeros say so.
      view.setFloat32(at, length === 0 ? 0 : n / length, true);
      at += 4;
    }
    for (const vertex of [a, b, c])
      for (let i = 0; i < 3; i += 1, at += 4) view.setFloat32(at, positions[vertex + i]!, true);
  }
  return bytes;
}

function between(
  positions: Float32Array,
  from: number,
  to: number,
): readonly [number, number, number] {
  return [
    positions[to]! - positions[from]!,
    positions[to + 1]! - positions[from + 1]!,
    positions[to + 2]! - positions[from + 2]!,
  ];
}
