import type { MarchMode } from '../../kernels/view/march_layers.js';
import { invalidArgument, VoxmetryError } from '../../recipe/errors.js';
import { equal3 } from '../../recipe/geometry.js';
import { gridMeta, type Node } from '../../recipe/op.js';
import type { GridMeta } from '../../recipe/meta.js';
import type { SpaceLayerState, SpaceState } from '../../recipe/view/state.js';
import { checkCamera } from '../../recipe/view/camera.js';
import type { Proxy } from './proxy.js';

/** A scene: its state, and for each of its layers the grid that it shows. */
export interface Scene {
  readonly state: SpaceState;
  readonly nodes: readonly Node[];
}

/** A layer that is drawn. */
export interface SceneLayer {
  /** Its place among all layers of the state. */
  readonly place: number;
  readonly state: SpaceLayerState;
  readonly node: Node;
  readonly mode: MarchMode;
}

/** A layer and its proxy. */
export interface ReadyLayer extends SceneLayer {
  readonly proxy: Proxy;
}

/** Layers that one march takes. */
export const MOST_LAYERS = 4;

/** The layers that are drawn: hidden ones are left out. Throws on what cannot be a scene. */
export function layersOf({ state, nodes }: Scene): readonly SceneLayer[] {
  const all = state.layers.map((layer, place): SceneLayer => {
    const node = nodes[place]!;
    checkLayer(layer, gridMeta(node), place);
    return { place, state: layer, node, mode: layer.kind === 'volume' ? layer.mode : layer.kind };
  });
  const drawn = all.filter((layer) => (layer.state.opacity ?? 1) > 0);
  if (drawn.length > MOST_LAYERS)
    throw new VoxmetryError(
      'limit',
      `view: a scene shows ${String(MOST_LAYERS)} layers at once, and ${String(drawn.length)} are to be drawn. Hide some by opacity 0.`,
      { op: 'view', details: { needed: drawn.length, available: MOST_LAYERS } },
    );
  if (state.camera !== undefined) checkCamera(state.camera);
  return drawn;
}

/** The grid that all layers share. */
export function sharedGrid({ nodes }: Scene): GridMeta {
  const [first, ...others] = nodes.map(gridMeta);
  if (first === undefined) throw invalidArgument('view', 'layers', [], 'at least one layer');
  for (const meta of others)
    if (!equal3(meta.size, first.size) || !equal3(meta.spacing, first.spacing))
      throw invalidArgument(
        'view',
        'layers',
        `${meta.size.join('×')} voxels of ${meta.spacing.join('×')} ${meta.unit}`,
        `the size and spacing of the first: ${first.size.join('×')} of ${first.spacing.join('×')} ${first.unit}`,
      );
  return first;
}

function checkLayer(layer: SpaceLayerState, meta: GridMeta, place: number): void {
  const name = `layers[${String(place)}]`;
  if (meta.kind !== layer.kind)
    throw invalidArgument('view', `${name}.kind`, layer.kind, `'${meta.kind}', as its grid is`);
  const { opacity = 1 } = layer;
  if (!(opacity >= 0 && opacity <= 1))
    throw invalidArgument('view', `${name}.opacity`, opacity, '0 to 1');
  if (layer.kind !== 'volume') return;
  const [lo, hi] = layer.window;
  if (!(hi > lo && Number.isFinite(hi - lo)))
    throw invalidArgument('view', `${name}.window`, layer.window, 'two numbers, the lower first');
  if (layer.level !== undefined && !Number.isFinite(layer.level))
    throw invalidArgument('view', `${name}.level`, layer.level, 'a finite number');
}
