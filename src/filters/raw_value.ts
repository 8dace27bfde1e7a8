import { DTYPES, type Dtype } from '../recipe/dtype.js';

const BITS = new DataView(new ArrayBuffer(4));

/** The bits of a value of a dtype, in the low end of a word, as kernels hold them. */
export function rawOf(value: number, dtype: Dtype): number {
  if (dtype === 'f32') {
    BITS.setFloat32(0, value);
    return BITS.getUint32(0);
  }
  const { bits } = DTYPES[dtype];
  return bits === 32 ? value >>> 0 : (value & (2 ** bits - 1)) >>> 0;
}
