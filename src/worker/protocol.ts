import type { FileFacts, OpenInput, OpenOptions } from '../recipe/source.js';
import type {
  LabEvents,
  LabInfo,
  MemoryStats,
  OpenedModel,
  OpenedSource,
  RunRequest,
  RunResponse,
} from '../recipe/backend.js';
import { VoxmetryError, type ErrorData } from '../recipe/errors.js';
import type {
  Picked,
  Picture,
  PictureOptions,
  ViewFrame,
  ViewRequest,
} from '../recipe/view/state.js';

/** A result or a typed error: errors cross the wall as data and keep their class and fields. */
export type Reply<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorData };

/** Does work whose result, or typed error, is to cross the wall. */
export async function reply<T>(work: () => Promise<T> | T): Promise<Reply<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: VoxmetryError.from(error).toData() };
  }
}

/** How the worker's engine is set up. */
export interface WorkerSetup {
  readonly powerPreference?: GPUPowerPreference | undefined;
  readonly memoryBudget?: number | undefined;
  readonly profile?: boolean | undefined;
  /** The full address of h5wasm's module. */
  readonly hdf5?: string | undefined;
  /** The full address of onnxruntime-web's module. */
  readonly onnx?: string | undefined;
}

/** Options of an opening that can cross the wall: the signal and the progress go as messages. */
export type PlainOpenOptions = Omit<OpenOptions, 'signal' | 'onProgress'>;

/**
 * What the worker offers; exposed by Comlink. `call` is the id that cancel and progress refer to.
 */
export interface WorkerApi {
  /**
   * Opens the engine. `lock` is the name of a lock to hold while the worker lives; whether it is
   * held comes back.
   */
  setup(
    options: WorkerSetup,
    lock: string,
  ): Promise<Reply<{ readonly info: LabInfo; readonly locked: boolean }>>;
  open(call: number, input: OpenInput, options: PlainOpenOptions): Promise<Reply<OpenedSource>>;
  inspect(call: number, input: OpenInput, options: PlainOpenOptions): Promise<Reply<FileFacts>>;
  run(call: number, request: RunRequest): Promise<Reply<RunResponse>>;
  /** Makes a view, which later calls name by its id. */
  view(view: number, canvas: OffscreenCanvas | null): Promise<Reply<void>>;
  setView(view: number, request: ViewRequest): Promise<Reply<ViewFrame>>;
  pickInView(view: number, x: number, y: number): Promise<Reply<Picked | undefined>>;
  pictureOfView(view: number, options: PictureOptions): Promise<Reply<Picture>>;
  closeView(view: number): Promise<Reply<void>>;
  closeSource(id: string): Promise<Reply<void>>;
  openModel(bytes: Uint8Array<ArrayBuffer>): Promise<Reply<OpenedModel>>;
  closeModel(hash: string): Promise<Reply<void>>;
  memory(): Promise<Reply<MemoryStats>>;
  clearCache(): Promise<Reply<void>>;
  dispose(): Promise<Reply<void>>;
}

/**
 * Messages beside Comlink's: cancels to the worker; a first word, progress, events and frames from
 * it.
 */
export type SideMessage =
  | { readonly voxmetry: 'hello' }
  | { readonly voxmetry: 'cancel'; readonly call: number }
  | { readonly voxmetry: 'progress'; readonly call: number; readonly fraction: number }
  | { readonly voxmetry: 'event'; readonly event: keyof LabEvents; readonly data: unknown }
  | { readonly voxmetry: 'frame'; readonly view: number; readonly frame: ViewFrame }
  | { readonly voxmetry: 'view error'; readonly view: number; readonly error: ErrorData };

/** Whether a message is one of ours and not Comlink's. */
export function isSideMessage(data: unknown): data is SideMessage {
  return typeof data === 'object' && data !== null && 'voxmetry' in data;
}
