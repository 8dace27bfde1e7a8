import type { GridArray } from './dtype.js';
import type { Region } from './geometry.js';
import type { RecipeJson } from './json.js';
import type { GridMeta } from './meta.js';
import type { FileFacts, OpenInput, OpenOptions, Resolution, SignalAxis } from './source.js';
import type { BackendView, ViewListener } from './view/state.js';

/** What a result was computed by and how: enough to repeat it and to judge it. */
export interface Provenance {
  readonly library: string;
  readonly adapter: {
    readonly vendor: string;
    readonly architecture: string;
    readonly device: string;
    readonly description: string;
    readonly software: boolean;
  };
  readonly recipe: RecipeJson;
  /** Hash of each output's recipe. */
  readonly hashes: Readonly<Record<string, string>>;
  /** `exact`: the same integers on every adapter; else the result depends on float rounding. */
  readonly exactness: 'exact' | 'float-dependent';
  /** Estimators, border rules, connectivities, by op. */
  readonly notes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What readers had to say of the inputs. */
  readonly warnings: readonly string[];
  /** When the result was computed, ISO 8601. */
  readonly date: string;
}

/** What one op cost in a run: declared traffic, and time where it was profiled. */
export interface OpTiming {
  readonly op: string;
  readonly dispatches: number;
  readonly read: number;
  readonly write: number;
  /** Declared bytes, read and written, of the dispatch that moves most. */
  readonly largest: number;
  readonly gpuMs: number | undefined;
  readonly wallMs: number;
}

/** A run to do: a recipe, which says how its grids are read. */
export interface RunRequest {
  readonly recipe: RecipeJson;
}

/** One output of a run: a box of a grid, or a value. */
export type OutputData =
  | { readonly type: 'grid'; readonly data: GridArray; readonly region: Region }
  | { readonly type: 'value'; readonly value: unknown };

/** What a run gives. */
export interface RunResponse {
  readonly outputs: Readonly<Record<string, OutputData>>;
  readonly provenance: Provenance;
  readonly timings: readonly OpTiming[];
}

/** Options of one run; they never enter the recipe. */
export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the fraction done, 0…1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/** An opened source. */
export interface OpenedSource {
  readonly id: string;
  readonly name: string;
  readonly format: string;
  readonly meta: GridMeta;
  readonly warnings: readonly string[];
  /** The resolutions that the file has; left out where there is one. */
  readonly levels?: readonly Resolution[] | undefined;
  /** What lies along z, of a spectrum image that says so. */
  readonly signal?: SignalAxis | undefined;
}

/** What a model of a neural network takes and gives. A type, so that it is plain data. */
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- an interface is no ParamJson
export type OpenedModel = {
  /** Of its bytes: 32 hexadecimal digits of their SHA-256. */
  readonly hash: string;
  /** Names of its input and of its output. */
  readonly input: string;
  readonly output: string;
  /** 2: it takes slices, as NCHW. 3: it takes volumes, as NCDHW. */
  readonly dimensions: number;
  /** Channels that it takes. */
  readonly channels: number;
  /** Channels that it gives; 0 where its file does not say. */
  readonly outputs: number;
  /** Voxels along x, y, z of what it takes; 0 where any fit. */
  readonly tile: readonly number[];
  /** The types of what it takes and gives: 'float32' or 'float16'. */
  readonly inputType: string;
  readonly outputType: string;
  /** Bytes of its weights, and of its layers for each voxel that it is given, as estimated. */
  readonly weightBytes: number;
  readonly voxelBytes: number;
};

/** Bytes in use. */
export interface MemoryStats {
  /** GPU bytes held by running work and by cached results. */
  readonly live: number;
  /** Of `live`, bytes of cached results. */
  readonly cached: number;
  /** GPU bytes kept for reuse. */
  readonly idle: number;
  /** The largest `live` so far. */
  readonly peak: number;
  /**
   * Bytes that grids may take: the budget of the lab, or less after the GPU has run out of memory.
   */
  readonly budget: number;
}

/** Facts about an opened lab. */
export interface LabInfo {
  readonly library: string;
  readonly adapter: Provenance['adapter'];
  readonly features: readonly string[];
  readonly maxBufferSize: number;
  readonly maxBindingSize: number;
  readonly memoryBudget: number;
}

/** What happens to a lab. */
export interface LabEvents {
  /** The GPU device was lost. */
  lost: { readonly reason: string };
  /** A new device took over. */
  recovered: { readonly adapter: Provenance['adapter'] };
  /** Memory in use changed after a run. */
  memory: MemoryStats;
}

/** Where recipes are computed: an engine in this thread, or one in a worker. */
export interface Backend {
  readonly info: LabInfo;
  /**
   * Lists what an input holds. Not named `inspect`: what prints objects calls a method of that
   * name, and handles hold their backend.
   */
  facts(input: OpenInput, options: OpenOptions): Promise<FileFacts>;
  open(
    input: OpenInput,
    options: OpenOptions & { readonly transfer?: boolean | undefined },
  ): Promise<OpenedSource>;
  run(request: RunRequest, options: RunOptions): Promise<RunResponse>;
  /**
   * A view that draws on a canvas, which becomes the backend's own; without one it makes pictures
   * alone.
   */
  view(canvas: OffscreenCanvas | null, listener: ViewListener): BackendView;
  closeSource(id: string): void;
  /** Reads a model of a neural network, and keeps it by its hash until it is closed. */
  openModel(bytes: Uint8Array<ArrayBuffer>): Promise<OpenedModel>;
  closeModel(hash: string): void;
  memory(): Promise<MemoryStats>;
  /** Drops all cached results. */
  clearCache(): Promise<void>;
  on<E extends keyof LabEvents>(event: E, listener: (data: LabEvents[E]) => void): () => void;
  dispose(): Promise<void>;
  /** Whether it is disposed, or has failed for good. */
  readonly ended: boolean;
}
