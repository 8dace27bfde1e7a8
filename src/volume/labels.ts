import { asVolume } from '../filters/as_volume.js';
import type { Node } from '../recipe/op.js';
import { optionsOf } from '../recipe/params.js';
import { components, type Connectivity } from '../segmentation/components.js';
import { distance } from '../segmentation/distance.js';
import { equals } from '../segmentation/equals.js';
import { foreground } from '../segmentation/foreground.js';
import { selectNode, type Band } from '../segmentation/select_labels.js';
import { labelCount } from '../stats/label_count.js';
import { measureNode } from '../stats/measure.js';
import { contactTable, objectContacts } from '../stats/objects/object_contacts.js';
import { objectTableNode, type ObjectTableInputs } from '../stats/objects/object_table.js';
import { sizeDistribution } from '../stats/size_distribution.js';
import { networkNode, type NetworkValue, type ThroatEstimator } from '../transport/network.js';
import type { TableData } from '../recipe/table_data.js';
import { ContactTable } from './contact_table.js';
import { LabelEditing } from './methods/label_editing.js';
import type { DistanceOptions, Mask } from './mask.js';
import { Network } from './network.js';
import type { Query } from './query.js';
import { toTable, withProvenance, type SizeDistribution } from './results.js';
import type { Table } from './table.js';
import type { Volume } from './volume.js';

/** What objects may be measured with. */
export interface MeasureInputs {
  /** The volume whose values are measured in the objects. */
  readonly intensity?: Volume | undefined;
  /** The mask whose distance from the objects is measured. */
  readonly distanceTo?: Mask | undefined;
}

/** What of objects is measured. */
export interface MeasureOptions extends MeasureInputs {
  /** Names of columns, or 'all'. */
  readonly columns?: readonly string[] | 'all' | undefined;
}

