import { unavailable } from './unavailable.js';

/** What the package `webgpu` (Dawn for Node) gives. */
interface WebGpuPackage {
  create(options: readonly string[]): GPU;
  readonly globals: Readonly<Record<string, unknown>>;
}

/** Behind a name, so that no bundler follows it: pages have no use for the package. */
const PACKAGE = 'webgpu';

let given: Promise<GPU> | undefined;

/**
 * The WebGPU of Node, by the package `webgpu` where its user has installed it. Its classes and
 * constants become global, as they are in a browser.
 */
export function nodeGpu(): Promise<GPU> {
  given ??= load().catch((error: unknown) => {
    given = undefined;
    throw error;
  });
  return given;
}

async function load(): Promise<GPU> {
  let module: WebGpuPackage;
  try {
    module = (await import(/* webpackIgnore: true */ /* @vite-ignore */ PACKAGE)) as WebGpuPackage;
  } catch (cause) {
    const missing = (cause as { code?: unknown }).code === 'ERR_MODULE_NOT_FOUND';
    throw missing
      ? unavailable(
          'Node has it by the package webgpu, which is not installed',
          cause,
          'Type: npm install webgpu',
        )
      : unavailable(
          `Node has it by the package webgpu, which does not load (${String(cause).split('\n', 1)[0]!})`,
          cause,
          'Install the package again, or use a system that it supports.',
        );
  }
  for (const [name, value] of Object.entries(module.globals))
    if (!(name in globalThis))
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  return module.create([]);
}
