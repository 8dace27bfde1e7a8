import { anisotropicDiffusionNode } from '../filters/anisotropic_diffusion.js';
import {
  arithmeticNode,
  type ArithmeticOperator,
  type ArithmeticOptions,
  type ArithmeticResult,
} from '../filters/arithmetic.js';
import { bilateralNode } from '../filters/bilateral.js';
import { bin } from '../filters/bin.js';
import { cast } from '../filters/cast.js';
import { clip } from '../filters/clip.js';
import { alignSlicesNode, driftNode } from '../filters/alignment.js';
import { flattenBackgroundNode, flattenSlicesNode } from '../filters/flatten.js';
import {
  gaussianDerivative,
  gradientMagnitude,
  hessianEigenvalue,
  laplacian,
  structureEigenvalue,
} from '../filters/derivatives.js';
import { differenceOfGaussiansNode } from '../filters/difference_of_gaussians.js';
import { gaussian } from '../filters/gaussian.js';
import { greyInvertNode, type InvertRange } from '../filters/grey_invert.js';
import {
  bottomHatNode,
  greyCloseNode,
  greyDilate,
  greyErode,
  greyOpenNode,
  topHatNode,
} from '../filters/grey_morphology.js';
import { localContrastNode } from '../filters/local_contrast.js';
import { median } from '../filters/median.js';
import { nonLocalMeansNode } from '../filters/non_local_means.js';
import { rank } from '../filters/rank.js';
import { resample, type Interpolation } from '../filters/resample.js';
import { removeRingsNode } from '../filters/remove_rings.js';
import { removeStripesNode } from '../filters/remove_stripes.js';
import { rescaleNode, type RescaleParams } from '../filters/rescale.js';
import { totalVariationNode } from '../filters/total_variation.js';
import { unsharpNode } from '../filters/unsharp.js';
import type { OpenedSource } from '../recipe/backend.js';
import type { ArrayOf, Dtype, GridArray } from '../recipe/dtype.js';
import type { Length } from '../recipe/length.js';
import type { Vec3 } from '../recipe/geometry.js';
import type { Node } from '../recipe/op.js';
import { optionsOf } from '../recipe/params.js';
import { equals } from '../segmentation/equals.js';
import { otsuThreshold } from '../segmentation/otsu_threshold.js';
import { threshold } from '../segmentation/threshold.js';
import { toLabels } from '../segmentation/to_labels.js';
import { toPhases } from '../segmentation/to_phases.js';
import { histogramNode } from '../stats/histogram.js';
import { momentsNode } from '../stats/moments.js';
import { noiseNode } from '../stats/noise.js';
import type { LabContext } from './context.js';
import { Grid } from './grid.js';
import type { Labels } from './labels.js';
import type { Mask } from './mask.js';
import type { BorderOptions } from './options/border.js';
import type {
  AlignSlicesOptions,
  DriftOptions,
  FlattenBackgroundOptions,
  FlattenSlicesOptions,
  RemoveRingsOptions,
  RemoveStripesOptions,
} from './options/corrections.js';
import type {
  BilateralOptions,
  DiffusionOptions,
  EigenvalueOptions,
  GaussianOptions,
  NonLocalMeansOptions,
  TotalVariationOptions,
} from './options/denoising.js';
import type { BinOptions, ResampleOptions } from './options/sampling.js';
import type { LocalContrastOptions, MorphologyOptions, RankOptions } from './options/windows.js';
import type { Phases } from './phases.js';
import type { Query } from './query.js';
import { toTable, withProvenance, type Histogram, type Moments } from './results.js';
import type { Table } from './table.js';

export type { BorderOptions } from './options/border.js';

/** What a volume is combined with. */
export type Operand = number | Volume;

/** Options of arithmetic that gives f32 or keeps the dtype. */
export type Arithmetic<R extends ArithmeticResult> = ArithmeticOptions & {
  readonly result?: R | undefined;
};

/** What arithmetic gives. */
export type Calculated<D extends Dtype, R extends ArithmeticResult> = Volume<
  R extends 'same' ? D : 'f32'
