// Global ops in steps of independent tasks, for several machines that share a folder.
import type { Run } from '../gpu/index.js';
import type { Storage } from '../recipe/dtype.js';
import { bricksOf, wholeRegion, type Region, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import type { InputMetas, InputSpecs, Op } from '../recipe/op.js';
import type { ParamsOfSpecs, ParamSpecs } from '../recipe/params.js';
import type { Bricked, InputValues, Spill } from './implement.js';
import { SpilledGrid } from './spilled_grid.js';

/** A grid that a step leaves for later ones. */
export interface StagedGrid {
  readonly storage: Storage;
  readonly size: Vec3;
  /** Rows (along y) and slices of a chunk. A task writes whole chunks. */
  readonly chunk: readonly [rows: number, slices: number];
  /**
   * Who writes it: tasks, where their slabs are; tasks, a chunk of slices each, in their order; or
   * the end of the step.
   */
  readonly by: 'slab' | 'task' | 'reduce';
}

/** What the steps of an op follow from. */
export interface StagedFacts<I extends InputSpecs, P extends ParamSpecs> {
  readonly params: ParamsOfSpecs<P>;
  readonly metas: InputMetas<I>;
  /** Meta of the whole output. */
  readonly meta: GridMeta;
  /** Voxels that a task is to take, at most, unless a slice has more. */
  readonly voxels: number;
  /** GPU bytes that a task may take. */
  readonly budget: number;
  /** Bytes that a binding may have. */
  readonly binding: number;
  /** Slices of a slab whose inputs fit. */
  readonly depth: number;
}

/** What tasks and what follows them are given. */
export interface StagedContext<I extends InputSpecs, P extends ParamSpecs> extends StagedFacts<
  I,
  P
> {
  readonly signal: AbortSignal | undefined;
  /** The slabs of a step, of which each is a task. */
  readonly slabs: (step: string) => readonly Region[];
  /** A grid of a step: this one's is written, that of an earlier one is read. */
  readonly grid: (step: string, name: string) => SpilledGrid;
  /** What an earlier step came to. */
  readonly reduced: <T>(step: string) => Promise<T>;
}

/** What a task is given besides. */
export interface StagedTask<I extends InputSpecs, P extends ParamSpecs> extends StagedContext<
  I,
  P
> {
  readonly index: number;
  readonly slab: Region;
  /** Computes the inputs for a region and works on them. */
  readonly visit: <T>(
    region: Region,
    work: (inputs: InputValues<I>, run: Run) => Promise<T>,
  ) => Promise<T>;
  /** Works on the GPU without inputs. */
  readonly inRun: <T>(work: (run: Run) => Promise<T>) => Promise<T>;
}

/** What the end of a step is given besides. There is no GPU. */
export interface StagedReduce<I extends InputSpecs, P extends ParamSpecs> extends StagedContext<
  I,
  P
> {
  /** What the tasks of this step, or of an earlier one, found, in their order. */
  readonly parts: <T>(step?: string) => AsyncIterable<T>;
  readonly openSpill: (bytes: number) => Promise<Spill>;
}

/** A step: tasks of one slab each, in any order and on any machine, and what they come to. */
export interface StagedStep<I extends InputSpecs, P extends ParamSpecs> {
  readonly name: string;
  readonly slabs: (facts: StagedFacts<I, P>) => readonly Region[];
  /** The grids that it leaves, by name. */
  readonly grids: (
    facts: StagedFacts<I, P>,
    slabs: readonly Region[],
  ) => Readonly<Record<string, StagedGrid>>;
  /** Bytes of GPU and heap that a voxel of a slab takes beside the inputs, roughly. */
  readonly bytes: number;
  /** Whether its tasks compute the inputs of the op. */
  readonly visits: boolean;
  readonly task: (context: StagedTask<I, P>) => Promise<unknown>;
  readonly reduce: (context: StagedReduce<I, P>) => Promise<unknown>;
}

/** How a global op is computed in steps, and how they leave the state of its form in bricks. */
export interface Staged<I extends InputSpecs, P extends ParamSpecs, S> {
  readonly steps: (facts: StagedFacts<I, P>) => readonly StagedStep<I, P>[];
  readonly state: (context: StagedContext<I, P>) => Promise<S>;
}

/** A form in steps of one op, with its types forgotten, and the form that makes its regions. */
export interface StagedForm {
  readonly op: string;
  readonly staged: Staged<InputSpecs, ParamSpecs, unknown>;
  readonly bricked: Bricked<InputSpecs, ParamSpecs, unknown>;
}

/** Says how an op is computed in steps, whose state is that from which `bricked` makes regions. */
export function inStages<I extends InputSpecs, P extends ParamSpecs, S>(
  op: Op<I, P, GridMeta>,
  staged: Staged<I, P, S>,
  bricked: Bricked<I, P, S>,
): StagedForm {
  return { op: op.name, staged, bricked } as unknown as StagedForm;
}

/** Bytes of a chunk, at most. */
const CHUNK_BYTES = 2 ** 28;

/**
 * A grid whose chunks are parts of slabs: of whole slices, or (`y`) of whole columns along z.
 */
export function slabGrid(
  storage: Storage,
  size: Vec3,
  [slab]: readonly Region[],
  axis: 'y' | 'z' = 'z',
): StagedGrid {
  const rowBytes = SpilledGrid.bytes(storage, [size[0], 1, 1]);
  const depth = slab!.size[axis === 'y' ? 1 : 2];
  const across = rowBytes * (axis === 'y' ? size[2] : size[1]);
  let chunk = depth;
  // A task writes whole chunks, so that their depth divides that of its slab.
  while (chunk > 1 && (depth % chunk !== 0 || chunk * across > CHUNK_BYTES)) chunk -= 1;
  return {
    storage,
    size,
    chunk: axis === 'y' ? [chunk, size[2]] : [size[1], chunk],
    by: 'slab',
  };
}

/** Slabs of whole slices (`z`) or of whole columns along z (`y`) of at most so many voxels. */
export function stagedSlabs(
  [nx, ny, nz]: Vec3,
  axis: 'y' | 'z',
  voxels: number,
  most = Infinity,
): Region[] {
  const across = axis === 'z' ? nx * ny : nx * nz;
  const depth = Math.max(1, Math.floor(Math.min(voxels / across, most)));
  const slab: Vec3 = axis === 'z' ? [nx, ny, depth] : [nx, depth, nz];
  return [...bricksOf(wholeRegion([nx, ny, nz]), slab)];
}
