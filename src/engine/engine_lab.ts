import type { GridLayout } from '../gpu/index.js';
import type { Storage } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import { containsRegion, isRegion, wholeRegion, type Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { knownOptions } from '../recipe/options.js';
import { Grid } from '../volume/grid.js';
import { Lab } from '../volume/lab.js';
import type { Engine } from './engine.js';
import { named } from '../recipe/named.js';

/** What of a grid is leased, and how its computing is cancelled. */
export interface LeaseOptions {
  /** Box of voxels; the whole grid if left out. */
  readonly region?: Region | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A grid in a buffer of the lab's device. Every voxel is packed into words of 32 bits, x fastest,
 * the first voxel in the lowest bits: u8 and i8 four to a word, u16 and i16 two, 32-bit types one,
 * masks 32. Rows are padded to whole words, the pads are zero. Read it alone: other work may hold
 * the same buffer.
 */
export interface GridLease {
  readonly buffer: GPUBuffer;
  /** Bytes that the grid takes; the buffer may be larger. */
  readonly bytes: number;
  /** How voxels are stored: a dtype, or 'bit'. */
  readonly storage: Storage;
  /**
   * How the grid lies in the buffer: `origin` and `size` of the box that it holds, at least the
   * wanted one; `rowWords` words per row, `sliceWords` per slice.
   */
  readonly layout: GridLayout;
  /** Of the whole grid. */
  readonly meta: GridMeta;
  /**
   * Gives the buffer back. Call it when the work that reads it is submitted; a second call does
   * nothing.
   */
  release(): void;
  /** As `release`, for `using`. */
  [Symbol.dispose](): void;
}

/**
 * A lab whose engine works in the caller's own thread: it gives its device and the buffers of grids
 * as well.
 */
export class EngineLab extends Lab {
  readonly #engine: Engine;

  /** @internal */
  constructor(engine: Engine) {
    super(engine);
    this.#engine = engine;
  }

  /**
   * The device that computes: the caller's, if one was given. A lost one is replaced by another.
   *
   * @example
   * ```ts
   * import { openEngine } from 'voxmetry/engine';
   * const lab = await openEngine();
   * console.assert(lab.device.limits.maxStorageBufferBindingSize >= 2 ** 27);
   * await lab.dispose();
   * ```
   */
  get device(): GPUDevice {
    return this.#engine.gpu.device;
  }

  /**
   * Computes a grid and gives the buffer in which it lies on the GPU, without reading it back: for
   * a renderer, another library or WGSL of one's own on the same device. It stays until the lease
   * is released, and counts towards the memory budget.
   *
   * @param grid - A volume, mask, phases or labels of this lab.
   * @returns The buffer and how the grid lies in it. All work that writes it has been submitted.
   * @throws VoxmetryError `limit` where the region does not fit the GPU at once, saying what would;
   * `invalid-argument` for a grid of another lab or a region outside of it; `cancelled`, and what
   * computing throws.
   * @example
   * ```ts
   * import { openEngine } from 'voxmetry/engine';
   * const lab = await openEngine();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4]), size: [4, 1, 1] });
   * const lease = await lab.lease(scan.add(10, { result: 'same' }));
   * const { device } = lab;
   * const copy = device.createBuffer({
   *   size: 4,
   *   usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
   * });
   * const encoder = device.createCommandEncoder();
   * encoder.copyBufferToBuffer(lease.buffer, 0, copy, 0, 4);
   * device.queue.submit([encoder.finish()]);
   * lease.release();
   * await copy.mapAsync(GPUMapMode.READ);
   * console.assert(new Uint8Array(copy.getMappedRange()).join() === '11,12,13,14');
   * await lab.dispose();
   * ```
   */
  async lease(grid: Grid, options: LeaseOptions = {}): Promise<GridLease> {
    const given: unknown = grid;
    if (!(given instanceof Grid) || given.context.backend !== this.#engine)
      throw invalidArgument('lease', 'grid', given, 'a volume, mask, phases or labels of this lab');
    const { region = wholeRegion(given.size), signal } = knownOptions('lease', options, [
      'region',
      'signal',
    ]);
    if (!isRegion(region) || !containsRegion(wholeRegion(given.size), region))
      throw invalidArgument('lease', 'region', region, `a box inside ${given.size.join('×')}`);
    const lease = await this.#engine.lease(given.node, region, signal);
    const { buffer, layout, meta } = lease.grid;
    const release = (): void => {
      lease.release();
    };
    return {
      buffer: buffer.buffer,
      bytes: buffer.bytes,
      storage: meta.storage,
      layout,
      meta,
      release,
      [Symbol.dispose]: release,
    };
  }
}

named('EngineLab', EngineLab);
