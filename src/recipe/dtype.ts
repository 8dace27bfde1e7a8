/** How the values of a volume are stored. 64-bit float files are read as `f32`. */
export type Dtype = 'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32' | 'f32';

/** How any grid is stored on the GPU: a {@link Dtype}, or `bit` for masks. */
export type Storage = Dtype | 'bit';

/** The typed array that holds values of a dtype on the host. */
export interface ArrayOf {
  u8: Uint8Array<ArrayBuffer>;
  i8: Int8Array<ArrayBuffer>;
  u16: Uint16Array<ArrayBuffer>;
  i16: Int16Array<ArrayBuffer>;
  u32: Uint32Array<ArrayBuffer>;
  i32: Int32Array<ArrayBuffer>;
  f32: Float32Array<ArrayBuffer>;
}

/** Any typed array that holds a grid on the host. */
export type GridArray = ArrayOf[Dtype];

/** The dtype of a typed array's type. */
export type DtypeOf<A extends GridArray> = {
  [D in Dtype]: A extends ArrayOf[D] ? D : never;
}[Dtype];

/** What is known of a dtype. `code` is the number that kernels know it by (see `voxel.wgsl`). */
export interface DtypeInfo {
  readonly bits: 8 | 16 | 32;
  readonly code: number;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

/** All dtypes with their facts; the order is that of the kernels' codes. */
export const DTYPES: Readonly<Record<Dtype, DtypeInfo>> = {
  u8: { bits: 8, code: 0, min: 0, max: 255, integer: true },
  i8: { bits: 8, code: 1, min: -128, max: 127, integer: true },
  u16: { bits: 16, code: 2, min: 0, max: 65535, integer: true },
  i16: { bits: 16, code: 3, min: -32768, max: 32767, integer: true },
  u32: { bits: 32, code: 4, min: 0, max: 4294967295, integer: true },
  i32: { bits: 32, code: 5, min: -2147483648, max: 2147483647, integer: true },
  f32: { bits: 32, code: 6, min: -Infinity, max: Infinity, integer: false },
};

/** Whether a dtype's values take 32 bits. */
export function isWide(dtype: Dtype): boolean {
  return DTYPES[dtype].bits === 32;
}

/** The dtype code of a mask's bits in kernels. */
export const BIT_CODE = 7;

/** Names of all dtypes. */
export const DTYPE_NAMES = Object.keys(DTYPES) as readonly Dtype[];

const CONSTRUCTORS = {
  u8: Uint8Array,
  i8: Int8Array,
  u16: Uint16Array,
  i16: Int16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f32: Float32Array,
} as const;

/** Makes a zeroed typed array of a dtype. */
export function makeArray<D extends Dtype>(dtype: D, length: number): ArrayOf[D] {
  return new CONSTRUCTORS[dtype](length) as ArrayOf[D];
}

/** Views bytes as a typed array of a dtype. */
export function viewArray<D extends Dtype>(
  dtype: D,
  buffer: ArrayBuffer,
  byteOffset = 0,
  length?: number,
): ArrayOf[D] {
  return new CONSTRUCTORS[dtype](buffer, byteOffset, length) as ArrayOf[D];
}

/** The dtype of a typed array, or undefined where no dtype fits. */
export function dtypeOf(array: ArrayBufferView): Dtype | undefined {
  if (array instanceof Uint8ClampedArray) return 'u8';
  return DTYPE_NAMES.find((name) => array instanceof CONSTRUCTORS[name]);
}

/** Bits that one voxel takes on the GPU. */
export function bitsOf(storage: Storage): number {
  return storage === 'bit' ? 1 : DTYPES[storage].bits;
}

/** Voxels that share one 32-bit word on the GPU. */
export function lanesOf(storage: Storage): number {
  return 32 / bitsOf(storage);
}

/** The number that kernels know a storage by. */
export function codeOf(storage: Storage): number {
  return storage === 'bit' ? BIT_CODE : DTYPES[storage].code;
}
