// Heights of a separation out of core, box by box.
import type { PooledBuffer, Run } from '../gpu/index.js';
import {
  bytesOf,
  exactSlab,
  layoutOf,
  SpilledGrid,
  wordsOf,
  type BrickedContext,
  type InputValues,
} from '../implement/index.js';
import { RESULT_WORD } from '../kernels/shared/index.js';
import type { Region, Vec3 } from '../recipe/geometry.js';
import type { Heights } from './distance_basins.gpu.js';
import { spilledDistances } from './distance_bricked.gpu.js';
import {
  nearWidths,
  planesOfMask,
  volumeOfMask,
  type DistanceOptions,
  type Widths,
} from './distance_passes.gpu.js';
import type { separate } from './separate.js';
import type { HeightKind } from './separate_heights.js';
import { smoothedHeights } from './separate_snow.gpu.js';
import { oneBehind } from './one_behind.js';
import { around } from './slabs.js';

type Context = BrickedContext<(typeof separate)['inputs'], (typeof separate)['params']>;

/** Heights of a box; the second word of `found` becomes 1 where they may be wrong. */
export interface BoxHeights extends Heights {
  /** Undefined where there is no doubt. */
  readonly found: PooledBuffer | undefined;
  /** How many slices around the box were looked at. */
  readonly reach: number;
}

/** Slices around a box of which distances are made at first. */
const FIRST_REACH = 16;

/**
 * Heights of any box of whole slices, made again whenever they are wanted.
 *
 * The distance's passes along x and y see whole slices, and leave squared distances within planes
 * in a spill, narrow as those of the whole volume. The pass along z is made of the planes of a box
 * and of some slices around it, the reach: exact where nothing is farther than that, which the
 * kernel tells as it tells that words are too narrow. Where something is, the reach is doubled
 * ({@link farther}). Where that does not fit, or narrow words do not do, and where heights are
 * smoothed, they lie in the spill themselves, 4 B/voxel.
 */
export class SlabHeights {
  readonly #context: Context;
  readonly #options: DistanceOptions;
  readonly #widths: Widths;
  #planes: SpilledGrid | undefined;
  #whole: SpilledGrid | undefined;
  /** Whether there is any background: else all is as far as can be, whatever the reach. */
  #background = false;
  #reach = FIRST_REACH;

  private constructor(context: Context, { squares }: HeightKind) {
    this.#context = context;
    this.#options = { squares, outside: false, result: RESULT_WORD, scale: 1 };
    this.#widths = nearWidths(squares);
  }

  /** @param boxes that will be read */
  static async of(
    context: Context,
    kind: HeightKind,
    boxes: readonly Region[],
  ): Promise<SlabHeights> {
    const heights = new SlabHeights(context, kind);
    if (kind.smoothed) heights.#whole = await spilledSmoothed(context, kind);
    else if (boxes.every((box) => heights.#fits(box))) await heights.#makePlanes();
    else heights.#whole = await heights.#spilled();
    return heights;
  }

  /**
   * @param seen slices around which it looks no farther than the reach: where what is read is part
   *   of what was read before without doubt, that box
   */
  async read(run: Run, box: Region, seen = box): Promise<BoxHeights> {
    const { size } = this.#context.meta;
    const layout = layoutOf('u32', box, size);
    if (this.#whole !== undefined)
      return { buffer: await this.#whole.read(run, box), layout, found: undefined, reach: 0 };
    const held = around(seen, this.#reach, this.#reach, size[2]);
    const planes = {
      buffer: await this.#planes!.read(run, held),
      layout: layoutOf(this.#widths.planes, held, size),
    };
    const buffer = run.alloc(4 * wordsOf(layout), 'heights');
    const found = run.alloc(8, 'found', { zero: true });
    const widths = { ...this.#widths, none: this.#noneWithin(held) };
    volumeOfMask(run, planes, buffer, found, this.#options, widths, box);
    run.free(planes.buffer);
    await run.pace();
    return { buffer, layout, found: this.#background ? found : undefined, reach: this.#reach };
  }

  /** Looks farther from now on, after heights of a box turned out to be doubtful. */
  async farther(box: Region, reach: number): Promise<void> {
    // Others may have been doubtful before.
    if (this.#whole !== undefined || this.#reach > reach) return;
    const { size } = this.#context.meta;
    const seen = this.#noneWithin(around(box, this.#reach, this.#reach, size[2]));
    this.#reach *= 2;
    if (seen < this.#widths.none && this.#fits(box)) return;
    this.#whole = await this.#spilled();
    await this.#closePlanes();
  }

  async close(): Promise<void> {
    await this.#closePlanes();
    await this.#whole?.close();
  }

  /** Whether the planes around a box fit beside its heights. */
  #fits(box: Region): boolean {
    const { meta, alone, binding } = this.#context;
    const held = around(box, this.#reach, this.#reach, meta.size[2]);
    const planes = bytesOf(this.#widths.planes, held);
    return planes <= binding && planes + bytesOf('u32', box) <= alone;
  }

  #spilled(): Promise<SpilledGrid> {
    return spilledDistances(this.#context, ({ mask }) => mask, this.#options);
  }

  /** From which squared distance on something nearer may lie outside of these slices. */
  #noneWithin({ size: [, , depth] }: Region): number {
    const { none } = this.#widths;
    if (depth === this.#context.meta.size[2]) return none;
    return Math.min(none, this.#options.squares.weights[2] * (this.#reach + 1) ** 2);
  }

  async #makePlanes(): Promise<void> {
    const context = this.#context;
    const widths = this.#widths;
    this.#planes = await SpilledGrid.filled(
      context,
      widths.planes,
      context.meta.size,
      async (kept) => {
        await oneBehind(context.slabs, async (slab) => {
          const reading = await context.visit(slab, ({ mask }, run) => {
            const found = run.alloc(8, 'found', { zero: true });
            const exact = exactSlab(run, mask, slab);
            const { buffer } = planesOfMask(run, exact, found, this.#options, widths);
            return run.beginReading([
              { source: buffer, bytes: bytesOf(widths.planes, slab) },
              { source: found, bytes: 4 },
            ]);
          });
          return async () => {
            const [planes, background] = await reading.bytes;
            await kept.store(slab, new Uint8Array(planes!));
            this.#background ||= new Uint32Array(background!)[0] !== 0;
          };
        });
      },
    );
  }

  async #closePlanes(): Promise<void> {
    await this.#planes?.close();
    this.#planes = undefined;
  }
}

/** Heights of smoothed distances in a spill. */
function spilledSmoothed(context: Context, { scale }: HeightKind): Promise<SpilledGrid> {
  const { meta } = context;
  return SpilledGrid.filled(context, 'u32', meta.size, async (heights) => {
    for (const slab of context.slabs)
      await context.visit(slab, async (inputs, run) => {
        await heights.write(run, smoothedIn(run, inputs, slab, meta.size, scale), slab);
      });
  });
}

/** Heights of smoothed distances in a slab. */
export function smoothedIn(
  run: Run,
  { mask, smoothed }: InputValues<(typeof separate)['inputs']>,
  slab: Region,
  size: Vec3,
  scale: number,
): PooledBuffer {
  const layout = layoutOf('u32', slab, size);
  const heights = run.alloc(4 * wordsOf(layout), 'heights');
  const [within, distances] = [exactSlab(run, mask, slab), exactSlab(run, smoothed!, slab)];
  smoothedHeights(run, within, distances, { heights, layout, scale });
  return heights;
}
