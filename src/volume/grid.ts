import type { OutputData, Provenance, RunOptions } from '../recipe/backend.js';
import type { GridArray } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import {
  AXIS_INDEX,
  map3,
  wholeRegion,
  type Axis,
  type Region,
  type Vec3,
} from '../recipe/geometry.js';
import { toRecipeJson, type RecipeJson } from '../recipe/json.js';
import type { GridMeta } from '../recipe/meta.js';
import {
  gridMeta,
  makeNode,
  type InputSpecs,
  type Node,
  type Op,
  type InputNodes,
} from '../recipe/op.js';
import { optionsOf, runOptionsOf, type ParamSpecs } from '../recipe/params.js';
import { crop } from '../filters/crop.js';
import { flip } from '../filters/flip.js';
import { pad } from '../filters/pad.js';
import type { LabContext } from './context.js';
import type { FlipOptions, PadOptions } from './options/sampling.js';
import { Query } from './query.js';
import { saveGrid, type SaveOptions, type SaveTarget } from './save.js';

/** A box of a grid on the host: values x fastest, tightly packed; masks as bytes 0 and 1. */
export interface GridData<A extends GridArray = GridArray> {
  readonly data: A;
  /** Voxels along x, y, z. */
  readonly size: Vec3;
  /** Index of the first voxel in the grid. */
  readonly start: Vec3;
  readonly spacing: Vec3;
  readonly unit: string;
  /** Physical position of the centre of the first voxel. */
  readonly origin: Vec3;
  readonly provenance: Provenance;
}

/** One slice of a grid: a picture. */
export interface Plane<A extends GridArray = GridArray> {
  /** Row by row, the first of `axes` fastest. */
  readonly data: A;
  /** Pixels along the two axes. */
  readonly size: readonly [number, number];
  /** The axes of the picture: across, then down. */
  readonly axes: readonly [Axis, Axis];
  readonly spacing: readonly [number, number];
  readonly unit: string;
  readonly provenance: Provenance;
}

/** Which part of a grid to read. */
export interface ReadOptions {
  /** Box of voxels; the whole grid if left out. */
  readonly region?: Region | undefined;
}

/** Which slice to take. */
export interface SliceOptions {
  /** The axis across the slice. Default 'z'. */
  readonly axis?: Axis | undefined;
  /** Index along the axis. Default the middle. */
  readonly index?: number | undefined;
}

/**
 * What all handles share: they are light and immutable, know the grid's size and spacing, and compute
 * nothing until something is read.
 */
export abstract class Grid<A extends GridArray, Self> {
  /** @internal */
  readonly node: Node;
  /** @internal */
  readonly context: LabContext;

  /** @internal */
  constructor(context: LabContext, node: Node) {
    this.context = context;
    this.node = node;
  }

  /**
   * Everything known of the grid: kind, storage, size, spacing, unit, origin.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(8);
   * const scan = await lab.open({ data, size: [2, 2, 2] }, { spacing: [0.5, 0.5, 2], unit: 'µm' });
   * const { kind, storage, spacing } = scan.threshold({ lo: 1 }).meta;
   * console.assert(kind === 'mask' && storage === 'bit' && spacing[2] === 2); // nothing has been computed
   * await lab.dispose();
   * ```
   */
  get meta(): GridMeta {
    return gridMeta(this.node);
  }

  /** Voxels along x, y, z. */
  get size(): Vec3 {
    return this.meta.size;
  }

  /** Distance between voxel centres along x, y, z, in `unit`. */
  get spacing(): Vec3 {
    return this.meta.spacing;
  }

  /** Unit of `spacing`; 'px' where the file had none. */
  get unit(): string {
    return this.meta.unit;
  }

  /**
   * The recipe so far, as data.
   * It can be stored, and compared: equal recipes on equal data give equal results.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3]), size: [3, 1, 1] });
   * const { steps } = scan.threshold({ lo: 2 }).recipe;
   * console.assert(steps.map(({ op }) => op).join() === 'source,threshold');
   * await lab.dispose();
   * ```
   */
  get recipe(): RecipeJson {
    return toRecipeJson({ result: this.node });
  }

