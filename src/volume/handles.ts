import { OPERATIONS } from '../operations/families.js';
import type * as classifierMethods from '../operations/classifier.js';
import type * as gridMethods from '../operations/grid.js';
import type * as labelEditing from '../operations/labels/editing.js';
import type * as labelMeasuring from '../operations/labels/measuring.js';
import type * as labelMesh from '../operations/labels/mesh.js';
import type * as maskMesh from '../operations/mask/mesh.js';
import type * as maskMorphology from '../operations/mask/morphology.js';
import type * as maskOverlap from '../operations/mask/overlap.js';
import type * as maskObjects from '../operations/mask/objects.js';
import type * as maskSensitivity from '../operations/mask/sensitivity.js';
import type * as maskStatistics from '../operations/mask/statistics.js';
import type * as maskStructure from '../operations/mask/structure.js';
import type * as maskTransport from '../operations/mask/transport.js';
import type * as maskSheets from '../operations/mask/sheets.js';
import type * as maskWindings from '../operations/mask/windings.js';
import type * as phaseInterfaces from '../operations/phases/interfaces.js';
import type * as phaseOverlap from '../operations/phases/overlap.js';
import type * as phaseMaterials from '../operations/phases/materials.js';
import type * as resampling from '../operations/resampling.js';
import type * as surfaceMethods from '../operations/surface.js';
import type * as arithmetic from '../operations/volume/arithmetic.js';
import type * as can from '../operations/volume/can.js';
import type * as corrections from '../operations/volume/corrections.js';
import type * as denoising from '../operations/volume/denoising.js';
import type * as derivatives from '../operations/volume/derivatives.js';
import type * as joint from '../operations/volume/joint.js';
import type * as volumeObjects from '../operations/volume/objects.js';
import type * as learning from '../operations/volume/learning.js';
import type * as inference from '../operations/volume/inference.js';
import type * as volumeMesh from '../operations/volume/mesh.js';
import type * as volumeOutgrowths from '../operations/volume/outgrowths.js';
import type * as reconstruction from '../operations/volume/reconstruction.js';
import type * as registration from '../operations/volume/registration.js';
import type * as thresholds from '../operations/volume/thresholds.js';
import type * as windows from '../operations/volume/windows.js';
import type { ArithmeticOptions, ArithmeticResult } from '../filters/arithmetic.js';
import type { Interpolation } from '../filters/resample.js';
import type { TargetGrid } from '../filters/resample_to.js';
import { factsOfNode, isClassifierNode } from '../learn/classifier.js';
import type { Feature } from '../learn/feature_specs.js';
import { isNetworkNode, networkOfNode, type NetworkFacts } from '../learn/neural/network.js';
import type { OpenedSource } from '../recipe/backend.js';
import type { ArrayOf, Dtype, GridArray } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import type { Axis } from '../recipe/geometry.js';
import { toRecipeJson, type RecipeJson } from '../recipe/json.js';
import type { Length } from '../recipe/length.js';
import type { Node } from '../recipe/op.js';
import type { HandleKind } from '../recipe/operation.js';
import type { Resolution, SignalAxis } from '../recipe/source.js';
import type { Transform } from '../recipe/transform.js';
import type { Face } from '../segmentation/choose_labels.js';
import type { Band } from '../segmentation/select_labels.js';
import type { OBJECT_COLUMNS } from '../stats/objects/object_table.js';
import type { Polygon } from '../segmentation/joint_phases.js';
import type { PaintedTiles } from '../segmentation/painted_tiles.js';
import type { ShapeGiven } from '../segmentation/shape_param.js';
import type { SurfaceModel } from '../structure/surface.js';
import type { LabContext } from './context.js';
import { Grid } from './grid.js';
import type { Methods, OptionsFor } from './method_types.js';
import { install, type Handle } from './methods.js';
import { named } from '../recipe/named.js';
import type { Query } from './query.js';
import type { Table } from './table.js';
import type {
  Calibration,
  Colocalization,
  DepthProfile,
  Interfaces,
  JointHistogram,
  Overlap,
  Registration,
  Tortuosities,
  Tortuosity,
  TripleLines,
  VolumeCorrelation,
} from './results.js';

