// A view at an engine: states are latest-wins, one frame at a time is computed and drawn.
import type { Gpu } from '../gpu/index.js';
import { invalidArgument, VoxmetryError } from '../recipe/errors.js';
import type { RecipeJson } from '../recipe/json.js';
import type {
  BackendView,
  Picked,
  Picture,
  PictureOptions,
  SliceState,
  ViewFrame,
  ViewListener,
  ViewRequest,
} from '../recipe/view/state.js';
import type { Node } from '../recipe/op.js';
import { CanvasTarget } from './canvas_target.js';
import type { DrawContext, Shown, ViewHost } from './host.js';
import { PictureTarget } from './picture.js';
import { SliceScene } from './slice_scene.js';

/** After so many devices lost in one frame, the frame fails. */
const MOST_RECOVERIES = 2;
/** Milliseconds after which a frame that is still computed gives way to one of other grids. */
const PATIENCE = 500;

/** Who waits for a frame that shows at least the state of a number. */
interface Waiting {
  readonly serial: number;
  readonly resolve: (frame: ViewFrame) => void;
  readonly reject: (error: VoxmetryError) => void;
}

/** What was set last. */
interface Wanted {
  readonly shown: Shown<SliceState>;
  readonly size: readonly [width: number, height: number];
  /** The recipe as text. */
  readonly recipe: string;
  /** What must be computed, as text: states that need the same differ in how it is drawn. */
  readonly needs: string;
}

/** A scene, on the device that it draws with. */
interface Staged {
  readonly gpu: Gpu;
  readonly scene: SliceScene;
}

/** Draws what a view is told, on a canvas or as pictures. */
export class EngineView implements BackendView {
  readonly #host: ViewHost;
  readonly #listener: ViewListener;
  readonly #parse: (recipe: RecipeJson) => Readonly<Record<string, Node>>;
  readonly #target: CanvasTarget | undefined;
  readonly #unlisten: () => void;
  readonly #end = new AbortController();
  #wanted: Wanted | undefined;
  #staged: Staged | undefined;
  #serial = 0;
  #waiting: Waiting[] = [];
  /** The frame that is computed now. */
  #frame:
    { readonly needs: string; readonly since: number; readonly stop: AbortController } | undefined;

