// Fixed-point representation of f32 for exact sums.

const BITS = new DataView(new ArrayBuffer(4));

function bitsOf(value: number): number {
  BITS.setFloat32(0, value);
  return BITS.getUint32(0);
}

/** Stored exponent of a finite f32; subnormals have that of the smallest normal numbers, 1. */
export function storedExponent(value: number): number {
  return Math.max(1, (bitsOf(value) >>> 23) & 0xff);
}

/** The greater stored exponent of two finite values: the one that fixed point is counted from. */
export function referenceExponent(min: number, max: number): number {
  return Math.max(storedExponent(min), storedExponent(max));
}

/**
 * A finite f32 as a whole number of 2^(exponent + coarser − 150), rounded half away from zero: what
 * `fixed_point` in `measure_labels.wgsl` computes.
 */
export function toFixedPoint(value: number, exponent: number, coarser: number): number {
  const bits = bitsOf(value);
  const significand = (bits & 0x7fffff) | ((bits & 0x7f800000) === 0 ? 0 : 0x800000);
  const shift = exponent - storedExponent(value) + coarser;
  const magnitude = Math.floor(significand / 2 ** shift + 0.5);
  return value < 0 ? -magnitude : magnitude;
}
