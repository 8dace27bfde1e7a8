import { encode } from 'fast-png';
import type { SliceView } from '../analysis.js';
import type { FoundAnalysis } from '../found.js';
import { coloured, type Colouring } from './colouring.js';
import { outlinePaths } from './outlines.js';
import { outlineColour, phaseColour, rgbOf } from './palette.js';
import {
  base64,
  burned,
  enlarged,
  greyScale,
  greysOf,
  grown,
  pngOf,
  tinted,
  type Picture,
} from './pixels.js';
import { scaleBar } from './scale_bar.js';
import { escapeHtml } from './text.js';

/** Larger planes are shown with every second, third … voxel. */
const MOST_PIXELS = 640;
/** Part of the values that may be clipped at each end of the grey scale. */
const CLIPPED = 0.002;
/** Part of a phase's colour in the picture of phases; the rest is the grey image. */
const TINT = 0.45;
/** Colours that outlines take in turn; more where more are needed. */
const OUTLINE_COLOURS = 8;

/** A picture of a plane, ready to be shown and written. */
export interface SlicePicture {
  /** As `phases_xy`. */
  readonly name: string;
  /** What it shows, for a caption: text, not HTML. */
  readonly caption: readonly [name: string, rest: string];
  /** Width over that of the widest plane. */
  readonly share: number;
  readonly svg: string;
  /** The same as pixels, without the scale bar. */
  readonly pixels: Picture;
  /** Edge of one of them, in the sample's unit. */
  readonly pixelSize: number;
}

/**
 * The pictures of the middle planes: the phases, or the image alone where they could not be told;
 * and the outlines of the particles, where there are any.
 */
export interface SlicePictures {
  readonly phases: readonly SlicePicture[];
  readonly particles: readonly SlicePicture[];
}

/** Draws planes, all with one grey scale and to one length scale. */
export function slicePictures({ slices, phases, phase, input }: FoundAnalysis): SlicePictures {
  const scale = greyScale(
    slices.flatMap(({ image }) => Array.from(image)),
    CLIPPED,
  );
  const widest = Math.max(...slices.map(({ size, spacing }) => size[0] * spacing[0]));
  const planes = slices.map(thinned);
  // As they are shown: particles may touch where the voxels between them are left out.
  const labelled = planes.flatMap(({ labels, size }) =>
    labels === null ? [] : [{ labels, size }],
  );
  const colouring = coloured(labelled, OUTLINE_COLOURS);
  const colours = new Map(phases.map(({ code }, i) => [code, rgbOf(phaseColour(i))]));
  // Labels are no grey values that a picture could show.
  const tint = phase.rule === 'label' ? 1 : TINT;
  const draw = (kind: Kind): SlicePicture[] =>
    planes.map((plane) =>
      picture(kind, plane, { unit: input.unit, scale, widest, colouring, colours, tint }),
    );
  const known = (part: 'phases' | 'labels'): boolean => slices.every((view) => view[part] !== null);
  return {
    phases: draw(known('phases') ? 'phases' : 'image'),
    particles: known('labels') ? draw('particles') : [],
  };
}

type Kind = 'phases' | 'image' | 'particles';
const SHOWN: Readonly<Record<Kind, string>> = {
  phases: ' with phases',
  image: '',
  particles: ' with outlines of the particles',
};

interface Drawing {
  readonly unit: string;
  readonly scale: readonly [number, number];
  readonly widest: number;
  readonly colouring: Colouring;
  readonly colours: ReadonlyMap<number, readonly [number, number, number]>;
  readonly tint: number;
}

