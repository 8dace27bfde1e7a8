/**
 * The affine map of a NIfTI quaternion (method 2 of the definition): rows of four. `pixdim` begins
 * with the sign of the third axis.
 */
export function affineOfQuaternion(
  [b = 0, c = 0, d = 0]: readonly number[],
  shift: readonly number[],
  [sign = 1, dx = 1, dy = 1, dz = 1]: readonly number[],
): number[][] {
  const rest = 1 - (b * b + c * c + d * d);
  const a = rest > 0 ? Math.sqrt(rest) : 0;
  const z = sign < 0 ? -dz : dz;
  return [
    [
      (a * a + b * b - c * c - d * d) * dx,
      2 * (b * c - a * d) * dy,
      2 * (b * d + a * c) * z,
      shift[0] ?? 0,
    ],
    [
      2 * (b * c + a * d) * dx,
      (a * a + c * c - b * b - d * d) * dy,
      2 * (c * d - a * b) * z,
      shift[1] ?? 0,
    ],
    [
      2 * (b * d - a * c) * dx,
      2 * (c * d + a * b) * dy,
      (a * a + d * d - c * c - b * b) * z,
      shift[2] ?? 0,
    ],
  ];
}
