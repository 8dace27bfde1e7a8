// A stable colour for each id: hues in OKLCH (B. Ottosson, 2020), a golden ratio of the circle
// apart, so that neighbouring ids differ.
import { wordOf } from './colors.js';

/** 2³² divided by the golden ratio, odd: ids times it, modulo 2³², fill the circle evenly. */
export const GOLDEN = 2654435769;

/** Which of the 256 colours an id has: the upper byte of its product with {@link GOLDEN}. */
export function hueOfId(id: number): number {
  return Math.imul(id, GOLDEN) >>> 24;
}

/** The colours of ids by {@link hueOfId}: three lightnesses in turn, so that close hues differ. */
export function labelColors(): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: 256 }, (_, i) =>
    oklch([0.66, 0.74, 0.82][i % 3]!, 0.135, (2 * Math.PI * i) / 256),
  );
}

/** The colours of ids that are not selected while others are: the hue is all but gone. */
export function dimmedColors(): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: 256 }, (_, i) => oklch(0.55, 0.03, (2 * Math.PI * i) / 256));
}

function oklch(lightness: number, chroma: number, hue: number): number {
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return wordOf(
    255 * encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    255 * encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    255 * encoded(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  );
}

/** The sRGB transfer function. */
function encoded(linear: number): number {
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
}
