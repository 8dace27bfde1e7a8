// Inputs of an op in spills, for passes that look at them more than once.
import type { Run } from '../gpu/index.js';
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { exactSlab } from './exact_region.js';
import type { GpuGrid } from './grid.js';
import type { Spill } from './implement.js';
import { SpilledGrid } from './spilled_grid.js';

/** What holding takes of the context of an op that works slab by slab. */
interface Holding<N extends string> {
  readonly slabs: readonly Region[];
  readonly openSpill: (bytes: number) => Promise<Spill>;
  readonly visit: (
    region: Region,
    work: (grids: Readonly<Record<N, GpuGrid | undefined>>, run: Run) => Promise<void>,
  ) => Promise<void>;
}

/** Grids that are computed once and read from spills since. */
export class HeldInputs<N extends string> {
  readonly #grids = new Map<N, { readonly spill: SpilledGrid; readonly meta: GridMeta }>();

  private constructor() {
    // Made by `of`.
  }

  /** Computes inputs slab by slab. Those that an op was not given are left out. */
  static async of<N extends string>(
    { slabs, openSpill, visit }: Holding<N>,
    names: readonly N[],
  ): Promise<HeldInputs<N>> {
    const held = new HeldInputs<N>();
    try {
      for (const slab of slabs)
        await visit(slab, async (grids, run) => {
          for (const name of names) {
            const grid = grids[name];
            if (grid === undefined) continue;
            const { meta } = grid;
            let kept = held.#grids.get(name);
            if (kept === undefined) {
              kept = {
                spill: await SpilledGrid.open({ openSpill }, meta.storage, meta.size),
                meta,
              };
              held.#grids.set(name, kept);
            }
            await kept.spill.write(run, exactSlab(run, grid, slab).buffer, slab);
          }
        });
      return held;
    } catch (error) {
      await held.close();
      throw error;
    }
  }

  /** A region of an input; undefined where the op was not given it. */
  async grid(run: Run, name: N, region: Region): Promise<GpuGrid | undefined> {
    const kept = this.#grids.get(name);
    return kept?.spill.grid(run, kept.meta, region);
  }

  /** An input in its spill; undefined where the op was not given it. */
  spilled(name: N): { readonly spill: SpilledGrid; readonly meta: GridMeta } | undefined {
    return this.#grids.get(name);
  }

  /** Bytes of a voxel of all inputs. */
  get bytesPerVoxel(): number {
    let bytes = 0;
    for (const { meta } of this.#grids.values())
      bytes += SpilledGrid.bytes(meta.storage, [32, 1, 1]) / 32;
    return bytes;
  }

  async close(): Promise<void> {
    for (const { spill } of this.#grids.values()) await spill.close();
  }
}
