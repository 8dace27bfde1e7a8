// What the shader of slices is told of a layer: words of a uniform, and tables of colours, levels
// and ids.
import type { GridLayout } from '../gpu/index.js';
import {
  SLICE_BLENDED,
  SLICE_FLOATS,
  SLICE_LABELS,
  SLICE_MASK,
  SLICE_NEAREST,
  SLICE_PHASES,
  SLICE_VOLUME,
} from '../kernels/view/index.js';
import { codeOf, isWide, type Dtype } from '../recipe/dtype.js';
import type { GridMeta } from '../recipe/meta.js';
import { colorTable } from '../recipe/view/color_map.js';
import { MASK_COLOR, OKABE_ITO, wordOfColor } from '../recipe/view/colors.js';
import { dimmedColors, labelColors } from '../recipe/view/label_colors.js';
import { blendedLevelKeys, levelKeys } from '../recipe/view/levels.js';
import type {
  ColorMap,
  PhasesLayerState,
  SliceLayerState,
  VolumeLayerState,
} from '../recipe/view/state.js';

type Words = Uint32Array<ArrayBuffer>;

/** Words of `Layer` in the shader. */
export const LAYER_WORDS = 32;

const NONE: Words = new Uint32Array(0);

/** A function that computes a value once. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const hues = once(labelColors);
const dimmed = once(dimmedColors);
const maps = new Map<ColorMap, Words>();

function mapOf(name: ColorMap): Words {
  let map = maps.get(name);
  if (map === undefined) maps.set(name, (map = colorTable(name)));
  return map;
}

/** An opacity from 0 to 1 as one from 0 to 255. */
export function opacityByte(...parts: readonly number[]): number {
  return Math.round(255 * parts.reduce((a, b) => a * b, 1));
}

/** Where a layer is drawn, and what of. */
export interface LayerPlace {
  readonly layer: SliceLayerState;
  readonly meta: GridMeta;
  readonly layout: GridLayout;
  /** Which of the bound grids. */
  readonly slot: number;
  /** The columns of the picture that show it. */
  readonly columns: readonly [first: number, end: number];
  readonly oblique: boolean;
}

/** The words of a layer; `table` keeps words and gives their place. */
export function layerWords(
  { layer, meta, layout, slot, columns, oblique }: LayerPlace,
  table: (words: Words) => number,
): Words {
  const { origin, size, volumeSize, rowWords, sliceWords } = layout;
  const own = ownWords(layer, meta, oblique, table);
  const [first, end] = columns;
  return Uint32Array.from([
    ...[...origin, rowWords, ...size, sliceWords, ...volumeSize, 0],
    ...[own.kind, slot, codeOf(meta.storage), own.fill, own.outline, first, end],
    ...[own.sampling, own.add, own.keys, own.keyCount, own.colors],
    ...[own.selected, own.selectedWords, own.hidden, own.hiddenWords, own.dimmed],
    ...[0, 0, 0],
  ]);
}

/** What a layer says by itself, in the order of the shader's fields. */
interface OwnWords {
  readonly kind: number;
  readonly fill: number;
  readonly outline: number;
  readonly sampling: number;
  readonly add: number;
  readonly keys: number;
  readonly keyCount: number;
  readonly colors: number;
  readonly selected: number;
  readonly selectedWords: number;
  readonly hidden: number;
  readonly hiddenWords: number;
  readonly dimmed: number;
}

const NOTHING: OwnWords = {
  ...{ kind: SLICE_VOLUME, fill: 0, outline: 0, sampling: SLICE_NEAREST, add: 0 },
  ...{ keys: 0, keyCount: 0, colors: 0, dimmed: 0 },
  ...{ selected: 0, selectedWords: 0, hidden: 0, hiddenWords: 0 },
};

function ownWords(
  layer: SliceLayerState,
  meta: GridMeta,
  oblique: boolean,
  table: (words: Words) => number,
): OwnWords {
  if (layer.kind === 'volume') return volumeWords(layer, meta, oblique, table);
  const { opacity = 1, fill = 0.4, outline = 1 } = layer;
  const regions = {
    ...NOTHING,
    fill: opacityByte(opacity, fill),
    outline: opacityByte(opacity, outline),
  };
  if (layer.kind === 'mask') {
    const colors = Uint32Array.of(0, wordOfColor(layer.color ?? MASK_COLOR));
    return { ...regions, kind: SLICE_MASK, colors: table(colors) };
  }
  if (layer.kind === 'phases') {
    const { colors, hidden } = phaseWords(layer, meta);
    return {
      ...{ ...regions, kind: SLICE_PHASES, colors: table(colors) },
      ...{ hidden: table(hidden), hiddenWords: hidden.length },
    };
  }
  const selected = someBits(layer.selected) ? owned(layer.selected) : NONE;
  const hidden = owned(layer.hidden);
  return {
    ...{ ...regions, kind: SLICE_LABELS, colors: table(hues()), dimmed: table(dimmed()) },
    ...{ selected: table(selected), selectedWords: selected.length },
    ...{ hidden: table(hidden), hiddenWords: hidden.length },
  };
}

function volumeWords(
  layer: VolumeLayerState,
  meta: GridMeta,
  oblique: boolean,
  table: (words: Words) => number,
): OwnWords {
  const { window, colors = 'grey', interpolation = 'nearest', blend = 'over' } = layer;
  const dtype = meta.storage as Dtype;
  const sampling =
    interpolation === 'nearest'
      ? SLICE_NEAREST
      : oblique || isWide(dtype)
        ? SLICE_FLOATS
        : SLICE_BLENDED;
  const keys =
    sampling === SLICE_BLENDED
      ? blendedLevelKeys(window, dtype)
      : levelKeys(window, sampling === SLICE_FLOATS ? 'f32' : dtype);
  return {
    ...{ ...NOTHING, fill: opacityByte(layer.opacity ?? 1), sampling },
    ...{ add: blend === 'add' ? 1 : 0, keys: table(keys), keyCount: keys.length },
    colors: table(mapOf(colors)),
  };
}

/** A colour for each class of phases, which is the code and 1; and the codes that are hidden. */
function phaseWords(
  layer: PhasesLayerState,
  meta: GridMeta,
): { readonly colors: Words; readonly hidden: Words } {
  const colors = new Uint32Array(257);
  const hidden = new Uint32Array(8);
  Object.entries(meta.phases ?? {}).forEach(([name, code], i) => {
    colors[code + 1] = wordOfColor(layer.colors?.[name] ?? OKABE_ITO[i % OKABE_ITO.length]!);
    if (layer.hidden?.includes(name) === true) hidden[code >> 5]! |= 1 << (code & 31);
  });
  return { colors, hidden };
}

function someBits(bits: Uint32Array | undefined): boolean {
  return bits?.some((word) => word !== 0) === true;
}

/** Bits as words of the view's own memory. */
function owned(bits: Uint32Array | undefined): Words {
  return bits === undefined ? NONE : new Uint32Array(bits);
}
