import type { EngineLab } from '../engine/index.js';
import { openLab } from '../index.js';
import type { Lab } from '../index.js';
import { VoxmetryError } from '../recipe/errors.js';
import type { Stages } from '../recipe/stages.js';
import { findDeno, runInDeno } from './deno.js';

/** Opens the lab that computes; one that takes down its stages computes in this thread. */
export type LabOpener = (options: {
  readonly signal: AbortSignal;
  readonly stages?: Stages | undefined;
}) => Promise<Lab>;

/** What a command computes with. */
export interface Runtime {
  /**
   * Makes sure that there is a GPU, before anything is written. Resolves to the exit code where
   * another runtime ran the command in our place, to undefined where it is to run here.
   *
   * @throws VoxmetryError `webgpu-unavailable`, saying what to install.
   */
  readonly elsewhere?: (stages?: Stages) => Promise<number | undefined>;
  readonly open: LabOpener;
  /** Opens a lab in this thread, where one was opened to look for a GPU; left out elsewhere. */
  readonly engine?: () => Promise<EngineLab>;
}

/** The runtime that this process is; in Node, Deno stands in where the package webgpu cannot. */
export function ownRuntime(rawArgs: readonly string[]): Runtime {
  if ('Deno' in globalThis)
    return {
      elsewhere: requireFlag,
      open: ({ signal, stages }) => (stages === undefined ? openLab({ signal }) : openHere(stages)),
    };
  let tried: EngineLab | undefined;
  // The lab by which the GPU was tried is as good as another.
  const open = async (stages?: Stages): Promise<EngineLab> => {
    const lab = tried ?? (await openHere(stages));
    tried = undefined;
    return lab;
  };
  return {
    elsewhere: async (stages) => {
      try {
        tried = await openHere(stages);
        return undefined;
      } catch (error) {
        const failure = VoxmetryError.from(error);
        if (failure.code !== 'webgpu-unavailable') throw failure;
        const deno = await findDeno();
        if (deno !== undefined) return runInDeno(deno, rawArgs);
        throw withDeno(failure);
      }
    },
    open: ({ stages }) => open(stages),
    engine: () => open(),
  };
}

async function openHere(stages?: Stages): Promise<EngineLab> {
  const { openEngine } = await import('../engine/index.js');
  return openEngine({ stages });
}

function requireFlag(): Promise<undefined> {
  const { gpu } = (globalThis as { navigator?: { gpu?: unknown } }).navigator ?? {};
  return gpu === undefined
    ? Promise.reject(
        new VoxmetryError(
          'webgpu-unavailable',
          'WebGPU cannot be used: Deno has it with a flag. Type: deno run -A --unstable-webgpu',
        ),
      )
    : Promise.resolve(undefined);
}

/** The error of Node, and what helps as well. */
function withDeno({ code, message, cause }: VoxmetryError): VoxmetryError {
  return new VoxmetryError(code, `${message} Or install Deno 2, which is used where found.`, {
    cause,
  });
}
