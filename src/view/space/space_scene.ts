import type { Gpu } from '../../gpu/index.js';
import { throwIfAborted } from '../../recipe/errors.js';
import { map3 } from '../../recipe/geometry.js';
import type { Node } from '../../recipe/op.js';
import { boxOf, fitCamera, unitsPerPixel, type PictureSize } from '../../recipe/view/camera.js';
import type { Camera, Picked, SpaceState } from '../../recipe/view/state.js';
import type { DrawContext, Scene, Seen, Shown, Target, ViewHost } from '../host.js';
import { Composer } from './composer.js';
import { frameLines } from '../../recipe/view/frame_lines.js';
import { Marcher } from './marcher.js';
import { pickInSpace } from './pick.js';
import { ProxyStore } from './proxy_store.js';
import { proxyShape } from './proxy_shape.js';
import { RenderPipelines } from './render_pipelines.js';
import { COARSE, fineFor, Pace } from './resolution.js';
import { layersOf, sharedGrid, type ReadyLayer } from './scene_layer.js';
import type { MarchQuality, MarchView } from './scene_params.js';

/** What all scenes on a device share. */
interface Shared {
  readonly proxies: ProxyStore;
  readonly pipelines: RenderPipelines;
  /** How many there are. */
  scenes: number;
}

const SHARED = new WeakMap<Gpu, Shared>();

function sharedOn(gpu: Gpu, host: Pick<ViewHost, 'lease'>): Shared {
  let shared = SHARED.get(gpu);
  if (shared === undefined) {
    const proxies = new ProxyStore({ gpu, host });
    shared = { proxies, pipelines: new RenderPipelines(gpu), scenes: 0 };
    SHARED.set(gpu, shared);
  }
  return shared;
}

/** How a scene is drawn, besides its state. */
export interface SpaceOptions {
  /** Whether the edges of the volume are drawn. Default true. */
  readonly frame?: boolean | undefined;
  /** Voxels of a proxy along an axis at most; for tests. */
  readonly most?: number | undefined;
}

/** Draws scenes in 3D on a device. */
export class SpaceScene implements Scene<SpaceState> {
  readonly #gpu: Gpu;
  readonly #options: SpaceOptions;
  readonly #shared: Shared;
  readonly #proxies: ProxyStore;
  readonly #painter: Marcher;
  readonly #prober: Marcher;
  readonly #composer: Composer;
  readonly #pace: Pace;
  /** Gives back the proxies of what is shown. */
  #release: () => void = () => undefined;
  #picture: GPUTexture | undefined;
  /** The end of the picture that is painted now: the next one waits for it. */
  #turn: Promise<unknown> = Promise.resolve();
  #isDisposed = false;

  constructor(gpu: Gpu, host: Pick<ViewHost, 'lease'>, options: SpaceOptions = {}) {
    this.#shared = sharedOn(gpu, host);
    this.#shared.scenes += 1;
    const { proxies, pipelines } = this.#shared;
    this.#gpu = gpu;
    this.#options = options;
    this.#proxies =
      options.most === undefined ? proxies : new ProxyStore({ gpu, host, most: options.most });
    this.#painter = new Marcher(gpu, pipelines);
    this.#prober = new Marcher(gpu, pipelines);
    this.#composer = new Composer(gpu, pipelines);
    this.#pace = new Pace(gpu.adapter.software);
  }

