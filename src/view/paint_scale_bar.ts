import { scaleBar } from '../recipe/view/scale_bar.js';
import { eachPixel, GLYPH_HEIGHT, textWidth } from './glyphs.js';

/**
 * Paints a scale bar with its length into RGBA, at the lower right: white on a black seam, so that
 * it is seen on every picture. Larger pictures have larger letters.
 */
export function paintScaleBar(
  data: Uint8ClampedArray,
  [width, height]: readonly [width: number, height: number],
  unitsPerPixel: number,
  unit: string,
): void {
  const bar = scaleBar(unitsPerPixel, unit, width);
  if (bar === undefined) return;
  const scale = Math.max(1, Math.floor(Math.min(width, height) / 300));
  const margin = 4 * scale;
  const pixels = Math.max(1, Math.round(bar.pixels));
  const thickness = 2 * scale;
  const right = width - margin;
  const bottom = height - margin;
  const white: (readonly [x: number, y: number])[] = [];
  for (let y = bottom - thickness; y < bottom; y++)
    for (let x = right - pixels; x < right; x++) white.push([x, y]);
  const across = textWidth(bar.label) * scale;
  // The text stands over the middle of the bar, inside the picture.
  const left = Math.min(right - across, Math.round(right - pixels / 2 - across / 2));
  const top = bottom - thickness - (GLYPH_HEIGHT + 2) * scale;
  eachPixel(bar.label, (gx, gy) => {
    for (let dy = 0; dy < scale; dy++)
      for (let dx = 0; dx < scale; dx++)
        white.push([left + gx * scale + dx, top + gy * scale + dy]);
  });
  const put = (x: number, y: number, value: number): void => {
    if (x < 0 || y < 0 || x >= width || y >= height) return;
    data.set([value, value, value, 255], 4 * (x + width * y));
  };
  for (const [x, y] of white)
    for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) put(x + dx, y + dy, 0);
  for (const [x, y] of white) put(x, y, 255);
}
