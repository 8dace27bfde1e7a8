import type { Gpu } from '../../gpu/index.js';
import { throwIfAborted } from '../../recipe/errors.js';
import { FIRST_TEXTURE, marchShader, showsCodes } from '../../kernels/view/march_layers.js';
import { type RenderPipelines, type RenderKind, type RenderPipeline } from './render_pipelines.js';
import type { ReadyLayer } from './scene_layer.js';
import type { PictureSize } from '../../recipe/view/camera.js';
import { SCENE_BYTES, sceneParams, type MarchView } from './scene_params.js';
import { sceneTables, type SceneTables } from './scene_tables.js';

/** Milliseconds of marching that one submission should take. */
const TILE_MS = 60;

/** What a ray meets: the length along it, the place of the layer, and the code that it shows. */
export interface Probed {
  readonly t: number;
  readonly layer: number;
  readonly code: number;
}

/** What rows are painted with. */
interface Painting {
  readonly pipeline: RenderPipeline;
  readonly params: GPUBuffer;
  readonly into: GPUTexture;
  readonly signal: AbortSignal;
}

/** The layers of a scene on the GPU, ready to be marched from anywhere. */
export class Marcher {
  readonly #gpu: Gpu;
  readonly #pipelines: RenderPipelines;
  readonly #sampler: GPUSampler;
  #cells: GPUBuffer | undefined;
  #tables: GPUBuffer | undefined;
  #layers: readonly ReadyLayer[] = [];
  #scene: SceneTables | undefined;

  constructor(gpu: Gpu, pipelines: RenderPipelines) {
    this.#gpu = gpu;
    this.#pipelines = pipelines;
    this.#sampler = gpu.device.createSampler({ magFilter: 'linear', minFilter: 'linear' });
  }

  /** Takes other layers, or other colours of the same. */
  show(layers: readonly ReadyLayer[], extent: number): void {
    this.#layers = layers;
    if (layers.length === 0) return;
    this.#scene = sceneTables(layers, extent);
    this.#cells = this.#filled(this.#cells, this.#scene.cells);
    this.#tables = this.#filled(this.#tables, this.#scene.tables);
  }

  /**
   * Marches a picture into a texture of its size, rows at a time, so that each submission is short;
   * gives the milliseconds per pixel. `guess` is what a pixel may take.
   */
  async paint(
    view: MarchView,
    into: GPUTexture,
    guess: number,
    signal: AbortSignal,
  ): Promise<number> {
    const pipeline = await this.#pipelines.get(this.#kind('paint', into.format));
    throwIfAborted(signal, 'view');
    const params = this.#paramsOf(view);
    try {
      const begin = performance.now();
      await this.#paintRows({ pipeline, params, into, signal }, view.pixels, guess);
      return (performance.now() - begin) / (view.pixels[0] * view.pixels[1]);
    } finally {
      params.destroy();
    }
  }