  /**
   * @param parse - Reads the nodes of a recipe's outputs.
   */
  constructor(
    host: ViewHost,
    canvas: OffscreenCanvas | null,
    listener: ViewListener,
    parse: (recipe: RecipeJson) => Readonly<Record<string, Node>>,
  ) {
    this.#host = host;
    this.#listener = listener;
    this.#parse = parse;
    this.#target = canvas === null ? undefined : new CanvasTarget(canvas);
    // A canvas loses its picture with the device: it is drawn anew on the next one.
    this.#unlisten = host.on('lost', () => {
      if (this.#wanted !== undefined && this.#target !== undefined)
        this.#next().catch(() => undefined);
    });
  }

  async set({ recipe: json, state, size }: ViewRequest): Promise<ViewFrame> {
    this.#assertOpen();
    const recipe = JSON.stringify(json);
    const last = this.#wanted;
    const nodes = last?.recipe === recipe ? last.shown.nodes : this.#parse(json);
    if (state.kind === 'space') throw noSpace();
    const { axis, index, oblique } = state;
    const needs = JSON.stringify([recipe, axis, index, oblique]);
    this.#wanted = { shown: { state, nodes }, size, recipe, needs };
    return this.#next();
  }

  async pick(x: number, y: number): Promise<Picked | undefined> {
    const { shown, size } = this.#assertSet();
    return this.#onGpu(this.#end.signal, (scene, context) =>
      scene.pick(shown, size, [x, y], context),
    );
  }

  async picture({ width, height }: PictureOptions): Promise<Picture> {
    const { shown, size } = this.#assertSet();
    const { unitsPerPixel } = shown.state;
    // A picture shows all that the canvas shows, at its own resolution.
    const state: SliceState =
      unitsPerPixel === undefined || size[0] === 0
        ? shown.state
        : {
            ...shown.state,
            unitsPerPixel: unitsPerPixel * Math.max(size[0] / width, size[1] / height),
          };
    return this.#onGpu(this.#end.signal, async (scene, context) => {
      const target = new PictureTarget(context.gpu, width, height);
      try {
        await scene.draw({ ...shown, state }, target, context);
        return { width, height, data: await target.read() };
      } finally {
        target.dispose();
      }
    });
  }

  dispose(): void {
    if (this.#end.signal.aborted) return;
    this.#end.abort();
    this.#unlisten();
    this.#frame?.stop.abort();
    this.#settle(Infinity, ({ reject }) => {
      reject(disposed());
    });
    this.#staged?.scene.dispose();
    this.#staged = undefined;
  }

  /** The frame of what is wanted now. */
  #next(): Promise<ViewFrame> {
    this.#serial += 1;
    const serial = this.#serial;
    const frame = new Promise<ViewFrame>((resolve, reject) => {
      this.#waiting.push({ serial, resolve, reject });
    });
    if (this.#frame === undefined) void this.#drawAll();
    else if (
      this.#frame.needs !== this.#wanted?.needs &&
      performance.now() - this.#frame.since > PATIENCE
    )
      this.#frame.stop.abort();
    return frame;
  }

  /** Draws until what is wanted is shown. */
  async #drawAll(): Promise<void> {
    for (let drawn = -1; drawn < this.#serial && !this.#end.signal.aborted;) {
      const serial = this.#serial;
      const wanted = this.#wanted!;
      const stop = new AbortController();
      const since = performance.now();
      this.#frame = { needs: wanted.needs, since, stop };
      try {
        const seen = await this.#draw(wanted, stop.signal);
        const frame = { ...seen, ms: performance.now() - since };
        this.#settle(serial, ({ resolve }) => {
          resolve(frame);
        });
        this.#listener.frame(frame);
      } catch (error) {
        // What a newer state has overtaken is no failure.
        if (isOver(this.#end) || (isOver(stop) && serial < this.#serial)) continue;
        const typed = VoxmetryError.from(error, 'view');
        this.#settle(serial, ({ reject }) => {
          reject(typed);
        });
        this.#listener.error(typed);
      }
      drawn = serial;
    }
    this.#frame = undefined;
  }

  async #draw({ shown, size }: Wanted, signal: AbortSignal): Promise<Omit<ViewFrame, 'ms'>> {
    const [width, height] = size;
    const target = this.#target;
    if (target === undefined || width * height === 0) {
      const { unitsPerPixel = 0 } = shown.state;
      return { width, height, unitsPerPixel, binning: 1, preliminary: false };
    }
    return this.#onGpu(signal, async (scene, context) => {
      const frame = target.frame(context.gpu.device, width, height);
      const seen = await scene.draw(shown, frame, context);
      // One frame at a time: the next one waits for this.
      await context.gpu.device.queue.onSubmittedWorkDone();
      context.gpu.assertAlive();
      return { width, height, ...seen };
    });
  }

  /** Works with the scene on the device; again on the next one where it is lost meanwhile. */
  async #onGpu<T>(
    signal: AbortSignal,
    work: (scene: SliceScene, context: DrawContext) => Promise<T>,
  ): Promise<T> {
    for (let recoveries = 0; ; recoveries++) {
      const gpu = await this.#host.liveGpu();
      if (this.#end.signal.aborted) throw disposed();
      const scene = this.#sceneOn(gpu);
      const context: DrawContext = {
        ...{ gpu, signal },
        lease: async (node, region) => {
          const lease = await this.#host.lease(node, region, signal);
          // Buffers of another device are of no use with this one.
          if (!gpu.isLost && !this.#end.signal.aborted) return lease;
          lease.release();
          gpu.assertAlive();
          throw disposed();
        },
      };
      try {
        return await work(scene, context);
      } catch (error) {
        const typed = error instanceof VoxmetryError ? error : await gpu.failure(error, 'view');
        const again = gpu.isLost && gpu.ownsDevice && recoveries < MOST_RECOVERIES;
        if (!again || signal.aborted || isOver(this.#end)) throw typed;
      }
    }
  }

  #sceneOn(gpu: Gpu): SliceScene {
    if (this.#staged?.gpu !== gpu) {
      this.#staged?.scene.dispose();
      this.#staged = { gpu, scene: new SliceScene(gpu) };
    }
    return this.#staged.scene;
  }

  /** Answers those who wait for states up to a number. */
  #settle(serial: number, answer: (waiting: Waiting) => void): void {
    const done = this.#waiting.filter((waiting) => waiting.serial <= serial);
    this.#waiting = this.#waiting.filter((waiting) => waiting.serial > serial);
    done.forEach(answer);
  }

  #assertOpen(): void {
    if (this.#end.signal.aborted) throw disposed();
  }

  #assertSet(): Wanted {
    this.#assertOpen();
    if (this.#wanted === undefined)
      throw new VoxmetryError('internal', 'A view was asked before it was set. Please report it.');
    return this.#wanted;
  }
}

/** Whether work was stopped; asked anew after every wait. */
function isOver(work: AbortController): boolean {
  return work.signal.aborted;
}

function disposed(): VoxmetryError {
  return new VoxmetryError('disposed', 'The view is disposed. Make a new one, on a fresh canvas.', {
    op: 'view',
  });
}

function noSpace(): VoxmetryError {
  return invalidArgument('view', 'kind', 'space', "'slice'");
}
