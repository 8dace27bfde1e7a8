import type { PlacedFacts, Slabs } from '../slab_stream.js';
import { slabBytes } from '../slab_stream.js';
import { placementIn } from '../stated_unit.js';

const TYPES = {
  u8: 'MET_UCHAR',
  i8: 'MET_CHAR',
  u16: 'MET_USHORT',
  i16: 'MET_SHORT',
  u32: 'MET_UINT',
  i32: 'MET_INT',
  f32: 'MET_FLOAT',
} as const;

/** Units that MetaIO knows, by ours. */
const UNITS: Readonly<Record<string, string>> = { µm: 'um', mm: 'mm', cm: 'cm' };

/**
 * Writes a MetaImage of one file (`.mha`), uncompressed, since its header would state the length of
 * what is compressed. The format knows µm, mm and cm: other lengths are converted. Grids in px
 * state no unit.
 */
export async function* writeMetaImage(
  facts: PlacedFacts,
  slabs: Slabs,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const placed = placementIn(facts, 'MetaImage', Object.keys(UNITS), (unit) =>
    unit === 'm' ? 'mm' : 'µm',
  );
  const { spacing, origin } = placed ?? facts;
  const lines = [
    'ObjectType = Image',
    'NDims = 3',
    'BinaryData = True',
    'BinaryDataByteOrderMSB = False',
    'CompressedData = False',
    'TransformMatrix = 1 0 0 0 1 0 0 0 1',
    `Offset = ${origin.join(' ')}`,
    'CenterOfRotation = 0 0 0',
    ...(placed === undefined ? [] : [`DistanceUnits = ${UNITS[placed.unit]!}`]),
    `ElementSpacing = ${spacing.join(' ')}`,
    `DimSize = ${facts.size.join(' ')}`,
    `ElementType = ${TYPES[facts.dtype]}`,
    'ElementDataFile = LOCAL',
    '',
  ];
  yield new TextEncoder().encode(lines.join('\n'));
  yield* slabBytes('writeMetaImage', facts, slabs);
}
