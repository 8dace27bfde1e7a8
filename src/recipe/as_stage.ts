// What is done as a stage: apart from the stages, which only profiles load.
import type { Stages } from './stages.js';

/** Does work as a stage, where stages are taken down. */
export async function asStage<T>(
  stages: Stages | undefined,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  const end = stages?.begin(name);
  try {
    return await work();
  } finally {
    end?.();
  }
}
