// Conjugate gradients for a potential on the GPU, with a multigrid cycle as preconditioner.
import type { PooledBuffer, Run } from '../gpu/index.js';
import { bufferBytes, type BufferBytes } from '../implement/index.js';
import {
  transportApply,
  transportDirect,
  transportScalars,
  transportStep,
} from '../kernels/transport/index.js';
import type { GridMeta } from '../recipe/meta.js';
import { coarseBytes } from './coarse_levels.gpu.js';
import { conductanceBytes, levelArgs, Multigrid, SUMMED, type Level } from './multigrid.gpu.js';
import { placesOf } from './places.js';

/** What {@link transportScalars} makes of a sum. */
const NEXT = 0;
const STEP = 1;
/** Of a sum that nothing went before. */
export const FIRST = 2;

/**
 * What a solve takes at most: how voxels conduct, four vectors, the coarse levels, partial sums and
 * what is read back.
 */
export function solveBytes({ size }: GridMeta): BufferBytes {
  const places = placesOf(size);
  const vectors = Array<number>(4).fill(4 * places);
  const small = [places / 16, 4096, 4096, 4 * (Math.max(...size) + 1)];
  return bufferBytes([places, ...vectors, ...coarseBytes(size), ...small]);
}

/** Workgroups that leave a partial sum each, over all places of a level. */
export const sumsOf = ({ size }: Level): number => Math.ceil(placesOf(size) / SUMMED);

/**
 * Steps of conjugate gradients towards A x = b on a level. What calls it has x, and makes the
 * residual r = b − A x before {@link ConjugateGradients.begin}.
 */
export class ConjugateGradients {
  readonly #run: Run;
  readonly #level: Level;
  readonly #multigrid: Multigrid;
  /** A p until the residual has moved, then the correction: never both at once. */
  readonly #z: PooledBuffer;
  readonly #p: PooledBuffer;
  readonly #scalars: PooledBuffer;
  /** The residual. */
  readonly r: PooledBuffer;
  /** A sum of each workgroup; between steps it is free. */
  readonly partials: PooledBuffer;

  constructor(run: Run, level: Level) {
    this.#run = run;
    this.#level = level;
    const places = placesOf(level.size);
    // Places of no voxel must not be NaN.
    const vector = (name: string): PooledBuffer => run.alloc(4 * places, name, { zero: true });
    this.r = vector('residual');
    this.#z = vector('correction');
    this.#p = vector('direction');
    this.#multigrid = new Multigrid(run, level);
    const sums = Math.max(sumsOf(level), this.#multigrid.sums);
    this.partials = run.alloc(4 * sums, 'partial sums');
    this.#scalars = run.alloc(12, 'steps', { zero: true });
  }

  /** A vector that is free between steps. */
  get spare(): PooledBuffer {
    return this.#z;
  }

  /** Takes the first search direction from the residual. */
  begin(): void {
    this.#multigrid.precondition(this.r, this.#p, this.partials, false);
    this.#summed(this.#multigrid.sums, FIRST);
  }

  /** Records so many steps of x. */
  async advance(x: PooledBuffer, steps: number): Promise<void> {
    const run = this.#run;
    const level = this.#level;
    const args = levelArgs(level);
    const sweep = levelArgs(this.#multigrid.finest);
    const places = placesOf(level.size);
    const conductance = conductanceBytes(level);
    const groups = sumsOf(level);
    const each = { invocations: places };
    const [r, z, p] = [this.r, this.#z, this.#p];
    const [partials, scalars] = [this.partials, this.#scalars];
    for (let k = 0; k < steps; k += 1) {
      run.dispatch(transportApply, {
        buffers: { ...args.buffers, p, product: z, partials },
        params: args.params,
        constants: args.constants,
        size: { invocations: 256 * groups },
        traffic: { read: conductance + 4 * places, write: 4 * places + 4 * groups },
      });
      this.#summed(groups, STEP);
      run.dispatch(transportStep, {
        buffers: { ...sweep.buffers, scalars, r, z },
        params: sweep.params,
        constants: sweep.constants,
        size: each,
        traffic: { read: conductance + 8 * places, write: 6 * places },
      });
      this.#multigrid.precondition(r, z, partials, true);
      this.#summed(this.#multigrid.sums, NEXT);
      run.dispatch(transportDirect, {
        buffers: { z, scalars, p, x },
        params: { length: places },
        size: each,
        traffic: { read: 12 * places },
      });
      await run.pace();
    }
  }

  /** Reads back r · z, the square of the error's energy norm as the preconditioner estimates it. */
  async energy(): Promise<number> {
    return Math.abs(new Float32Array(await this.#run.read(this.#scalars, 0, 4))[0]!);
  }

  /** Gives all buffers back. */
  release(): void {
    this.#multigrid.release();
    this.#run.free(this.r, this.#z, this.#p, this.partials, this.#scalars);
  }

  #summed(length: number, what: typeof NEXT | typeof STEP | typeof FIRST): void {
    this.#run.dispatch(transportScalars, {
      buffers: { partials: this.partials, scalars: this.#scalars },
      params: { length },
      constants: { WHAT: what },
      size: { workgroups: [1, 1, 1] },
      traffic: { read: 4 * length },
    });
  }
}
