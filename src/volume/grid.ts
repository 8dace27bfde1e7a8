import type { GridArray } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import {
  AXIS_INDEX,
  containsRegion,
  map3,
  wholeRegion,
  type Axis,
  type Region,
  type Vec3,
} from '../recipe/geometry.js';
import { toRecipeJson, type RecipeJson } from '../recipe/json.js';
import type { GridMeta } from '../recipe/meta.js';
import { gridMeta, type Node } from '../recipe/op.js';
import { parseOptions } from '../recipe/options.js';
import { box, integer, nullable, oneOf } from '../recipe/params.js';
import type { LabContext } from './context.js';
import { Query } from './query.js';
import type { Plane } from './plane.js';
import { readGrid, readPlane, type GridData } from './reading.js';
import { saveGrid, type SaveOptions } from './save.js';
import type { SaveTarget } from './save_target.js';

const SLICE_OPTIONS = {
  axis: oneOf(['x', 'y', 'z'], 'z', 'The axis across the slice.'),
  index: nullable(integer({ min: 0 }, 'Index along the axis; the middle if left out.')),
};

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
 * What all handles share: they are light and immutable, know the grid's size and spacing, and
 * compute nothing until something is read.
 */
export abstract class Grid<A extends GridArray = GridArray> {
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
   * // nothing has been computed
   * console.assert(kind === 'mask' && storage === 'bit' && spacing[2] === 2);
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
   * Reads the grid, or a region of it; only what that needs is computed.
   *
   * @throws VoxmetryError `invalid-argument` where the region is not a box inside the grid; what
   * computing throws.
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
    return Query.of(() => {
      const given = parseOptions('read', { region: nullable(box('The box to read.')) }, options);
      const region = given.region ?? wholeRegion(this.size);
      this.#checkInside('read', region);
      return {
        context: this.context,
        node: this.node,
        // Without a region the whole is read, whatever its size is when a stored recipe is
        // replayed.
        reading: given.region === null ? undefined : { region },
        read: (output, provenance) => readGrid<A>(this.meta, output, provenance),
      };
    });
  }

  /**
   * Reads one slice; costs what the slice needs, not the volume.
   *
   * @throws VoxmetryError `invalid-argument` for another axis, or an index outside the grid.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({
   *   data: new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]),
   *   size: [2, 2, 2],
   * });
   * const { data, size, axes } = await scan.slice({ axis: 'y', index: 0 });
   * console.assert(data.join() === '1,2,5,6' && size.join() === '2,2' && axes.join() === 'x,z');
   * await lab.dispose();
   * ```
   */
  slice(options: SliceOptions = {}): Query<Plane<A>> {
    return Query.of(() => {
      const { axis, index: given } = parseOptions('slice', SLICE_OPTIONS, options);
      const across = AXIS_INDEX[axis];
      const { size } = this;
      const index = given ?? Math.floor(size[across] / 2);
      if (index >= size[across])
        throw invalidArgument(
          'slice',
          'index',
          index,
          `an integer from 0 to ${String(size[across] - 1)}`,
        );
      const region: Region = {
        origin: map3((i) => (i === across ? index : 0)),
        size: map3((i) => (i === across ? 1 : size[i])),
      };
      return {
        context: this.context,
        node: this.node,
        reading: { region, across: axis },
        read: (output, provenance) => readPlane<A>(this.meta, axis, output, provenance),
      };
    });
  }

  /**
   * Saves the grid to a file, a stream or a folder, computed and written slab by slab: masks as
   * bytes 0 and 1, phases as their codes, labels as u32. A failure or a cancel aborts the stream,
   * so that a file's handle keeps its old content, and removes what was written to a folder.
   *
   * @param target - A `WritableStream` of bytes, or a file's handle from `showSaveFilePicker()`. In
   * Node and Deno, `fileTarget(path)` of `voxmetry/engine`. For OME-Zarr also the handle of an
   * empty folder, or `folderTarget(path)`.
   * @param options - `format`: 'tiff' (default), 'ome-tiff', 'nrrd', 'nifti', 'metaimage', 'vti',
   * 'npy', 'raw' or 'ome-zarr' (`docs/formats.md` says what each keeps); `compression`; `labels`,
   * saved beside the image in OME-Zarr; `signal`; `onProgress`.
   * @throws VoxmetryError `invalid-argument`, `cancelled`, `storage` where the target cannot be
   * written, and what computing the grid throws.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4]), size: [2, 2, 1] });
   * const chunks: Uint8Array[] = [];
   * const target = new WritableStream<Uint8Array>({
   *   write: (chunk) => void chunks.push(chunk.slice()),
   * });
   * await scan.threshold({ lo: 3 }).save(target, { format: 'raw' });
   * console.assert(chunks[0]?.join() === '0,0,1,1');
   * await lab.dispose();
   * ```
   */
  async save(target: SaveTarget, options: SaveOptions = {}): Promise<void> {
    await saveGrid(this, target, options);
  }

  #checkInside(op: string, region: Region): void {
    if (!containsRegion(wholeRegion(this.size), region))
      throw invalidArgument(op, 'region', region, `a box of voxels inside ${this.size.join('×')}`);
  }
}