  async #paintRows(
    { pipeline, params, into, signal }: Painting,
    [width, height]: PictureSize,
    guess: number,
  ): Promise<void> {
    const { device } = this.#gpu;
    const group = this.#bind(pipeline, params);
    let rows = Math.max(1, Math.floor(TILE_MS / (guess * width)));
    let before: Promise<undefined> | undefined;
    let since = performance.now();
    for (let row = 0; row < height;) {
      const now = Math.min(rows, height - row);
      const encoder = device.createCommandEncoder({ label: 'view: march' });
      const pass = encoder.beginRenderPass({
        label: 'view: march',
        colorAttachments: [
          { view: into.createView(), loadOp: row === 0 ? 'clear' : 'load', storeOp: 'store' },
        ],
      });
      pass.setPipeline(pipeline.pipeline);
      pass.setBindGroup(0, group);
      pass.setScissorRect(0, row, width, now);
      pass.draw(3);
      pass.end();
      device.queue.submit([encoder.finish()]);
      row += now;
      // Two tiles are on their way, so that the GPU need not wait for the word that one is done.
      const done = device.queue.onSubmittedWorkDone();
      await before;
      before = done;
      this.#gpu.assertAlive();
      throwIfAborted(signal, 'view');
      const ms = performance.now() - since;
      since += ms;
      if (ms < TILE_MS && row > now) rows *= 2;
      else if (ms > 2 * TILE_MS) rows = Math.max(1, rows >> 1);
    }
    await before;
    this.#gpu.assertAlive();
    throwIfAborted(signal, 'view');
  }

  /** What the first pixel of a view shows: the length along its ray, the layer and the code. */
  async probe(view: MarchView, signal: AbortSignal): Promise<Probed | undefined> {
    const { device } = this.#gpu;
    const format = 'rgba32uint';
    const pipeline = await this.#pipelines.get(this.#kind('probe', format));
    throwIfAborted(signal, 'view');
    const texture = device.createTexture({
      size: [1, 1],
      format,
      usage: GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.COPY_SRC,
    });
    const params = this.#paramsOf(view);
    const staging = device.createBuffer({
      size: 256,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
    try {
      const encoder = device.createCommandEncoder({ label: 'view: pick' });
      const pass = encoder.beginRenderPass({
        colorAttachments: [{ view: texture.createView(), loadOp: 'clear', storeOp: 'store' }],
      });
      pass.setPipeline(pipeline.pipeline);
      pass.setBindGroup(0, this.#bind(pipeline, params));
      pass.draw(3);
      pass.end();
      encoder.copyTextureToBuffer({ texture }, { buffer: staging, bytesPerRow: 256 }, [1, 1]);
      device.queue.submit([encoder.finish()]);
      await staging.mapAsync(GPUMapMode.READ);
      const data = new DataView(staging.getMappedRange());
      const layer = data.getUint32(4, true);
      const t = data.getFloat32(0, true);
      return layer < this.#layers.length ? { t, layer, code: data.getUint32(8, true) } : undefined;
    } finally {
      params.destroy();
      staging.destroy();
      texture.destroy();
    }
  }

  dispose(): void {
    this.#cells?.destroy();
    this.#tables?.destroy();
  }

  #kind(entry: string, format: GPUTextureFormat): RenderKind {
    const storage = { buffer: { type: 'read-only-storage' } } as const;
    const modes = this.#layers.map(({ mode }) => mode);
    return {
      shader: marchShader(modes),
      ...{ entry, format },
      bindings: [
        { buffer: { type: 'uniform' } },
        ...[storage, storage],
        { sampler: { type: 'filtering' } },
        ...modes.map((mode) => ({
          texture: {
            viewDimension: '3d' as const,
            sampleType: showsCodes(mode) ? ('uint' as const) : ('float' as const),
          },
        })),
      ],
    };
  }

  #paramsOf(view: MarchView): GPUBuffer {
    const { device } = this.#gpu;
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    const params = device.createBuffer({ label: 'view: scene', size: SCENE_BYTES, usage });
    device.queue.writeBuffer(params, 0, new Uint8Array(sceneParams(view, this.#scene!.layers)));
    return params;
  }

  #bind({ layout }: RenderPipeline, params: GPUBuffer): GPUBindGroup {
    return this.#gpu.device.createBindGroup({
      layout,
      entries: [
        { binding: 0, resource: { buffer: params } },
        { binding: 1, resource: { buffer: this.#cells! } },
        { binding: 2, resource: { buffer: this.#tables! } },
        { binding: 3, resource: this.#sampler },
        ...this.#layers.map(({ proxy }, i) => ({
          binding: FIRST_TEXTURE + i,
          resource: proxy.texture.createView(),
        })),
      ],
    });
  }

  /** A buffer that holds words: the one there is, where it is large enough. */
  #filled(known: GPUBuffer | undefined, words: Uint32Array<ArrayBuffer>): GPUBuffer {
    const { device } = this.#gpu;
    const size = Math.max(16, words.byteLength);
    let buffer = known;
    if (buffer === undefined || buffer.size < size) {
      buffer?.destroy();
      buffer = device.createBuffer({
        label: 'view: tables',
        size,
        usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
      });
    }
    if (words.length > 0) device.queue.writeBuffer(buffer, 0, words);
    return buffer;
  }
}
