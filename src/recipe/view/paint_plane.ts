// Paints planes on the host as the shader of slices does, byte for byte.
import type { GridArray } from '../dtype.js';
import { colorTable } from './color_map.js';
import { MASK_COLOR, wordOfColor } from './colors.js';
import { hueOfId, labelColors } from './label_colors.js';
import { LEVELS, levelEdge, windowOf } from './levels.js';
import type { ColorMap } from './state.js';

/** Values of a plane, row by row. */
interface Values {
  readonly data: GridArray;
  readonly size: readonly [width: number, height: number];
}

/** Opacities of regions, from 0 to 255, as views have them by default. */
const FILL = 102;
const OUTLINE = 255;

/** RGBA of a plane of a volume, with overlays. */
export function paintPlane(
  { data }: Values,
  volume: {
    readonly window?: readonly [lo: number, hi: number] | undefined;
    readonly colors?: ColorMap | undefined;
  },
  { mask, labels }: { readonly mask?: Values | undefined; readonly labels?: Values | undefined },
): Uint8ClampedArray<ArrayBuffer> {
  const window = volume.window ?? windowOf(Float64Array.from(data));
  const colors = colorTable(volume.colors ?? 'grey');
  const edges = Float64Array.from({ length: LEVELS }, (_, level) => levelEdge(window, level));
  const words = new Uint32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    // NaN is not drawn.
    words[i] = Number.isNaN(value) ? 0 : colors[levelOf(value, edges)]!;
  }
  if (mask !== undefined) {
    const color = wordOfColor(MASK_COLOR);
    overlay(words, mask, () => color);
  }
  if (labels !== undefined) {
    const hues = labelColors();
    overlay(words, labels, (id) => hues[hueOfId(id)]!);
  }
  const bytes = new Uint8ClampedArray(4 * words.length);
  words.forEach((word, i) => {
    bytes[4 * i] = word & 255;
    bytes[4 * i + 1] = (word >> 8) & 255;
    bytes[4 * i + 2] = (word >> 16) & 255;
    bytes[4 * i + 3] = 255;
  });
  return bytes;
}

/** How many levels have begun at a value, by halving. */
function levelOf(value: number, edges: Float64Array): number {
  let [low, high] = [1, LEVELS];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Fills and outlines the regions of a plane. */
function overlay(words: Uint32Array, plane: Values, colorOf: (region: number) => number): void {
  const { data, size } = plane;
  const [width, height] = size;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const i = x + width * y;
      const region = data[i]!;
      if (region === 0) continue;
      // What lies beside the plane is no region.
      const isEdge =
        x === 0 ||
        y === 0 ||
        x === width - 1 ||
        y === height - 1 ||
        data[i - 1] !== region ||
        data[i + 1] !== region ||
        data[i - width] !== region ||
        data[i + width] !== region;
      words[i] = mixed(words[i]!, colorOf(region), isEdge ? OUTLINE : FILL);
    }
}

/** A colour over another, by an opacity from 0 to 255. */
function mixed(below: number, above: number, opacity: number): number {
  let word = 0;
  for (let shift = 0; shift < 24; shift += 8) {
    const parts = ((below >> shift) & 255) * (255 - opacity) + ((above >> shift) & 255) * opacity;
    word |= Math.floor((parts + 127) / 255) << shift;
  }
  return word;
}