function picture(
  kind: Kind,
  { slice, stride, size, image, labels, phases }: Plane,
  { unit, scale, widest, colouring, colours, tint }: Drawing,
): SlicePicture {
  const [width, height] = size;
  const grey = greysOf(image, size, scale);
  const plain = { width, height, data: grown(grey) };
  const shown =
    kind === 'phases' && phases !== null
      ? { ...plain, data: tinted(grey, phases, colours, tint) }
      : plain;
  const outlined = kind === 'particles' ? labels : null;
  const voxel = [slice.spacing[0] * stride, slice.spacing[1] * stride] as const;
  const physical = [width * voxel[0], height * voxel[1]] as const;
  const view = 1000;
  const viewHeight = (view * physical[1]) / physical[0];
  const png =
    kind === 'phases' ? pngOf(shown) : encode({ width, height, data: grey, channels: 1, depth: 8 });
  const { picture: pixels, pixelSize } = enlarged(
    outlined === null
      ? shown
      : burned(shown, outlined, (label) => rgbOf(outlineColour(colouring.colourOf(label)))),
    voxel,
  );
  const strokes =
    outlined === null
      ? ''
      : outlinesOf(outlined, size, colouring, [view / width, viewHeight / height]);
  const name = `${slice.axes[0]}${slice.axes[1]}`;
  const every = stride === 1 ? '' : `, every ${ordinal(stride)} voxel shown`;
  return {
    name: `${kind}_${name}`,
    caption: [
      name,
      ` at ${slice.normal} = ${String(slice.index)}; ${slice.axes[0]} to the right, ${slice.axes[1]} down${every}`,
    ],
    share: (slice.size[0] * slice.spacing[0]) / widest,
    svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(view)} ${viewHeight.toFixed(1)}" font-family="sans-serif" role="img" aria-label="${name} slice${SHOWN[kind]}">
<image href="data:image/png;base64,${base64(png)}" width="${String(view)}" height="${viewHeight.toFixed(1)}" preserveAspectRatio="none" style="image-rendering:pixelated"/>
${strokes}${scaleBar(physical[0], unit, view, viewHeight)}
</svg>`,
    pixels,
    pixelSize,
  };
}

/** The grid of pixels is stretched to physical proportions, the strokes keep their width. */
function outlinesOf(
  labels: ArrayLike<number>,
  size: readonly [number, number],
  colouring: Colouring,
  stretch: readonly [number, number],
): string {
  const { paths } = outlinePaths(labels, size, colouring);
  const strokes = paths.map((d, i) =>
    d === ''
      ? ''
      : `<path vector-effect="non-scaling-stroke" d="${d}" stroke="${outlineColour(i)}"/>`,
  );
  return `<g transform="scale(${stretch.map(String).join(' ')})" fill="none" stroke-width="1.6" stroke-linecap="square">${strokes.join('')}</g>\n`;
}

/** As a figure of the page. */
export function sliceFigure({ caption: [name, rest], share, svg }: SlicePicture): string {
  return `<figure class="slice" style="--share:${share.toFixed(4)}">
${svg}
<figcaption><b>${escapeHtml(name)}</b>${escapeHtml(rest)}</figcaption>
</figure>`;
}

function ordinal(n: number): string {
  return n === 2 ? 'second' : n === 3 ? 'third' : `${String(n)}th`;
}

/** A plane as it is shown: every voxel, or one of `stride` along each axis. */
interface Plane extends Pick<SliceView, 'size' | 'image' | 'labels' | 'phases'> {
  readonly slice: SliceView;
  readonly stride: number;
}

function thinned(slice: SliceView): Plane {
  const stride = Math.max(1, Math.ceil(Math.max(...slice.size) / MOST_PIXELS));
  if (stride === 1) return { ...slice, slice, stride };
  const size = [Math.ceil(slice.size[0] / stride), Math.ceil(slice.size[1] / stride)] as const;
  const take = (from: ArrayLike<number>): Float64Array =>
    Float64Array.from({ length: size[0] * size[1] }, (_, i) => {
      const x = (i % size[0]) * stride;
      const y = Math.floor(i / size[0]) * stride;
      return from[y * slice.size[0] + x]!;
    });
  return {
    slice,
    stride,
    size,
    image: take(slice.image),
    labels: slice.labels && take(slice.labels),
    phases: slice.phases && take(slice.phases),
  };
}
