import type { GridMeta } from '../../recipe/meta.js';
import type { Node } from '../../recipe/op.js';
import type {
  SliceLayerState,
  SliceState,
  SpaceLayerState,
  SpaceState,
  ViewState,
} from '../../recipe/view/state.js';
import type { Grid } from '../grid.js';
import type { ViewSpec } from './spec.js';

/** A layer whose window may not be known yet. */
type Windowless<L> = L extends { readonly kind: 'volume' }
  ? Omit<L, 'window'> & { readonly window?: readonly [number, number] | undefined }
  : L;

export type SliceLayerDraft = Windowless<SliceLayerState>;
export type SpaceLayerDraft = Windowless<SpaceLayerState>;

/** A state whose volumes may lack their windows. */
export type Draft =
  | (Omit<SliceState, 'layers'> & { readonly layers: readonly SliceLayerDraft[] })
  | (Omit<SpaceState, 'layers'> & { readonly layers: readonly SpaceLayerDraft[] });

/** What a view is told, checked and completed as far as it needs no voxels. */
export interface Checked {
  readonly spec: ViewSpec;
  /** Of all grids. */
  readonly meta: GridMeta;
  /** The nodes of the layers by the names of their outputs. */
  readonly nodes: Readonly<Record<string, Node>>;
  readonly draft: Draft;
  /** The grids of layers whose windows are not said, by their places. */
  readonly unsaid: ReadonlyMap<number, Grid>;
}

/** The state of a draft, with the windows of its volumes by their places. */
export function completed(
  draft: Draft,
  windows: ReadonlyMap<number, readonly [number, number]>,
): ViewState {
  const layers = draft.layers.map((layer, i) =>
    layer.kind === 'volume'
      ? { ...layer, window: layer.window ?? windows.get(i) ?? [0, 1] }
      : layer,
  );
  // The layers keep their kinds, and those of volumes have their windows now.
  return { ...draft, layers } as ViewState;
}
