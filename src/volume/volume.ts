import type { Border } from '../filters/border.js';
import { cast } from '../filters/cast.js';
import { gaussian } from '../filters/gaussian.js';
import { median } from '../filters/median.js';
import type { OpenedSource } from '../recipe/backend.js';
import type { ArrayOf, Dtype, GridArray } from '../recipe/dtype.js';
import type { Length } from '../recipe/length.js';
import type { Node } from '../recipe/op.js';
import { equals } from '../segmentation/equals.js';
import { otsuThreshold } from '../segmentation/otsu_threshold.js';
import { threshold } from '../segmentation/threshold.js';
import { toLabels } from '../segmentation/to_labels.js';
import { toPhases } from '../segmentation/to_phases.js';
import { histogramNode } from '../stats/histogram.js';
import { momentsNode } from '../stats/moments.js';
import type { LabContext } from './context.js';
import { Grid } from './grid.js';
import type { Labels } from './labels.js';
import type { Mask } from './mask.js';
import type { Phases } from './phases.js';
import type { Query } from './query.js';
import { withProvenance, type Histogram, type Moments } from './results.js';

/** What a filter reads outside the volume. */
export interface BorderOptions {
  /**
   * 'reflect' (half-sample symmetric, d c b a | a b c d, as SciPy's; default), 'nearest', or 'constant'.
   */
  readonly border?: Border | undefined;
  /** The constant of border 'constant'. Default 0. */
  readonly value?: number | undefined;
}

/** A grid of intensities. */
export class Volume<D extends Dtype = Dtype> extends Grid<ArrayOf[D] & GridArray, Volume<D>> {
  readonly #source: OpenedSource | undefined;

  /** @internal */
  constructor(context: LabContext, node: Node, source?: OpenedSource) {
    super(context, node);
    this.#source = source;
  }

  /** How voxels are stored. */
  get dtype(): D {
    return this.meta.storage as D;
  }

  /** Name of the opened file or array; '' of a computed volume. */
  get name(): string {
    return this.#source?.name ?? '';
  }

  /** Format of the opened file: 'tiff', 'npy', 'raw', 'array'; '' of a computed volume. */
  get format(): string {
    return this.#source?.format ?? '';
  }

  /** What the reader had to say of the file. */
  get warnings(): readonly string[] {
    return this.#source?.warnings ?? [];
  }

  /** Frees an opened source. Recipes that read it reject with `disposed` afterwards. */
  close(): void {
    if (this.#source !== undefined) this.context.backend.closeSource(this.#source.id);
  }

  /**
   * The median of a box of `size`³ voxels, in the volume's own dtype; exact. NaN orders above +∞.
   *
   * @param options - `size` 3, 5 or 7 voxels (default 3), and the border rule.
   */
  median(options: { readonly size?: 3 | 5 | 7 | undefined } & BorderOptions = {}): Volume<D> {
    return this.wrap(this.apply(median, { volume: this.node }, options));
  }

  /**
   * Smoothed by a Gaussian, as f32: sampled, cut at `truncate` σ and normalised, as SciPy's.
   *
   * @param options - `sigma`: standard deviation in the volume's unit, or `voxels(n)`; `truncate`
   * (default 4); the border rule.
   */
  gaussian(
    options: { readonly sigma: Length; readonly truncate?: number | undefined } & BorderOptions,
  ): Volume<'f32'> {
    return this.context.volume(this.apply(gaussian, { volume: this.node }, options));
  }

  /**
   * Converted to another dtype: values saturate at its ends, floats round half to even, NaN becomes 0
   * in integers.
   */
  cast<E extends Dtype>(dtype: E): Volume<E> {
    return this.context.volume(this.apply(cast, { volume: this.node }, { dtype }));
  }

  /**
   * Mask of the voxels with lo ≤ v ≤ hi; exact in every dtype, and NaN is in no band.
   *
   * @param band - `lo`, `hi` or both; a bound that is left out is infinite.
   */
  threshold(band: { readonly lo?: number | undefined; readonly hi?: number | undefined }): Mask {
    return this.context.mask(this.apply(threshold, { volume: this.node }, band));
  }

  /**
   * Mask of the voxels above Otsu's threshold (v > t): the one that maximises the variance between the
   * two classes of the histogram; the first maximum wins. `mask.thresholds()` gives t.
   *
   * @param options - `within` takes the histogram of these voxels only; the mask is of the whole volume.
   * Literature: Otsu, IEEE Trans. SMC 9 (1979) 62.
   */
  otsu(options: { readonly within?: Mask | undefined } = {}): Mask {
    const histogram = histogramNode(this.node, this.#within('otsu', options.within));
    const above = this.apply(otsuThreshold, { histogram });
    return this.context.mask(this.apply(threshold, { volume: this.node, above }));
  }

  /** Mask of the voxels that equal one of the given values; exact. */
  equals(values: number | readonly number[]): Mask {
    return this.context.mask(this.apply(equals, { grid: this.node }, { values }));
  }

  /** Takes the values of an integer volume as ids of objects; 0 is background, ids are kept. */
  toLabels(): Labels {
    return this.context.labels(this.apply(toLabels, { volume: this.node }));
  }

  /**
   * Takes the values of a volume as named materials. Values that occur and are not named are an error,
   * which lists them, when the phases are first computed.
   *
   * @param names - For each material its value: `{ pore: 0, nmc: 1, binder: 2 }`.
   */
  toPhases<N extends string>(names: Readonly<Record<N, number>>): Phases<N> {
    return this.context.phases(this.apply(toPhases, { volume: this.node }, { phases: names }));
  }

  /**
   * The histogram: of integers one bin per value, of f32 256 bins over the finite range.
   *
   * @param options - `within` counts these voxels only.
   */
  histogram(options: { readonly within?: Mask | undefined } = {}): Query<Histogram> {
    return this.askNode(
      () => histogramNode(this.node, this.#within('histogram', options.within)),
      withProvenance<Histogram>,
    );
  }

  /** Count, sum, mean, standard deviation, minimum and maximum of the finite values. */
  moments(options: { readonly within?: Mask | undefined } = {}): Query<Moments> {
    return this.askNode(
      () => momentsNode(this.node, this.#within('moments', options.within)),
      withProvenance<Moments>,
    );
  }

  protected override wrap(node: Node): Volume<D> {
    return new Volume(this.context, node);
  }

  #within(op: string, mask: Mask | undefined): Node | undefined {
    return mask === undefined ? undefined : this.other(op, 'within', mask);
  }
}
