import type { GpuGrid } from '../../implement/index.js';
import type { GridArray } from '../../recipe/dtype.js';
import type { Region } from '../../recipe/geometry.js';
import type { Node } from '../../recipe/op.js';

/** A pinned region of a grid on the GPU. */
export interface PinnedGrid {
  readonly grid: GpuGrid;
  release(): void;
}

/** How a scene gets the grids that it shows: what an engine can compute. */
export interface GridAccess {
  /** Computes a region and pins it; rejects with `limit` where it does not fit at once. */
  lease(node: Node, region: Region, signal: AbortSignal | undefined): Promise<PinnedGrid>;
  /** Computes a region and reads it: masks as bytes 0 and 1. */
  read(node: Node, region: Region, signal: AbortSignal | undefined): Promise<GridArray>;
}
