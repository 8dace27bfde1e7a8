import { implementReduce } from '../implement/index.js';
import { markFaces } from '../kernels/segmentation/index.js';
import { regionEnd } from '../recipe/geometry.js';
import { idTable } from './id_table.gpu.js';
import { labelFaces } from './label_faces.js';
import { mergeFlags } from './label_flags.js';

/** {@link labelFaces} on the GPU: a dispatch per face that the brick has. */
export const labelFacesOnGpu = implementReduce(labelFaces, {
  partial: async ({ run, inputs: { labels }, region }): Promise<Uint8Array> => {
    const end = regionEnd(region);
    const faces = [0, 1, 2, 3, 4, 5].filter((face) => {
      const axis = (face >> 1) as 0 | 1 | 2;
      return face % 2 === 0 ? region.origin[axis] === 0 : end[axis] === labels.meta.size[axis];
    });
    if (faces.length === 0) return new Uint8Array(0);
    const marks = await idTable(run, 'labelFaces', labels, region);
    const [nx, ny, nz] = region.size;
    const areas = [ny * nz, nx * nz, nx * ny] as const;
    for (const face of faces) {
      const area = areas[face >> 1]!;
      run.dispatch(markFaces, {
        grids: { src: labels },
        buffers: { marks },
        params: { origin: region.origin, size: region.size, face },
        size: { invocations: area },
        traffic: { read: 4 * area, write: 0 },
      });
    }
    const flags = Uint8Array.from(new Uint32Array(await run.read(marks)));
    run.free(marks);
    return flags;
  },
  merge: mergeFlags,
  finish: (flags) => flags,
});
