// Counts between phases (pairs, edges) on the GPU.
import type { PooledBuffer, Run } from '../gpu/index.js';
import { layoutOf, type GpuGrid } from '../implement/index.js';
import type { phasePairs } from '../kernels/structure/index.js';
import { LOCAL_COUNTS } from '../kernels/shared/index.js';
import type { Region } from '../recipe/geometry.js';
import { workgroupsOfWords } from '../stats/chunks.gpu.js';

/** Names of phases in the order of their classes, 0 … n − 1. */
export function namesOf(phases: Readonly<Record<string, number>> | undefined): string[] {
  return Object.keys(phases ?? {});
}

/** How many pairs so many phases make. */
export const pairsOf = (n: number): number => (n * (n - 1)) / 2;

/** The class of each of 256 codes, 0 … n − 1; to be freed. */
export function classesOf(run: Run, { meta }: GpuGrid): PooledBuffer {
  const table = new Uint32Array(256);
  namesOf(meta.phases).forEach((name, k) => (table[meta.phases![name]!] = k));
  const classes = run.alloc(1024, 'classes of codes');
  run.upload(classes, table);
  return classes;
}

/** Phases, what of them is active, and the region of interest. */
export interface CountedPhases {
  readonly phases: GpuGrid;
  readonly active?: GpuGrid | undefined;
  readonly within?: GpuGrid | undefined;
}

/** Runs a kernel that counts what it finds between phases, all and active; one pass. */
export async function countBetweenPhases(
  run: Run,
  kernel: typeof phasePairs,
  { phases, active, within }: CountedPhases,
  region: Region,
  counted: number,
): Promise<Float64Array> {
  const names = namesOf(phases.meta.phases);
  const classes = classesOf(run, phases);
  const bytes = 4 * counted;
  const counts = run.alloc(bytes, 'counts between phases', { zero: true });
  const task = layoutOf('u8', region, phases.meta.size);
  run.dispatch(kernel, {
    grids: { src: phases, chosen: active ?? phases, within: within ?? phases },
    buffers: { classes, counts },
    params: { task, phases: names.length },
    constants: {
      ACTIVE: active === undefined ? 0 : 1,
      HAS_WITHIN: within === undefined ? 0 : 1,
      LOCAL: counted <= LOCAL_COUNTS ? 1 : 0,
    },
    size: { workgroups: workgroupsOfWords(task) },
  });
  const found = Float64Array.from(new Uint32Array(await run.read(counts, 0, bytes)));
  run.free(classes, counts);
  return found;
}

/** Counts of two bricks as one. */
export function addCounts(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((n, i) => n + b[i]!);
}
