// PLY, binary little-endian (Turk, 1994): vertices and faces, with the object of each face.
import type { MeshData } from '../recipe/mesh_data.js';
import { bytesOfNumbers, fileBytes } from './file_bytes.js';

/**
 * A mesh as PLY: `x y z` of vertices in the mesh's unit, which a comment names, and of faces the
 * three `vertex_indices` and, of labels, `label`.
 */
export function writePly({ positions, indices, ids, unit }: MeshData): Uint8Array<ArrayBuffer> {
  const count = indices.length / 3;
  const header = new TextEncoder().encode(
    [
      'ply',
      'format binary_little_endian 1.0',
      `comment lengths in ${unit}`,
      `element vertex ${String(positions.length / 3)}`,
      'property float x',
      'property float y',
      'property float z',
      `element face ${String(count)}`,
      'property list uchar uint vertex_indices',
      ...(ids === null ? [] : ['property uint label']),
      'end_header',
      '',
    ].join('\n'),
  );
  const face = ids === null ? 13 : 17;
  const faces = header.length + positions.byteLength;
  const bytes = fileBytes(faces + face * count, 'PLY');
  bytes.set(header);
  bytes.set(bytesOfNumbers(positions), header.length);
  const view = new DataView(bytes.buffer);
  for (let t = 0; t < count; t += 1) {
    const at = faces + face * t;
    bytes[at] = 3;
    for (let j = 0; j < 3; j += 1) view.setUint32(at + 1 + 4 * j, indices[3 * t + j]!, true);
    if (ids !== null) view.setUint32(at + 13, ids[t]!, true);
  }
  return bytes;
}