  /**
   * A box of the grid as a grid of its own; positions stay where they were in space.
   * One pass over the box.
   *
   * @param region - First voxel and size, inside the grid.
   * @throws VoxmetryError `invalid-argument` where the box is not inside the grid.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4, 5]), size: [5, 1, 1] });
   * const part = scan.crop({ origin: [1, 0, 0], size: [3, 1, 1] });
   * const { data, origin } = await part.read();
   * console.assert(data.join() === '2,3,4' && origin[0] - scan.meta.origin[0] === 1);
   * await lab.dispose();
   * ```
   */
  crop(region: Region): Self {
    return this.wrap(this.apply(crop, { grid: this.node }, { region }));
  }

  /**
   * With more voxels at its ends; the old ones stay where they were in space.
   * As NumPy's `pad`. One pass.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3]), size: [3, 1, 1] });
   * console.assert((await scan.pad({ after: [2, 0, 0] }).read()).data.join() === '1,2,3,0,0');
   * const { data } = await scan.pad({ before: [2, 0, 0], border: 'reflect' }).read();
   * console.assert(data.join() === '2,1,1,2,3');
   * await lab.dispose();
   * ```
   */
  pad(options: PadOptions): Self {
    return this.wrap(this.apply(pad, { grid: this.node }, options));
  }

  /**
   * Mirrored along axes; the grid's place in space stays.
   * As NumPy's `flip`. One pass.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4, 5, 6]), size: [3, 2, 1] });
   * const { data } = await scan.flip({ axes: 'x' }).read();
   * console.assert(data.join() === '3,2,1,6,5,4');
   * await lab.dispose();
   * ```
   */
  flip(options: FlipOptions): Self {
    return this.wrap(this.apply(flip, { grid: this.node }, options));
  }

  /**
   * Reads the grid, or a region of it; only what that needs is computed.
   *
   * @throws VoxmetryError `invalid-argument` where the region is not a box inside the grid; what computing throws.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4, 5, 6]), size: [3, 2, 1] });
   * const { data } = await scan.add(10).read({ region: { origin: [1, 0, 0], size: [2, 2, 1] } });
   * console.assert(data.join() === '12,13,15,16'); // x fastest
   * await lab.dispose();
   * ```
   */
  read(options: ReadOptions = {}): Query<GridData<A>> {
    return this.readAs(
      () => optionsOf('read', options).region,
      (output, region, provenance) => {
        const { spacing, unit, origin } = this.meta;
        return {
          data: output as A,
          size: region.size,
          start: region.origin,
          spacing,
          unit,
          origin: map3((i) => origin[i] + region.origin[i] * spacing[i]),
          provenance,
        };
      },
    );
  }

  /**
   * Reads one slice; costs what the slice needs, not the volume.
   *
   * @throws VoxmetryError `invalid-argument` for another axis, or an index outside the grid.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]), size: [2, 2, 2] });
   * const { data, size, axes } = await scan.slice({ axis: 'y', index: 0 });
   * console.assert(data.join() === '1,2,5,6' && size.join() === '2,2' && axes.join() === 'x,z');
   * await lab.dispose();
   * ```
   */
  slice(options: SliceOptions = {}): Query<Plane<A>> {
    return Query.of(() => {
      const { axis = 'z', index: given } = optionsOf('slice', options);
      if (!Object.hasOwn(AXIS_INDEX, axis))
        throw invalidArgument('slice', 'axis', axis, "'x', 'y', 'z'");
      const across = AXIS_INDEX[axis];
      const axes = (['x', 'y', 'z'] as const).filter((name) => name !== axis) as [Axis, Axis];
      const [u, v] = [AXIS_INDEX[axes[0]], AXIS_INDEX[axes[1]]];
      const { size, spacing, unit } = this.meta;
      const n = size[across];
      const index = given ?? Math.floor(n / 2);
      if (!Number.isInteger(index) || index < 0 || index >= n)
        throw invalidArgument('slice', 'index', index, `an integer from 0 to ${String(n - 1)}`);
      const region: Region = {
        origin: map3((i) => (i === across ? index : 0)),
        size: map3((i) => (i === across ? 1 : size[i])),
      };
      return this.readAs(
        () => region,
        (data, _, provenance): Plane<A> => ({
          data: data as A,
          size: [size[u], size[v]],
          axes,
          spacing: [spacing[u], spacing[v]],
          unit,
          provenance,
        }),
      ).plan;
    });
  }

