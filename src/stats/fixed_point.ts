// Fixed-point representation of f32 for exact sums.

const BITS = new DataView(new ArrayBuffer(4));

function bitsOf(value: number): number {
  BITS.setFloat32(0, value);
  return BITS.getUint32(0);
}

/** Stored exponent of a finite f32; subnormals have that of the smallest normal numbers, 1. */
function storedExponent(value: number): number {
  return Math.max(1, (bitsOf(value) >>> 23) & 0xff);
}

/** The greater stored exponent of two finite values: the one that fixed point is counted from. */
export function referenceExponent(min: number, max: number): number {
  return Math.max(storedExponent(min), storedExponent(max));
}

/** The unit of {@link toFixedPoint}: a greatest value of 24 bits has seven more below them. */
export function fixedPointUnit(exponent: number): number {
  return 2 ** (exponent - 157);
}

/**
 * A finite f32, of a stored exponent up to `exponent`, as a whole number below 2^31 of
 * {@link fixedPointUnit}, rounded half away from zero: what `whole_number` in
 * `object_deviations.wgsl` computes.
 */
export function toFixedPoint(value: number, exponent: number): number {
  const magnitude = Math.floor(Math.abs(value) / fixedPointUnit(exponent) + 0.5);
  return value < 0 ? -magnitude : magnitude;
}
