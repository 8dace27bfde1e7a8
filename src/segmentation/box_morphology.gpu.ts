import { windowRadius } from '../filters/window.js';
import {
  allocGrid,
  bufferBytes,
  bytesOf,
  implement,
  wordsOf,
  type GpuGrid,
} from '../implement/index.js';
import { maskWindow } from '../kernels/segmentation/index.js';
import { alignRegion, growRegion, type Region } from '../recipe/geometry.js';
import { boxMorphology } from './box_morphology.js';

/** {@link boxMorphology} on the GPU: along x, y and z, each where the next one reads. */
export const boxMorphologyOnGpu = implement(
  boxMorphology,
  ({ run, inputs, params: { by, size, border }, region, meta }) => {
    const [rx, ry, rz] = windowRadius(size);
    const erodes = by === 'erosion';
    const outside = erodes && border === 'background' ? 1 : 0;
    const pass = (src: GpuGrid, axis: number, radius: number, wanted: Region): GpuGrid => {
      const box = alignRegion(wanted, meta.size);
      const out = allocGrid(run, meta, box);
      const reads = growRegion(
        box,
        [0, 1, 2].map((i) => (i === axis ? radius : 0)) as [number, number, number],
        meta.size,
      );
      run.dispatch(maskWindow, {
        grids: { src, dst: out },
        params: { radius, outside },
        constants: { AXIS: axis, ALL: erodes ? 1 : 0 },
        size: { invocations: wordsOf(out.layout) },
        traffic: { read: bytesOf('bit', alignRegion(reads, meta.size)) },
      });
      if (src !== inputs.mask) run.free(src.buffer);
      return out;
    };
    const x = pass(inputs.mask, 0, rx, growRegion(region, [0, ry, rz], meta.size));
    const y = pass(x, 1, ry, growRegion(region, [0, 0, rz], meta.size));
    return pass(y, 2, rz, region);
  },
  {
    temporaries: (region, { params: { size }, metas: { mask } }) => {
      const [, ry, rz] = windowRadius(size);
      const of = (y: number, z: number): number =>
        bytesOf('bit', alignRegion(growRegion(region, [0, y, z], mask.size), mask.size));
      return bufferBytes([of(ry, rz), of(0, rz)]);
    },
  },
);
