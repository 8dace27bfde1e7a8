// The neighbours of numbers among those of f32.

const words = new DataView(new ArrayBuffer(4));

/** The next f32 above or below an f32 that is finite. */
function neighbour(value: number, up: boolean): number {
  if (value === 0) return up ? 2 ** -149 : -(2 ** -149);
  words.setFloat32(0, value);
  words.setInt32(0, words.getInt32(0) + (up === value > 0 ? 1 : -1));
  return words.getFloat32(0);
}

/** The least f32 that is not below a number. */
export function floatFrom(value: number): number {
  const held = Math.fround(value);
  return held >= value ? held : neighbour(held, true);
}

/** The least f32 above a number. */
export function floatAbove(value: number): number {
  const held = Math.fround(value);
  return held > value ? held : neighbour(held, true);
}

/** The greatest f32 below a number. */
export function floatBelow(value: number): number {
  const held = Math.fround(value);
  return held < value ? held : neighbour(held, false);
}

/** The number with the fewest digits that f32 holds as the same value. */
export function shortestDecimal(value: number): number {
  for (let digits = 1; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}