>;

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
  gaussian(options: GaussianOptions): Volume<'f32'> {
    return this.context.volume(this.apply(gaussian, { volume: this.node }, options));
  }

  /**
   * A derivative of the smoothed volume, f32, in intensity per length^Σ`order`; as SciPy's
   * `gaussian_filter(order)`.
   *
   * @param options - `order`: [x, y, z], 0 to 4 each; the Gaussian, at least 0.3 voxels along these axes.
   */
  gaussianDerivative(options: GaussianOptions & { readonly order: Vec3 }): Volume<'f32'> {
    return this.context.volume(this.apply(gaussianDerivative, { volume: this.node }, options));
  }

  /** Magnitude of the gradient of the smoothed volume, f32, in intensity per length. */
  gradientMagnitude(options: GaussianOptions): Volume<'f32'> {
    return this.context.volume(this.apply(gradientMagnitude, { volume: this.node }, options));
  }

  /** Laplacian of Gaussian, f32, in intensity per length²; bright blobs are negative. */
  laplacian(options: GaussianOptions): Volume<'f32'> {
    return this.context.volume(this.apply(laplacian, { volume: this.node }, options));
  }

  /** Smoothed by `sigma` less smoothed by `outer` (default 1.6 σ), f32: a band-pass. */
  differenceOfGaussians(
    options: GaussianOptions & { readonly outer?: Length | undefined },
  ): Volume<'f32'> {
    return this.context.volume(differenceOfGaussiansNode(this.node, { ...options }));
  }

  /** One eigenvalue of the Hessian of the smoothed volume, f32, in intensity per length². */
  hessianEigenvalue(options: EigenvalueOptions): Volume<'f32'> {
    return this.context.volume(this.apply(hessianEigenvalue, { volume: this.node }, options));
  }

  /** One eigenvalue of the structure tensor, f32: of products of derivatives, smoothed by `rho`. */
  structureEigenvalue(options: EigenvalueOptions & { readonly rho: Length }): Volume<'f32'> {
    return this.context.volume(this.apply(structureEigenvalue, { volume: this.node }, options));
  }

  /** Sharpened, f32: v + `amount` (default 1) times what the Gaussian takes away. */
  unsharp(options: GaussianOptions & { readonly amount?: number | undefined }): Volume<'f32'> {
    return this.context.volume(unsharpNode(this.node, { ...options }));
  }

  /**
   * Bilateral filter, f32: a mean weighted by distance and by difference in value, which keeps edges.
   * Literature: Tomasi and Manduchi, ICCV (1998) 839.
   */
  bilateral(options: BilateralOptions = {}): Volume<'f32'> {
    return this.context.volume(bilateralNode(this.node, { ...options }));
  }

  /**
   * Non-local means, f32: a mean weighted by how alike the surroundings are. The strongest denoiser of
   * these, and the most expensive. Literature: Buades, Coll and Morel, CVPR (2005) 60.
   */
  nonLocalMeans(options: NonLocalMeansOptions = {}): Volume<'f32'> {
    return this.context.volume(nonLocalMeansNode(this.node, { ...options }));
  }

  /**
   * Anisotropic diffusion, f32: smooths within regions and not across edges. Literature: Perona and
   * Malik, IEEE Trans. PAMI 12 (1990) 629.
   */
  anisotropicDiffusion(options: DiffusionOptions = {}): Volume<'f32'> {
    return this.context.volume(anisotropicDiffusionNode(this.node, { ...options }));
  }

  /**
   * Total-variation denoising, f32: towards flat regions with sharp edges. Literature: Chambolle, J. Math.
   * Imaging Vis. 20 (2004) 89.
   */
  totalVariation(options: TotalVariationOptions = {}): Volume<'f32'> {
    return this.context.volume(totalVariationNode(this.node, { ...options }));
  }

  /** Standard deviation of the noise: the median absolute Haar detail of 2³ blocks over 0.6745. */
  noise(): Query<number> {
    return this.askNode(
      () => noiseNode(this.node),
      (value) => value as number,
    );
  }

  /** The least value of a box or ball around each voxel: grey erosion. Exact; NaN ranks above +∞. */
  erode(options: MorphologyOptions = {}): Volume<D> {
    return this.wrap(this.apply(greyErode, { volume: this.node }, options));
  }

  /** The greatest value of a box or ball around each voxel: grey dilation. Exact; NaN ranks above +∞. */
  dilate(options: MorphologyOptions = {}): Volume<D> {
    return this.wrap(this.apply(greyDilate, { volume: this.node }, options));
  }

  /** The minimum filter: {@link Volume.erode} by another name. */
  minimum(options: MorphologyOptions = {}): Volume<D> {
    return this.erode(options);
  }

  /** The maximum filter: {@link Volume.dilate} by another name. */
  maximum(options: MorphologyOptions = {}): Volume<D> {
    return this.dilate(options);
  }

  /** Erosion, then dilation: bright details smaller than the element go. */
  opening(options: MorphologyOptions = {}): Volume<D> {
    return this.wrap(greyOpenNode(this.node, { ...options }));
  }

  /** Dilation, then erosion: dark details smaller than the element go. */
  closing(options: MorphologyOptions = {}): Volume<D> {
    return this.wrap(greyCloseNode(this.node, { ...options }));
  }

  /** Volume − opening, saturating: what is bright and smaller than the element. */
  topHat(options: MorphologyOptions = {}): Volume<D> {
    return this.wrap(topHatNode(this.node, { ...options }));
  }

  /** Closing − volume, saturating: what is dark and smaller than the element. */
  bottomHat(options: MorphologyOptions = {}): Volume<D> {
    return this.wrap(bottomHatNode(this.node, { ...options }));
  }

  /** The value at a percentile of the sorted box around each voxel; exact, as SciPy's `percentile_filter`. */
  rank(options: RankOptions = {}): Volume<D> {
    return this.wrap(this.apply(rank, { volume: this.node }, options));
  }

  /** (v − local mean) / (local standard deviation + epsilon), over a box; f32. Independent of bricks. */
  localContrast(options: LocalContrastOptions = {}): Volume<'f32'> {
    return this.context.volume(localContrastNode(this.node, { ...options }));
  }

  /**
   * This plus another volume or a number; f32. With `result: 'same'`, integers are added exactly, stay in
   * this volume's dtype, and saturate. `swapped: true` puts the operands in the other order.
   */
  add<R extends ArithmeticResult = 'f32'>(
    other: Operand,
    options?: Arithmetic<R>,
  ): Calculated<D, R> {
    return this.#calculate('add', other, options);
  }

  /** This minus another; as {@link Volume.add}. */
  subtract<R extends ArithmeticResult = 'f32'>(
    other: Operand,
    options?: Arithmetic<R>,
  ): Calculated<D, R> {
    return this.#calculate('subtract', other, options);
  }

  /** This times another; as {@link Volume.add}. */
  multiply<R extends ArithmeticResult = 'f32'>(
    other: Operand,
    options?: Arithmetic<R>,
  ): Calculated<D, R> {
    return this.#calculate('multiply', other, options);
  }

  /** This over another; as {@link Volume.add}. Whole quotients round to nearest, halves to even. */
  divide<R extends ArithmeticResult = 'f32'>(
    other: Operand,
    options?: Arithmetic<R>,
  ): Calculated<D, R> {
    return this.#calculate('divide', other, options);
  }

  /** The smaller of this and another, voxel by voxel; as {@link Volume.add}. */
  min<R extends ArithmeticResult = 'f32'>(
    other: Operand,
    options?: Arithmetic<R>,
  ): Calculated<D, R> {
    return this.#calculate('min', other, options);
  }

  /** The greater of this and another, voxel by voxel; as {@link Volume.add}. */
  max<R extends ArithmeticResult = 'f32'>(
    other: Operand,
    options?: Arithmetic<R>,
  ): Calculated<D, R> {
    return this.#calculate('max', other, options);
  }

  /** |this − another|; as {@link Volume.add}. */
  absoluteDifference<R extends ArithmeticResult = 'f32'>(
    other: Operand,
    options?: Arithmetic<R>,
  ): Calculated<D, R> {
    return this.#calculate('absoluteDifference', other, options);
  }

  /** Values below `lo` become `lo`, above `hi` become `hi`; the dtype stays, NaN too. */
  clip(bounds: { readonly lo?: number | undefined; readonly hi?: number | undefined }): Volume<D> {
    return this.wrap(this.apply(clip, { volume: this.node }, bounds));
  }

  /**
   * The linear map of a span of values onto another, as f32.
   *
   * @param options - `from`: the span, or `percentiles` (two of 0 … 100) that give it; default the range of the
   * finite values. `to`: default [0, 1]; a falling span mirrors. `clip`: what lies beyond becomes the ends
   * (default true).
   */
  rescale(options: RescaleParams = {}): Volume<'f32'> {
    return this.context.volume(rescaleNode(this.node, options));
  }

  /**
   * Least + greatest − v: dark and bright swapped, in the same dtype.
   *
   * @param options - `range`: the ends of the 'dtype' (default for integers) or of the 'data' (for f32).
   */
  invert(options: { readonly range?: InvertRange | undefined } = {}): Volume<D> {
    return this.wrap(greyInvertNode(this.node, options.range));
  }

  /**
   * On other voxels, with outer faces aligned; 'linear' and 'cubic' (Keys) give f32. It does not smooth: to go
   * coarser, `bin`, or smooth first.
   */
  resample<M extends Interpolation = 'linear'>(
    options: ResampleOptions<M>,
  ): Volume<M extends 'nearest' ? D : 'f32'> {
    return this.context.volume(this.apply(resample, { grid: this.node }, options));
  }

  /** Blocks of voxels as one, by mean (integers exactly, halves to even) or mode; incomplete blocks are left out. */
  bin(options: BinOptions): Volume<D> {
    return this.wrap(this.apply(bin, { grid: this.node }, options));
  }

  /**
   * Converted to another dtype: values saturate at its ends, floats round half to even, NaN becomes 0
   * in integers.
   */
  cast<E extends Dtype>(dtype: E): Volume<E> {
    return this.context.volume(this.apply(cast, { volume: this.node }, { dtype }));
  }

  /**
   * Slices across z with equal grey levels: each is scaled so that the medians of its dark and its bright part,
   * told apart by Otsu's threshold of the slice, are those of the others; f32. Flicker and fading go.
   */
  flattenSlices(options: FlattenSlicesOptions = {}): Volume<'f32'> {
    return this.context.volume(flattenSlicesNode(this.node, optionsOf('flattenSlices', options)));
  }

  /**
   * Without the smooth background of every slice across z: a polynomial that is fitted together with a level for
   * each of two classes, so that structure is not taken for background; f32.
   */
  flattenBackground(options: FlattenBackgroundOptions = {}): Volume<'f32'> {
    const { within, ...params } = optionsOf('flattenBackground', options);
    const mask = this.#within('flattenBackground', { within });
    return this.context.volume(flattenBackgroundNode(this.node, { ...params, within: mask }));
  }

  /**
   * Without the stripes that run along an axis of every slice across z, as the curtains of a FIB do; f32. Found by
   * medians of differences of neighbouring lines, then fitted together with two classes.
   * Literature: Fitschen, Ma, Schuff, Comput. Vis. Image Underst. 155 (2017) 24.
   */
  removeStripes(options: RemoveStripesOptions = {}): Volume<'f32'> {
    return this.context.volume(removeStripesNode(this.node, optionsOf('removeStripes', options)));
  }

  /**
   * Without the rings about the axis of rotation in every slice across z of a tomogram; f32. As `removeStripes`, in
   * polar coordinates. Literature: Sijbers, Postnov, Phys. Med. Biol. 49 (2004) N247.
   */
  removeRings(options: RemoveRingsOptions = {}): Volume<'f32'> {
    return this.context.volume(removeRingsNode(this.node, optionsOf('removeRings', options)));
  }

  /**
   * How far the content of each slice across z lies from where it is in the first one: a table with columns
   * `slice`, `x`, `y` (in the volume's unit) and `peak`, by phase correlation with the slices before. Errors add up
   * where the structure itself changes from slice to slice.
   */
  drift(options: DriftOptions = {}): Query<Table> {
    return this.askNode(() => driftNode(this.node, optionsOf('drift', options)), toTable);
  }

  /** The stack with every slice across z moved back by its `drift`; f32. Sampled between voxels in x and y. */
  alignSlices(options: AlignSlicesOptions = {}): Volume<'f32'> {
    return this.context.volume(alignSlicesNode(this.node, optionsOf('alignSlices', options)));
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
    const histogram = histogramNode(this.node, this.#within('otsu', options));
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
      () => histogramNode(this.node, this.#within('histogram', options)),
      withProvenance<Histogram>(),
    );
  }

  /** Count, sum, mean, standard deviation, minimum and maximum of the finite values. */
  moments(options: { readonly within?: Mask | undefined } = {}): Query<Moments> {
    return this.askNode(
      () => momentsNode(this.node, this.#within('moments', options)),
      withProvenance<Moments>(),
    );
  }

  protected override wrap(node: Node): Volume<D> {
    return new Volume(this.context, node);
  }

  #calculate<R extends ArithmeticResult>(
    operator: ArithmeticOperator,
    other: Operand,
    options: Arithmetic<R> | undefined,
  ): Calculated<D, R> {
    const operand = typeof other === 'number' ? other : this.other(operator, 'other', other);
    const given = options === undefined ? {} : optionsOf(operator, options);
    return this.context.volume(arithmeticNode(operator, this.node, operand, given));
  }

  #within(op: string, options: { readonly within?: Mask | undefined }): Node | undefined {
    const { within } = optionsOf(op, options);
    return within === undefined ? undefined : this.other(op, 'within', within);
  }
}
