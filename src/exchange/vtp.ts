// VTK's XML format of surfaces, with raw data appended.
import { VoxmetryError } from '../recipe/errors.js';
import type { MeshData } from '../recipe/mesh_data.js';
import { bytesOfNumbers, fileBytes } from './file_bytes.js';

/** VTK's cells count in signed integers here. */
const MOST = 2 ** 31 - 1;

/**
 * A mesh as VTP (VTK file formats, "PolyData"): points in the mesh's unit, which a comment names,
 * triangles, and of labels `label` per cell. Blocks have lengths of 64 bits.
 */
export function writeVtp({ positions, indices, ids, unit }: MeshData): Uint8Array<ArrayBuffer> {
  const count = indices.length / 3;
  if (indices.length > MOST)
    throw new VoxmetryError(
      'limit',
      `toBytes: ${String(count)} triangles are more than VTP's 32-bit integers count. Write 'ply', or make a mesh of fewer triangles.`,
      { op: 'toBytes', details: { needed: count, available: Math.floor(MOST / 3) } },
    );
  const ends = Int32Array.from({ length: count }, (_, t) => 3 * (t + 1));
  const blocks: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  const array = (
    name: string,
    type: string,
    components: number,
    numbers: Float32Array | Uint32Array | Int32Array,
  ): string => {
    const text = `<DataArray type="${type}" Name="${name}" NumberOfComponents="${String(components)}" format="appended" offset="${String(offset)}"/>`;
    blocks.push(bytesOfNumbers(numbers));
    offset += 8 + numbers.byteLength;
    return text;
  };
  const escaped = unit.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('--', '- -');
  const head = new TextEncoder().encode(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<VTKFile type="PolyData" version="1.0" byte_order="LittleEndian" header_type="UInt64">',
      `<!-- lengths in ${escaped} -->`,
      '<PolyData>',
      `<Piece NumberOfPoints="${String(positions.length / 3)}" NumberOfVerts="0" NumberOfLines="0" NumberOfStrips="0" NumberOfPolys="${String(count)}">`,
      `<Points>${array('Points', 'Float32', 3, positions)}</Points>`,
      '<Polys>',
      array('connectivity', 'Int32', 1, indices),
      array('offsets', 'Int32', 1, ends),
      '</Polys>',
      ...(ids === null
        ? []
        : [`<CellData Scalars="label">${array('label', 'UInt32', 1, ids)}</CellData>`]),
      '</Piece>',
      '</PolyData>',
      '<AppendedData encoding="raw">',
      '_',
    ].join('\n'),
  );
  const tail = new TextEncoder().encode('\n</AppendedData>\n</VTKFile>\n');
  const bytes = fileBytes(head.length + offset + tail.length, 'VTP');
  bytes.set(head);
  const view = new DataView(bytes.buffer);
  let at = head.length;
  for (const block of blocks) {
    view.setBigUint64(at, BigInt(block.length), true);
    bytes.set(block, at + 8);
    at += 8 + block.length;
  }
  bytes.set(tail, at);
  return bytes;
}
