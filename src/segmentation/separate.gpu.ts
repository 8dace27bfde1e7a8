// Separation of touching objects on the GPU: watershed of the distance map, catchment basins by
// steepest ascent.
import type { PooledBuffer, Run } from '../gpu/index.js';
import {
  allocGrid,
  bufferBytes,
  bytesOf,
  implement,
  layoutOf,
  wordsOf,
  type GpuGrid,
} from '../implement/index.js';
import {
  separateAscend,
  separateClimb,
  separateContacts,
  separateRelabel,
  separateSeed,
} from '../kernels/segmentation/index.js';
import { RESULT_WORD } from '../kernels/shared/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import { physicalLength } from '../recipe/length.js';
import { distancePasses, tiles } from './distance_passes.gpu.js';
import { mergeBasins, type BasinGraph } from './merge_basins.js';
import { separate } from './separate.js';
import { smoothedHeights, windowPeaks, type FoundMaxima } from './separate_snow.gpu.js';
import { integerWeights } from './squared_weights.js';

/**
 * Separation on the GPU: catchment basins are found there, voxel by voxel; the host merges them.
 */
export const separateOnGpu = implement(
  separate,
  async ({ run, inputs, params, region, meta }) => {
    const { mask, smoothed } = inputs;
    const squares = integerWeights(meta.spacing, meta.size);
    const least = Math.min(...meta.spacing);
    const perVoxel = least ** 2 / squares.unitSquared;
    const layout = layoutOf('u32', region, meta.size);
    const heights = run.alloc(4 * wordsOf(layout), 'heights');
    if (smoothed === undefined)
      await distancePasses(run, mask, heights, {
        squares,
        outside: false,
        result: RESULT_WORD,
        scale: 1,
      });
    else smoothedHeights(run, mask, smoothed, { heights, layout, scale: 256 / least });
    const out = allocGrid(run, meta, region);
    const wall = smoothed === undefined ? 4 * perVoxel : 2 * 256;
    const maxima = await climb(run, heights, out, (found) =>
      windowPeaks(run, heights, layout, found, params.peakRadius, meta, wall),
    );
    if (maxima.bytes.length === 0) {
      run.free(heights);
      return { ...out, labelBound: 0 };
    }
    const graph = await contacts(run, heights, out, maxima);
    run.free(heights);
    const { objects, count } = mergeBasins(graph, {
      weights: squares.weights,
      ...(smoothed === undefined
        ? {
            distance: (height) => Math.floor(Math.sqrt((height * 65536) / perVoxel)),
            squared: (height) => height,
          }
        : {
            distance: (height) => height,
            squared: (height) => (height ** 2 * perVoxel) / 65536,
          }),
      minContrast: Math.round((256 * physicalLength(params.minContrast, meta.spacing)) / least),
      minDistance: Math.round(256 * params.minDistance),
    });
    const numbers = run.alloc(4 * (objects.length + 1), 'objects of basins');
    run.upload(numbers, objects, 4);
    const bytes = bytesOf('u32', region);
    run.dispatch(separateRelabel, {
      grids: { dst: out },
      buffers: { numbers },
      size: { workgroups: tiles(layout, 1, 1, 1) },
      traffic: { read: bytes },
    });
    run.free(numbers);
    return { ...out, labelBound: count };
  },
  {
    // Heights with distances along x and squares within planes, or with steps and maxima.
    temporaries: (region) =>
      bufferBytes([
        bytesOf('u32', region),
        bytesOf('u32', region),
        bytesOf('u16', region),
        bytesOf('u16', region),
      ]),
  },
);

/** Maxima in raster order: their voxels (bytes of the grid of steps) and heights. */
interface Maxima {
  readonly bytes: Uint32Array<ArrayBuffer>;
  readonly heights: Uint32Array<ArrayBuffer>;
  /** Which of them are the highest of a window; undefined where none is asked for. */
  readonly counts: Uint32Array<ArrayBuffer> | undefined;
  readonly rowBytes: number;
}

