import { invalidArgument } from '../recipe/errors.js';
import { toRecipeJson, type RecipeJson } from '../recipe/json.js';
import { makeNode, type Node } from '../recipe/op.js';
import type { Face } from '../segmentation/choose_labels.js';
import { surfaceHeight } from '../structure/surface_height.js';
import type { SurfaceModel } from '../structure/surface.js';
import type { LabContext } from './context.js';
import { Query } from './query.js';
import { withProvenance, type SurfaceFit } from './results.js';
import type { Volume } from './volume.js';

/**
 * A fitted face of a layer: a height field over an axis. Made by `mask.surface()`; light and immutable, it computes nothing until its
 * fit or its heights are read, or `mask.beyond()` and `mask.depthProfile()` use it.
 */
export class Surface {
  /** @internal */
  readonly node: Node;
  /** @internal The mask that it was fitted to, whose grid it lies in. */
  readonly grid: Node;
  /** @internal */
  readonly context: LabContext;

  /** @internal */
  constructor(context: LabContext, node: Node, grid: Node) {
    this.context = context;
    this.node = node;
    this.grid = grid;
  }

  /** The face: 'z1' looks to the upper end of z. */
  get side(): Face {
    return this.node.params['side'] as Face;
  }

  /** How it is described. */
  get model(): SurfaceModel {
    return this.node.params['model'] as SurfaceModel;
  }

  /** The recipe so far, as data. */
  get recipe(): RecipeJson {
    return toRecipeJson({ result: this.node });
  }

  /**
   * How far every voxel's centre lies outside of the surface, along its axis: positive beyond it, negative in the layer.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(8 * 8 * 4).map((_, i) => (i < 128 ? 1 : 0)); // two slices
   * const scan = await lab.open({ data, size: [8, 8, 4] }, { spacing: [2, 2, 2], unit: 'µm' });
   * const face = scan.threshold({ lo: 1 }).surface({ side: 'z1' });
   * const { data: height } = await face.height().read({ region: { origin: [0, 0, 0], size: [1, 1, 4] } });
   * console.assert([-3, -1, 1, 3].every((h, z) => Math.abs(height[z]! - h) < 1e-4)); // µm
   * await lab.dispose();
   * ```
   */
  height(): Volume<'f32'> {
    return this.context.volume(
      makeNode(surfaceHeight, { grid: this.grid, surface: this.node }, {}),
    );
  }

  /**
   * The fit: heights per column, scale of the deviations, part of outliers, and the polynomial where it is one.
   * In the unit of length. On the host, from the extents of the columns. Literature: Holland and Welsch (1977), for `robust`.
   *
   * @throws VoxmetryError `invalid-argument` for an empty mask.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(16 * 16 * 8).map((_, i) => (i < 768 || (i % 256 === 100 && i < 1280) ? 1 : 0));
   * const foil = (await lab.open({ data, size: [16, 16, 8] })).threshold({ lo: 1 }); // three slices and a burr
   * const { heights, outliers } = await foil.surface({ side: 'z1' }).fit();
   * console.assert(Math.abs(heights[100]! - 2.5) < 0.01 && outliers === 1 / 256); // the burr does not bend it
   * await lab.dispose();
   * ```
   */
  fit(): Query<SurfaceFit> {
    return Query.of(() => ({
      backend: this.context.backend,
      node: this.node,
      decode: (output, provenance) =>
        withProvenance<SurfaceFit>()(
          output.type === 'value' ? output.value : undefined,
          provenance,
        ),
    }));
  }
}

/** The nodes of a surface that a method was given, which must be one of the same lab. */
export function surfaceOf(
  op: string,
  given: unknown,
  context: LabContext,
): { readonly surface: Node; readonly grid: Node } {
  if (!(given instanceof Surface))
    throw invalidArgument(op, 'surface', given, 'a surface made by mask.surface()');
  if (given.context.backend !== context.backend)
    throw invalidArgument(op, 'surface', 'a surface of another lab', 'surfaces of the same lab');
  return { surface: given.node, grid: given.grid };
}