  /**
   * Draws a state. While it moves, and where a full frame takes long, that is a coarse frame; the
   * latter is preliminary, and {@link refine} draws the full one.
   */
  async draw(shown: Shown<SpaceState>, target: Target, context: DrawContext): Promise<Seen> {
    const size = [target.width, target.height] as const;
    const quick = this.#pace.isQuick(size);
    const moving = shown.state.moving === true;
    const seen = await this.#inTurn(() =>
      this.#paint(shown, target, context, quick ? fineFor(shown.state) : COARSE),
    );
    return { ...seen, preliminary: !quick && !moving };
  }

  /** Draws a state in full. Rejects as soon as the context's signal is aborted. */
  async refine(shown: Shown<SpaceState>, target: Target, context: DrawContext): Promise<Seen> {
    const seen = await this.#inTurn(() =>
      this.#paint(shown, target, context, fineFor(shown.state)),
    );
    return { ...seen, preliminary: false };
  }

  async pick(
    shown: Shown<SpaceState>,
    size: PictureSize,
    at: readonly [x: number, y: number],
    context: DrawContext,
  ): Promise<Picked | undefined> {
    const { layers, release } = await this.#ready(shown, context);
    try {
      if (layers.length === 0) return undefined;
      const view = this.#viewOf(shown, size, size, fineFor(shown.state));
      this.#prober.show(layers, extentOf(view));
      const first = [Math.floor(at[0]), Math.floor(at[1])] as const;
      return await pickInSpace(this.#prober, { ...view, first }, layers, nodesOf(shown), context);
    } finally {
      release();
    }
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#release();
    this.#shared.scenes -= 1;
    // Who shows nothing in 3D needs no proxies.
    if (this.#shared.scenes === 0) this.#shared.proxies.clear();
    if (this.#proxies !== this.#shared.proxies) this.#proxies.clear();
    this.#painter.dispose();
    this.#prober.dispose();
    this.#composer.dispose();
    this.#picture?.destroy();
  }

  /** One picture at a time: they share a texture. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(work);
    this.#turn = next.catch(() => undefined);
    return next;
  }

  async #paint(
    shown: Shown<SpaceState>,
    target: Target,
    context: DrawContext,
    quality: MarchQuality,
  ): Promise<Omit<Seen, 'preliminary'>> {
    const { layers, release } = await this.#ready(shown, context);
    // What was shown before is kept until what follows is there.
    this.#release();
    this.#release = release;
    if (this.#isDisposed) release();
    throwIfAborted(context.signal, 'view');
    const size = [target.width, target.height] as const;
    const pixels = quality === COARSE ? this.#pace.coarseSize(size) : size;
    const view = this.#viewOf(shown, size, pixels, quality);
    const picture = this.#pictureOf(pixels);
    if (layers.length > 0) {
      this.#painter.show(layers, extentOf(view));
      // A coarse frame is short: it goes at once.
      const guess = quality === COARSE ? 0 : this.#pace.guess(quality);
      this.#pace.learn(quality, await this.#painter.paint(view, picture, guess, context.signal));
    } else clear(this.#gpu.device, picture);
    const lines =
      this.#options.frame === false
        ? { lines: [], below: 0 }
        : frameLines(boxOf(view.meta), view.camera, size);
    const background = shown.state.background ?? '#000000';
    await this.#composer.show(picture, target, { background, lines, signal: context.signal });
    return {
      unitsPerPixel: unitsPerPixel(view.camera, size),
      binning: Math.max(...view.shape.factor),
    };
  }

  /** The layers that are drawn, with their proxies. */
  async #ready(
    shown: Shown<SpaceState>,
    { signal }: DrawContext,
  ): Promise<{ layers: readonly ReadyLayer[]; release: () => void }> {
    const layers = layersOf({ state: shown.state, nodes: nodesOf(shown) });
    const taken = await Promise.allSettled(
      layers.map(({ node, state }) => this.#proxies.take(node, state, signal)),
    );
    const held = taken.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const release = (): void => {
      held.forEach((one) => {
        one.release();
      });
    };
    const failed = taken.find((result) => result.status === 'rejected');
    if (failed !== undefined) {
      release();
      throw failed.reason;
    }
    return {
      layers: layers.map((layer, i) => ({ ...layer, proxy: held[i]!.proxy })),
      release,
    };
  }

  #viewOf(
    shown: Shown<SpaceState>,
    size: PictureSize,
    pixels: PictureSize,
    quality: MarchQuality,
  ): MarchView {
    const { state } = shown;
    const meta = sharedGrid({ state, nodes: nodesOf(shown) });
    const camera: Camera = state.camera ?? fitCamera(boxOf(meta), { aspect: size[0] / size[1] });
    const shape = proxyShape(meta.size, this.#options.most);
    return { meta, shape, camera, clip: state.clip, size, pixels, quality };
  }

  #pictureOf([width, height]: PictureSize): GPUTexture {
    const known = this.#picture;
    if (known?.width === width && known.height === height) return known;
    known?.destroy();
    this.#picture = this.#gpu.device.createTexture({
      label: 'view: march',
      size: [width, height],
      format: 'rgba8unorm',
      usage: GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.TEXTURE_BINDING,
    });
    return this.#picture;
  }
}

function nodesOf({ state, nodes }: Shown<SpaceState>): readonly Node[] {
  return state.layers.map(({ output }) => nodes[output]!);
}

function extentOf({ meta }: MarchView): number {
  return Math.max(...map3((i) => meta.size[i] * meta.spacing[i]));
}

function clear(device: GPUDevice, texture: GPUTexture): void {
  const encoder = device.createCommandEncoder();
  encoder
    .beginRenderPass({
      colorAttachments: [{ view: texture.createView(), loadOp: 'clear', storeOp: 'store' }],
    })
    .end();
  device.queue.submit([encoder.finish()]);
}