/** Numbers the basins of all maxima, from 1, in raster order of the maxima. */
async function climb(
  run: Run,
  heights: PooledBuffer,
  out: GpuGrid,
  peaks: (found: FoundMaxima) => Promise<Uint32Array<ArrayBuffer> | undefined>,
): Promise<Maxima> {
  const { region, layout, meta } = out;
  const words = bytesOf('u32', region);
  const stepBytes = bytesOf('u8', region);
  const stepsLayout = layoutOf('u8', region, meta.size);
  const steps = run.alloc(4 * wordsOf(stepsLayout), 'steps to the highest neighbour');
  // No 2×2×2 block holds two maxima.
  const [nx, ny, nz] = region.size;
  const most = Math.ceil(nx / 2) * Math.ceil(ny / 2) * Math.ceil(nz / 2);
  const list = run.alloc(8 * most, 'maxima');
  const found = run.alloc(4, 'number of maxima', { zero: true });
  run.dispatch(separateAscend, {
    buffers: { src: heights, dst: steps, maxima: list, found },
    params: { src: layout, dst: stepsLayout },
    size: { workgroups: tiles(stepsLayout, 4, 1, 1) },
    traffic: { read: words, write: stepBytes },
  });
  const [count = 0] = new Uint32Array(await run.read(found));
  const pairs =
    count === 0 ? new Uint32Array() : new Uint32Array(await run.read(list, 0, 8 * count));
  run.free(list, found);
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort(
    (i, j) => pairs[2 * i]! - pairs[2 * j]!,
  );
  const bytes = Uint32Array.from(order, (i) => pairs[2 * i]!);

  const sorted = run.alloc(4 * count, 'maxima in raster order');
  if (count > 0) run.upload(sorted, bytes);
  run.dispatch(separateSeed, {
    grids: { dst: out },
    buffers: { maxima: sorted },
    params: { steps: stepsLayout, count },
    size: { invocations: count },
    traffic: { read: 4 * count, write: 4 * count },
  });
  run.dispatch(separateClimb, {
    grids: { dst: out },
    buffers: { steps },
    params: { steps: stepsLayout },
    size: { workgroups: tiles(layout, 1, 1, 1) },
    traffic: { read: stepBytes },
  });
  run.free(steps);
  const counts = await peaks({ sorted, steps: stepsLayout, count });
  run.free(sorted);
  return {
    bytes,
    heights: Uint32Array.from(order, (i) => pairs[2 * i + 1]!),
    counts,
    rowBytes: 4 * stepsLayout.rowWords,
  };
}

/** Which basins touch, over which saddles. */
async function contacts(
  run: Run,
  heights: PooledBuffer,
  basins: GpuGrid,
  maxima: Maxima,
): Promise<BasinGraph> {
  const { region, layout } = basins;
  const count = maxima.bytes.length;
  const rows = region.size[1];
  const words = bytesOf('u32', region);
  const first = run.alloc(4 * (count + 1), 'first voxels');
  run.upload(first, new Uint32Array(count + 1).fill(0xffffffff));
  // A basin touches some six others on average. A table that turns out too small is made again,
  // larger.
  for (let slots = 2 ** Math.ceil(Math.log2(8 * count + 64)); ; slots *= 4) {
    if (12 * slots > run.gpu.device.limits.maxStorageBufferBindingSize)
      throw new VoxmetryError(
        'limit',
        `separate: ${String(count)} maxima touch too often for this GPU's binding limit. Smooth the volume before the threshold, or crop it.`,
      );
    const saddles = run.alloc(12 * slots, 'saddles', { zero: true });
    const found = run.alloc(4, 'table is full', { zero: true });
    run.dispatch(separateContacts, {
      grids: { basins },
      buffers: { heights, pairs: saddles, first, full: found },
      params: { src: layout, slots },
      size: { workgroups: tiles(layout, 4, 1, 1) },
      traffic: { read: 2 * words, write: 12 * slots },
    });
    const [full] = new Uint32Array(await run.read(found));
    run.free(found);
    if (full !== 0) {
      run.free(saddles);
      continue;
    }
    const table = new Uint32Array(await run.read(saddles));
    const firsts = new Uint32Array(await run.read(first));
    run.free(saddles, first);
    return {
      peaks: maxima.heights,
      counts: maxima.counts,
      first: firsts.slice(1),
      pairs: pairsOf(table),
      position: (basin) => {
        const byte = maxima.bytes[basin]!;
        const row = Math.floor(byte / maxima.rowBytes);
        return [byte % maxima.rowBytes, row % rows, Math.floor(row / rows)];
      },
    };
  }
}

/** The filled slots of a table of saddles, with basins numbered from 0. */
function pairsOf(table: Uint32Array): BasinGraph['pairs'] {
  const filled: number[] = [];
  for (let slot = 0; slot < table.length; slot += 3) if (table[slot] !== 0) filled.push(slot);
  return {
    a: Uint32Array.from(filled, (slot) => table[slot]! - 1),
    b: Uint32Array.from(filled, (slot) => table[slot + 1]! - 1),
    saddle: Uint32Array.from(filled, (slot) => table[slot + 2]!),
  };
}
