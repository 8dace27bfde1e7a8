import { invalidArgument, VoxmetryError } from '../recipe/errors.js';
import { knownOptions } from '../recipe/options.js';
import type { Lab } from '../volume/lab.js';
import { WorkerBackend, type SpareWorker } from './client.js';
import type { WorkerSetup } from './protocol.js';
import { spawnWorker } from './spawn.js';

/** How a lab is opened. */
export interface OpenLabOptions extends Omit<WorkerSetup, 'hdf5' | 'onnx'> {
  /**
   * The address of h5wasm's module, which reads HDF5, where its name is not resolved: a page
   * without a bundler. Default: the package of that name, where it is installed.
   */
  readonly hdf5?: string | URL | undefined;
  /**
   * The address of onnxruntime-web's module, which runs neural networks, where its name is not
   * resolved. Default: the package of that name, where it is installed.
   */
  readonly onnx?: string | URL | undefined;
  /** Cancels the opening. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Makes the worker, where the page needs a say. The worker's module is `voxmetry/worker`, or, in
   * one file, `voxmetry/worker-whole`. Default: the library's own file beside this module; where
   * nothing is heard of it, a copy in one file, from memory.
   */
  readonly createWorker?: (() => Worker) | undefined;
  /** Milliseconds until an unanswered opening fails with `timeout`. Default 30,000. */
  readonly timeout?: number | undefined;
}

const OPTIONS: readonly (keyof OpenLabOptions)[] = [
  'powerPreference',
  'memoryBudget',
  'profile',
  'signal',
  'createWorker',
  'timeout',
  'hdf5',
  'onnx',
];

/** The full address of a module that the page names relative to itself. */
function absolute(address: string | URL | undefined): string | undefined {
  return address === undefined ? undefined : new URL(address, document.baseURI).href;
}

/** Labs that nobody holds any more, nor any of their handles: their workers end. */
const forgotten = new FinalizationRegistry<WorkerBackend>((backend) => {
  backend.forget();
});

/**
 * Opens a lab: a worker with a GPU device in it, self-tested. The page's own thread stays free.
 * Where the worker's file does not load (a bundler that leaves it out, a script from another
 * origin), a copy in one file is loaded and started from a `blob:` URL.
 *
 * @param options - `powerPreference` picks among two GPUs; `memoryBudget` (bytes, default
 * min(1 GiB, 4 × binding limit)) bounds GPU memory; `profile` measures every op; `hdf5` and `onnx`
 * say where h5wasm and onnxruntime-web lie. A lab that is forgotten, with all of its handles, ends
 * by and by; dispose it to free its memory at once.
 * @throws VoxmetryError `webgpu-unavailable`, `worker-failed`, `timeout`, `cancelled`.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * console.log(lab.info.adapter.description);
 * await lab.dispose();
 * ```
 */
export function openLab(options: OpenLabOptions = {}): Promise<Lab> {
  return openLabWith(spawnWorker, () => import('./spawn_whole.js'), options);
}

/** Opens a lab by a worker of the caller's, or the given one, which may have a spare. */
export async function openLabWith(
  spawn: () => Worker,
  spare: (() => Promise<SpareWorker>) | undefined,
  options: OpenLabOptions,
): Promise<Lab> {
  const {
    timeout = 30_000,
    createWorker,
    memoryBudget,
  } = knownOptions('openLab', options, OPTIONS);
  if (!(timeout > 0)) throw invalidArgument('openLab', 'timeout', timeout, 'milliseconds, above 0');
  if (memoryBudget !== undefined && !(memoryBudget >= 2 ** 20))
    throw invalidArgument('openLab', 'memoryBudget', memoryBudget, 'at least 1 MiB, in bytes');
  if (createWorker === undefined && typeof Worker === 'undefined')
    throw new VoxmetryError(
      'worker-failed',
      'This runtime has no web workers. Open the lab in a browser, or use openEngine from voxmetry/engine.',
    );
  const { signal, powerPreference, profile, hdf5, onnx } = options;
  // What a page needs before a lab is open stays small: the handles come while the worker starts.
  const handles = import('../volume/lab.js');
  // Its failure is met below, after the worker's.
  handles.catch(() => undefined);
  const backend = await WorkerBackend.open({
    createWorker: createWorker ?? spawn,
    // A worker that the caller makes is the caller's choice.
    spare: createWorker === undefined ? spare : undefined,
    timeout,
    signal,
    powerPreference,
    memoryBudget,
    profile,
    // A worker's own address is another than that of the page.
    hdf5: absolute(hdf5),
    onnx: absolute(onnx),
  });
  try {
    const lab = new (await handles).Lab(backend);
    forgotten.register(lab.context, backend);
    return lab;
  } catch (error) {
    await backend.dispose();
    throw VoxmetryError.from(error);
  }
}
