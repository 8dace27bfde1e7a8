import { VoxmetryError } from '../recipe/errors.js';
import type { Target } from './host.js';

/** A canvas that frames go to, on whichever device they are drawn. */
export class CanvasTarget {
  readonly #canvas: OffscreenCanvas;
  readonly #context: GPUCanvasContext;
  readonly #format: GPUTextureFormat;
  #device: GPUDevice | undefined;

  constructor(canvas: OffscreenCanvas) {
    const context = canvas.getContext('webgpu');
    if (context === null)
      throw new VoxmetryError(
        'invalid-argument',
        'view: the canvas has a context of another kind already. Give it a fresh canvas.',
        { op: 'view' },
      );
    this.#canvas = canvas;
    this.#context = context;
    this.#format = navigator.gpu.getPreferredCanvasFormat();
  }

  /** The target of a frame of a size, drawn on a device. */
  frame(device: GPUDevice, width: number, height: number): Target {
    return {
      ...{ width, height, format: this.#format },
      // A canvas is cleared when its size changes: so not before the new picture is drawn.
      texture: () => {
        if (this.#canvas.width !== width) this.#canvas.width = width;
        if (this.#canvas.height !== height) this.#canvas.height = height;
        if (this.#device !== device)
          this.#context.configure({ device, format: this.#format, alphaMode: 'opaque' });
        this.#device = device;
        return this.#context.getCurrentTexture();
      },
    };
  }

  dispose(): void {
    // The last picture stays with who shows the canvas; the device's memory is given back.
    this.#device = undefined;
  }
}
