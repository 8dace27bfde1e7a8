/** A scale bar: its length in the unit of the grid, and in pixels. */
export interface ScaleBar {
  readonly length: number;
  readonly pixels: number;
}

/**
 * The longest scale bar of 1, 2 or 5 times a power of ten that takes at most so many pixels.
 *
 * @param unitsPerPixel - Length per pixel, above 0.
 */
export function scaleBar(unitsPerPixel: number, mostPixels: number): ScaleBar {
  const most = unitsPerPixel * mostPixels;
  const power = Math.floor(Math.log10(most));
  const candidates = [1, 2, 5, 10].flatMap((n) => [decimal(n, power - 1), decimal(n, power)]);
  // A rounding of log10 may put the power one too high.
  const length = Math.max(...candidates.filter((n) => n <= most * (1 + 1e-12)));
  return { length, pixels: length / unitsPerPixel };
}

/** n · 10^power, as close as a number can be: 2 · 10⁻¹ is 0.2. */
function decimal(n: number, power: number): number {
  return Number(`${String(n)}e${String(power)}`);
}
