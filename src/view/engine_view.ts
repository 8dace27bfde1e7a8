// A view at an engine: states are latest-wins, one frame at a time is computed and drawn.
import type { Gpu } from '../gpu/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import type { RecipeJson } from '../recipe/json.js';
import type {
  BackendView,
  Picked,
  Picture,
  PictureOptions,
  SpaceState,
  ViewFrame,
  ViewListener,
  ViewRequest,
  ViewState,
} from '../recipe/view/state.js';
import { gridMeta, type Node } from '../recipe/op.js';
import { CanvasTarget } from './canvas_target.js';
import type { DrawContext, Scene, Shown, ViewHost } from './host.js';
import { paintScaleBar } from './paint_scale_bar.js';
import { PictureTarget } from './picture.js';
import { makeScene } from './scenes.js';

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
  readonly shown: Shown;
  readonly size: readonly [width: number, height: number];
  /** The recipe as text. */
  readonly recipe: string;
  /** What must be computed, as text: states that need the same differ in how it is drawn. */
  readonly needs: string;
}

/** A scene, on the device that it draws with. */
interface Staged {
  readonly kind: ViewState['kind'];
  readonly gpu: Gpu;
  readonly scene: Scene<ViewState>;
}

/** The frame that is computed now. */
interface Working {
  readonly needs: string;
  readonly since: number;
  readonly stop: AbortController;
  /** Whether it only shows better what is shown already. */
  refines: boolean;
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
  #working: Working | undefined;

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
    const plane = state.kind === 'slice' ? [state.axis, state.index, state.oblique] : [];
    const needs = JSON.stringify([recipe, state.kind, ...plane]);
    this.#wanted = { shown: { state, nodes }, size, recipe, needs };
    return this.#next();
  }

  async pick(x: number, y: number): Promise<Picked | undefined> {
    const { shown, size } = this.#assertSet();
    return this.#onGpu(shown, this.#end.signal, (scene, context) =>
      scene.pick(shown, size, [x, y], context),
    );
  }

  async picture(options: PictureOptions): Promise<Picture> {
    const { width, height, scaleBar = false } = options;
    const { shown, size } = this.#assertSet();
    const asked = { ...shown, state: inPicture(shown.state, size, options) };
    return this.#onGpu(asked, this.#end.signal, async (scene, context) => {
      const target = new PictureTarget(context.gpu, width, height);
      try {
        let seen = await scene.draw(asked, target, context);
        if (seen.preliminary) seen = (await scene.refine?.(asked, target, context)) ?? seen;
        const data = await target.read();
        if (scaleBar) paintScaleBar(data, [width, height], seen.unitsPerPixel, unitOf(asked));
        return { width, height, data };
      } finally {
        target.dispose();
      }
    });
  }

  dispose(): void {
    if (this.#end.signal.aborted) return;
    this.#end.abort();
    this.#unlisten();
    this.#working?.stop.abort();
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
    const working = this.#working;
    if (working === undefined) void this.#drawAll();
    else if (
      working.refines ||
      (working.needs !== this.#wanted?.needs && performance.now() - working.since > PATIENCE)
    )
      working.stop.abort();
    return frame;
  }

  /** Draws until what is wanted is shown. */
  async #drawAll(): Promise<void> {
    for (let drawn = -1; drawn < this.#serial && !isOver(this.#end);) {
      const serial = this.#serial;
      const wanted = this.#wanted!;
      const stop = new AbortController();
      const working = { needs: wanted.needs, since: performance.now(), stop, refines: false };
      this.#working = working;
      try {
        const frame = await this.#draw(wanted, working);
        this.#settle(serial, ({ resolve }) => {
          resolve(frame);
        });
        this.#listener.frame(frame);
        working.refines = true;
        if (frame.preliminary && serial === this.#serial)
          this.#listener.frame(await this.#draw(wanted, working));
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
    this.#working = undefined;
  }

  async #draw({ shown, size }: Wanted, { stop, since, refines }: Working): Promise<ViewFrame> {
    const [width, height] = size;
    const target = this.#target;
    if (target === undefined || width * height === 0)
      return { width, height, unitsPerPixel: 0, binning: 1, preliminary: false, ms: 0 };
    return this.#onGpu(shown, stop.signal, async (scene, context) => {
      const frame = target.frame(context.gpu.device, width, height);
      const seen =
        refines && scene.refine !== undefined
          ? await scene.refine(shown, frame, context)
          : await scene.draw(shown, frame, context);
      // One frame at a time: the next one waits for this.
      await context.gpu.device.queue.onSubmittedWorkDone();
      context.gpu.assertAlive();
      return { width, height, ...seen, ms: performance.now() - since };
    });
  }

  /** Works with the scene on the device; again on the next one where it is lost meanwhile. */
  async #onGpu<T>(
    { state }: Shown,
    signal: AbortSignal,
    work: (scene: Scene<ViewState>, context: DrawContext) => Promise<T>,
  ): Promise<T> {
    for (let recoveries = 0; ; recoveries++) {
      const gpu = await this.#host.liveGpu();
      if (this.#end.signal.aborted) throw disposed();
      const scene = this.#sceneOn(gpu, state.kind);
      const context: DrawContext = {
        ...{ gpu, signal },
        lease: async (node, region) => {
          // A user waits for what it shows.
          const lease = await this.#host.lease(node, region, signal, { urgent: true });
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
        if (isOver(this.#end)) throw disposed();
        const typed = error instanceof VoxmetryError ? error : await gpu.failure(error, 'view');
        const again = gpu.isLost && gpu.ownsDevice && recoveries < MOST_RECOVERIES;
        if (!again || signal.aborted) throw typed;
      }
    }
  }

  #sceneOn(gpu: Gpu, kind: ViewState['kind']): Scene<ViewState> {
    if (this.#staged?.gpu !== gpu || this.#staged.kind !== kind) {
      this.#staged?.scene.dispose();
      this.#staged = undefined;
      this.#staged = { kind, gpu, scene: makeScene(kind, gpu, this.#host) };
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

/** A state whose picture shows all that the canvas of a size shows, at its own resolution. */
function inPicture(
  state: ViewState,
  size: readonly [width: number, height: number],
  { width, height }: PictureOptions,
): ViewState {
  if (state.kind === 'space') return spaceInPicture(state, size, width / height);
  if (state.unitsPerPixel === undefined || size[0] === 0) return state;
  const coarser = Math.max(size[0] / width, size[1] / height);
  return { ...state, unitsPerPixel: state.unitsPerPixel * coarser };
}

/** A scene stands still in a picture, which shows at least what the canvas shows. */
function spaceInPicture(
  state: SpaceState,
  [width, height]: readonly [width: number, height: number],
  aspect: number,
): SpaceState {
  const still = { ...state, moving: false };
  if (state.camera === undefined || width * height === 0) return still;
  const taller = Math.max(1, width / height / aspect);
  return { ...still, camera: { ...state.camera, height: state.camera.height * taller } };
}

/** The unit of what is shown. */
function unitOf({ state, nodes }: Shown): string {
  return gridMeta(nodes[state.layers[0]!.output]!).unit;
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
