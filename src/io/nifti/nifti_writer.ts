import { DTYPES } from '../../recipe/dtype.js';
import { compressedStream } from '../compressed.js';
import type { PlacedFacts, Slabs } from '../slab_stream.js';
import { slabBytes } from '../slab_stream.js';
import { placementIn } from '../stated_unit.js';

type Bytes = Uint8Array<ArrayBuffer>;

const TYPE_CODES = { u8: 2, i8: 256, u16: 512, i16: 4, u32: 768, i32: 8, f32: 16 } as const;

const UNIT_CODES: Readonly<Record<string, number>> = { m: 1, mm: 2, µm: 3 };

/** Lengths of NIfTI-1 have 16 bits. */
const MOST_IN_VERSION_1 = 32767;

/** The code of coordinates of a scanner, for both maps to them. */
const SCANNER = 1;

/**
 * Writes a NIfTI file, gzip or not: version 1, and 2 where an axis has more than 32,767 voxels.
 * Sform and qform place the voxels by spacing and origin without a turn, so that a voxel's indices
 * are ours. The format knows m, mm and µm: other lengths are converted. Version 1 keeps 7 digits of
 * them. Grids in px state no unit.
 */
export async function* writeNifti(
  facts: PlacedFacts,
  slabs: Slabs,
  compression: 'none' | 'gzip' = 'none',
): AsyncGenerator<Bytes, void> {
  const whole = chunks(facts, slabs);
  yield* compression === 'gzip' ? compressedStream(whole, 'gzip') : whole;
}

async function* chunks(facts: PlacedFacts, slabs: Slabs): AsyncGenerator<Bytes, void> {
  yield header(facts);
  yield* slabBytes('writeNifti', facts, slabs);
}

function header(facts: PlacedFacts): Bytes {
  const { size, dtype } = facts;
  const placed = placementIn(facts, 'NIfTI', Object.keys(UNIT_CODES), (unit) =>
    unit === 'cm' ? 'mm' : 'µm',
  );
  const { spacing, origin } = placed ?? facts;
  const two = size.some((n) => n > MOST_IN_VERSION_1);
  const length = two ? 540 : 348;
  // Four bytes behind it say that there are no extensions.
  const bytes = new Uint8Array(length + 4);
  const view = new DataView(bytes.buffer);
  const float = (at1: number, at2: number, value: number): void => {
    if (two) view.setFloat64(at2, value, true);
    else view.setFloat32(at1, value, true);
  };
  const code = (at1: number, at2: number, value: number): void => {
    if (two) view.setInt32(at2, value, true);
    else view.setInt16(at1, value, true);
  };
  view.setInt32(0, length, true);
  bytes.set(
    two ? [0x6e, 0x2b, 0x32, 0, 0x0d, 0x0a, 0x1a, 0x0a] : [0x6e, 0x2b, 0x31, 0],
    two ? 4 : 344,
  );
  [3, ...size, 1, 1, 1, 1].forEach((n, i) => {
    if (two) view.setBigInt64(16 + 8 * i, BigInt(n), true);
    else view.setInt16(40 + 2 * i, n, true);
  });
  view.setInt16(two ? 12 : 70, TYPE_CODES[dtype], true);
  view.setInt16(two ? 14 : 72, DTYPES[dtype].bits, true);
  // The first says that the third axis is not mirrored.
  [1, ...spacing].forEach((value, i) => {
    float(76 + 4 * i, 104 + 8 * i, value);
  });
  if (two) view.setBigInt64(168, BigInt(bytes.length), true);
  else view.setFloat32(108, bytes.length, true);
  float(112, 176, 1);
  const unit = UNIT_CODES[placed?.unit ?? ''] ?? 0;
  if (two) view.setInt32(500, unit, true);
  else view.setUint8(123, unit);
  code(252, 344, SCANNER);
  code(254, 348, SCANNER);
  spacing.forEach((distance, i) => {
    float(268 + 4 * i, 376 + 8 * i, origin[i]!);
    float(280 + 20 * i, 400 + 40 * i, distance);
    float(292 + 16 * i, 424 + 32 * i, origin[i]!);
  });
  return bytes;
}
