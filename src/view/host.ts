import type { Gpu } from '../gpu/index.js';
import type { GpuGrid } from '../implement/index.js';
import type { Region } from '../recipe/geometry.js';
import type { Node } from '../recipe/op.js';
import type { ViewFrame, ViewState, Picked } from '../recipe/view/state.js';

/** A grid on the GPU, pinned until it is released. */
export interface Leased {
  readonly grid: GpuGrid;
  release(): void;
}

/** What a view needs of an engine. */
export interface ViewHost {
  /** The device; after a loss, a new one. */
  liveGpu(): Promise<Gpu>;
  /**
   * Computes a region of a grid and leaves it on the GPU. What is `urgent` goes before what is not.
   */
  lease(
    node: Node,
    region: Region,
    signal: AbortSignal | undefined,
    options?: { readonly urgent?: boolean },
  ): Promise<Leased>;
  on(event: 'lost', listener: () => void): () => void;
}

/** A state and the nodes that its layers show, by the names of the recipe's outputs. */
export interface Shown<S extends ViewState = ViewState> {
  readonly state: S;
  readonly nodes: Readonly<Record<string, Node>>;
}

/** Where a frame goes. */
export interface Target {
  readonly width: number;
  readonly height: number;
  readonly format: GPUTextureFormat;
  /** The texture to draw into; of a canvas, it is there until the end of the task. */
  texture(): GPUTexture;
}

/** What the drawing of a frame is given. */
export interface DrawContext {
  readonly gpu: Gpu;
  readonly signal: AbortSignal;
  lease(node: Node, region: Region): Promise<Leased>;
}

/** What a scene knows of a frame that it has drawn. */
export type Seen = Pick<ViewFrame, 'unitsPerPixel' | 'binning' | 'preliminary'>;

/** Draws the states of one kind on one device. */
export interface Scene<S extends ViewState> {
  /** Computes what the state shows and submits its drawing. */
  draw(shown: Shown<S>, target: Target, context: DrawContext): Promise<Seen>;
  /** Draws in full what {@link draw} drew for the time being. */
  refine?(shown: Shown<S>, target: Target, context: DrawContext): Promise<Seen>;
  /** What lies under a pixel of a picture of that size. */
  pick(
    shown: Shown<S>,
    size: readonly [width: number, height: number],
    at: readonly [x: number, y: number],
    context: DrawContext,
  ): Promise<Picked | undefined>;
  dispose(): void;
}
