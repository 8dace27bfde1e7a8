import { VoxmetryError } from '../recipe/errors.js';

/** Throws, saying what to type, where the runtime has no WebGPU. */
export function requireGpu(): void {
  const { navigator } = globalThis as { navigator?: { gpu?: unknown } };
  if (navigator?.gpu === undefined)
    throw new VoxmetryError(
      'webgpu-unavailable',
      'webgpu-unavailable: this runtime has no WebGPU. Use `npm run demo`, which starts the command where there is one, or run it with `deno run -A --unstable-webgpu`.',
    );
}
