// Results that are whole grids: images of OME-Zarr, written slab by slab.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stagedSlabs } from '../implement/index.js';
import { imageDescriptions, shardsOf } from '../io/zarr/ome_zarr_writer.js';
import type { PyramidLevel } from '../io/zarr/pyramid.js';
import type { PlacedFacts } from '../io/slab_stream.js';
import type { Region } from '../recipe/geometry.js';
import { gridMeta, type Node } from '../recipe/op.js';
import { writeAtomically } from './atomic_file.js';
import type { Stage } from './stage.js';
import type { WrittenFile } from './work_folder.js';

/** Voxels of a chunk along every axis. */
const CHUNK = 64;

/** A whole grid among the results. */
export interface GridOutput {
  readonly name: string;
  readonly node: Node;
  /** The folder of its image, from that of the plan. */
  readonly folder: string;
  readonly facts: PlacedFacts;
  readonly slabs: readonly Region[];
  readonly level: PyramidLevel;
}

/** A grid to be written in slabs of about so many voxels: whole chunks. */
export function gridOutput(
  name: string,
  node: Node,
  folder: string,
  voxels: number,
  most: number,
): GridOutput {
  const { kind, storage, size, spacing, unit, origin, phases } = gridMeta(node);
  const fitting = Math.min(size[2], most, Math.floor(voxels / (size[0] * size[1])));
  const deep = Math.floor(fitting / CHUNK) * CHUNK;
  const depth = Math.max(1, deep === 0 ? fitting : deep);
  return {
    name,
    node,
    folder,
    facts: {
      kind,
      dtype: storage === 'bit' ? 'u8' : storage,
      size,
      spacing,
      unit,
      origin,
      ...(phases === undefined ? {} : { phases }),
    },
    slabs: stagedSlabs(size, 'z', Infinity, depth),
    level: {
      size,
      factor: [1, 1, 1],
      step: [1, 1, 1],
      chunk: [Math.min(CHUNK, size[0]), Math.min(CHUNK, size[1]), Math.min(CHUNK, depth)],
    },
  };
}

/** What the stage does that writes a grid. */
export function writtenGrid(output: GridOutput): Pick<Stage, 'task' | 'reduce' | 'gives'> {
  const { node, folder, slabs, level } = output;
  const [nx, ny] = level.size;
  const rowVoxels = nx * ny * level.chunk[2];
  return {
    async task(index, { work, evaluator, context, wrote }) {
      const slab = slabs[index]!;
      const values = await evaluator.read(node, slab, context);
      const files: WrittenFile[] = [];
      for (let at = 0; at < values.length; at += rowVoxels) {
        const row = slab.origin[2] / level.chunk[2] + at / rowVoxels;
        const slices = values.subarray(at, at + rowVoxels);
        for await (const shard of shardsOf(level, slices, row, true)) {
          const path = `${folder}/0/c/${shard.path}`;
          if (shard.bytes === undefined) {
            await rm(join(work.root, path), { force: true });
            continue;
          }
          await writeAtomically(join(work.root, path), [shard.bytes]);
          files.push({ path, bytes: shard.bytes.length });
        }
      }
      wrote(files);
      return null;
    },
    reduce: () => Promise.resolve(null),
    gives: [],
  };
}

/** Writes what makes an image of the chunks of a grid. */
export async function describeGrid(root: string, output: GridOutput): Promise<void> {
  for (const { path, bytes } of imageDescriptions(output.name, output.facts, [output.level], true))
    await writeAtomically(join(root, output.folder, path), [bytes]);
}