/** How contacts are listed. */
export interface ContactOptions {
  /** How their area is estimated. Default 'crofton13'. */
  readonly estimator?: 'crofton13' | 'crofton3' | 'faces' | undefined;
  /** Which voxels touch: across faces (6, default), edges too (18), corners too (26). */
  readonly connectivity?: 6 | 18 | 26 | undefined;
}

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
  /**
   * Mask of all objects.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 0, 2, 2]), size: [4, 1, 1] });
   * console.assert((await scan.toLabels().foreground().read()).data.join() === '1,0,1,1');
   * await lab.dispose();
   * ```
   */
  foreground(): Mask {
    return this.context.mask(this.apply(foreground, { labels: this.node }));
  }

  /**
   * Mask of the objects with one of the given ids.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 0, 2, 3]), size: [4, 1, 1] });
   * console.assert((await scan.toLabels().equals([1, 3]).read()).data.join() === '1,0,0,1');
   * await lab.dispose();
   * ```
   */
  equals(ids: number | readonly number[]): Mask {
    return this.context.mask(this.apply(equals, { grid: this.node }, { values: ids }));
  }

  /**
   * Connected components of equal ids, numbered anew.
   * `connectivity`: 6 (faces; default), 18 (and edges) or 26 (and corners).
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([5, 5, 0, 5, 7]), size: [5, 1, 1] });
   * const { data } = await scan.toLabels().components().read(); // the two parts of 5 are told apart
   * console.assert(data.join() === '1,1,0,2,3');
   * await lab.dispose();
   * ```
   */
  components(options: { readonly connectivity?: Connectivity | undefined } = {}): Labels {
    return this.wrap(this.apply(components, { grid: this.node }, options));
  }

  /**
   * The exact Euclidean distance of every object voxel to the nearest voxel of another object or of none.
   * In the grid's unit, or in voxels with `units: 'index'`; 28 B/voxel.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 1, 1, 2, 2]), size: [5, 1, 1] });
   * console.assert((await scan.toLabels().distance().read()).data.join() === '3,2,1,1,2');
   * await lab.dispose();
   * ```
   */
  distance(options: DistanceOptions = {}): Volume<'f32'> {
    return this.context.volume(this.apply(distance, { objects: this.node }, options));
  }

  /**
   * Number of objects.
   * Exact. One pass over 4 B/voxel.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([7, 0, 3, 3]), size: [4, 1, 1] });
   * console.assert((await scan.toLabels().count()) === 2);
   * await lab.dispose();
   * ```
   */
  count(): Query<number> {
    return this.ask(
      labelCount,
      () => ({ labels: this.node }),
      {},
      (value) => value as number,
    );
  }

  /**
   * A table with one row per object, by rising id.
   *
   * Without `columns` those that cost one pass and the distances: `label`, `voxels`, `volume`, `equivalentDiameter`, `centroidX/Y/Z`,
   * `minX` … `maxZ` (bounding box, both ends included), `touchesBorder`, `extent` (voxels over those of the bounding box),
   * `inscribedDiameter`; with `intensity` its `intensityMean/Std/Min/Max`; with `distanceTo` a column of that name. By
   * name any of these alone, and:
   *
   * - `surfaceArea` (crossings in 13 directions; balls from a radius of 10 voxels within 1.6 %), `surfaceAreaCrofton3`, `surfaceAreaFaces`,
   *   `surfaceAreaMarchingCubes`: closed at the volume's border and towards other objects; `sphericity` (Wadell's, not clamped;
   *   null below 64 voxels); `eulerNumber6`, `eulerNumber26`;
   * - `semiAxisA` ≥ `B` ≥ `C` of the ellipsoid with the same second moments, `elongation` B/A, `flatness` C/B, `axisAX` … `axisCZ`
   *   (null where no direction stands out), `inertiaXX` … `inertiaYZ`, `inertiaA/B/C`;
   * - `feretMax`, `feretMin`, `hullVolume`, `solidity`, of the hull of the voxels' corners;
   * - `contacts` (objects that share a face), `contactArea`, `contactAreaFaces`;
   * - `intensityMedian`, `intensityP5` and the like: the smallest value that this part of the voxels does not exceed;
   * - `distanceTo`: the least distance of the object's voxels to the mask's, between centres; 0 where they meet, null where the
   *   mask is empty.
   *
   * Only what the columns need is computed. A cell without a value is NaN; CSV leaves it empty, JSON writes null.
   *
   * @param options - `columns`: names, or 'all'; `intensity`: the volume to measure in the objects; `distanceTo`: a mask.
   * @throws VoxmetryError `invalid-argument` where a column is unknown or needs what is not given; `limit`.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 1, 0, 1, 1, 1]), size: [6, 1, 1] });
   * const objects = scan.threshold({ lo: 1 }).components();
   * const table = await objects.measure({ columns: ['label', 'feretMin', 'surfaceAreaFaces'] });
   * console.assert(table.column('surfaceAreaFaces').join() === '10,14');
   * await lab.dispose();
   * ```
   */
  measure(options: MeasureOptions = {}): Query<Table> {
    let names: readonly string[] | undefined;
    return this.askNode(
      () => {
        const { columns, ...given } = optionsOf('measure', options);
        const table = objectTableNode('measure', this.#inputs('measure', given), columns);
        names = table.names;
        return table.node;
      },
      (value, provenance) => toTable(value, provenance, names),
    );
  }

  /**
   * A table of the pairs of objects that touch: `a` < `b`, `faces` (faces of voxels that they share), `area`. Its `toGraph`
   * and `toGraphML` give the same as a graph.
   *
   * @param options - `estimator` of the area: 'crofton13' (default) and 'crofton3', by crossings as `surfaceArea`; 'faces', as cc3d.
   * `connectivity`: pairs that share a face (6, default), an edge too (18) or a corner too (26).
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 1, 2, 0, 3]), size: [5, 1, 1] });
   * const pairs = await scan.toLabels().contacts({ estimator: 'faces' });
   * console.assert(pairs.length === 1 && pairs.row(0)['area'] === 1);
   * await lab.dispose();
   * ```
   */
  contacts(options: ContactOptions = {}): Query<ContactTable> {
    return this.ask(
      contactTable,
      () => ({
        contacts: this.apply(objectContacts, { labels: this.node }),
        measures: measureNode(this.node),
      }),
      options,
      (value, provenance) => new ContactTable((value as TableData).columns, provenance),
    );
  }

  /**
   * Keeps objects by their ids, or by bands of their measures, ends included; ids are kept. An object without
   * a value in a column is in no band of it.
   *
   * @param wanted - Ids, or columns of `measure()` with `min`, `max` or both: `{ volume: { min: 5 }, sphericity: { max: 0.6 } }`.
   * @param options - `intensity` and `distanceTo`, for columns that need them.
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
  select(
    wanted: number | readonly number[] | Readonly<Record<string, Band>>,
    options: MeasureInputs = {},
  ): Labels {
    const measured = (): Node =>
      objectTableNode('select', this.#inputs('select', options), namesOf(wanted)).node;
    return this.wrap(selectNode(this.node, wanted, measured));
  }

  /**
   * The distribution of the objects' diameters, by number and by volume: D10, D50, D90 with 95 %
   * bootstrap intervals, mean, and cumulative curves.
   * Diameters in the grid's unit. On the host: 100,000 objects take some 4 s. Literature: Miles (1974) and Lantuéjoul (1980),
   * for the weights of objects at the border.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(125).fill(1, 62, 63).fill(2, 0, 1);
   * const scan = await lab.open({ data, size: [5, 5, 5] }, { spacing: [2, 2, 2], unit: 'µm' });
   * const { number, countBorder } = await scan.toLabels().sizeDistribution({ border: 'exclude' });
   * const sphere = Math.cbrt((6 * 8) / Math.PI); // the diameter of one of 8 µm³
   * console.assert(countBorder === 1 && Math.abs(number.d50.value - sphere) < 1e-6);
   * await lab.dispose();
   * ```
   */
  sizeDistribution(options: SizeDistributionOptions = {}): Query<SizeDistribution> {
    return this.ask(
      sizeDistribution,
      () => ({
        measures: measureNode(this.node, {
          distance:
            optionsOf('sizeDistribution', options).diameter === 'inscribedDiameter'
              ? this.apply(distance, { objects: this.node }, { border: 'background' })
              : undefined,
        }),
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
   * @throws VoxmetryError `invalid-argument` for a single slice, unless `estimator` is 'faces'.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 1, 2, 2, 0, 3]), size: [6, 1, 1] });
   * const { pores, throats } = await scan.toLabels().network({ estimator: 'faces' });
   * console.assert(pores.length === 3 && throats.length === 1);
   * console.assert(throats.row(0)['throat.cross_sectional_area'] === 1);
   * await lab.dispose();
   * ```
   */
  network(options: { readonly estimator?: ThroatEstimator | undefined } = {}): Query<Network> {
    return this.askNode(
      () => networkNode(this.node, { ...optionsOf('network', options) }),
      (value, provenance) => new Network(value as NetworkValue, provenance),
    );
  }

  /**
   * The ids as a u32 volume.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 0, 2]), size: [3, 1, 1] });
   * const volume = scan.toLabels().asVolume();
   * console.assert(volume.dtype === 'u32' && (await volume.moments()).max === 2);
   * await lab.dispose();
   * ```
   */
  asVolume(): Volume<'u32'> {
    return this.context.volume(this.apply(asVolume, { grid: this.node }));
  }

  protected override wrap(node: Node): Labels {
    return new Labels(this.context, node);
  }

  #inputs(op: string, options: MeasureInputs): ObjectTableInputs {
    const { intensity, distanceTo } = optionsOf(op, options);
    return {
      labels: this.node,
      intensity: intensity === undefined ? undefined : this.other(op, 'intensity', intensity),
      distanceTo: distanceTo === undefined ? undefined : this.other(op, 'distanceTo', distanceTo),
    };
  }
}

/** The names of the columns of bands; none of what are no bands, which the op refuses. */
function namesOf(wanted: unknown): string[] {
  return typeof wanted === 'object' && wanted !== null ? Object.keys(wanted) : [];
}