/** The handles, as the methods of a volume of dtype `D`, or of `Self`, see them. */
interface Handles<Self, D extends Dtype = Dtype> {
  readonly self: Self;
  readonly volume: { readonly [E in Dtype]: Volume<E> } & {
    readonly same: Volume<D>;
    readonly any: Volume;
  };
  readonly mask: Mask;
  readonly phases: Phases;
  readonly labels: Labels;
  readonly surface: Surface;
  readonly classifier: Classifier;
  readonly neuralNetwork: NeuralNetwork;
}

/**
 * The options of an operation as its caller gives them; of volumes of dtype `D`.
 * @inline
 */
export type OptionsOf<X, D extends Dtype = Dtype> = OptionsFor<X, Handles<Volume<D>, D>>;

// The methods of a handle are its operations: the compiler joins them here, `install` below.
/* eslint-disable @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-empty-object-type */

/** What a volume that was opened knows of its file. */
interface OpenedVolume extends OpenedSource {
  /** Opens another of its levels, where it has several. */
  readonly atLevel?: ((level: number) => Promise<Volume>) | undefined;
}

/** A grid of intensities. */
export class Volume<D extends Dtype = Dtype> extends Grid<ArrayOf[D] & GridArray> {
  readonly #source: OpenedVolume | undefined;

  /** @internal */
  constructor(context: LabContext, node: Node, source?: OpenedVolume) {
    super(context, node);
    this.#source = source;
  }

  /** How voxels are stored. */
  get dtype(): D {
    // What was opened or computed has this dtype: `is` narrows a file's.
    return this.meta.storage as D;
  }

  /**
   * Name of the opened file or array; '' of a computed volume.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const file = new File([new Uint8Array([1, 2, 3])], 'scan.raw');
   * const scan = await lab.open(file, { size: [3, 1, 1], dtype: 'u8' });
   * console.assert(scan.name === 'scan.raw' && scan.format === 'raw' && scan.dtype === 'u8');
   * await lab.dispose();
   * ```
   */
  get name(): string {
    return this.#source?.name ?? '';
  }

  /** Format of the opened file: 'tiff', 'npy', 'raw', 'array'; '' of a computed volume. */
  get format(): string {
    return this.#source?.format ?? '';
  }

  /** What lies along z, of a spectrum image that says so. */
  get signal(): SignalAxis | undefined {
    return this.#source?.signal;
  }

  /** What the reader had to say of the file. */
  get warnings(): readonly string[] {
    return this.#source?.warnings ?? [];
  }

  /**
   * The resolutions that the file has, the full one first, with the distances of their voxels in
   * `unit`; of a computed volume and of a file without a pyramid, its own alone.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3]), size: [3, 1, 1] });
   * console.assert(scan.levels.length === 1 && scan.levels[0]!.size[0] === 3);
   * await lab.dispose();
   * ```
   */
  get levels(): readonly Resolution[] {
    return this.#source?.levels ?? [{ size: this.size, spacing: this.spacing }];
  }

