import type { Gpu } from '../../gpu/index.js';
import { compose, COMPOSE_LINES } from '../../kernels/view/index.js';
import { throwIfAborted } from '../../recipe/errors.js';
import { wordOfColor } from '../../recipe/view/colors.js';
import type { Color } from '../../recipe/view/state.js';
import type { Target } from '../host.js';
import type { FrameLines } from '../../recipe/view/frame_lines.js';
import type { RenderPipelines } from './render_pipelines.js';

/** Floats of compose.wgsl's uniforms: background, size, width, below; lines; count. */
const HEAD = 8;
const FLOATS = HEAD + 8 * COMPOSE_LINES + 4;
/** Pixels that a line of the frame is wide. */
const LINE_WIDTH = 1.2;

/** What is drawn around a picture. */
interface Surroundings {
  readonly background: Color;
  readonly lines: FrameLines;
  readonly signal: AbortSignal;
}

/** Lays pictures of scenes over their background and frame. */
export class Composer {
  readonly #gpu: Gpu;
  readonly #pipelines: RenderPipelines;
  readonly #params: GPUBuffer;
  readonly #sampler: GPUSampler;

  constructor(gpu: Gpu, pipelines: RenderPipelines) {
    this.#gpu = gpu;
    this.#pipelines = pipelines;
    this.#params = gpu.device.createBuffer({
      label: 'view: frame',
      size: 4 * FLOATS,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    this.#sampler = gpu.device.createSampler({ magFilter: 'linear', minFilter: 'linear' });
  }

  /** Draws a picture to the target, whatever its resolution. */
  async show(
    picture: GPUTexture,
    target: Target,
    { background, lines, signal }: Surroundings,
  ): Promise<void> {
    const { device } = this.#gpu;
    const { pipeline, layout } = await this.#pipelines.get({
      shader: compose,
      entry: 'paint',
      format: target.format,
      bindings: [
        { buffer: { type: 'uniform' } },
        { sampler: { type: 'filtering' } },
        { texture: { sampleType: 'float' } },
      ],
    });
    throwIfAborted(signal, 'view');
    device.queue.writeBuffer(this.#params, 0, paramsOf(target, background, lines));
    const encoder = device.createCommandEncoder({ label: 'view: compose' });
    const pass = encoder.beginRenderPass({
      label: 'view: compose',
      colorAttachments: [
        { view: target.texture().createView(), loadOp: 'clear', storeOp: 'store' },
      ],
    });
    pass.setPipeline(pipeline);
    pass.setBindGroup(
      0,
      device.createBindGroup({
        layout,
        entries: [
          { binding: 0, resource: { buffer: this.#params } },
          { binding: 1, resource: this.#sampler },
          { binding: 2, resource: picture.createView() },
        ],
      }),
    );
    pass.draw(3);
    pass.end();
    device.queue.submit([encoder.finish()]);
  }

  dispose(): void {
    this.#params.destroy();
  }
}

function paramsOf(
  target: Target,
  background: Color,
  { lines, below }: FrameLines,
): Float32Array<ArrayBuffer> {
  const floats = new Float32Array(FLOATS);
  const words = new Uint32Array(floats.buffer);
  const word = wordOfColor(background);
  floats.set([(word & 255) / 255, ((word >> 8) & 255) / 255, ((word >> 16) & 255) / 255, 1]);
  floats.set([target.width, target.height, LINE_WIDTH], 4);
  words[7] = below;
  lines.forEach(({ ends, color }, i) => {
    floats.set([...ends, ...color], HEAD + 8 * i);
  });
  words[FLOATS - 4] = lines.length;
  return floats;
}
