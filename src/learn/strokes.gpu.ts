import type { Run } from '../gpu/index.js';
import {
  bufferBytes,
  bytesOf,
  implementReduce,
  layoutOf,
  type GpuGrid,
} from '../implement/index.js';
import { markedRows } from '../kernels/learn/index.js';
import { codeOf } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import { volumeOf, type Region } from '../recipe/geometry.js';
import { connectedStrokes, type Marked } from './connected_strokes.js';
import { MOST_MARKED, STROKE_INPUTS, strokeVoxels, type Strokes } from './strokes.js';

function tooMany(found: number): Error {
  return invalidArgument(
    'train',
    'strokes',
    `${String(found)} marked voxels`,
    `at most ${String(MOST_MARKED)}; mark less: a few thousand voxels of each class are enough`,
  );
}

/** The voxels of a box of a grid that are not 0, by the index in the volume, and their values. */
async function markedIn(run: Run, grid: GpuGrid, region: Region) {
  const { storage, size } = grid.meta;
  const rows = region.size[1] * region.size[2];
  const starts = run.alloc(4 * rows, 'marked voxels of rows');
  const unused = run.alloc(4, 'unused');
  const dispatch = (marked: typeof starts, list: 0 | 1): void => {
    run.dispatch(markedRows, {
      grids: { src: grid },
      buffers: { rows: starts, marked },
      params: { task: layoutOf('f32', region, size) },
      constants: { SRC_DTYPE: codeOf(storage), LIST: list },
      size: { invocations: rows },
      traffic: { read: bytesOf(storage, region), write: 4 * rows },
    });
  };
  dispatch(unused, 0);
  const counts = new Uint32Array(await run.read(starts, 0, 4 * rows));
  const first = new Uint32Array(rows);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    first[row] = total;
    total += counts[row]!;
  }
  run.free(unused);
  if (total > MOST_MARKED) throw tooMany(total);
  const [nx, ny] = size;
  const found = { index: new Float64Array(total), value: new Uint32Array(total) };
  if (total > 0) {
    const marked = run.alloc(8 * total, 'marked voxels');
    run.upload(starts, first);
    dispatch(marked, 1);
    const words = new Uint32Array(await run.read(marked, 0, 8 * total));
    run.free(marked);
    for (let row = 0; row < rows; row++) {
      const y = region.origin[1] + (row % region.size[1]);
      const z = region.origin[2] + Math.floor(row / region.size[1]);
      for (let k = first[row]!; k < first[row]! + counts[row]!; k++) {
        found.index[k] = (z * ny + y) * nx + words[2 * k]!;
        found.value[k] = words[2 * k + 1]!;
      }
    }
  }
  run.free(starts);
  return found;
}

/** Two lists of marked voxels as one. */
function joined(a: Marked, b: Marked): Marked {
  const index = new Float64Array(a.index.length + b.index.length);
  index.set(a.index);
  index.set(b.index, a.index.length);
  const label = new Uint8Array(index.length);
  label.set(a.label);
  label.set(b.label, a.label.length);
  return { index, label };
}

/** {@link strokeVoxels} on the GPU, and strokes on the host. */
export const strokeVoxelsOnGpu = implementReduce(strokeVoxels, {
  partial: async ({ run, inputs, params: { codes }, region }): Promise<Marked> => {
    const classes = new Map(Object.values(codes).map((code, k) => [code, k]));
    const isMasks = inputs.a.meta.kind === 'mask';
    let all: Marked = { index: new Float64Array(), label: new Uint8Array() };
    for (const [k, name] of STROKE_INPUTS.entries()) {
      const grid = inputs[name];
      if (grid === undefined) continue;
      const { index, value } = await markedIn(run, grid, region);
      const label = Uint8Array.from(value, (code) => {
        const known = isMasks ? k : classes.get(code);
        if (known !== undefined) return known;
        throw invalidArgument(
          'train',
          'strokes',
          `a voxel of value ${String(code)}`,
          `values that have a name: ${[...classes.keys()].join(', ')}, and 0 where nothing is marked`,
        );
      });
      all = joined(all, { index, label });
    }
    return all;
  },
  merge: joined,
  finish: (marked, { params: { codes }, metas }): Strokes => {
    const names = Object.keys(codes);
    if (marked.index.length > MOST_MARKED) throw tooMany(marked.index.length);
    const counts = names.map((_, k) => marked.label.filter((label) => label === k).length);
    const empty = names.filter((_, k) => counts[k] === 0);
    if (empty.length > 0)
      throw invalidArgument(
        'train',
        'strokes',
        `no voxel of ${empty.join(', ')}`,
        'marked voxels of every class; mark some, or leave the class out',
      );
    const strokes = connectedStrokes(marked, metas.a.size);
    if (strokes === undefined)
      throw invalidArgument(
        'train',
        'strokes',
        'a voxel in the strokes of two classes',
        'strokes that do not overlap; a.subtract(b) takes out an overlap',
      );
    return strokes;
  },
  temporaries: (region) =>
    bufferBytes([
      4 * region.size[1] * region.size[2],
      8 * Math.min(MOST_MARKED, volumeOf(region.size)),
    ]),
});
