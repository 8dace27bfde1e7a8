import { VoxmetryError } from '../../recipe/errors.js';
import { damagedFile } from '../damaged_file.js';
import type { Vec3 } from '../../recipe/geometry.js';
import type { Direction } from '../orientation.js';
import type { StoredType } from '../sample_type.js';
import { affineOfQuaternion } from './quaternion.js';

/** What the header of a NIfTI-1, NIfTI-2 or Analyze 7.5 file says. */
export interface NiftiHeader {
  readonly version: 0 | 1 | 2;
  readonly bigEndian: boolean;
  /** Voxels along x, y, z, times, and values at a voxel. */
  readonly dimensions: readonly [number, number, number, number, number];
  readonly datatype: number;
  readonly offset: number;
  readonly slope: number;
  readonly intercept: number;
  readonly unit: string | undefined;
  readonly spacing: Vec3;
  readonly spacingFrom: string;
  readonly direction: Direction | undefined;
  readonly origin: Vec3 | undefined;
  /** Whether the voxels are in a file of their own. */
  readonly detached: boolean;
}

/** The types of the format that are volumes, by code; colours are three or four u8. */
export const NIFTI_TYPES: Readonly<Record<number, StoredType>> = {
  2: 'u8',
  4: 'i16',
  8: 'i32',
  16: 'f32',
  64: 'f64',
  128: 'u8',
  256: 'i8',
  512: 'u16',
  768: 'u32',
  1024: 'i64',
  1280: 'u64',
  2304: 'u8',
};

const UNITS: Readonly<Record<number, string>> = { 1: 'm', 2: 'mm', 3: 'µm' };

/** Bytes of the longest header. */
export const NIFTI_HEADER_BYTES = 540;

/** Parses a header (the definitions of NIfTI-1.1 and NIfTI-2). */
export function niftiHeader(head: Uint8Array, version: 0 | 1 | 2, name: string): NiftiHeader {
  if (version === 2 && head.length < NIFTI_HEADER_BYTES)
    throw damaged(name, 'its header ends early');
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const little = view.getInt32(0, true) === (version === 2 ? 540 : 348);
  const two = version === 2;
  const float = (at1: number, at2: number): number =>
    two ? view.getFloat64(at2, little) : view.getFloat32(at1, little);
  const int16or64 = (at1: number, at2: number): number =>
    two ? Number(view.getBigInt64(at2, little)) : view.getInt16(at1, little);
  const code = (at1: number, at2: number): number =>
    two ? view.getInt32(at2, little) : view.getInt16(at1, little);
  const dim = Array.from({ length: 8 }, (_, i) => int16or64(40 + 2 * i, 16 + 8 * i));
  const pixdim = Array.from({ length: 8 }, (_, i) => float(76 + 4 * i, 104 + 8 * i));
  const [axes = 0] = dim;
  if (axes < 1 || axes > 7 || dim.slice(1, axes + 1).some((n) => !(n >= 1)))
    throw damaged(name, `its dimensions are ${dim.join(' ')}`);
  if (dim.slice(6, axes + 1).some((n) => n > 1)) {
    throw new VoxmetryError('unsupported-format', `${name} has more than five axes.`);
  }
  const length = (i: number): number => (i <= axes ? dim[i]! : 1);
  const qform = version === 0 ? 0 : code(252, 344);
  const sform = version === 0 ? 0 : code(254, 348);
  const rows = [0, 1, 2].map((row) =>
    [0, 1, 2, 3].map((i) => float(280 + 16 * row + 4 * i, 400 + 32 * row + 8 * i)),
  );
  const quaternion = [0, 1, 2].map((i) => float(256 + 4 * i, 352 + 8 * i));
  const shift = [0, 1, 2].map((i) => float(268 + 4 * i, 376 + 8 * i));
  const affine =
    sform > 0
      ? rows
      : qform > 0
        ? affineOfQuaternion(quaternion, shift, pixdim.slice(0, 4))
        : undefined;
  const units = two ? view.getInt32(500, little) : view.getUint8(123);
  const placed = affine === undefined ? undefined : placement(affine);
  const edge = (i: number): number => Math.abs(pixdim[i] ?? 1) || 1;
  return {
    version,
    bigEndian: !little,
    dimensions: [length(1), length(2), length(3), length(4), length(5)],
    datatype: view.getInt16(two ? 12 : 70, little),
    offset: version === 0 ? 0 : int16or64Offset(view, version, little),
    slope: version === 0 ? 0 : float(112, 176),
    intercept: version === 0 ? 0 : float(116, 184),
    unit: version === 0 ? undefined : UNITS[units & 7],
    spacing: placed?.spacing ?? [edge(1), edge(2), edge(3)],
    spacingFrom: placed === undefined ? 'NIfTI pixdim' : sform > 0 ? 'NIfTI sform' : 'NIfTI qform',
    direction: placed?.direction,
    origin: placed?.origin,
    detached: version === 0 || String.fromCharCode(head[two ? 5 : 345] ?? 0) === 'i',
  };
}

function int16or64Offset(view: DataView, version: 1 | 2, little: boolean): number {
  return version === 2 ? Number(view.getBigInt64(168, little)) : view.getFloat32(108, little);
}

/** Distances, directions and the place of the first voxel of an affine map; rows of four. */
function placement(
  rows: readonly (readonly number[])[],
): { spacing: Vec3; direction: Direction; origin: Vec3 } | undefined {
  const column = (i: number): Vec3 => [rows[0]![i]!, rows[1]![i]!, rows[2]![i]!];
  const direction: Direction = [column(0), column(1), column(2)];
  const lengths = direction.map((vector) => Math.hypot(...vector));
  if (!lengths.every((length) => length > 0 && Number.isFinite(length))) return undefined;
  return { spacing: lengths as unknown as Vec3, direction, origin: column(3) };
}

export function damaged(name: string, reason: string): VoxmetryError {
  return damagedFile('NIfTI file', name, reason);
}
