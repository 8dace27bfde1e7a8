/** A component: its values, of which `width` × `height` are the image's, in rows of `stride`. */
export interface SampledPlane {
  readonly values: Uint8Array;
  readonly stride: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Puts a component into every `count`-th value of an image, from `at` on, with its pixels `across`
 * × `down` times as wide and high. Twice is done by a triangle filter, as decoders do it that show
 * smooth colours: a new pixel is 3/4 of the near one and 1/4 of the next. Other factors repeat.
 */
export function upsample(
  plane: SampledPlane,
  [across, down]: readonly [number, number],
  out: Uint8Array,
  { at, count, width, height }: { at: number; count: number; width: number; height: number },
): void {
  const isSmoothAcross = across === 2 && plane.width > 2 && down <= 2;
  const isSmoothDown = down === 2 && (isSmoothAcross || across === 1);
  const last = plane.height - 1;
  const line = new Int32Array(plane.width);
  for (let y = 0; y < height; y++) {
    const near = Math.min(last, Math.floor(y / down));
    const next = Math.min(last, Math.max(0, y % 2 === 0 ? near - 1 : near + 1));
    for (let x = 0; x < plane.width; x++) {
      const value = plane.values[near * plane.stride + x]!;
      line[x] = isSmoothDown ? 3 * value + plane.values[next * plane.stride + x]! : value;
    }
    // Rounding alternates, so that values do not drift upwards.
    const bits = isSmoothDown ? 2 : 0;
    for (let x = 0; x < width; x++) {
      const column = Math.floor(x / across);
      const here = line[column]!;
      let value: number;
      if (!isSmoothAcross) value = isSmoothDown ? (here + (y % 2 === 0 ? 1 : 2)) >> 2 : here;
      else value = smoothed(line, here, x, column, bits);
      out[(y * width + x) * count + at] = value;
    }
  }
}

/** A pixel between two of a line, whose values are scaled by `bits` already. */
function smoothed(line: Int32Array, here: number, x: number, column: number, bits: number): number {
  const isLeft = x % 2 === 0;
  const other = isLeft ? column - 1 : column + 1;
  const round = bits === 0 ? (isLeft ? 1 : 2) : isLeft ? 8 : 7;
  // At the edge the pixel is its own neighbour.
  const beside = other < 0 || other >= line.length ? here : line[other]!;
  return (3 * here + beside + round) >> (2 + bits);
}
