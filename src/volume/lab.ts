import type { FileFacts, OpenInput, OpenOptions } from '../recipe/source.js';
import type { Backend, LabEvents, LabInfo, MemoryStats, RunOptions } from '../recipe/backend.js';
import type { Dtype, DtypeOf, GridArray } from '../recipe/dtype.js';
import type { Vec3 } from '../recipe/geometry.js';
import type { SheetsData } from '../cell/stack/sheets_data.js';
import type { WindingsData } from '../cell/windings_data.js';
import { invalidArgument, throwIfAborted, VoxmetryError } from '../recipe/errors.js';
import { knownOptions, optionsOf, parseOptions, runOptionsOf } from '../recipe/options.js';
import { sourceNode } from '../recipe/source_op.js';
import { inCaller } from '../recipe/caller.js';
import {
  activationParam,
  classesParam,
  networkNode,
  normaliseParam,
  type Normalisation,
} from '../learn/neural/network.js';
import { importedClassifierNode } from '../learn/imported_classifier.js';
import { statedClassifierNode } from '../learn/stored_classifier.js';
import { phasesOfMasksNode } from '../segmentation/phases_of_masks.js';
import type { BatchItem, BatchOutcome, Bundle, BundleResults } from './bundle.js';
import type { LabContext } from './context.js';
import { Classifier, Mask, NeuralNetwork, Phases, Volume } from './handles.js';
import type { Query } from './query.js';
import { runRecipe } from './replay.js';
import type { CellGrid, Roll } from './roll.js';
import { rollOf, stackOf } from './sheet_handles.js';
import type { Spectrum, SpectrumOptions } from './spectrum.js';
import type { Stack } from './stack.js';
import type { ViewSpec } from './view/spec.js';
import type { LabOpenOptions } from './lab_open_options.js';
import { View } from './view/view.js';
import { named } from '../recipe/named.js';

/** What a forest from elsewhere was trained on. */
export interface ImportOptions<N extends string = string> {
  /** A volume of the spacing, unit and dimensions of those that it was trained on. */
  readonly scan: Volume;
  /** The names of the classes, in the order of the forest's. */
  readonly classes: readonly N[];
  /** As for `train()`, as are `scales` and `reaches`. */
  readonly features?: readonly string[] | undefined;
  readonly scales?: readonly number[] | undefined;
  readonly reaches?: readonly number[] | undefined;
  /** Channels that the features are of, beside the scan's own. Default 0. */
  readonly channels?: number | undefined;
}

const IMPORT_OPTIONS: readonly (keyof ImportOptions)[] = [
  'scan',
  'classes',
  'features',
  'scales',
  'reaches',
  'channels',
];

const OPEN_OPTIONS: readonly (keyof LabOpenOptions)[] = [
  'name',
  'size',
  'dtype',
  'spacing',
  'unit',
  'origin',
  'dataset',
  'channel',
  'time',
  'level',
  'spectrum',
  'headerBytes',
  'bigEndian',
  'transfer',
];

/** What the user of a neural network says of it. */
export interface NeuralNetworkOptions<N extends string = string> {
  /** Names for the channels that it gives. */
  readonly classes: readonly N[];
  /** What becomes of what it gives. Default 'none'. */
  readonly activation?: 'none' | 'softmax' | 'sigmoid' | undefined;
  /** How intensities become what it was trained on. Default 'none'. */
  readonly normalise?: Normalisation | undefined;
}

/** The bytes of a file, a copy. */
async function bytesOf(file: unknown): Promise<Uint8Array<ArrayBuffer>> {
  if (file instanceof Blob) return new Uint8Array(await file.arrayBuffer());
  if (file instanceof ArrayBuffer) return new Uint8Array(file.slice());
  if (file instanceof Uint8Array) return Uint8Array.from(file);
  throw invalidArgument('neuralNetwork', 'file', file, 'a File, a Blob, or the bytes of one');
}

/**
 * What a user opens: an engine on a GPU, in a worker (`openLab`) or in the caller's thread
 * (`openEngine`). It opens volumes, replays bundles and frees everything when it is disposed.
 */
export class Lab implements AsyncDisposable {
  readonly #backend: Backend;
  readonly #context: LabContext;
  readonly #forgotten: FinalizationRegistry<string>;
  #disposed = false;

