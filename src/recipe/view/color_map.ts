// Colour maps as tables of 256 colours. Loaded when they are first used: they bring d3's ramps.
import { interpolateCividis, interpolateMagma, interpolateViridis } from 'd3-scale-chromatic';
import { wordOf } from './colors.js';
import type { ColorMap } from './state.js';

/**
 * Eleven colours from dark blue over green and yellow to pink, whose lightness rises evenly: in the
 * scheme of F. Crameri's batlow (Nature Communications 11, 5444, 2020), drawn by hand.
 */
const BATLOW: readonly (readonly [number, number, number])[] = [
  [1, 25, 89],
  [14, 54, 95],
  [26, 79, 97],
  [49, 99, 91],
  [80, 113, 73],
  [117, 126, 54],
  [161, 137, 43],
  [206, 147, 68],
  [241, 160, 114],
  [253, 180, 172],
  [250, 204, 250],
];

const MAPS: Readonly<Record<ColorMap, (t: number) => number>> = {
  grey: (t) => wordOf(255 * t, 255 * t, 255 * t),
  viridis: (t) => ofCss(interpolateViridis(t)),
  cividis: (t) => ofCss(interpolateCividis(t)),
  magma: (t) => ofCss(interpolateMagma(t)),
  batlow: (t) => {
    const place = t * (BATLOW.length - 1);
    const first = Math.min(BATLOW.length - 2, Math.floor(place));
    const [a, b] = [BATLOW[first]!, BATLOW[first + 1]!];
    const at = (i: 0 | 1 | 2): number => a[i] + (b[i] - a[i]) * (place - first);
    return wordOf(at(0), at(1), at(2));
  },
};

/** The 256 colours of a map, a word each, red in the lowest bits. */
export function colorTable(name: ColorMap): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: 256 }, (_, i) => MAPS[name](i / 255));
}

/** A colour as d3 writes it, '#rrggbb' or 'rgb(r, g, b)', as a word. */
function ofCss(text: string): number {
  const parts = text.startsWith('#')
    ? [1, 3, 5].map((i) => parseInt(text.slice(i, i + 2), 16))
    : (text.match(/\d+/g) ?? []).map(Number);
  return wordOf(parts[0] ?? 0, parts[1] ?? 0, parts[2] ?? 0);
}
