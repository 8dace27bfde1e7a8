// What the views show: the scan, a mask or phases, and objects, as the study says.
import { computed, type ReadonlySignal } from '@preact/signals-core';
import type { Labels, Mask, Phases, SliceLayer, SpaceLayer, Volume } from 'voxmetry';
import { setView } from 'voxmetry/session';
import type { Workbench } from './state.js';
import { thresholdStep } from './threshold.js';

export const LAYERS = ['scan', 'mask', 'labels'] as const;
export type LayerName = (typeof LAYERS)[number];
type Grid = Volume | Mask | Phases | Labels;

/** A layer as its row in the list shows it. */
export interface Layer {
  readonly name: LayerName;
  /** The grids that it may show, by the ids of their steps. */
  readonly choices: ReadonlyMap<string, Grid>;
  /** Which of them it shows. */
  readonly of: string;
  readonly grid: Grid;
  readonly visible: boolean;
  readonly opacity: number;
}

/** What the study keeps of a layer; what is left out follows the work. */
interface Kept {
  readonly of?: string;
  readonly visible?: boolean;
  readonly opacity?: number;
}

const KINDS: Readonly<Record<LayerName, readonly string[]>> = {
  scan: ['volume'],
  mask: ['mask', 'phases'],
  labels: ['labels'],
};
const OPACITY: Readonly<Record<LayerName, number>> = { scan: 1, mask: 0.4, labels: 0.55 };

/** The layers that there are grids for. */
export function layersOf(bench: Workbench): ReadonlySignal<readonly Layer[]> {
  const { session } = bench;
  return computed(() => {
    const scan = bench.scan.value;
    if (scan === undefined) return [];
    const kept = (session.study.value.views['layers'] ?? {}) as Readonly<Record<string, Kept>>;
    const measured = bench.table.value?.step.on;
    const threshold = thresholdStep(bench)?.id;
    const layers: Layer[] = [];
    for (const name of LAYERS) {
      const choices = gridsOf(bench, scan, KINDS[name]);
      const ids = [...choices.keys()];
      const { of, visible, opacity = OPACITY[name] } = kept[name] ?? {};
      const usual = { scan: bench.source.value?.id, mask: threshold, labels: measured }[name];
      const shown = [of, usual, ids.at(-1)].find((id) => id !== undefined && choices.has(id));
      if (shown === undefined) continue;
      // Objects are shown once they have been measured, in place of the mask that they are of.
      const usually = name === 'scan' || (name === 'labels') === (measured !== undefined);
      layers.push({
        ...{ name, choices, of: shown, grid: choices.get(shown)!, opacity },
        visible: visible ?? usually,
      });
    }
    return layers;
  });
}

/** The grids of some kinds that fill the same box as the scan. */
function gridsOf(
  { session }: Workbench,
  scan: Volume,
  kinds: readonly string[],
): ReadonlyMap<string, Grid> {
  const found = new Map<string, Grid>();
  const box = boxText(scan);
  for (const [id, handle] of session.handles.value.handles)
    if ('meta' in handle && kinds.includes(handle.meta.kind) && boxText(handle) === box)
      found.set(id, handle);
  return found;
}

/** Where the voxels of a grid lie, as a text. */
export function boxText({ meta: { size, spacing, origin } }: Grid): string {
  return JSON.stringify([size, spacing, origin]);
}

/** Changes what the study keeps of a layer. */
export function changeLayer({ session }: Workbench, name: LayerName, change: Kept): void {
  session.amend((study) => {
    const layers = study.views['layers'] ?? {};
    const kept = (layers[name] ?? {}) as Kept;
    return setView(study, 'layers', { ...layers, [name]: { ...kept, ...change } });
  });
}

/** The layers of the slices; before and after a step, where these are compared. */
export function sliceLayersOf(
  bench: Workbench,
  layers: ReadonlySignal<readonly Layer[]>,
): ReadonlySignal<readonly SliceLayer[]> {
  return computed(() => {
    const scan = bench.scan.value;
    const wipe = bench.wipe.value;
    if (wipe !== null && scan !== undefined) {
      const sides = [
        [wipe.before, 'before'],
        [wipe.after, 'after'],
      ] as const;
      const shown = sides.flatMap(([grid, side]) =>
        'meta' in grid && boxText(grid) === boxText(scan) ? [{ grid, side } as SliceLayer] : [],
      );
      const covered = shown.every(({ grid }) => grid.meta.kind === 'volume');
      return covered ? shown : [{ grid: scan }, ...shown.filter(({ grid }) => grid !== scan)];
    }
    const colors = colorsOf(bench);
    return layers.value.filter(({ visible }) => visible).map((layer) => sliceLayer(layer, colors));
  });
}

function sliceLayer({ name, grid, opacity }: Layer, colors: Colors): SliceLayer {
  if (name === 'scan') return { grid, opacity } as SliceLayer;
  const style = { fill: opacity, outline: Math.min(1, opacity * 2) };
  return { grid, ...style, ...colorsIn(grid, colors) } as SliceLayer;
}

type Colors = Readonly<Record<string, string>>;

/** The colours of the classes that were painted, which phases of their names have as well. */
function colorsOf({ session }: Workbench): Colors {
  return Object.fromEntries(
    session.study.value.brushes.flatMap(({ name, color }) =>
      color === undefined ? [] : [[name, color]],
    ),
  );
}

function colorsIn(grid: Grid, colors: Colors): { readonly colors?: Colors } {
  if (grid.meta.kind !== 'phases') return {};
  const known = Object.entries(colors).filter(([name]) => name in (grid.meta.phases ?? {}));
  return known.length === 0 ? {} : { colors: Object.fromEntries(known) };
}

/** The layers of the scene: objects, else the mask, else the surface of the scan. */
export function spaceLayersOf(
  layers: ReadonlySignal<readonly Layer[]>,
): ReadonlySignal<readonly SpaceLayer[]> {
  return computed(() => {
    const shown = layers.value.filter(({ visible }) => visible);
    const top = shown.findLast(({ name }) => name !== 'scan') ?? shown[0];
    if (top === undefined) return [];
    const { grid, name } = top;
    return [(name === 'scan' ? { grid, mode: 'surface' } : { grid }) as SpaceLayer];
  });
}
