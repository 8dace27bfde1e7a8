import { VoxmetryError } from '../recipe/errors.js';

/** What to do about a GPU that is not there, in each kind of runtime. */
const REMEDIES = {
  browser:
    "Use a current Chrome, Edge, Firefox or Safari with hardware acceleration on, over https or on localhost, and update the GPU's driver.",
  node: "Install or update the GPU's driver: on Linux that for Vulkan, as mesa-vulkan-drivers.",
  deno: "Run Deno with --unstable-webgpu, and install or update the GPU's driver.",
};

/** The kind of runtime; Deno says that it is Node as well. */
export function runtimeKind(): keyof typeof REMEDIES {
  const { Deno, process } = globalThis as {
    Deno?: unknown;
    process?: { versions?: { node?: unknown } };
  };
  if (Deno !== undefined) return 'deno';
  return process?.versions?.node === undefined ? 'browser' : 'node';
}

/** The error where there is no GPU to compute on. */
export function unavailable(
  reason: string,
  cause?: unknown,
  remedy = REMEDIES[runtimeKind()],
): VoxmetryError {
  return new VoxmetryError(
    'webgpu-unavailable',
    `WebGPU cannot be used: ${reason}. ${remedy}`,
    cause === undefined ? {} : { cause },
  );
}
