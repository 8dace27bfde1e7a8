// elastix, an optional peer: loaded when a registration first wants it, some 2.4 MB of compressed
// WebAssembly.
import { cancelled, invalidArgument, VoxmetryError } from '../recipe/errors.js';
import { optionalPeer } from '../recipe/optional_peer.js';
import type { Vec3 } from '../recipe/geometry.js';

/** A volume as ITK's WebAssembly takes it. */
export interface ElastixImage {
  readonly imageType: {
    readonly dimension: number;
    readonly componentType: string;
    readonly pixelType: string;
    readonly components: number;
  };
  readonly name: string;
  readonly origin: readonly number[];
  readonly spacing: readonly number[];
  readonly direction: Float64Array;
  readonly size: readonly number[];
  readonly metadata: ReadonlyMap<string, string>;
  readonly data: Float32Array;
}

/** Parameters of elastix: names, and lists of texts. */
export type ElastixParameters = Readonly<Record<string, readonly string[]>>;

type Run = (
  parameters: readonly ElastixParameters[],
  options: {
    readonly fixed: ElastixImage;
    readonly moving: ElastixImage;
    readonly webWorker?: null;
  },
) => Promise<{
  readonly webWorker?: Worker | null;
  readonly transformParameterObject: readonly ElastixParameters[];
}>;

/**
 * What of the package `@itk-wasm/elastix` is used. A page that serves the package's WebAssembly
 * itself imports the package, says where it lies (`setPipelinesBaseUrl`, `setPipelineWorkerUrl`),
 * and gives it as the option `elastix`.
 */
export interface ElastixLibrary {
  /** Registers, in a worker of its own: in browsers. */
  readonly elastix?: unknown;
  /** The same in Node and Deno. */
  readonly elastixNode?: unknown;
}

const PACKAGE = '@itk-wasm/elastix';

const installed = optionalPeer(
  {
    what: 'Elastic registration is done',
    name: PACKAGE,
    version: '1',
    address: 'registerElastic(fixed, moving, { elastix: url })',
    op: 'registerElastic',
  },
  // A bundler sees the name here, and leaves out what is not installed: it is an optional peer.
  async (): Promise<ElastixLibrary> => import('@itk-wasm/elastix') as Promise<ElastixLibrary>,
);

const LIBRARY = `the package ${PACKAGE}, or the address of its module`;

/** The package: as it is installed, at an address, or as it is given. */
export async function elastixLibrary(
  given: string | URL | ElastixLibrary | undefined,
): Promise<Run> {
  let library: ElastixLibrary;
  if (given === undefined) library = await installed();
  else if (typeof given === 'string' || given instanceof URL)
    library = (await import(
      /* @vite-ignore */ /* webpackIgnore: true */ String(given)
    )) as ElastixLibrary;
  else library = given;
  const run = library.elastix ?? library.elastixNode;
  if (typeof run !== 'function')
    throw invalidArgument('registerElastic', 'elastix', given, LIBRARY);
  return run as Run;
}

/** A volume on the host, whose voxels are `spacing` wide, as elastix takes it. */
export function elastixImage(size: Vec3, spacing: Vec3, data: ArrayLike<number>): ElastixImage {
  return {
    imageType: { dimension: 3, componentType: 'float32', pixelType: 'Scalar', components: 1 },
    name: 'volume',
    origin: [0, 0, 0],
    spacing,
    direction: new Float64Array([1, 0, 0, 0, 1, 0, 0, 0, 1]),
    size,
    metadata: new Map(),
    data: data instanceof Float32Array ? data : Float32Array.from(data),
  };
}

/** What elastix says where samples leave the moving volume. */
const LOST = /too many samples map outside|no (valid )?samples|could not be found/i;

/** What it says where its memory has ended: in WebAssembly a trap. */
const MEMORY = /memory|alloc|abort|unreachable|out of bounds/i;

/**
 * Registers by elastix; undefined where it loses the moving volume on its way. A cancel is heeded
 * at once; the worker, which takes no message meanwhile, ends with its work.
 */
export async function runElastix(
  run: Run,
  parameters: ElastixParameters,
  images: { readonly fixed: ElastixImage; readonly moving: ElastixImage },
  signal: AbortSignal | undefined,
): Promise<ElastixParameters | undefined> {
  const work = run([parameters], { ...images, webWorker: null }).then((result) => {
    result.webWorker?.terminate();
    return result.transformParameterObject.at(-1);
  });
  // A failure after a cancel is nobody's.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, aborted(signal)]);
  } catch (error) {
    if (error instanceof VoxmetryError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    if (LOST.test(reason)) return undefined;
    const said = `elastix ended without a result (${reason.trim().split('\n').at(-1)!.slice(0, 200)})`;
    const facts = { op: 'registerElastic', cause: error };
    if (MEMORY.test(reason))
      throw new VoxmetryError(
        'limit',
        `${said}. Its memory is 4 GiB at most: register volumes with larger voxels (resample), and warp the full ones by the field.`,
        facts,
      );
    throw new VoxmetryError(
      'worker-failed',
      `${said}. Where its WebAssembly or worker could not be loaded, say where they lie: setPipelinesBaseUrl and setPipelineWorkerUrl of ${PACKAGE}.`,
      facts,
    );
  }
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const cancel = (): void => {
      reject(cancelled('registerElastic'));
    };
    if (signal?.aborted === true) cancel();
    else signal?.addEventListener('abort', cancel, { once: true });
  });
}
