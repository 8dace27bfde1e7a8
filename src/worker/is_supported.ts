import { describeAdapter, type AdapterInfo } from '../recipe/adapter.js';

/** Why no lab can be opened here. */
export type UnsupportedReason =
  'insecure-context' | 'no-webgpu' | 'no-adapter' | 'no-worker' | 'small-limits';

/** Whether a lab can be opened here. */
export type Support =
  | { readonly supported: true; readonly adapter: AdapterInfo }
  | {
      readonly supported: false;
      readonly reason: UnsupportedReason;
      /** The reason as a sentence, with what helps. */
      readonly message: string;
      /** The adapter, where there is one. */
      readonly adapter?: AdapterInfo;
    };

/** What every adapter of WebGPU offers; kernels count on it. */
const LEAST_STORAGE_BUFFERS = 8;

const MESSAGES: Readonly<Record<UnsupportedReason, string>> = {
  'insecure-context': 'The page is not secure. Serve it over https, or on localhost.',
  'no-webgpu':
    'This browser has no WebGPU. Use a current Chrome, Edge, Firefox or Safari with hardware acceleration on.',
  'no-adapter':
    "No GPU adapter was found. Switch hardware acceleration on, and update the GPU's driver.",
  'no-worker': 'This runtime has no web workers. Use openEngine from voxmetry/engine.',
  'small-limits': 'The GPU adapter binds too few buffers. Choose another GPU or browser.',
};

/** The same where there is no browser: `openLab` needs a worker of a page. */
const NO_BROWSER =
  'This runtime is no browser, and has no WebGPU of its own. Use openEngine from voxmetry/engine, which takes it from the package webgpu in Node: npm install webgpu.';

/**
 * Tells at once whether a lab can be opened here, and why not, without starting a worker or a
 * device. A device may still fail to open: `openLab` tests it.
 *
 * @example
 * ```ts
 * import { isSupported } from 'voxmetry';
 * const support = await isSupported();
 * if (!support.supported) console.log(support.reason, support.message);
 * console.assert(support.supported ? support.adapter.description !== '' : support.message !== '');
 * ```
 */
export async function isSupported(): Promise<Support> {
  const page = globalThis as {
    readonly isSecureContext?: boolean;
    readonly navigator?: { readonly gpu?: GPU };
    readonly Worker?: unknown;
    readonly document?: unknown;
    readonly WorkerGlobalScope?: unknown;
  };
  if (page.isSecureContext === false) return unsupported('insecure-context');
  const gpu = page.navigator?.gpu;
  if (gpu === undefined) {
    const inBrowser = page.document !== undefined || page.WorkerGlobalScope !== undefined;
    return inBrowser
      ? unsupported('no-webgpu')
      : { supported: false, reason: 'no-webgpu', message: NO_BROWSER };
  }
  const found = await gpu.requestAdapter().catch(() => null);
  if (found === null) return unsupported('no-adapter');
  const adapter = describeAdapter(found.info);
  if (found.limits.maxStorageBuffersPerShaderStage < LEAST_STORAGE_BUFFERS)
    return { ...unsupported('small-limits'), adapter };
  if (page.Worker === undefined) return { ...unsupported('no-worker'), adapter };
  return { supported: true, adapter };
}

function unsupported(reason: UnsupportedReason): Support & { readonly supported: false } {
  return { supported: false, reason, message: MESSAGES[reason] };
}
