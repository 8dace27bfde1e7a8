import type { Gpu } from '../gpu/index.js';
import type { Target } from './host.js';

/** Rows of a texture are copied at multiples of so many bytes. */
const ROW_ALIGN = 256;

/** A texture that a picture is drawn into, and read back from. */
export class PictureTarget implements Target {
  readonly width: number;
  readonly height: number;
  readonly format = 'rgba8unorm';
  readonly #gpu: Gpu;
  readonly #texture: GPUTexture;

  constructor(gpu: Gpu, width: number, height: number) {
    this.#gpu = gpu;
    this.width = width;
    this.height = height;
    this.#texture = gpu.device.createTexture({
      label: 'picture',
      size: [width, height],
      format: this.format,
      usage: GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.COPY_SRC,
    });
  }

  texture(): GPUTexture {
    return this.#texture;
  }

  /** RGBA, rows from the top. */
  async read(): Promise<Uint8ClampedArray<ArrayBuffer>> {
    const { width, height } = this;
    const { device } = this.#gpu;
    const bytesPerRow = Math.ceil((4 * width) / ROW_ALIGN) * ROW_ALIGN;
    const staging = device.createBuffer({
      label: 'picture',
      size: bytesPerRow * height,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
    try {
      const encoder = device.createCommandEncoder({ label: 'picture' });
      encoder.copyTextureToBuffer({ texture: this.#texture }, { buffer: staging, bytesPerRow }, [
        width,
        height,
      ]);
      device.queue.submit([encoder.finish()]);
      await staging.mapAsync(GPUMapMode.READ);
      const rows = new Uint8Array(staging.getMappedRange());
      const data = new Uint8ClampedArray(4 * width * height);
      for (let y = 0; y < height; y++)
        data.set(rows.subarray(y * bytesPerRow, y * bytesPerRow + 4 * width), 4 * width * y);
      return data;
    } finally {
      staging.destroy();
    }
  }

  dispose(): void {
    this.#texture.destroy();
  }
}
