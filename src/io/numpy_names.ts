import type { Dtype } from '../recipe/dtype.js';

/** Types as NumPy calls them, and with it most formats. */
export const NUMPY_NAMES = {
  u8: 'uint8',
  i8: 'int8',
  u16: 'uint16',
  i16: 'int16',
  u32: 'uint32',
  i32: 'int32',
  f32: 'float32',
} as const satisfies Readonly<Record<Dtype, string>>;