  /**
   * Saves the grid to a file or a stream, computed and written slab by slab: masks as bytes 0 and 1, phases as their
   * codes, labels as u32. A failure or a cancel aborts the stream, so that a file's handle keeps its old content.
   *
   * @param target - A `WritableStream` of bytes, or a file's handle from `showSaveFilePicker()`. In Node and Deno,
   * `fileTarget(path)` of `voxmetry/engine`.
   * @param options - `format`: 'tiff' (default), 'npy' or 'raw'; `signal`; `onProgress`.
   * @throws VoxmetryError `invalid-argument`, `cancelled`, and what computing the grid throws.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4]), size: [2, 2, 1] });
   * const chunks: Uint8Array[] = [];
   * const target = new WritableStream<Uint8Array>({ write: (chunk) => void chunks.push(chunk.slice()) });
   * await scan.threshold({ lo: 3 }).save(target, { format: 'raw' });
   * console.assert(chunks[0]?.join() === '0,0,1,1');
   * await lab.dispose();
   * ```
   */
  async save(target: SaveTarget, options: SaveOptions = {}): Promise<void> {
    const read = async (region: Region, run: RunOptions): Promise<GridArray> =>
      (await this.read({ region }).run(run)).data;
    await saveGrid(this.meta, read, target, runOptionsOf('save', options));
  }

  /** A handle of the same kind. */
  protected abstract wrap(node: Node): Self;

  /** @internal Makes a node of an op on this lab. */
  protected apply<I extends InputSpecs, P extends ParamSpecs>(
    op: Op<I, P>,
    inputs: InputNodes<I>,
    params: object = {},
  ): Node {
    return makeNode(op, inputs, params as Record<string, unknown>);
  }

  /** @internal A query of an op that yields a value. */
  protected ask<I extends InputSpecs, P extends ParamSpecs, T>(
    op: Op<I, P>,
    inputs: () => InputNodes<I>,
    params: object,
    decode: (value: unknown, provenance: Provenance) => T,
  ): Query<T> {
    return this.askNode(() => this.apply(op, inputs(), params), decode);
  }

  /** @internal A query of a node that yields a value. */
  protected askNode<T>(
    make: () => Node,
    decode: (value: unknown, provenance: Provenance) => T,
  ): Query<T> {
    return Query.of(() => ({
      backend: this.context.backend,
      node: make(),
      decode: (output, provenance) => decode(valueOf(output), provenance),
    }));
  }

  /** @internal The node of another handle, which must belong to the same lab. */
  protected other(op: string, name: string, grid: Grid<GridArray, unknown>): Node {
    const given: unknown = grid;
    if (!(given instanceof Grid)) throw invalidArgument(op, name, given, 'a handle of this lab');
    if (grid.context.backend !== this.context.backend)
      throw invalidArgument(op, name, 'a handle of another lab', 'handles of the same lab');
    return grid.node;
  }

  /** @internal The node of the mask that an option names, if it does. */
  protected within(
    op: string,
    options: { readonly within?: Grid<GridArray, unknown> | undefined },
  ): Node | undefined {
    const { within } = optionsOf(op, options);
    return within === undefined ? undefined : this.other(op, 'within', within);
  }

  private readAs<T>(
    wanted: () => Region | undefined,
    make: (data: GridArray, region: Region, provenance: Provenance) => T,
  ): Query<T> {
    return Query.of(() => {
      const whole = wholeRegion(this.size);
      const region = wanted() ?? whole;
      if (!isBoxInside(region, whole.size))
        throw invalidArgument(
          'read',
          'region',
          region,
          `a box of voxels inside ${whole.size.join('×')}`,
        );
      return {
        backend: this.context.backend,
        node: this.node,
        region,
        decode: (output, provenance) => {
          if (output.type !== 'grid')
            throw invalidArgument('read', 'output', output.type, 'a grid');
          return make(output.data, output.region, provenance);
        },
      };
    });
  }
}

/** Whether something is a box of voxels inside a grid of a size. */
function isBoxInside(given: unknown, size: Vec3): boolean {
  const { origin, size: extent } = (given ?? {}) as { origin?: unknown; size?: unknown };
  if (
    !Array.isArray(origin) ||
    !Array.isArray(extent) ||
    origin.length !== 3 ||
    extent.length !== 3
  )
    return false;
  return size.every((n, i) => {
    const [o, s] = [origin[i] as unknown, extent[i] as unknown];
    return (
      Number.isInteger(o) &&
      Number.isInteger(s) &&
      Number(o) >= 0 &&
      Number(s) >= 1 &&
      Number(o) + Number(s) <= n
    );
  });
}

function valueOf(output: OutputData): unknown {
  return output.type === 'value' ? output.value : output.data;
}
