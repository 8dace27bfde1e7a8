// Conversion of integers to phases on the GPU.
import { allocGrid, implement, wordsOf } from '../implement/index.js';
import { phasesFromValues } from '../kernels/segmentation/index.js';
import { codeOf } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import { toPhases } from './to_phases.js';

/** 256 bits, and a word that says whether there are values beyond. */
const SET_BYTES = 36;

/** Values as phases on the GPU: one pass that also collects the set of values. */
export const toPhasesOnGpu = implement(toPhases, async ({ run, inputs, params, region, meta }) => {
  const { volume } = inputs;
  const { storage } = volume.meta;
  const out = allocGrid(run, meta, region);
  const present = run.alloc(SET_BYTES, 'values present', { zero: true });
  run.dispatch(phasesFromValues, {
    grids: { src: volume, dst: out },
    buffers: { present },
    constants: { SRC_DTYPE: codeOf(storage) },
    size: { invocations: wordsOf(out.layout) },
  });
  const words = new Uint32Array(await run.read(present));
  run.free(present);
  const named = new Set(Object.values(params.phases));
  const unnamed: string[] = [];
  for (let code = 0; code < 256; code++)
    if (((words[code >> 5]! >>> (code & 31)) & 1) === 1 && !named.has(code))
      unnamed.push(String(code));
  if (words[8] !== 0) unnamed.push('values outside 0 … 255');
  if (unnamed.length > 0)
    throw invalidArgument(
      'toPhases',
      'phases',
      params.phases,
      `a name for every value of the volume; without one are ${unnamed.join(', ')}`,
    );
  return out;
});