  /** @internal What its handles hold: while any of them lives, the lab is in use. */
  get context(): LabContext {
    return this.#context;
  }

  /** @internal */
  constructor(backend: Backend) {
    this.#backend = backend;
    this.#context = { backend };
    this.#forgotten = new FinalizationRegistry((id) => {
      backend.closeSource(id);
    });
  }

  /**
   * The adapter, its limits and the memory budget.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * console.assert(lab.info.maxBindingSize >= 2 ** 27); // bytes: the least that WebGPU promises
   * await lab.dispose();
   * ```
   */
  get info(): LabInfo {
    return this.#backend.info;
  }

  /**
   * Lists what an input holds before anything is opened: every grid with its size, type, channels,
   * times, voxel size and where that was read. Reads what describes the files, no voxels.
   *
   * @param options - As for `open`; raw files need `size` and `dtype`.
   * @throws VoxmetryError as `open`.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const header = 'NRRD0004\ntype: uint8\ndimension: 3\nsizes: 2 2 1\nencoding: raw\n\n';
   * const file = new File([header, new Uint8Array([1, 2, 3, 4])], 'scan.nrrd');
   * const { format, images } = await lab.inspect(file);
   * console.assert(format === 'nrrd' && images[0]!.size.join() === '2,2,1');
   * await lab.dispose();
   * ```
   */
  async inspect(input: OpenInput, options: OpenOptions = {}): Promise<FileFacts> {
    this.#assertOpen();
    throwIfAborted(runOptionsOf('inspect', options, OPEN_OPTIONS).signal, 'inspect');
    return this.#backend.facts(input, options);
  }

  /**
   * Opens a volume: a File or Blob (TIFF, npy, NRRD, MetaImage, NIfTI, DICOM, TXM, MRC, VTK, raw),
   * the URL of one, the bytes of one, or `{ data, size }`; or several Files, a directory handle or
   * a zip archive with a stack of numbered slices (TIFF, PNG, BMP, JPEG), DICOM or other volumes.
   * Reads what describes it, not yet its voxels.
   *
   * @param options - Raw files need `size` and `dtype`; `spacing` and `unit` override the file's;
   * of several grids, channels or times, `dataset`, `channel` and `time` choose.
   * @throws VoxmetryError `unsupported-format` or `corrupt-file`, naming the remedy;
   * `invalid-argument`; `cancelled`.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open(
   *   { data: new Uint16Array(8), size: [2, 2, 2] },
   *   { spacing: [0.5, 0.5, 1], unit: 'µm' },
   * );
   * console.assert(scan.unit === 'µm');
   * await lab.dispose();
   * ```
   */
  open<A extends GridArray>(
    input: { readonly data: A; readonly size: Vec3 },
    options?: LabOpenOptions & { readonly dtype?: undefined },
  ): Promise<Volume<DtypeOf<A>>>;
  open(
    input: { readonly data: readonly number[]; readonly size: Vec3 },
    options?: LabOpenOptions & { readonly dtype?: undefined },
  ): Promise<Volume<'f32'>>;
  open<D extends Dtype>(
    input: OpenInput,
    options: LabOpenOptions & { readonly dtype: D },
  ): Promise<Volume<D>>;
  open(input: OpenInput, options?: LabOpenOptions): Promise<Volume>;
  async open(input: OpenInput, options: LabOpenOptions = {}): Promise<Volume> {
    this.#assertOpen();
    // The facts of a grid may come with its data: lab.open(grid, { ...grid, name }).
    const known = hasSameData(input, options) ? [...OPEN_OPTIONS, 'data'] : OPEN_OPTIONS;
    throwIfAborted(runOptionsOf('open', options, known).signal, 'open');
    const opened = await this.#backend.open(input, options);
    const { dtype } = options;
    if (dtype !== undefined && dtype !== opened.meta.storage) {
      this.#backend.closeSource(opened.id);
      throw invalidArgument(
        'open',
        'dtype',
        dtype,
        `${opened.meta.storage}, that of the file; leave dtype out, and cast the volume`,
      );
    }
    const node = sourceNode(opened.id, opened.name, opened.meta);
    // The node, not the handle: handles derived from this one keep the node alive.
    this.#forgotten.register(node, opened.id);
    const { levels } = opened;
    if (levels === undefined) return new Volume(this.#context, node, opened);
    const { unit } = opened.meta;
    const atLevel = (level: number): Promise<Volume> =>
      this.open(input, {
        ...options,
        ...{ level, spacing: levels[level]!.spacing, unit },
        ...{ signal: undefined, onProgress: undefined },
      });
    return new Volume(this.#context, node, { ...opened, atLevel });
  }

  /**
   * Runs a bundle on other volumes: the recipe with its sources replaced. Integers come out the
   * same as from the queries it was made of; floats within their tolerance.
   *
   * @param inputs - A volume of this lab for each of `bundle.inputs`.
   * @throws VoxmetryError `invalid-argument` where an input is missing; `cancelled`, and what the
   * ops throw.
   * @example
   * ```ts
   * import { bundle, openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open(
   *   { data: new Uint8Array([1, 2, 3, 4]), size: [4, 1, 1] },
   *   { name: 'scan' },
   * );
   * const recipe = bundle({ bright: scan.threshold({ lo: 3 }).count(), mean: scan.moments() });
   * const other = await lab.open({ data: new Uint8Array([9, 9, 0]), size: [3, 1, 1] });
   * const { bright, mean } = await lab.replay(recipe, { scan: other });
   * console.assert(bright === 2 && mean.mean === 6);
   * await lab.dispose();
   * ```
   */
  async replay<Q extends BundleResults>(
    bundle: Bundle<Q>,
    inputs: Readonly<Record<string, Volume>>,
    options: {
      readonly signal?: AbortSignal;
      readonly onProgress?: (fraction: number) => void;
    } = {},
  ): Promise<Q> {
    this.#assertOpen();
    const { recipe }: { readonly recipe?: unknown } = optionsOf('replay', bundle);
    const results = await runRecipe(
      'replay',
      this.#context,
      recipe,
      inputs,
      runOptionsOf('replay', options),
    );
    // The types of the results travel with the bundle; a stored one has those that its reader
    // states.
    return results as Q;
  }

  /**
   * Runs a recipe as data, of a query, a grid or a bundle, on volumes of this lab: a stored recipe,
   * or one that another person wrote. It is checked whole before anything runs, and reads nothing
   * but these volumes.
   *
   * @param recipe - What `query.recipe`, `grid.recipe` or `bundle(…).recipe` gave, perhaps through
   * JSON.
   * @param inputs - A volume for each name under which the recipe's volumes were opened.
   * @returns The results by the names of the recipe's outputs, as their queries give them; grids as
   * `read()` does. A single query or grid is named `result`.
   * @throws VoxmetryError `invalid-argument` for what is no recipe, naming the step, or needs
   * another version of the library; where an input is missing; `cancelled`, and what the ops throw.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open(
   *   { data: new Uint8Array([1, 2, 3, 4]), size: [4, 1, 1] },
   *   { name: 'scan' },
   * );
   * const stored = JSON.stringify(scan.threshold({ lo: 3 }).count().recipe);
   * const other = await lab.open({ data: new Uint8Array([9, 9, 0]), size: [3, 1, 1] });
   * const { result } = await lab.run(JSON.parse(stored), { scan: other });
   * console.assert(result === 2);
   * await lab.dispose();
   * ```
   */
  async run(
    recipe: unknown,
    inputs: Readonly<Record<string, Volume>>,
    options: RunOptions = {},
  ): Promise<Record<string, unknown>> {
    this.#assertOpen();
    return runRecipe('run', this.#context, recipe, inputs, runOptionsOf('run', options));
  }

  /**
   * Runs a bundle over many inputs, one after the other: yields each item's results or its error,
   * and closes the volumes that it opened.
   *
   * @param items - For each item, what to open for every input of the bundle.
   * @throws VoxmetryError `cancelled` and `disposed`; other errors are yielded with their item.
   * @example
   * ```ts
   * import { bundle, openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open(
   *   { data: new Uint8Array([1, 2, 3, 4]), size: [4, 1, 1] },
   *   { name: 'scan' },
   * );
   * const recipe = bundle({ bright: scan.threshold({ lo: 3 }).count() });
   * const sources = [
   *   [9, 9, 0],
   *   [1, 2, 3],
   * ].map((v) => ({ data: new Uint8Array(v), size: [3, 1, 1] as const }));
   * const counts: number[] = [];
   * for await (const outcome of lab.batch(
   *   recipe,
   *   sources.map((source) => ({ scan: { source } })),
   * ))
   *   if (outcome.ok) counts.push(outcome.results.bright);
   * console.assert(counts.join() === '2,1');
   * await lab.dispose();
   * ```
   */
  async *batch<Q extends BundleResults>(
    bundle: Bundle<Q>,
    items: Iterable<BatchItem> | AsyncIterable<BatchItem>,
    options: { readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<BatchOutcome<Q>> {
    this.#assertOpen();
    const { signal } = runOptionsOf('batch', options);
    if (!isIterable(items))
      throw invalidArgument('batch', 'items', items, 'a list of what to open for each input');
    for await (const item of items) {
      throwIfAborted(signal, 'batch');
      const opened: Record<string, Volume> = {};
      try {
        for (const [name, given] of Object.entries(optionsOf('batch', item))) {
          const { source, ...facts } = optionsOf('batch', given);
          opened[name] = await this.open(source, { ...facts, signal });
        }
        yield { ok: true, item, results: await this.replay(bundle, opened, options) };
      } catch (error) {
        const typed = VoxmetryError.from(error);
        if (typed.code === 'cancelled' || typed.code === 'disposed') throw typed;
        yield { ok: false, item, error: typed };
      } finally {
        for (const volume of Object.values(opened)) volume.close();
      }
    }
  }

  /**
   * Phases from masks that share a volume among them, in the order of their codes; up to six.
   *
   * @param masks - A mask for each material: `{ pore, active, binder }`.
   * @throws VoxmetryError `invalid-argument` when the phases are first computed and masks overlap
   * or leave voxels out.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 9, 5, 1]), size: [4, 1, 1] });
   * const [solid, pore] = [scan.threshold({ lo: 5 }), scan.threshold({ hi: 4 })];
   * const { data } = await lab.phases({ pore, solid }).read();
   * console.assert(data.join() === '0,1,1,0');
   * await lab.dispose();
   * ```
   */
  phases<N extends string>(masks: Readonly<Record<N, Mask>>): Phases<N> {
    this.#assertOpen();
    const nodes = Object.entries<Mask>(optionsOf('phases', masks)).map(([name, mask]) => {
      const given: unknown = mask;
      if (!(given instanceof Mask)) throw invalidArgument('phases', name, given, 'a mask');
      if (given.context.backend !== this.#backend)
        throw invalidArgument('phases', name, 'a mask of another lab', 'masks of this lab');
      return [name, given.node] as const;
    });
    return new Phases<N>(this.#context, phasesOfMasksNode(Object.fromEntries(nodes)));
  }

  /**
   * A classifier that was written down by `classifier.json()`. It is data: all of it is checked,
   * its hash at once, the trees when it is first used.
   *
   * @param json - What `json()` gave, perhaps through a file.
   * @throws VoxmetryError `invalid-argument` for what is no classifier, was changed, or has
   * features of another version; `corrupt-file` for trees that are none, when it is used.
   * @example
   * ```ts
   * import { VoxmetryError, openLab } from 'voxmetry';
   * const lab = await openLab();
   * try {
   *   lab.classifier({ trees: [] });
   * } catch (error) {
   *   console.assert(error instanceof VoxmetryError && error.code === 'invalid-argument');
   * }
   * await lab.dispose();
   * ```
   */
  classifier(json: unknown): Classifier {
    this.#assertOpen();
    return new Classifier(
      this.#context,
      inCaller('classifier', () => statedClassifierNode(json)),
    );
  }

  /**
   * A neural network in an ONNX file: one that takes an image of slices (NCHW) or of volumes
   * (NCDHW) in f32 or f16, and gives channels of the same size, as networks of segmentation do. The
   * lab keeps the model until the network is closed, or the lab ends; recipes hold its hash, and
   * are run again where the lab has it. What runs it, onnxruntime-web, is an optional peer that is
   * loaded when the network is first used.
   *
   * @param file - The bytes of the file, or the File or Blob.
   * @param options - `classes`: names for the channels that the network gives; two names for one
   * channel are those of its absence and presence. `activation` of what it gives: 'none' (default),
   * where the network ends with it; 'softmax' over the channels; 'sigmoid' of each. `normalise`,
   * as the network was trained: 'none' (default), intensities as they are; 'moments', less the mean
   * over the standard deviation of the whole volume; `{ mean, sigma }`, the same of given numbers;
   * `{ percentiles: [low, high] }` of the whole volume, which become 0 and 1, clipped.
   * @throws VoxmetryError `corrupt-file` for what is no ONNX model; `unsupported-format` for one
   * of other inputs and outputs, or whose weights lie in other files; `invalid-argument` for
   * another number of classes than the network gives channels.
   * @example
   * ```ts
   * import { VoxmetryError, openLab } from 'voxmetry';
   * const lab = await openLab();
   * try {
   *   await lab.neuralNetwork(new Uint8Array([1, 2, 3]), { classes: ['pore', 'solid'] });
   * } catch (error) {
   *   console.assert(error instanceof VoxmetryError && error.code === 'corrupt-file');
   * }
   * await lab.dispose();
   * ```
   */
  async neuralNetwork<const N extends string>(
    file: Blob | ArrayBuffer | Uint8Array,
    options: NeuralNetworkOptions<N>,
  ): Promise<NeuralNetwork<N>> {
    this.#assertOpen();
    const specs = {
      classes: classesParam,
      activation: activationParam,
      normalise: normaliseParam,
    };
    const said = parseOptions('neuralNetwork', specs, options);
    const opened = await this.#backend.openModel(await bytesOf(file));
    try {
      const node = inCaller('neuralNetwork', () => networkNode(opened, said));
      return new NeuralNetwork<N>(this.#context, node);
    } catch (error) {
      this.#backend.closeModel(opened.hash);
      throw error;
    }
  }

  /**
   * A classifier of a forest that scikit-learn trained (`RandomForestClassifier` or
   * `ExtraTreesClassifier`) on features that are defined as those of `train()`: `docs/learning.md`
   * shows how Python computes the features and writes the forest. Every voxel comes to the leaves
   * that it comes to there, where its features are the same; a leaf's shares become 255 votes, so
   * that probabilities differ by at most 1/255.
   *
   * @param forest - What JSON holds: `classes` and `features`, their numbers, and `trees`, lists of
   * `feature`, `threshold`, `left`, `right` and `value` for each node.
   * @param of - `scan`: a volume of the spacing, unit and dimensions that it was trained on;
   * `classes`: their names; `features`, `scales`, `reaches` as for `train()`, and `channels`, how
   * many there are beside the scan: all values of a voxel in the order of `classifier.features`.
   * @throws VoxmetryError `corrupt-file` for what is no such forest; `invalid-argument` where the
   * names or features are not as many as the forest's.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([10, 200]), size: [2, 1, 1] });
   * // One tree of one question: is a voxel brighter than 99.5?
   * const [left, right] = [[1, -1, -1], [2, -1, -1]];
   * const value = [[1, 1], [1, 0], [0, 1]];
   * const tree = { feature: [0, -2, -2], threshold: [99.5, -2, -2], left, right, value };
   * const forest = { classes: 2, features: 1, trees: [tree] };
   * const known = { scan, classes: ['pore', 'solid'], features: ['intensity'] };
   * const classifier = lab.importClassifier(forest, known);
   * const { data } = await scan.classify(classifier).read();
   * console.assert(data.join() === '0,1');
   * await lab.dispose();
   * ```
   */
  importClassifier<const N extends string>(forest: unknown, of: ImportOptions<N>): Classifier<N> {
    this.#assertOpen();
    const { scan, ...known } = knownOptions('importClassifier', of, IMPORT_OPTIONS);
    const given: unknown = scan;
    if (!(given instanceof Volume) || given.context.backend !== this.#backend)
      throw invalidArgument('importClassifier', 'scan', given, 'a volume of this lab');
    const node = inCaller('importClassifier', () =>
      importedClassifierNode(forest, given.node, known),
    );
    return new Classifier<N>(this.#context, node);
  }

  /**
   * Shows grids on a canvas, drawn by the GPU without reading them back; or makes pictures of them.
   * Slices of volumes, masks, phases and labels over each other.
   *
   * @param canvas - A fresh canvas, which the view takes for good; null for pictures alone.
   * @param spec - What is shown: `{ layers: [{ grid: scan }, { grid: particles }] }` is the middle
   * z slice, fitted into the canvas.
   * @throws VoxmetryError `invalid-argument` for a canvas that is in use, grids of another lab or
   * of different boxes, and values out of range. What computing the grids throws, `drawn` rejects
   * with.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 85, 170, 255]), size: [2, 2, 1] });
   * const view = lab.view(null, { layers: [{ grid: scan, window: [0, 255] }] });
   * const { data } = await view.picture({ width: 2, height: 2 });
   * console.assert([0, 4, 8, 12].map((i) => data[i]).join() === '0,85,170,255'); // red
   * view.dispose();
   * await lab.dispose();
   * ```
   */
  view(canvas: HTMLCanvasElement | OffscreenCanvas | null, spec: ViewSpec): View {
    this.#assertOpen();
    return new View(this.#context, canvas, spec);
  }

  /**
   * GPU bytes in use, cached, kept and at the peak.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3]), size: [3, 1, 1] });
   * await scan.gaussian({ sigma: 1 }).read();
   * const { live, peak, budget } = await lab.memory();
   * console.assert(peak > 0 && live <= peak && peak <= budget);
   * await lab.dispose();
   * ```
   */
  memory(): Promise<MemoryStats> {
    return this.#backend.memory();
  }

  /**
   * A wound sheet in a grid: to unroll the grid along it, and to measure its layers. It waits for
   * the windings, since the size of what is unrolled depends on them; recipes find them anew.
   *
   * @param grid - What is unrolled: the scan, or any grid of its slices.
   * @param windings - `mask.windings()` of an electrode in the same slices, or a table that is
   * stated, of which the recipe holds the numbers.
   * @throws VoxmetryError `invalid-argument` for windings of other slices or another unit; what
   * finding them throws.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * import { ROLL_MATERIALS, syntheticRoll } from 'voxmetry/synthetic';
   * const made = syntheticRoll({ size: [160, 160, 4], spacing: 50, core: 900 });
   * const lab = await openLab();
   * const { size, spacing, unit } = made.grid;
   * const scan = await lab.open({ data: made.materials(0, 4), size }, { spacing, unit });
   * const anode = scan.equals([ROLL_MATERIALS.anode, ROLL_MATERIALS.copper]);
   * const roll = await lab.roll(scan, anode.windings());
   * console.assert(Math.abs(roll.pitch / made.truth.pitch - 1) < 0.02);
   * await lab.dispose();
   * ```
   */
  async roll<G extends CellGrid>(
    grid: G,
    windings: Query<WindingsData> | WindingsData,
  ): Promise<Roll<G>> {
    this.#assertOpen();
    return rollOf(grid, windings);
  }

  /**
   * The sheets of a flat cell in a grid: to lay the grid along one of them, and to measure its
   * layers. It waits for the sheets, since sizes depend on them; recipes find them anew.
   *
   * @param grid - What is laid flat: the scan, or any grid in its place.
   * @param sheets - `mask.sheets()` of an electrode in the same grid, or tables that are stated, of
   * which the recipe holds the numbers.
   * @throws VoxmetryError `invalid-argument` for sheets of another unit; what finding them throws.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * import { ROLL_MATERIALS, syntheticStack } from 'voxmetry/synthetic';
   * const made = syntheticStack({ size: [64, 64, 64], spacing: 25, sheets: 4 });
   * const lab = await openLab();
   * const { size, spacing, unit } = made.grid;
   * const scan = await lab.open({ data: made.materials(0, 64), size }, { spacing, unit });
   * const anode = scan.equals([ROLL_MATERIALS.anode, ROLL_MATERIALS.copper]);
   * const stack = await lab.stack(scan, anode.sheets({ axis: 'z' }));
   * console.assert(Math.abs(stack.pitch / made.truth.pitch - 1) < 0.01);
   * await lab.dispose();
   * ```
   */
  async stack<G extends CellGrid>(
    grid: G,
    sheets: Query<SheetsData> | SheetsData,
  ): Promise<Stack<G>> {
    this.#assertOpen();
    return stackOf(grid, sheets);
  }

  /**
   * Opens a spectrum image: a file of Bruker (`.bcf`), HyperSpy or EMD (HDF5, by h5wasm), or any
   * grid whose z is its channels, with `axis` saying what these stand for. Reads what describes it,
   * not its spectra; maps read the channels of their windows alone.
   *
   * @param options - As for `open`; `axis`: scale, offset and unit of the channels, where the file
   * does not state them.
   * @throws VoxmetryError `invalid-argument` where nothing states the axis; as `open`.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint16Array(4 * 100).fill(1); // 2 × 2 pixels, 100 channels
   * data.fill(9, 4 * 59, 4 * 60); // channel 59 is 5.9 keV
   * const spectrum = await lab.spectrum(
   *   { data, size: [2, 2, 100] },
   *   { axis: { scale: 0.1, offset: 0, unit: 'keV' } },
   * );
   * const { data: counts } = await spectrum.map({ line: 'Mn Ka' }).read();
   * console.assert(Math.abs(counts[0]! - 8) < 1e-5);
   * await lab.dispose();
   * ```
   */
  async spectrum(input: OpenInput, options: SpectrumOptions = {}): Promise<Spectrum> {
    this.#assertOpen();
    const { statedAxis, spectrumOf } = await import('./spectrum.js');
    const { axis, ...how } = options;
    const stated = axis === undefined ? undefined : statedAxis(axis);
    const volume = await this.open(input, { ...how, spectrum: true });
    return spectrumOf(volume, stated);
  }

  /**
   * Drops cached results; recipes stay valid and compute again when read.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3]), size: [3, 1, 1] });
   * await scan.gaussian({ sigma: 1 }).read();
   * await lab.clearCache();
   * console.assert((await lab.memory()).cached === 0);
   * await lab.dispose();
   * ```
   */
  clearCache(): Promise<void> {
    return this.#backend.clearCache();
  }

  /**
   * Listens to what happens to the lab: `lost`, `recovered`, `memory`.
   *
   * @returns A function that stops listening.
   * @throws VoxmetryError `invalid-argument` for another event, or a listener that is no function.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * let peak = 0;
   * const stop = lab.on('memory', (stats) => (peak = stats.peak));
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3]), size: [3, 1, 1] });
   * await scan.threshold({ lo: 2 }).count();
   * stop();
   * console.assert(peak > 0);
   * await lab.dispose();
   * ```
   */
  on<E extends keyof LabEvents>(event: E, listener: (data: LabEvents[E]) => void): () => void {
    if (!['lost', 'recovered', 'memory'].includes(event))
      throw invalidArgument('on', 'event', event, "'lost', 'recovered', 'memory'");
    if (typeof listener !== 'function')
      throw invalidArgument('on', 'listener', listener, 'a function');
    return this.#backend.on(event, listener);
  }

  /** Whether the lab is disposed, or its worker has failed: open another one then. */
  get disposed(): boolean {
    return this.#disposed || this.#backend.ended;
  }

  /**
   * Ends the lab: running queries reject with `disposed`, and GPU, worker and files are freed.
   *
   * @example
   * ```ts
   * import { VoxmetryError, openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3]), size: [3, 1, 1] });
   * await lab.dispose();
   * const error: unknown = await scan.moments().run().catch((e: unknown) => e);
   * console.assert(error instanceof VoxmetryError && error.code === 'disposed');
   * await lab.dispose();
   * ```
   */
  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#backend.dispose();
  }

  /** Lets `await using lab = await openLab()` dispose the lab. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  #assertOpen(): void {
    if (this.#disposed) throw new VoxmetryError('disposed', 'The lab is disposed. Open a new one.');
  }
}

function isIterable(given: unknown): boolean {
  return (
    typeof given === 'object' &&
    given !== null &&
    (Symbol.iterator in given || Symbol.asyncIterator in given)
  );
}

/** Whether options hold the very data that is opened. */
function hasSameData(input: unknown, options: unknown): boolean {
  const dataOf = (of: unknown): unknown =>
    typeof of === 'object' && of !== null && 'data' in of ? of.data : undefined;
  return dataOf(options) !== undefined && dataOf(options) === dataOf(input);
}

named('Lab', Lab);
