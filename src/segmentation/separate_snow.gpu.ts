// Marker selection of the SNOW watershed on the GPU: smoothed distance map and peaks in a ball.
import type { GridLayout, PooledBuffer, Run } from '../gpu/index.js';
import { wordsOf, type GpuGrid } from '../implement/index.js';
import { separateHeights, separatePeaks } from '../kernels/segmentation/index.js';
import { volumeOf, type Vec3 } from '../recipe/geometry.js';
import type { Length } from '../recipe/length.js';
import type { GridMeta } from '../recipe/meta.js';
import { expansion } from './expand_labels.js';

/** Voxels that one dispatch looks at, at most; so that it stays well below a GPU's watchdog. */
const LOOKS = 2 ** 30;

/** Maxima in raster order, as bytes of a grid of steps. */
export interface FoundMaxima {
  readonly sorted: PooledBuffer;
  readonly steps: GridLayout;
  readonly count: number;
}

/** Records the heights of a smoothed distance: `scale` times it, rounded; 0 outside of the mask. */
export function smoothedHeights(
  run: Run,
  mask: GpuGrid,
  smoothed: GpuGrid,
  to: { readonly heights: PooledBuffer; readonly layout: GridLayout; readonly scale: number },
): void {
  run.dispatch(separateHeights, {
    grids: { mask, smoothed },
    buffers: { dst: to.heights },
    params: { dst: to.layout, scale: to.scale },
    size: { invocations: wordsOf(to.layout) },
  });
}

/**
 * A flag per maximum: 1 where nothing within a radius is higher. Background within the radius
 * counts as `wall` high. Undefined without a radius.
 */
export async function windowPeaks(
  run: Run,
  heights: PooledBuffer,
  layout: GridLayout,
  { sorted, steps, count }: FoundMaxima,
  radius: Length | null,
  meta: GridMeta,
  wall: number,
): Promise<Uint32Array<ArrayBuffer> | undefined> {
  if (radius === null || count === 0) return undefined;
  const { weights, farthest, reach } = expansion(radius, meta);
  const window = volumeOf(reach.map((r) => 2 * r + 1) as unknown as Vec3);
  const peaks = run.alloc(4 * count, 'which maxima are peaks');
  const batch = Math.max(1, Math.floor(LOOKS / window));
  for (let first = 0; first < count; first += batch) {
    const some = Math.min(batch, count - first);
    run.dispatch(separatePeaks, {
      buffers: { maxima: sorted, heights, peaks },
      params: {
        steps,
        src: layout,
        weights,
        limit: farthest,
        reach,
        wall: Math.floor(wall),
        first,
        count: some,
      },
      size: { invocations: some },
      // Windows lie far apart, so every voxel of theirs is read once.
      traffic: { read: 4 * some * (window + 1) },
    });
    await run.pace();
  }
  const flags = new Uint32Array(await run.read(peaks, 0, 4 * count));
  run.free(peaks);
  return flags;
}
