// Periodic boundaries: faces that labels touch, united across periodic sides (union-find).
import { implementReduce } from '../implement/index.js';
import { oppositeLabels } from '../kernels/transport/index.js';
import { AXIS_INDEX, volumeOf } from '../recipe/geometry.js';
import { UnionFind } from '../segmentation/union_find.js';
import { periodicFaces } from './periodic_faces.js';
import { checkWhole } from './whole.js';

/** {@link periodicFaces}: the ends of lines are read back, and labels united on the host. */
export const periodicFacesOnGpu = implementReduce(periodicFaces, {
  partial: async ({ run, inputs: { labels }, params, region }): Promise<Uint32Array[]> => {
    checkWhole('tortuosity', labels.meta, region);
    const { size } = labels.meta;
    const found: Uint32Array[] = [];
    for (const axis of [0, 1, 2] as const) {
      if (axis === AXIS_INDEX[params.axis]) continue;
      const lines = volumeOf(size) / size[axis];
      const pairs = run.alloc(8 * lines, 'labels at the ends of lines');
      run.dispatch(oppositeLabels, {
        grids: { src: labels },
        buffers: { pairs },
        params: { axis },
        size: { invocations: lines },
        traffic: { read: 8 * lines, write: 8 * lines },
      });
      found.push(new Uint32Array(await run.read(pairs, 0, 8 * lines)));
      run.free(pairs);
    }
    return found;
  },
  merge: (a, b) => [...a, ...b],
  finish: (sides, { inputs: { faces } }): Uint8Array => {
    const most = sides.reduce((a, side) => side.reduce((b, label) => Math.max(b, label), a), 0);
    const count = Math.max(faces.length, most + 1);
    const sets = new UnionFind(count);
    for (const side of sides)
      for (let line = 0; line < side.length; line += 2)
        if (side[line] !== 0 && side[line + 1] !== 0) sets.union(side[line]!, side[line + 1]!);
    const touched = new Uint8Array(count);
    for (let label = 1; label < count; label += 1) touched[sets.find(label)]! |= faces[label] ?? 0;
    return touched.map((_, label) => touched[sets.find(label)]!);
  },
});
