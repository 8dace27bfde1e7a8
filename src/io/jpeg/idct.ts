/**
 * The inverse cosine transform of 8×8 coefficients in integers, as Loeffler, Ligtenberg and
 * Moschytz (ICASSP 1989) have it: constants with 13 fractional bits, two more bits between the
 * passes. Most decoders use these very steps, so that values agree to the bit.
 */
const [F0298, F0390, F0541, F0765] = [2446, 3196, 4433, 6270] as const;
const [F0899, F1175, F1501, F1847] = [7373, 9633, 12_299, 15_137] as const;
const [F1961, F2053, F2562, F3072] = [16_069, 16_819, 20_995, 25_172] as const;

const work = new Int32Array(64);

/**
 * Transforms the coefficients from `at` on, each times its step of quantization, into a plane of
 * bytes: 8 rows of 8 from `to` on, `stride` apart.
 */
export function inverseTransform(
  coefficients: Int16Array,
  at: number,
  steps: Uint16Array,
  plane: Uint8Array,
  to: number,
  stride: number,
): void {
  for (let i = 0; i < 64; i++) work[i] = coefficients[at + i]! * steps[i]!;
  for (let x = 0; x < 8; x++) pass(x, 8, 11);
  for (let y = 0; y < 8; y++) {
    pass(8 * y, 1, 18);
    for (let x = 0; x < 8; x++) {
      const value = work[8 * y + x]! + 128;
      plane[to + y * stride + x] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
  }
}

/** One column or row in place: 8 values `step` apart, rounded by `shift` bits. */
function pass(from: number, step: number, shift: number): void {
  const v = (i: number): number => work[from + i * step]!;
  const half = 1 << (shift - 1);
  const even = (v(2) + v(6)) * F0541;
  const even2 = even - v(6) * F1847;
  const even3 = even + v(2) * F0765;
  const sum = (v(0) + v(4)) * 8192;
  const difference = (v(0) - v(4)) * 8192;
  const [a0, a3] = [sum + even3, sum - even3];
  const [a1, a2] = [difference + even2, difference - even2];
  const z5 = (v(7) + v(3) + v(5) + v(1)) * F1175;
  const z1 = -(v(7) + v(1)) * F0899;
  const z2 = -(v(5) + v(3)) * F2562;
  const z3 = z5 - (v(7) + v(3)) * F1961;
  const z4 = z5 - (v(5) + v(1)) * F0390;
  const b0 = v(7) * F0298 + z1 + z3;
  const b1 = v(5) * F2053 + z2 + z4;
  const b2 = v(3) * F3072 + z2 + z3;
  const b3 = v(1) * F1501 + z1 + z4;
  work[from] = (a0 + b3 + half) >> shift;
  work[from + 7 * step] = (a0 - b3 + half) >> shift;
  work[from + step] = (a1 + b2 + half) >> shift;
  work[from + 6 * step] = (a1 - b2 + half) >> shift;
  work[from + 2 * step] = (a2 + b1 + half) >> shift;
  work[from + 5 * step] = (a2 - b1 + half) >> shift;
  work[from + 3 * step] = (a3 + b0 + half) >> shift;
  work[from + 4 * step] = (a3 - b0 + half) >> shift;
}
