import type { PlacedFacts, Slabs } from '../slab_stream.js';
import { slabBytes, voxelBytes } from '../slab_stream.js';

const TYPES = {
  u8: 'UInt8',
  i8: 'Int8',
  u16: 'UInt16',
  i16: 'Int16',
  u32: 'UInt32',
  i32: 'Int32',
  f32: 'Float32',
} as const;

/**
 * Writes a VTK XML image (`.vti`): voxels as points, appended raw behind their length in 64 bits.
 * VTK has no units: the distances are in the grid's, which the file cannot state.
 */
export async function* writeVti(
  facts: PlacedFacts,
  slabs: Slabs,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const { kind, size, dtype, spacing, origin } = facts;
  const extent = size.map((n) => `0 ${n - 1}`).join(' ');
  const head = `<?xml version="1.0"?>
<VTKFile type="ImageData" version="1.0" byte_order="LittleEndian" header_type="UInt64">
  <ImageData WholeExtent="${extent}" Origin="${origin.join(' ')}" Spacing="${spacing.join(' ')}">
    <Piece Extent="${extent}">
      <PointData Scalars="${kind}">
        <DataArray type="${TYPES[dtype]}" Name="${kind}" format="appended" offset="0"/>
      </PointData>
    </Piece>
  </ImageData>
  <AppendedData encoding="raw">
   _`;
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(voxelBytes(facts)), true);
  yield new Uint8Array([...new TextEncoder().encode(head), ...length]);
  yield* slabBytes('writeVti', facts, slabs);
  yield new TextEncoder().encode('\n  </AppendedData>\n</VTKFile>\n');
}
