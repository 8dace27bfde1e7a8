import { ownsSlices, wholeSlices } from '../filters/owned_blocks.js';
import { bufferBytes, implementReduce } from '../implement/index.js';
import { canContours, CROSSING_PARTS, CUT_CONTOUR, NO_CONTOUR } from '../kernels/cell/index.js';
import { codeOf } from '../recipe/dtype.js';
import { can, raysFor } from './can.js';
import { measureCan, type ContourSlab } from './can_measure.js';
import { canRays, rayCentre, sampleStep } from './can_rays.js';
import { raysBytes } from './can_search.gpu.js';
import type { CanPlace } from './can_search.js';
import type { GridMeta } from '../recipe/meta.js';

/** Samples above the threshold in a row that are a wall: 1.5 voxels. */
const LEAST = 3;
/** Where rays begin and end, in parts of the greatest and the least semi-axis. */
const BEGIN = 1.15;
const END = 0.5;
/** What the contrast is in levels. */
const CONTRAST = 16384;

/** The rays of all slices about a can. */
export function raysAbout(grid: GridMeta, place: CanPlace, rays: number | null) {
  const count = raysFor(place, grid.spacing, rays);
  return canRays(grid, count, BEGIN * place.greatest, END * place.least);
}

/** {@link can} on the GPU: one pass, 8 B for each ray are read back. */
export const canOnGpu = implementReduce(can, {
  partial: async ({ run, inputs, params, region }): Promise<ContourSlab[]> => {
    if (!ownsSlices(region)) return [];
    const { volume, place } = inputs;
    const grid = volume.meta;
    const rays = raysAbout(grid, place, params.rays);
    const slices = region.size[2];
    const middles = Int32Array.from(
      Array.from({ length: slices }, (_, i) => rayCentre(grid, place, region.origin[2] + i)).flat(),
    );
    const directions = run.alloc(rays.table.byteLength, 'rays');
    run.upload(directions, rays.table);
    const centres = run.alloc(middles.byteLength, 'centres');
    run.upload(centres, middles);
    const edges = run.alloc(8 * rays.count * slices, 'contours');
    // From the start to the inner side of the wall, some fifth of the radius.
    const walked = (0.2 * place.greatest) / sampleStep(grid);
    run.dispatch(canContours, {
      grids: { src: volume },
      buffers: { directions, centres, edges },
      params: {
        rays: rays.count,
        slices,
        first_slice: region.origin[2],
        samples: rays.samples,
        least: LEAST,
        threshold: place.threshold,
        gain: CONTRAST / (place.steel - place.air),
      },
      constants: { SRC_DTYPE: codeOf(grid.storage) },
      size: { invocations: rays.count * slices },
      traffic: {
        read:
          raysBytes(volume, rays.count, walked, slices) +
          rays.table.byteLength +
          middles.byteLength,
      },
    });
    const words = new Uint32Array(await run.read(edges));
    run.free(directions, centres, edges);
    const crossings = Float32Array.from(words, (word) => {
      if (word === NO_CONTOUR) return NaN;
      return word === CUT_CONTOUR ? Infinity : word / CROSSING_PARTS;
    });
    return [{ first: region.origin[2], crossings }];
  },
  temporaries: (region, { metas: { volume }, params }) => {
    const whole = wholeSlices(region, volume.size);
    const rays = params.rays ?? 2048;
    return bufferBytes([16 * rays, 8 * whole.size[2], 8 * rays * whole.size[2]]);
  },
  merge: (a, b): ContourSlab[] => [...a, ...b],
  finish: (slabs, { metas: { volume }, inputs: { place }, params }) =>
    measureCan(slabs, volume, raysAbout(volume, place, params.rays), place, params),
});
