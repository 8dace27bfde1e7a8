// Ops of inscribed balls out of core, on the GPU: box by box, with halos as wide as the largest
// ball.
import type { Run } from '../gpu/index.js';
import { exactRows, SpilledGrid, type BrickedContext, type GpuGrid } from '../implement/index.js';
import { map3, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import type { InputSpecs } from '../recipe/op.js';
import type { ParamSpecs } from '../recipe/params.js';
import { FAR } from '../segmentation/squared_weights.js';
import { haloedBoxes, withHalo } from './haloed_boxes.js';

/**
 * Diameters or squares and what is made of them, balls of 8 B at the most, and what pools round up.
 */
const BYTES = 18;

/** The greatest of a grid's words, but for those without an end. */
async function greatestOf(words: SpilledGrid): Promise<number> {
  let greatest = 0;
  for await (const slice of words.slices())
    for (const word of slice) if (word > greatest && word < FAR) greatest = word;
  return greatest;
}

/**
 * Makes a grid of another, of squared distances or diameters, box by box, where no voxel depends on
 * what is farther off than the square root of the greatest of them. That is looked for first, on
 * the host. Squares without an end need no halo: then all are.
 *
 * @param weights of squares along the axes @param name of the op, for its errors
 */
export async function throughBoxes(
  context: Pick<BrickedContext<InputSpecs, ParamSpecs>, 'meta' | 'alone' | 'inRun' | 'openSpill'>,
  name: string,
  { words, meta: wordsMeta }: { readonly words: SpilledGrid; readonly meta: GridMeta },
  weights: Vec3,
  work: (run: Run, box: GpuGrid) => Promise<GpuGrid> | GpuGrid,
): Promise<SpilledGrid> {
  const { meta, alone } = context;
  const greatest = await greatestOf(words);
  const reach = map3((i) => Math.ceil(Math.sqrt(greatest / weights[i])) + 1);
  const boxes = haloedBoxes(name, meta.size, reach, Math.floor(alone / BYTES));
  return SpilledGrid.filled(context, meta.storage, meta.size, async (out) => {
    for (const box of boxes)
      await context.inRun(async (run) => {
        const held = await words.grid(run, wordsMeta, withHalo(box, reach, meta.size));
        const made = await work(run, held);
        run.free(held.buffer);
        await out.write(run, exactRows(run, made, box).buffer, box);
      });
  });
}
