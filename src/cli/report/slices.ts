import { encode } from 'fast-png';
import type { SliceView } from '../analysis.js';
import { outlinePaths } from './outlines.js';
import { escapeHtml, readable } from './text.js';

/** Colours that stand apart on grey and for colour-blind eyes (after Okabe and Ito, brightened). */
const COLOURS = [
  '#ffb000',
  '#56c8ff',
  '#ff5f4a',
  '#2fd6a1',
  '#f6ef52',
  '#e58fd0',
  '#9b8cff',
  '#ffffff',
];
/** Larger planes are shown with every second, third … voxel. */
const MOST_PIXELS = 640;
/** Part of the values that may be clipped at each end of the grey scale. */
const CLIPPED = 0.002;

/** Draws planes side by side, all with one grey scale and to one length scale. */
export function slicesHtml(slices: readonly SliceView[], unit: string): string {
  const scale = greyScale(slices);
  const widest = Math.max(...slices.map(({ size, spacing }) => size[0] * spacing[0]));
  return slices
    .map((slice) => {
      const share = (slice.size[0] * slice.spacing[0]) / widest;
      return figure(slice, unit, scale, share);
    })
    .join('\n');
}

function figure(
  slice: SliceView,
  unit: string,
  scale: readonly [number, number],
  share: number,
): string {
  const stride = Math.max(1, Math.ceil(Math.max(...slice.size) / MOST_PIXELS));
  const { size, image, labels } = thinned(slice, stride);
  const [width, height] = size;
  const pixel = [slice.spacing[0] * stride, slice.spacing[1] * stride] as const;
  const physical = [width * pixel[0], height * pixel[1]] as const;
  const { paths } = outlinePaths(labels, size, COLOURS.length);
  const strokes = paths
    .map((d, i) => (d === '' ? '' : `<path d="${d}" stroke="${COLOURS[i]!}"/>`))
    .join('');
  // The grid of pixels is stretched to physical proportions, the strokes keep their width.
  const view = 1000;
  const viewHeight = (view * physical[1]) / physical[0];
  const stretch = `scale(${String(view / width)} ${String(viewHeight / height)})`;
  const bar = scaleBar(physical[0], unit, view, viewHeight);
  const name = `${slice.axes[0]}${slice.axes[1]}`;
  const every = stride === 1 ? '' : `, every ${String(stride)}th voxel shown`;
  return `<figure class="slice" style="--share:${share.toFixed(4)}">
<svg viewBox="0 0 ${String(view)} ${viewHeight.toFixed(1)}" role="img" aria-label="${name} slice with label outlines">
<image href="${greyPng(image, size, scale)}" width="${String(view)}" height="${viewHeight.toFixed(1)}" preserveAspectRatio="none" style="image-rendering:pixelated"/>
<g transform="${stretch}" fill="none" stroke-width="1.6" stroke-linecap="square">${strokes.replaceAll('<path', '<path vector-effect="non-scaling-stroke"')}</g>
${bar}
</svg>
<figcaption><b>${name}</b> at ${slice.normal} = ${String(slice.index)}; ${slice.axes[0]} to the right, ${slice.axes[1]} down${every}</figcaption>
</figure>`;
}

function thinned(slice: SliceView, stride: number): Pick<SliceView, 'size' | 'image' | 'labels'> {
  if (stride === 1) return slice;
  const size = [Math.ceil(slice.size[0] / stride), Math.ceil(slice.size[1] / stride)] as const;
  const take = (from: ArrayLike<number>): Float64Array =>
    Float64Array.from({ length: size[0] * size[1] }, (_, i) => {
      const x = (i % size[0]) * stride;
      const y = Math.floor(i / size[0]) * stride;
      return from[y * slice.size[0] + x]!;
    });
  return { size, image: take(slice.image), labels: take(slice.labels) };
}

/** The values shown black and white: all planes' values without the outermost at each end. */
function greyScale(slices: readonly SliceView[]): readonly [number, number] {
  const values = Float64Array.from(slices.flatMap(({ image }) => Array.from(image)))
    .filter((value) => Number.isFinite(value))
    .sort();
  if (values.length === 0) return [0, 1];
  const low = values[Math.floor(CLIPPED * (values.length - 1))]!;
  const high = values[Math.ceil((1 - CLIPPED) * (values.length - 1))]!;
  return high > low ? [low, high] : [low, low + 1];
}

function greyPng(
  image: ArrayLike<number>,
  [width, height]: readonly [number, number],
  [low, high]: readonly [number, number],
): string {
  const data = Uint8Array.from({ length: width * height }, (_, i) => {
    const grey = Math.round((255 * (image[i]! - low)) / (high - low));
    return Math.min(255, Math.max(0, grey));
  });
  const png = encode({ width, height, data, channels: 1, depth: 8 });
  let binary = '';
  for (const byte of png) binary += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(binary)}`;
}

/** A bar of 1, 2 or 5 times a power of ten, at least a seventh of the width, with its length. */
function scaleBar(width: number, unit: string, view: number, viewHeight: number): string {
  const least = width / 7;
  const power = 10 ** Math.floor(Math.log10(least));
  const length = [1, 2, 5, 10].map((step) => step * power).find((candidate) => candidate >= least)!;
  const pixels = (view * length) / width;
  const y = viewHeight - 46;
  return `<g class="bar"><rect x="24" y="${(y - 44).toFixed(1)}" width="${(pixels + 32).toFixed(1)}" height="70" rx="6" fill="#000" fill-opacity=".62"/>
<rect x="40" y="${y.toFixed(1)}" width="${pixels.toFixed(1)}" height="10" fill="#fff"/>
<text x="${(40 + pixels / 2).toFixed(1)}" y="${(y - 10).toFixed(1)}" text-anchor="middle" font-size="30" fill="#fff">${escapeHtml(`${readable(length)} ${unit}`)}</text></g>`;
}
