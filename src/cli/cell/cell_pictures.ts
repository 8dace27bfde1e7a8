// Pictures of a cell's report: grey images with marks, and maps of the sheet in colours.
import { colorTable } from '../../recipe/view/color_map.js';
import {
  base64,
  enlarged,
  greyScale,
  greysOf,
  grown,
  pngOf,
  type Picture,
} from '../report/pixels.js';
import { scaleBar } from '../report/scale_bar.js';
import { escapeHtml, readable } from '../report/text.js';

/** A plane of grey values or of a map, x fastest. */
export interface GreyPlane {
  readonly data: ArrayLike<number>;
  readonly size: readonly [number, number];
  readonly spacing: readonly [number, number];
}

/** A place of a plane, in its pixels, and the words beside it. */
export interface Mark {
  readonly at: readonly [number, number];
  readonly label: string;
}

/** Larger planes are shown with every second, third … pixel. */
const MOST_PIXELS = 900;
/** Part of the values that may be clipped at each end of a scale. */
const CLIPPED = 0.004;

/** The values between which nearly all values of a plane lie. */
export function scaleOf(data: ArrayLike<number>): readonly [number, number] {
  return greyScale(data, CLIPPED);
}

/** A plane in grey levels. */
export function greyPicture({ data, size }: GreyPlane, scale: readonly [number, number]): Picture {
  return { width: size[0], height: size[1], data: grown(greysOf(data, size, scale)) };
}

/** A map in the colours of 'viridis'; what is not known is a mid grey. */
export function mapPicture(plane: GreyPlane, [low, high]: readonly [number, number]): Picture {
  const { data, size } = plane;
  const table = colorTable('viridis');
  const out = new Uint8Array(3 * size[0] * size[1]).fill(128);
  for (let i = 0; i < size[0] * size[1]; i += 1) {
    const part = (data[i]! - low) / (high - low);
    if (Number.isNaN(part)) continue;
    const word = table[Math.min(255, Math.max(0, Math.round(255 * part)))]!;
    out.set([word & 255, (word >> 8) & 255, (word >> 16) & 255], 3 * i);
  }
  return { width: size[0], height: size[1], data: out };
}

/** Every nth row and column, so that the picture has at most {@link MOST_PIXELS} along an edge. */
export function thinned(plane: GreyPlane): { readonly plane: GreyPlane; readonly stride: number } {
  const [width, height] = plane.size;
  const stride = Math.max(1, Math.ceil(Math.max(width, height) / MOST_PIXELS));
  if (stride === 1) return { plane, stride };
  const size = [Math.ceil(width / stride), Math.ceil(height / stride)] as const;
  const data = Float64Array.from({ length: size[0] * size[1] }, (_, i) => {
    const [x, y] = [(i % size[0]) * stride, Math.floor(i / size[0]) * stride];
    return plane.data[y * width + x]!;
  });
  const spacing = [plane.spacing[0] * stride, plane.spacing[1] * stride] as const;
  return { plane: { data, size, spacing }, stride };
}

/** Every nth column of a map that is far longer than high. */
export function thinnedAlong({ data, size, spacing }: GreyPlane): GreyPlane {
  const stride = Math.max(1, Math.ceil(size[0] / MOST_PIXELS));
  const width = Math.ceil(size[0] / stride);
  return {
    data: Float64Array.from(
      { length: width * size[1] },
      (_, i) => data[Math.floor(i / width) * size[0] + (i % width) * stride]!,
    ),
    size: [width, size[1]],
    spacing: [spacing[0] * stride, spacing[1]],
  };
}

/** A picture as an SVG element with marks and, where a unit is given, a bar of scale. */
export function svgPicture(
  picture: Picture,
  spacing: readonly [number, number],
  label: string,
  { marks = [], unit }: { readonly marks?: readonly Mark[]; readonly unit?: string } = {},
): string {
  const { picture: shown } = enlarged(picture, spacing);
  const view = 1000;
  const high = (view * picture.height * spacing[1]) / (picture.width * spacing[0]);
  const png = base64(pngOf(shown));
  const rings = marks.map(({ at, label: words }) => {
    const x = ((at[0] + 0.5) / picture.width) * view;
    const y = ((at[1] + 0.5) / picture.height) * high;
    return `<g><circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="17" fill="none" stroke="#ffb000" stroke-width="4"/><text x="${(x + 21).toFixed(1)}" y="${(y - 12).toFixed(1)}" font-size="27" font-weight="600" fill="#ffb000" stroke="#000" stroke-width="5" paint-order="stroke">${escapeHtml(words)}</text></g>`;
  });
  const bar = unit === undefined ? '' : scaleBar(picture.width * spacing[0], unit, view, high);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(view)} ${high.toFixed(1)}" font-family="sans-serif" role="img" aria-label="${escapeHtml(label)}">
<image href="data:image/png;base64,${png}" width="${String(view)}" height="${high.toFixed(1)}" preserveAspectRatio="none" style="image-rendering:pixelated"/>
${rings.join('\n')}${bar}
</svg>`;
}

/** The colours of a map from its least to its greatest value. */
export function colourBar([low, high]: readonly [number, number], unit: string): string {
  const table = colorTable('viridis');
  const stops = [0, 64, 128, 191, 255].map((i) => {
    const word = table[i]!;
    return `rgb(${[word & 255, (word >> 8) & 255, (word >> 16) & 255].join(' ')})`;
  });
  return `<p class="ramp"><span>${readable(low, 3)}</span><i style="background:linear-gradient(90deg,${stops.join(',')})"></i><span>${readable(high, 3)} ${escapeHtml(unit)}</span></p>`;
}
