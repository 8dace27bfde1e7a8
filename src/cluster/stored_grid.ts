// Global ops without steps of their own: one task computes the grid and stores it.
import { SpilledGrid, stagedSlabs, type Bricked, type StagedGrid } from '../implement/index.js';
import { makeHostArray } from '../engine/transfer.js';
import { lanesOf, type GridArray, type Storage } from '../recipe/dtype.js';
import type { Vec3 } from '../recipe/geometry.js';
import { hashNode } from '../recipe/hash.js';
import { gridMeta, type InputSpecs, type Node } from '../recipe/op.js';
import type { ParamSpecs } from '../recipe/params.js';
import { ChunkedSpill } from './chunked_spill.js';
import type { Stage } from './stage.js';
import type { WorkFolder } from './work_folder.js';

/** Voxels of the slabs that go to the disk at once. */
const VOXELS = 2 ** 26;

/** A grid that one task computes, in the folder of its stage. */
export function storedGrid(name: string, node: Node): Pick<Stage, 'task' | 'reduce' | 'gives'> {
  const meta = gridMeta(node);
  const slabs = stagedSlabs(meta.size, 'z', VOXELS);
  const grid: StagedGrid = {
    storage: meta.storage,
    size: meta.size,
    chunk: [meta.size[1], slabs[0]!.size[2]],
    by: 'task',
  };
  const open = (work: WorkFolder): ChunkedSpill =>
    new ChunkedSpill({
      root: work.root,
      folder: `${work.name}/grids/${name}/result`,
      grid,
      writer: () => `task 0 of stage ${name}`,
    });
  return {
    async task(_, { work, evaluator, context, wrote }) {
      const spill = open(work);
      const stored = new SpilledGrid(spill, meta.storage, meta.size);
      let labelBound: number | undefined;
      evaluator.check(node, slabs[0]);
      for (const slab of slabs) {
        const values = makeHostArray(meta, slab);
        const bound = await evaluator.bring(node, slab, values, context);
        labelBound = bound === undefined ? labelBound : Math.max(bound, labelBound ?? 0);
        await stored.store(slab, packed(values, meta.storage, slab.size));
      }
      await stored.close();
      wrote(spill.written);
      return labelBound;
    },

    async reduce({ parts }) {
      for await (const labelBound of parts()) return labelBound;
      return undefined;
    },

    gives: [{ hash: hashNode(node), bricked: (work) => readBack(work, name, () => open(work)) }],
  };
}

interface StoredState {
  readonly grid: SpilledGrid;
  readonly labelBound: number | undefined;
}

/** Regions of a stored grid. */
function readBack(
  work: WorkFolder,
  stage: string,
  open: () => ChunkedSpill,
): Bricked<InputSpecs, ParamSpecs, unknown> {
  const bricked: Bricked<InputSpecs, ParamSpecs, StoredState> = {
    async prepare({ meta }) {
      const { value } = await work.reduced(stage);
      return {
        grid: new SpilledGrid(open(), meta.storage, meta.size),
        labelBound: value as number | undefined,
      };
    },
    region: async ({ grid, labelBound }, region, { meta }, run) => ({
      ...(await grid.grid(run, meta, region)),
      labelBound,
    }),
    release: ({ grid }) => grid.close(),
  };
  return bricked as Bricked<InputSpecs, ParamSpecs, unknown>;
}

/** Voxels as rows of words, as they lie on the GPU. */
export function packed(
  values: GridArray,
  storage: Storage,
  [nx, ny, nz]: Vec3,
): Uint8Array<ArrayBuffer> {
  const lanes = lanesOf(storage);
  if (storage === 'bit') {
    const rowWords = Math.ceil(nx / 32);
    const words = new Uint32Array(rowWords * ny * nz);
    for (let row = 0, at = 0; row < ny * nz; row++)
      for (let x = 0; x < nx; x++, at++)
        if (values[at] !== 0) words[row * rowWords + (x >> 5)]! |= 1 << (x & 31);
    return new Uint8Array(words.buffer);
  }
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  if (nx % lanes === 0) return bytes;
  const [from, to] = [nx * values.BYTES_PER_ELEMENT, 4 * Math.ceil(nx / lanes)];
  const rows = new Uint8Array(to * ny * nz);
  for (let row = 0; row < ny * nz; row++)
    rows.set(bytes.subarray(row * from, (row + 1) * from), row * to);
  return rows;
}
