import type { GridArray } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';

/** Bytes before the voxels: a NIfTI-1 header and the word that says nothing follows it. */
const HEADER = 352;

/** NIfTI-1 codes of the dtypes that are exchanged. */
const CODES = [
  [Uint8Array, 2],
  [Int16Array, 4],
  [Int32Array, 8],
  [Float32Array, 16],
  [Uint16Array, 512],
] as const;

/** A volume of voxels of 1 mm as a NIfTI-1 file. */
export function writeNifti(data: GridArray, size: Vec3): Uint8Array {
  const code = CODES.find(([kind]) => data instanceof kind)?.[1];
  if (code === undefined) throw new Error(`NIfTI has no code here for ${data.constructor.name}.`);
  const file = new Uint8Array(HEADER + data.byteLength);
  const view = new DataView(file.buffer);
  view.setInt32(0, 348, true);
  [3, ...size, 1, 1, 1, 1].forEach((n, i) => {
    view.setInt16(40 + 2 * i, n, true);
  });
  view.setInt16(70, code, true);
  view.setInt16(72, 8 * data.BYTES_PER_ELEMENT, true);
  for (let i = 0; i < 8; i += 1) view.setFloat32(76 + 4 * i, 1, true);
  view.setFloat32(108, HEADER, true);
  view.setFloat32(112, 1, true);
  // Millimetres, and an affine of ones.
  view.setUint8(123, 2);
  view.setInt16(254, 1, true);
  for (const at of [280, 300, 320]) view.setFloat32(at, 1, true);
  file.set([0x6e, 0x2b, 0x31, 0], 344);
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), HEADER);
  return file;
}

/** The voxels of a NIfTI-1 file that a program wrote on this machine. */
export function readNifti(file: Uint8Array): ArrayLike<number> {
  const view = new DataView(file.buffer, file.byteOffset);
  const code = view.getInt16(70, true);
  const kind = CODES.find(([, known]) => known === code)?.[0];
  if (kind === undefined) throw new Error(`NIfTI type ${String(code)} is not expected.`);
  return new kind(file.slice(view.getFloat32(108, true)).buffer);
}
