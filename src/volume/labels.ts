import { asVolume } from '../filters/as_volume.js';
import { invalidArgument } from '../recipe/errors.js';
import type { Node } from '../recipe/op.js';
import { optionsOf } from '../recipe/params.js';
import { components, type Connectivity } from '../segmentation/components.js';
import { distance } from '../segmentation/distance.js';
import { equals } from '../segmentation/equals.js';
import { foreground } from '../segmentation/foreground.js';
import { selectNode, type Band } from '../segmentation/select_labels.js';
import { labelCount } from '../stats/label_count.js';
import { measureNode } from '../stats/measure.js';
import { sizeDistribution } from '../stats/size_distribution.js';
import { networkNode, type NetworkValue, type ThroatEstimator } from '../transport/network.js';
import { LabelEditing } from './methods/label_editing.js';
import type { DistanceOptions, Mask } from './mask.js';
import { Network } from './network.js';
import type { Query } from './query.js';
import { toTable, withProvenance, type SizeDistribution } from './results.js';
import type { Table } from './table.js';
import type { Volume } from './volume.js';

/** How a size distribution is made. */
export interface SizeDistributionOptions {
  /** Which diameter. Default 'equivalentDiameter', of the sphere of equal volume. */
  readonly diameter?: 'equivalentDiameter' | 'inscribedDiameter' | undefined;
  /**
   * What becomes of objects at the volume's border: 'weighted' (default) leaves them out and weighs the
   * others by the inverse of their chance to lie inside; 'exclude' only leaves them out; 'include' counts them as they are.
   */
  readonly border?: 'weighted' | 'exclude' | 'include' | undefined;
  /** Bootstrap draws for the intervals. Default 2,000. */
  readonly draws?: number | undefined;
  /** Seed of the draws. */
  readonly seed?: number | undefined;
}

/** A grid of objects: 0 is background, every other value the id of an object. */
export class Labels extends LabelEditing {
  /** Mask of all objects. */
  foreground(): Mask {
    return this.context.mask(this.apply(foreground, { labels: this.node }));
  }

  /** Mask of the objects with one of the given ids. */
  equals(ids: number | readonly number[]): Mask {
    return this.context.mask(this.apply(equals, { grid: this.node }, { values: ids }));
  }

  /** Connected components of equal ids, numbered anew. */
  components(options: { readonly connectivity?: Connectivity | undefined } = {}): Labels {
    return this.wrap(this.apply(components, { grid: this.node }, options));
  }

  /** The exact Euclidean distance of every object voxel to the nearest voxel of another object or of none. */
  distance(options: DistanceOptions = {}): Volume<'f32'> {
    return this.context.volume(this.apply(distance, { objects: this.node }, options));
  }

  /** Number of objects. */
  count(): Query<number> {
    return this.ask(
      labelCount,
      () => ({ labels: this.node }),
      {},
      (value) => value as number,
    );
  }

  /**
   * One row per object: id, voxels, volume, equivalent sphere diameter, centroid, bounding box,
   * inscribed diameter, whether it touches the border, and with `intensity` the mean, standard
   * deviation, minimum and maximum of a volume in it.
   *
   * @param options - `intensity`: the volume to measure in the objects; `columns`: names of the columns
   * wanted (default all); without `inscribedDiameter` among them no distances are computed.
   */
  measure(
    options: {
      readonly intensity?: Volume | undefined;
      readonly columns?: readonly string[] | undefined;
    } = {},
  ): Query<Table> {
    return this.askNode(
      () => {
        const { intensity, columns } = optionsOf('measure', options);
        if (columns !== undefined && !Array.isArray(columns))
          throw invalidArgument('measure', 'columns', columns, 'a list of names of columns');
        return this.#measured(intensity, columns?.includes('inscribedDiameter') ?? true);
      },
      (value, provenance) => toTable(value, provenance, options.columns),
    );
  }

  /**
   * Keeps objects by their ids, or by bands of their measures, ends included; ids are kept. An object without
   * a value in a column is in no band of it.
   *
   * @param wanted - Ids, or columns of `measure()` with `min`, `max` or both: `{ volume: { min: 5 } }`.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 0, 1, 1, 0, 1]), size: [6, 1, 1] });
   * const objects = scan.threshold({ lo: 1 }).components();
   * const { data } = await objects.select({ voxels: { min: 2 } }).read();
   * console.assert(data.join() === '0,0,2,2,0,0');
   * await lab.dispose();
   * ```
   */
  select(wanted: number | readonly number[] | Readonly<Record<string, Band>>): Labels {
    const isDiameter = typeof wanted === 'object' && 'inscribedDiameter' in wanted;
    return this.wrap(selectNode(this.node, wanted, () => this.#measured(undefined, isDiameter)));
  }

  /**
   * The distribution of the objects' diameters, by number and by volume: D10, D50, D90 with 95 %
   * bootstrap intervals, mean, and cumulative curves.
   */
  sizeDistribution(options: SizeDistributionOptions = {}): Query<SizeDistribution> {
    return this.ask(
      sizeDistribution,
      () => ({
        measures: this.#measured(
          undefined,
          optionsOf('sizeDistribution', options).diameter === 'inscribedDiameter',
        ),
      }),
      options,
      withProvenance<SizeDistribution>(),
    );
  }

  /**
   * The network of the objects, as `mask.network()` makes it of the parts of a pore space: each object is a pore, and two that share
   * faces of voxels have a throat. What is in no object is solid.
   *
   * @param options - `estimator` of the areas of throats: 'crofton13' (default), 'crofton3' or 'faces'.
   */
  network(options: { readonly estimator?: ThroatEstimator | undefined } = {}): Query<Network> {
    return this.askNode(
      () => networkNode(this.node, { ...optionsOf('network', options) }),
      (value, provenance) => new Network(value as NetworkValue, provenance),
    );
  }

  /** The ids as a u32 volume. */
  asVolume(): Volume<'u32'> {
    return this.context.volume(this.apply(asVolume, { grid: this.node }));
  }

  protected override wrap(node: Node): Labels {
    return new Labels(this.context, node);
  }

  #measured(intensity: Volume | undefined, inscribed: boolean): Node {
    return measureNode(this.node, {
      distance: inscribed
        ? this.apply(distance, { objects: this.node }, { border: 'background' })
        : undefined,
      intensity:
        intensity === undefined ? undefined : this.other('measure', 'intensity', intensity),
    });
  }
}
