// Pictures as pixels, for PNG files.
import { encode } from 'fast-png';

/** An image of three bytes a pixel: red, green, blue. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

type Rgb = readonly [number, number, number];

/** Pictures of fewer pixels along an edge are enlarged. */
const LEAST_PIXELS = 600;

/**
 * The values shown black and white: all but the outermost at each end, of which a part is clipped.
 * Of no finite value 0 and 1.
 */
export function greyScale(of: ArrayLike<number>, clipped: number): readonly [number, number] {
  const values = Float64Array.from(of)
    .filter((value) => Number.isFinite(value))
    .sort();
  if (values.length === 0) return [0, 1];
  const low = values[Math.floor(clipped * (values.length - 1))]!;
  const high = values[Math.ceil((1 - clipped) * (values.length - 1))]!;
  return high > low ? [low, high] : [low, low + 1];
}

/** Values as grey levels between black and white. */
export function greysOf(
  image: ArrayLike<number>,
  [width, height]: readonly [number, number],
  [low, high]: readonly [number, number],
): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const grey = Math.round((255 * (image[i]! - low)) / (high - low));
    return Math.min(255, Math.max(0, grey));
  });
}

/** Grey values as red, green and blue. */
export function grown(grey: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: 3 * grey.length }, (_, i) => grey[Math.floor(i / 3)]!);
}

/** A grey image in the colours of its phases, which take the part `tint` of it. */
export function tinted(
  grey: Uint8Array,
  phases: ArrayLike<number>,
  colours: ReadonlyMap<number, Rgb>,
  tint: number,
): Uint8Array {
  const data = grown(grey);
  grey.forEach((value, i) => {
    const colour = colours.get(phases[i]!);
    if (colour === undefined) return;
    colour.forEach((channel, c) => {
      data[3 * i + c] = Math.round(tint * channel + (1 - tint) * value);
    });
  });
  return data;
}

/** A picture in which the pixels at the edge of a particle have its colour. */
export function burned(
  { width, height, data: before }: Picture,
  labels: ArrayLike<number>,
  colourOf: (label: number) => Rgb,
): Picture {
  const data = before.slice();
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const own = labels[y * width + x]!;
      if (own === 0) continue;
      const differs = (u: number, v: number): boolean =>
        u >= 0 && v >= 0 && u < width && v < height && labels[v * width + u] !== own;
      if (differs(x - 1, y) || differs(x + 1, y) || differs(x, y - 1) || differs(x, y + 1))
        data.set(colourOf(own), 3 * (y * width + x));
    }
  return { width, height, data };
}

/** A picture on square pixels, without interpolation, and their edge in the unit of `voxel`. */
export function enlarged(
  { width, height, data }: Picture,
  voxel: readonly [number, number],
): { readonly picture: Picture; readonly pixelSize: number } {
  const times = Math.max(1, Math.ceil(LEAST_PIXELS / Math.max(width, height)));
  const pixelSize = Math.min(...voxel) / times;
  const [wide, high] = [
    Math.max(1, Math.round((width * voxel[0]) / pixelSize)),
    Math.max(1, Math.round((height * voxel[1]) / pixelSize)),
  ];
  const out = new Uint8Array(3 * wide * high);
  for (let v = 0; v < high; v += 1) {
    const y = Math.floor((v * height) / high);
    for (let u = 0; u < wide; u += 1) {
      const from = 3 * (y * width + Math.floor((u * width) / wide));
      out.set(data.subarray(from, from + 3), 3 * (v * wide + u));
    }
  }
  return { picture: { width: wide, height: high, data: out }, pixelSize };
}

/** A picture as a PNG file. */
export function pngOf({ width, height, data }: Picture): Uint8Array {
  return encode({ width, height, data, channels: 3, depth: 8 });
}

/** Bytes as base64, for a picture within a page. */
export function base64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