  /**
   * Opens the same grid at another of its {@link Volume.levels}, for a look from afar: it reads a
   * fraction of the bytes. Numbers of a coarse level are those of averaged (or chosen) voxels, and
   * not of the scan.
   *
   * @param index - Which of `levels`, from 0, the full resolution.
   * @throws VoxmetryError `invalid-argument` where there is no such level; as `lab.open`.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3]), size: [3, 1, 1] });
   * const coarsest = await scan.level(scan.levels.length - 1);
   * console.assert(coarsest.size[0] === 3);
   * await lab.dispose();
   * ```
   */
  async level(index: number): Promise<Volume<D>> {
    const last = this.levels.length - 1;
    if (!Number.isInteger(index) || index < 0 || index > last)
      throw invalidArgument('level', 'index', index, `a whole number, 0 to ${String(last)}`);
    // All levels of a file are of one dtype.
    return ((await this.#source?.atLevel?.(index)) ?? this) as Volume<D>;
  }

  /**
   * Frees an opened source. Recipes that read it reject with `disposed` afterwards.
   *
   * @example
   * ```ts
   * import { VoxmetryError, openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3]), size: [3, 1, 1] });
   * scan.close();
   * const error: unknown = await scan.read().run().catch((e: unknown) => e);
   * console.assert(error instanceof VoxmetryError && error.code === 'disposed');
   * await lab.dispose();
   * ```
   */
  close(): void {
    if (this.#source !== undefined) this.context.backend.closeSource(this.#source.id);
  }

  /**
   * Whether voxels are stored as a dtype; narrows the type of a volume that was opened from a file.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const file = new File([new Uint8Array([1, 2, 3])], 'scan.raw');
   * const scan = await lab.open(file, { size: [3, 1, 1], dtype: 'u8' });
   * if (!scan.is('u8')) throw new Error('of another dtype');
   * const bytes: Uint8Array = (await scan.read()).data;
   * console.assert(bytes.join() === '1,2,3');
   * await lab.dispose();
   * ```
   */
  is<E extends Dtype>(dtype: E): this is Volume<E> {
    return this.meta.storage === dtype;
  }
}

export interface Volume<D extends Dtype>
  extends
    VolumeMethods<typeof gridMethods, D>,
    VolumeMethods<typeof resampling, D>,
    VolumeMethods<typeof arithmetic, D>,
    VolumeMethods<typeof can, D>,
    VolumeMethods<typeof corrections, D>,
    VolumeMethods<typeof denoising, D>,
    VolumeMethods<typeof derivatives, D>,
    VolumeMethods<typeof inference, D>,
    VolumeMethods<typeof joint, D>,
    VolumeMethods<typeof learning, D>,
    VolumeMethods<typeof volumeMesh, D>,
    VolumeMethods<typeof reconstruction, D>,
    VolumeMethods<typeof registration, D>,
    VolumeMethods<typeof thresholds, D>,
    VolumeMethods<typeof volumeObjects, D>,
    VolumeMethods<typeof volumeOutgrowths, D>,
    VolumeMethods<typeof windows, D> {}

type VolumeMethods<F, D extends Dtype> = Methods<F, VolumeSignatures<D>, Handles<Volume<D>, D>>;

/** The other operand of a calculation: a number, or a volume of the same grid. */
export type Operand = number | Volume;

/**
 * How two volumes, or a volume and a number, are calculated with; `R` is the dtype of the result.
 */
export type Arithmetic<R extends ArithmeticResult> = ArithmeticOptions & {
  readonly result?: R | undefined;
};

/** The volume that a calculation gives. */
export type Calculated<D extends Dtype, R extends ArithmeticResult> = Volume<
  R extends 'same' ? D : 'f32'
>;

/** A calculation with another operand. */
export type Calculation<D extends Dtype> = <R extends ArithmeticResult = 'f32'>(
  other: Operand,
  options?: Arithmetic<R>,
) => Calculated<D, R>;

/** Signatures of a volume's methods that its operations cannot say. */
interface VolumeSignatures<D extends Dtype> {
  add: Calculation<D>;
  subtract: Calculation<D>;
  multiply: Calculation<D>;
  divide: Calculation<D>;
  min: Calculation<D>;
  max: Calculation<D>;
  absoluteDifference: Calculation<D>;
  cast<E extends Dtype>(dtype: E): Volume<E>;
  equals(values: number | readonly number[]): Mask;
  multiOtsu<const N extends string>(
    names: readonly N[],
    options?: OptionsOf<typeof thresholds.multiOtsu>,
  ): Phases<N>;
  resample<M extends Interpolation = 'linear'>(
    options: ResampleOptions<M>,
  ): Volume<M extends 'nearest' ? D : 'f32'>;
  resampleTo<M extends Interpolation = 'linear'>(
    target: Target,
    transform?: Transform | readonly number[],
    options?: ResampleToOptions<M>,
  ): Volume<M extends 'nearest' ? D : 'f32'>;
  polar<M extends Interpolation = 'linear'>(
    options: PolarOptions<M>,
  ): Volume<M extends 'nearest' ? D : 'f32'>;
  warp<M extends Interpolation = 'linear'>(
    options: WarpOptions<M>,
  ): Volume<M extends 'nearest' ? D : 'f32'>;
  jointHistogram(
    other: Volume | PlacedVolume,
    options?: OptionsOf<typeof joint.jointHistogram>,
  ): Query<JointHistogram>;
  correlation(
    other: Volume | PlacedVolume,
    options?: OptionsOf<typeof joint.correlation>,
  ): Query<VolumeCorrelation>;
  colocalization(
    other: Volume | PlacedVolume,
    options: OptionsOf<typeof joint.colocalization>,
  ): Query<Colocalization>;
  jointPhases<const N extends string>(
    other: Volume | PlacedVolume,
    options: {
      readonly polygons: Readonly<Record<N, Polygon>>;
      readonly bins?: number | undefined;
    },
  ): Phases<N | 'other'>;
  calibrate(
    fraction: Volume | PlacedVolume,
    options?: OptionsOf<typeof joint.calibrate>,
  ): Query<Calibration>;
  shape(shape: ShapeGiven): Mask;
  register(moving: Volume, options?: OptionsOf<typeof registration.register>): Query<Registration>;
  locate(slice: Volume, options?: OptionsOf<typeof registration.locate>): Query<Registration>;
  painted(tiles: PaintedTiles): Mask;
  toPhases<N extends string>(names: Readonly<Record<N, number>>): Phases<N>;
  train<const N extends string>(options: TrainOptions<N>): Classifier<N>;
  classify<N extends string>(
    classifier: Classifier<N>,
    options?: OptionsOf<typeof learning.classify>,
  ): Phases<N>;
  probability<N extends string>(
    classifier: Classifier<N>,
    name: NoInfer<N>,
    options?: OptionsOf<typeof learning.probability>,
  ): Volume<'f32'>;
  uncertainty(
    classifier: Classifier,
    options?: OptionsOf<typeof learning.uncertainty>,
  ): Volume<'f32'>;
  infer<N extends string>(
    network: NeuralNetwork<N>,
    options?: OptionsOf<typeof inference.infer>,
  ): Phases<N>;
  inferValue<N extends string>(
    network: NeuralNetwork<N>,
    name: NoInfer<N>,
    options?: OptionsOf<typeof inference.inferValue>,
  ): Volume<'f32'>;
}

/**
 * What a classifier is trained on, and how: strokes are a mask for each class by its name, phases
 * whose code 0 marks nothing, or labels 1, 2, … that `classes` names.
 */
export type TrainOptions<N extends string = string> = Omit<
  OptionsOf<typeof learning.train>,
  'strokes' | 'classes'
> &
  (
    | {
        readonly strokes: Readonly<Record<N, Mask>> | Phases<N>;
        readonly classes?: undefined;
      }
    | { readonly strokes: Labels; readonly classes: readonly N[] }
  );

/** Where a grid is resampled to: another grid, or one that is stated. */
export type Target = Grid | TargetGrid;

/** How a grid is resampled to another; `M` is the method. */
export type ResampleToOptions<M extends Interpolation = Interpolation> = Omit<
  OptionsOf<typeof gridMethods.resampleTo>,
  'method'
> & { readonly method?: M | undefined };

/** How slices are unrolled about an axis; `M` is the method. */
export type PolarOptions<M extends Interpolation = Interpolation> = Omit<
  OptionsOf<typeof resampling.polar>,
  'method'
> & { readonly method?: M | undefined };

/** The displacements that a grid is warped by, and how; `M` is the method. */
export type WarpOptions<M extends Interpolation = Interpolation> = Omit<
  OptionsOf<typeof resampling.warp>,
  'method'
> & { readonly method?: M | undefined };

/** Signatures of methods of every grid that is no volume. */
interface GridSignatures<Self> {
  resampleTo(
    target: Target,
    transform?: Transform | readonly number[],
    options?: ResampleToOptions<'nearest'>,
  ): Self;
  shape(shape: ShapeGiven): Mask;
  painted(tiles: PaintedTiles): Mask;
}

/** The new grid of a volume, and how values between voxels are made. */
export type ResampleOptions<M extends Interpolation = Interpolation> = Omit<
  OptionsOf<typeof volumeObjects.resample>,
  'method'
> & { readonly method?: M | undefined };

/** A grid of booleans, one bit per voxel. */
export class Mask extends Grid<Uint8Array<ArrayBuffer>> {}

export interface Mask
  extends
    MaskMethods<typeof gridMethods>,
    MaskMethods<typeof resampling>,
    MaskMethods<typeof maskOverlap>,
    MaskMethods<typeof maskMesh>,
    MaskMethods<typeof maskMorphology>,
    MaskMethods<typeof maskObjects>,
    MaskMethods<typeof maskStatistics>,
    MaskMethods<typeof maskSensitivity>,
    MaskMethods<typeof maskStructure>,
    MaskMethods<typeof maskTransport>,
    MaskMethods<typeof maskWindings>,
    MaskMethods<typeof maskSheets> {}

type MaskMethods<F> = Methods<F, MaskSignatures, Handles<Mask>>;

/** How a current is computed. */
export type TransportOptions = Omit<OptionsOf<typeof maskTransport.tortuosity>, 'axis'>;

/** Signatures of a mask's methods that its operations cannot say. */
interface MaskSignatures extends GridSignatures<Mask> {
  overlap(other: Mask, options?: OptionsOf<typeof maskOverlap.overlap>): Query<Overlap>;
  and(other: Mask): Mask;
  or(other: Mask): Mask;
  xor(other: Mask): Mask;
  subtract(other: Mask): Mask;
  touching(other: Mask, options?: OptionsOf<typeof maskMorphology.touching>): Mask;
  beyond(surface: Surface, h: Length): Mask;
  depthProfile(
    surface: Surface,
    options?: OptionsOf<typeof maskStructure.depthProfile>,
  ): Query<DepthProfile>;
  tortuosity(options: TransportOptions & { readonly axis: Axis }): Query<Tortuosity>;
  tortuosity(options?: TransportOptions): Query<Tortuosities>;
}

/** A grid of numbered objects; 0 is background. */
export class Labels extends Grid<Uint32Array<ArrayBuffer>> {}

export interface Labels
  extends
    LabelsMethods<typeof gridMethods>,
    LabelsMethods<typeof resampling>,
    LabelsMethods<typeof labelEditing>,
    LabelsMethods<typeof labelMeasuring>,
    LabelsMethods<typeof labelMesh> {}

type LabelsMethods<F> = Methods<F, LabelsSignatures, Handles<Labels>>;

/** A volume in another frame, with the transform that takes points to it: see `register`. */
export interface PlacedVolume {
  readonly volume: Volume;
  readonly transform: Transform | readonly number[];
}

/** What objects are measured in: a volume, or several by name, each maybe in another frame. */
export type MeasureOptions = Omit<OptionsOf<typeof labelMeasuring.measure>, 'intensity'> & {
  readonly intensity?: Volume | Readonly<Record<string, Volume | PlacedVolume>> | undefined;
};

/** Signatures of methods of labels that their operations cannot say. */
interface LabelsSignatures extends GridSignatures<Labels> {
  measure(options?: MeasureOptions): Query<Table<(typeof OBJECT_COLUMNS)[number]>>;
  equals(ids: number | readonly number[]): Mask;
  touching(mask: Mask): Labels;
  inside(mask: Mask): Labels;
  select(
    wanted: number | readonly number[] | Readonly<Record<string, Band>>,
    options?: OptionsOf<typeof labelMeasuring.select>,
  ): Labels;
  phaseContacts(
    phase: Mask,
    options?: OptionsOf<typeof labelMeasuring.phaseContacts>,
  ): Query<Table<'label' | 'faces' | 'area' | 'surfaceArea' | 'coveredPart'>>;
}

/** A grid in which every voxel is of a named material. */
export class Phases<N extends string = string> extends Grid<Uint8Array<ArrayBuffer>> {
  /**
   * The code of each material.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 7]), size: [2, 1, 1] });
   * console.assert(scan.toPhases({ pore: 0, dirt: 7 }).codes.dirt === 7);
   * await lab.dispose();
   * ```
   */
  get codes(): Readonly<Record<N, number>> {
    return this.meta.phases as Readonly<Record<N, number>>;
  }

  /** Names of the materials. */
  get names(): readonly N[] {
    return Object.keys(this.codes) as N[];
  }
}

export interface Phases<N extends string>
  extends
    PhasesMethods<typeof gridMethods, N>,
    PhasesMethods<typeof resampling, N>,
    PhasesMethods<typeof phaseOverlap, N>,
    PhasesMethods<typeof phaseMaterials, N>,
    PhasesMethods<typeof phaseInterfaces, N> {}

type PhasesMethods<F, N extends string> = Methods<F, PhasesSignatures<N>, Handles<Phases<N>>>;

/** A coefficient of materials by name; what has none does not conduct. */
interface Coefficients<N extends string> {
  readonly coefficients: Readonly<Partial<Record<N, number>>>;
}

/**
 * Which parts of phases are active: per phase the faces of the volume that a component (6) of it
 * must touch, all of them. Phases that are not named are active everywhere. `{ pore: ['z0'],
 * nickel: ['z0'], ysz: ['z1'] }`.
 */
export type ActiveFaces<N extends string = string> = Readonly<Partial<Record<N, readonly Face[]>>>;

type OfActive<X, N extends string> = Omit<OptionsOf<X>, 'active'> & {
  readonly active?: ActiveFaces<N> | undefined;
};

/** Signatures of methods of phases that their operations cannot say. */
interface PhasesSignatures<N extends string> extends GridSignatures<Phases<N>> {
  overlap(other: Phases, options?: OptionsOf<typeof phaseOverlap.overlap>): Query<Overlap>;
  phase(...names: readonly [N, ...N[]]): Mask;
  conductivity(
    options: TransportOptions & Coefficients<N> & { readonly axis: Axis },
  ): Query<Tortuosity>;
  conductivity(options: TransportOptions & Coefficients<N>): Query<Tortuosities>;
  concentration(
    options: TransportOptions & Coefficients<N> & { readonly axis?: Axis | undefined },
  ): Volume<'f32'>;
  interfaces(options?: OfActive<typeof phaseInterfaces.interfaces, N>): Query<Interfaces<N>>;
  tripleLines(options?: OfActive<typeof phaseInterfaces.tripleLines, N>): Query<TripleLines<N>>;
}

/**
 * A fitted face of a layer: a height field over an axis. Made by `mask.surface()`; light and
 * immutable, it computes nothing until its fit or its heights are read, or `mask.beyond()` and
 * `mask.depthProfile()` use it.
 */
export class Surface {
  /** @internal */
  readonly node: Node;
  /** @internal */
  readonly context: LabContext;

  /** @internal */
  constructor(context: LabContext, node: Node) {
    this.context = context;
    this.node = node;
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
}

export interface Surface extends Methods<typeof surfaceMethods, object, Handles<Surface>> {}

/**
 * A classifier of voxels, trained on strokes. Made by `volume.train()` and `lab.classifier()`;
 * light and immutable, it is trained when what it says is first read. `volume.classify()`,
 * `volume.probability()` and `volume.uncertainty()` use it.
 */
export class Classifier<N extends string = string> {
  /** @internal */
  readonly node: Node;
  /** @internal */
  readonly context: LabContext;

  /** @internal */
  constructor(context: LabContext, node: Node) {
    this.context = context;
    this.node = node;
  }

  /** The names of the classes, in the order of their codes 0, 1, …. */
  get names(): readonly N[] {
    return factsOfNode(this.node).classes as readonly N[];
  }

  /** The features by which it tells them apart; lengths in `unit`. */
  get features(): readonly Feature[] {
    return factsOfNode(this.node).features;
  }

  /** Unit of the features' lengths: that of the scan that it was trained on. */
  get unit(): string {
    return factsOfNode(this.node).unit;
  }

  /** The recipe so far, as data: of one that was trained, with its scan and strokes. */
  get recipe(): RecipeJson {
    return toRecipeJson({ result: this.node });
  }
}

export interface Classifier<N extends string> extends Methods<
  typeof classifierMethods,
  object,
  Handles<Classifier<N>>
> {}

/* eslint-enable @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-empty-object-type */

/**
 * A neural network: a model that the lab has read, and what its user says of it. Made by
 * `lab.neuralNetwork()`; `volume.infer()` and `volume.inferValue()` use it.
 *
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * // A network that gives what it takes: the bytes of its file. Else, a File that a user chose.
 * const text =
 *   'CAg6XQoQCgF4EgF5IghJZGVudGl0eRIBZ1oiCgF4Eh0KGwgBEhcKAggBCgIIAQoDEgFk' +
 *   'CgMSAWgKAxIBd2IiCgF5Eh0KGwgBEhcKAggBCgIIAQoDEgFkCgMSAWgKAxIBd0ICEBE=';
 * const file = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
 * const network = await lab.neuralNetwork(file, {
 *   classes: ['dark', 'bright'],
 *   activation: 'sigmoid',
 *   normalise: { mean: 100, sigma: 10 },
 * });
 * console.assert(network.names.join() === 'dark,bright' && network.facts.dimensions === 3);
 * network.close();
 * await lab.dispose();
 * ```
 */
export class NeuralNetwork<N extends string = string> {
  /** @internal */
  readonly node: Node;
  /** @internal */
  readonly context: LabContext;

  /** @internal */
  constructor(context: LabContext, node: Node) {
    this.context = context;
    this.node = node;
  }

  /** The names of its classes, in the order of their codes 0, 1, …. */
  get names(): readonly N[] {
    return this.facts.classes as readonly N[];
  }

  /** What is known of it: what it takes and gives, what its user says, the hash of its model. */
  get facts(): NetworkFacts {
    return networkOfNode(this.node);
  }

  /** Frees the model. Recipes that use it reject afterwards, unless it was opened twice. */
  close(): void {
    this.context.backend.closeModel(this.facts.hash);
  }
}

/** What kind of handle something is; undefined where it is none. */
export function kindOf(given: unknown): HandleKind | undefined {
  if (given instanceof Surface) return 'surface';
  if (given instanceof Classifier) return 'classifier';
  if (given instanceof NeuralNetwork) return 'neuralNetwork';
  return given instanceof Grid ? given.meta.kind : undefined;
}

/** The handle of a node. */
export function handleOf(context: LabContext, node: Node): Handle {
  switch (node.meta.kind) {
    case 'volume':
      return new Volume(context, node);
    case 'mask':
      return new Mask(context, node);
    case 'labels':
      return new Labels(context, node);
    case 'phases':
      return new Phases(context, node);
    default:
      if (isNetworkNode(node)) return new NeuralNetwork(context, node);
      return isClassifierNode(node) ? new Classifier(context, node) : new Surface(context, node);
  }
}

named('NeuralNetwork', NeuralNetwork);
const CLASSES = {
  volume: Volume,
  mask: Mask,
  phases: Phases,
  labels: Labels,
  surface: Surface,
  classifier: Classifier,
};
for (const [kind, handles] of Object.entries(CLASSES)) {
  named(`${kind[0]!.toUpperCase()}${kind.slice(1)}`, handles);
  install(
    handles,
    OPERATIONS.filter(({ of }) => of.some((each) => each === kind)),
    handleOf,
    kindOf,
  );
}
