import type { Provenance } from '../recipe/backend.js';
import type { GridArray } from '../recipe/dtype.js';
import { invalidArgument, VoxmetryError } from '../recipe/errors.js';
import type { Axis } from '../recipe/geometry.js';
import type { GridKind } from '../recipe/meta.js';
import { knownOptions } from '../recipe/options.js';
import { COLOR_MAP_NAMES } from '../recipe/view/colors.js';
import type { ColorMap } from '../recipe/view/state.js';
import { Fields } from './view/check_values.js';
import { named } from '../recipe/named.js';

/** What a plane is. */
interface PlaneFields<A extends GridArray> {
  readonly kind: GridKind;
  readonly data: A;
  readonly size: readonly [number, number];
  readonly axes: readonly [Axis, Axis];
  readonly spacing: readonly [number, number];
  readonly unit: string;
  readonly provenance: Provenance;
}

/** How a plane is painted. */
export interface PaintOptions {
  /**
   * The intensities of the first and the last colour. Default: the 0.1 and 99.9 percentiles of the
   * plane.
   */
  readonly window?: readonly [lo: number, hi: number] | undefined;
  /** Default 'grey'. */
  readonly colors?: ColorMap | undefined;
  /** The same slice of a mask, filled and outlined over it. */
  readonly mask?: Plane | undefined;
  /** The same slice of labels, a stable colour for each id, filled and outlined over it. */
  readonly labels?: Plane | undefined;
}

/** One slice of a grid: a picture. */
export class Plane<A extends GridArray = GridArray> {
  /** What the values are: intensities, a mask, phases or labels. */
  readonly kind: GridKind;
  /** Row by row, the first of `axes` fastest. */
  readonly data: A;
  /** Pixels along the two axes. */
  readonly size: readonly [number, number];
  /** The axes of the picture: across, then down. */
  readonly axes: readonly [Axis, Axis];
  readonly spacing: readonly [number, number];
  readonly unit: string;
  readonly provenance: Provenance;

  /** @internal */
  constructor({ kind, data, size, axes, spacing, unit, provenance }: PlaneFields<A>) {
    this.kind = kind;
    this.data = data;
    this.size = size;
    this.axes = axes;
    this.spacing = spacing;
    this.unit = unit;
    this.provenance = provenance;
  }

  /**
   * Paints a plane of a volume as a picture, a pixel for each voxel, with the colours of views, on
   * the host. To draw many, `lab.view` draws without reading grids back.
   *
   * @throws VoxmetryError `invalid-argument` for a plane that is of no volume, or overlays of other
   * kinds or sizes; `unsupported-format` where the runtime has no `ImageData`.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 85, 170, 255]), size: [2, 2, 1] });
   * const plane = await scan.slice();
   * const image = await plane.toImageData({ window: [0, 255] });
   * console.assert(image.width === 2 && image.data[4] === 85);
   * // In a page: canvas.getContext('2d').putImageData(image, 0, 0)
   * await lab.dispose();
   * ```
   */
  async toImageData(options: PaintOptions = {}): Promise<ImageData> {
    const op = 'toImageData';
    const { mask, labels, ...volume } = knownOptions(op, options, [
      'window',
      'colors',
      'mask',
      'labels',
    ]);
    const fields = new Fields(volume, '', op);
    fields.window('window');
    fields.oneOf('colors', ...COLOR_MAP_NAMES);
    if (this.kind !== 'volume')
      throw invalidArgument(
        op,
        'plane',
        `of ${this.kind}`,
        'a plane of a volume; give others as overlays',
      );
    for (const [kind, plane] of Object.entries({ mask, labels })) {
      const given: unknown = plane;
      const fits =
        given instanceof Plane && given.kind === kind && given.size.join() === this.size.join();
      if (given !== undefined && !fits)
        throw invalidArgument(
          op,
          kind,
          given,
          `the same slice of ${kind}, ${this.size.join('×')} voxels`,
        );
    }
    if (typeof ImageData === 'undefined')
      throw new VoxmetryError(
        'unsupported-format',
        `${op}: this runtime has no ImageData. Use the pictures of lab.view(null, …), which are plain bytes.`,
        { op },
      );
    const { paintPlane } = await import('../recipe/view/paint_plane.js');
    return new ImageData(paintPlane(this, volume, { mask, labels }), this.size[0]);
  }
}

named('Plane', Plane);
