/*
 * Angles by +, −, ×, ÷ and √ alone, whose results IEEE 754 fixes: ECMAScript leaves the last bits
 * of Math.sin, Math.cos and Math.atan2 to the engine.
 */

const HALF_PI = Math.PI / 2;

/** The arc tangent of 0 … 1, to 10⁻¹⁵: the angle is halved twice, then a series is summed. */
function arcTangent(ratio: number): number {
  const once = ratio / (1 + Math.sqrt(1 + ratio * ratio));
  const x = once / (1 + Math.sqrt(1 + once * once));
  const squared = x * x;
  let series = 0;
  for (let power = 21; power >= 1; power -= 2) series = 1 / power - squared * series;
  return 4 * x * series;
}

/**
 * The angle of the direction (x, y) in 0 … 2π, the same bits on every engine; to 10⁻¹⁵. 0 where
 * both are 0.
 */
export function portableAngle(x: number, y: number): number {
  const [across, along] = [Math.abs(x), Math.abs(y)];
  if (across === 0 && along === 0) return 0;
  const first = along <= across ? arcTangent(along / across) : HALF_PI - arcTangent(across / along);
  const upper = x >= 0 ? first : Math.PI - first;
  return y >= 0 || upper === 0 ? upper : 2 * Math.PI - upper;
}

/** Cosine and sine of an angle of 0 … 2π, the same bits on every engine; to 10⁻¹⁵. */
export function portableDirection(angle: number): readonly [cosine: number, sine: number] {
  const quarters = Math.round(angle / HALF_PI);
  const rest = angle - quarters * HALF_PI;
  const squared = rest * rest;
  let [cosine, sine] = [1, 1];
  for (let term = 20; term >= 2; term -= 2) {
    cosine = 1 - (squared * cosine) / (term * (term - 1));
    sine = 1 - (squared * sine) / (term * (term + 1));
  }
  sine *= rest;
  const turned = [
    [cosine, sine],
    [-sine, cosine],
    [-cosine, -sine],
    [sine, -cosine],
  ] as const;
  return turned[((quarters % 4) + 4) % 4]!;
}

/** An angle less another, in −π … π; both in 0 … 2π. */
export function turnBetween(angle: number, from: number): number {
  const turn = angle - from;
  if (turn > Math.PI) return turn - 2 * Math.PI;
  return turn < -Math.PI ? turn + 2 * Math.PI : turn;
}
