import { volumeOf } from '../../recipe/geometry.js';
import { colorTable } from '../../recipe/view/color_map.js';
import { isColor, MASK_COLOR, OKABE_ITO, wordOfColor } from '../../recipe/view/colors.js';
import { dimmedColors, labelColors } from '../../recipe/view/label_colors.js';
import type { Color, SpacePhasesLayerState } from '../../recipe/view/state.js';
import { invalidArgument } from '../../recipe/errors.js';
import type { ReadyLayer } from './scene_layer.js';

/** The colour of a volume's surface where nothing is said. */
const SURFACE_COLOR: Color = '#d0d0d0';
/** Bits of a colour's word that say that it is drawn. */
const DRAWN = 0xff000000;
/** Of the largest extent, the part that full levels dim to 1/e. */
const DENSITY = 40;

/** What march.wgsl knows of a layer. */
export interface LayerParams {
  readonly color: readonly [number, number, number, number];
  readonly lo: number;
  readonly per_width: number;
  readonly level: number;
  readonly density: number;
  readonly colors: number;
  readonly dimmed: number;
  readonly selected: number;
  readonly selected_words: number;
  readonly hidden: number;
  readonly hidden_words: number;
}

/** What the layers of a scene give the march: parameters, tables and macro-cells. */
export interface SceneTables {
  readonly layers: readonly LayerParams[];
  readonly tables: Uint32Array<ArrayBuffer>;
  readonly cells: Uint32Array<ArrayBuffer>;
}

/** Makes the tables of layers that have the same size; `extent` is the largest of the volume. */
export function sceneTables(layers: readonly ReadyLayer[], extent: number): SceneTables {
  const words: number[] = [];
  const add = (list: Iterable<number>): number => {
    const start = words.length;
    for (const word of list) words.push(word);
    return start;
  };
  const params = layers.map((layer) => layerParams(layer, extent, add));
  const cells = new Uint32Array(volumeOf(layers[0]!.proxy.cells));
  layers.forEach((layer, i) => {
    const shows = cellTest(layer, params[i]!);
    const { occupied } = layer.proxy;
    for (let cell = 0; cell < cells.length; cell++)
      cells[cell]! |= shows(occupied[cell]!) << (8 * i);
  });
  return { layers: params, tables: Uint32Array.from(words), cells };
}

function layerParams(
  { state, proxy, mode }: ReadyLayer,
  extent: number,
  add: (list: Iterable<number>) => number,
): LayerParams {
  const { opacity = 1 } = state;
  const [from, to] = proxy.range;
  const share = (value: number): number => (value - from) / (to - from);
  const plain = {
    color: rgba(SURFACE_COLOR, opacity),
    ...{ lo: 0, per_width: 1, level: 0.5, density: 0, colors: 0, dimmed: 0 },
    ...{ selected: 0, selected_words: 0, hidden: 0, hidden_words: 0 },
  };
  if (state.kind === 'mask') return { ...plain, color: rgba(state.color ?? MASK_COLOR, opacity) };
  if (state.kind === 'phases')
    return { ...plain, colors: add(phaseColors(state, proxy.meta.phases ?? {})) };
  if (state.kind === 'labels') {
    const { selected = new Uint32Array(0), hidden = new Uint32Array(0) } = state;
    const chosen = selected.some((word) => word !== 0) ? selected : new Uint32Array(0);
    return {
      ...plain,
      colors: add(labelColors()),
      dimmed: add(dimmedColors()),
      selected: add(chosen),
      selected_words: chosen.length,
      hidden: add(hidden),
      hidden_words: hidden.length,
    };
  }
  const [lo, hi] = state.window;
  const { level = (lo + hi) / 2, colors = 'grey', color = SURFACE_COLOR } = state;
  return {
    ...plain,
    color: rgba(color, opacity),
    lo: share(lo),
    per_width: Math.min(1e30, 1 / (share(hi) - share(lo))),
    level: Math.fround(share(level)),
    density: mode === 'density' ? (DENSITY * opacity) / extent : 0,
    colors: add(colorTable(colors)),
  };
}

function rgba(color: Color, opacity: number): readonly [number, number, number, number] {
  if (!isColor(color)) throw invalidArgument('view', 'color', color, "a colour as '#rrggbb'");
  const word = wordOfColor(color);
  return [(word & 255) / 255, ((word >> 8) & 255) / 255, ((word >> 16) & 255) / 255, opacity];
}

/** The colours of the codes of phases; 0 where a code is not drawn. */
function phaseColors(
  { colors = {}, hidden = [] }: SpacePhasesLayerState,
  phases: Readonly<Record<string, number>>,
): Uint32Array {
  const table = new Uint32Array(256);
  Object.entries(phases).forEach(([name, code], i) => {
    if (hidden.includes(name)) return;
    const color = colors[name] ?? OKABE_ITO[i % OKABE_ITO.length]!;
    if (!isColor(color))
      throw invalidArgument('view', `colors.${name}`, color, "a colour as '#rrggbb'");
    table[code] = wordOfColor(color) | DRAWN;
  });
  return table;
}

/** What of a macro-cell's byte the march needs: 0 where the layer shows nothing there. */
function cellTest({ mode, state, proxy }: ReadyLayer, params: LayerParams): (b: number) => number {
  if (mode === 'surface' || mode === 'mask')
    return (byte) => (byte / 255 >= params.level - 1e-6 ? Math.max(1, byte) : 0);
  if (mode === 'density') return (byte) => (byte / 255 > params.lo ? Math.max(1, byte) : 0);
  if (mode !== 'phases' || state.kind !== 'phases') return (byte) => byte;
  const codes = Object.entries(proxy.meta.phases ?? {});
  const shown = codes.filter(([name]) => !state.hidden?.includes(name));
  const bits = shown.reduce((sum, [, code]) => sum | (1 << (code & 7)), 0);
  return (byte) => byte & bits;
}
