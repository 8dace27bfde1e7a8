// onnxruntime-web, an optional peer: loaded when a network is first used, some 27 MB of
// WebAssembly.
import { VoxmetryError } from '../../recipe/errors.js';
import { optionalPeer } from '../../recipe/optional_peer.js';
import { runtimeUrl } from './runtime_url.js';

/** What of a tensor of onnxruntime-web is used. */
export interface RuntimeTensor {
  readonly dims: readonly number[];
  readonly type: string;
  readonly location: string;
  readonly gpuBuffer: GPUBuffer;
  dispose(): void;
}

/** A model that is ready to run on a device. */
export interface RuntimeSession {
  run(
    inputs: Readonly<Record<string, RuntimeTensor>>,
    options: object,
  ): Promise<Record<string, RuntimeTensor>>;
  release(): Promise<void>;
}

/** What of onnxruntime-web is used. */
interface Runtime {
  readonly env: { readonly wasm: { numThreads: number }; logLevel: string };
  readonly InferenceSession: {
    create(model: Uint8Array, options: object): Promise<RuntimeSession>;
  };
  readonly Tensor: {
    fromGpuBuffer(
      buffer: GPUBuffer,
      options: { readonly dataType: string; readonly dims: readonly number[] },
    ): RuntimeTensor;
  };
}

/**
 * What goes wrong is thrown, and not written to the console too: the greatest severity alone is.
 */
const QUIET = { logSeverityLevel: 4 };

/** Loads onnxruntime-web, once. */
const runtime = optionalPeer(
  {
    what: 'Neural networks are run',
    name: 'onnxruntime-web',
    version: '1.30',
    address: 'openLab({ onnx: url })',
    op: 'infer',
  },
  async (): Promise<Runtime> => {
    const url = runtimeUrl();
    // A bundler sees the name here, and leaves out what is not installed: it is an optional peer.
    const module: unknown =
      url === undefined
        ? await import('onnxruntime-web/webgpu')
        : await import(/* @vite-ignore */ /* webpackIgnore: true */ url);
    const { env, ...rest } = module as Runtime;
    // The work is the GPU's. More threads would need an isolated page, and workers of their own.
    env.wasm.numThreads = 1;
    env.logLevel = 'fatal';
    return { env, ...rest };
  },
);

/** It works on one thing at a time: what is asked for while it does waits. */
let before: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = before.then(work, work);
  before = mine.catch(() => undefined);
  return mine;
}

/**
 * Where the runtime takes its surroundings for Node (Deno too), it puts Node's workers in the place
 * of the global ones as it starts, with which no lab opens any more.
 */
async function keepingWorker<T>(work: () => Promise<T>): Promise<T> {
  const kept = Object.getOwnPropertyDescriptor(globalThis, 'Worker');
  try {
    return await work();
  } finally {
    if (kept !== undefined) Object.defineProperty(globalThis, 'Worker', kept);
  }
}

/** Makes a model ready on a device: shaders are compiled when it first runs. */
export async function createSession(model: Uint8Array, device: GPUDevice): Promise<RuntimeSession> {
  const { InferenceSession } = await runtime();
  try {
    return await inTurn(() =>
      keepingWorker(() =>
        InferenceSession.create(model, {
          executionProviders: [{ name: 'webgpu', device }],
          preferredOutputLocation: 'gpu-buffer',
          ...QUIET,
        }),
      ),
    );
  } catch (cause) {
    throw explained(cause);
  }
}

/** A tensor in a buffer of the device. */
export async function gpuTensor(
  buffer: GPUBuffer,
  dataType: string,
  dims: readonly number[],
): Promise<RuntimeTensor> {
  return (await runtime()).Tensor.fromGpuBuffer(buffer, { dataType, dims });
}

/** Frees what a session holds, after what it is asked for. */
export function releaseSession(session: RuntimeSession): Promise<void> {
  return inTurn(() => session.release());
}

/** Runs a session on one input; what it gives is the caller's to dispose of. */
export async function runSession(
  session: RuntimeSession,
  inputs: Readonly<Record<string, RuntimeTensor>>,
): Promise<Record<string, RuntimeTensor>> {
  try {
    return await inTurn(() => session.run(inputs, QUIET));
  } catch (cause) {
    throw explained(cause);
  }
}

/** Of three dimensions, it is known not to be computed on WebGPU up to onnxruntime-web 1.30. */
const TRANSPOSED =
  'Export the network with Resize (nearest or linear) and Conv in its place, as torch.nn.Upsample and Conv3d, which are computed';

/** What the runtime says, as what it is: the node that it cannot compute, with the remedy. */
function explained(cause: unknown): VoxmetryError {
  if (cause instanceof VoxmetryError) return cause;
  const text = (cause instanceof Error ? cause.message : String(cause)).replace(/\s+/g, ' ');
  const running = /running (\w+) node\. Name:'([^']*)'(?: Status Message: (.*))?/.exec(text);
  const missing = /implementation for (\w+)\(\d+\) node with name '([^']*)'/.exec(text);
  const [, op, name, reason] = running ?? missing ?? [];
  if (op === undefined || name === undefined)
    return new VoxmetryError('unsupported-format', `infer: onnxruntime-web refuses it: ${text}`, {
      op: 'infer',
      cause,
    });
  // Nodes whose axes are reordered get such an ending.
  const node = name.replace(/_token_\d+$/, '');
  const remedy =
    op === 'ConvTranspose'
      ? TRANSPOSED
      : 'Export the network without it, or with a tile that its layers divide: tile: 64, 96, 128';
  return new VoxmetryError(
    'unsupported-format',
    `infer: onnxruntime-web does not compute the node '${node}' (${op}) of the network on WebGPU: ${reason ?? text} ${remedy}.`,
    { op: 'infer', details: { node, type: op }, cause },
  );
}
