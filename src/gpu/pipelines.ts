// Cache of compute pipelines.
import { VoxmetryError } from '../recipe/errors.js';
import type { Kernel } from './kernel.js';
import { describeMessages } from './wgsl.js';

/** A compiled kernel with the layout its bind groups follow. */
export interface Pipeline {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
  /** Of what says which part of a dispatch it is; undefined where the kernel does not ask. */
  readonly parts: GPUBindGroupLayout | undefined;
}

const CACHES = new WeakMap<GPUDevice, PipelineCache>();

/**
 * Compiles kernels and keeps what compiled; a failed compile is forgotten so that a retry is real.
 */
export class PipelineCache {
  readonly #device: GPUDevice;
  readonly #modules = new Map<Kernel, GPUShaderModule>();
  readonly #layouts = new Map<Kernel, GPUBindGroupLayout>();
  readonly #pipelines = new Map<Kernel, Map<string, Promise<Pipeline>>>();
  #parts: GPUBindGroupLayout | undefined;
  /** Whether one pipeline is compiled after the other, and the end of those that were asked for. */
  readonly #oneByOne: boolean;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(device: GPUDevice, oneByOne: boolean) {
    this.#device = device;
    this.#oneByOne = oneByOne;
  }

  /**
   * The cache of a device: one, however many engines work on it.
   *
   * @param software - Whether the device is a processor. Its compiler does one thing at a time:
   * SwiftShader takes half as long again for kernels that are given to it at once.
   */
  static of(device: GPUDevice, software: boolean): PipelineCache {
    let cache = CACHES.get(device);
    if (cache === undefined) {
      cache = new PipelineCache(device, software);
      CACHES.set(device, cache);
    }
    return cache;
  }

  /** The pipeline of a kernel with its override constants; compiled at most once. */
  get(kernel: Kernel, constants: Readonly<Record<string, number>>): Promise<Pipeline> {
    let variants = this.#pipelines.get(kernel);
    if (variants === undefined) {
      variants = new Map<string, Promise<Pipeline>>();
      this.#pipelines.set(kernel, variants);
    }
    const key = JSON.stringify(constants);
    const known = variants.get(key);
    if (known !== undefined) return known;
    const compiling = this.#compile(kernel, constants);
    variants.set(key, compiling);
    compiling.catch(() => variants.delete(key));
    return compiling;
  }

  async #compile(kernel: Kernel, constants: Readonly<Record<string, number>>): Promise<Pipeline> {
    const module = this.#module(kernel);
    const layout = this.#layout(kernel);
    const parts = kernel.counted ? (this.#parts ??= partsLayout(this.#device)) : undefined;
    const bindGroupLayouts = parts === undefined ? [layout] : [layout, parts];
    try {
      const pipeline = await this.#created({
        label: kernel.name,
        layout: this.#device.createPipelineLayout({ bindGroupLayouts }),
        compute: { module, entryPoint: 'main', constants: { ...constants } },
      });
      return { pipeline, layout, parts };
    } catch (cause) {
      const info = await module.getCompilationInfo();
      const detail = describeMessages(kernel.linked, info.messages);
      const text = cause instanceof Error ? cause.message : String(cause);
      this.#modules.delete(kernel);
      throw new VoxmetryError(
        'internal',
        `Kernel ${kernel.name} does not compile on this GPU.\n${detail === '' ? text : detail}`,
        { cause, details: { kernel: kernel.name, constants } },
      );
    }
  }

  #created(descriptor: GPUComputePipelineDescriptor): Promise<GPUComputePipeline> {
    const create = (): Promise<GPUComputePipeline> =>
      this.#device.createComputePipelineAsync(descriptor);
    if (!this.#oneByOne) return create();
    const created = this.#last.then(create);
    this.#last = created.catch(() => undefined);
    return created;
  }

  #module(kernel: Kernel): GPUShaderModule {
    let module = this.#modules.get(kernel);
    if (module === undefined) {
      module = this.#device.createShaderModule({ label: kernel.name, code: kernel.linked.code });
      this.#modules.set(kernel, module);
    }
    return module;
  }

  #layout(kernel: Kernel): GPUBindGroupLayout {
    let layout = this.#layouts.get(kernel);
    if (layout === undefined) {
      const entries: GPUBindGroupLayoutEntry[] = Object.values(kernel.buffers).map(
        (access, binding) => ({
          binding,
          visibility: GPUShaderStage.COMPUTE,
          buffer: { type: access === 'read' ? 'read-only-storage' : 'storage' },
        }),
      );
      if (kernel.paramBytes > 0)
        entries.push({
          binding: entries.length,
          visibility: GPUShaderStage.COMPUTE,
          buffer: { type: 'uniform', minBindingSize: kernel.paramBytes },
        });
      layout = this.#device.createBindGroupLayout({ label: kernel.name, entries });
      this.#layouts.set(kernel, layout);
    }
    return layout;
  }
}

/** Layout of the number of workgroups before a part of a dispatch. */
function partsLayout(device: GPUDevice): GPUBindGroupLayout {
  return device.createBindGroupLayout({
    label: 'parts',
    entries: [
      {
        binding: 0,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type: 'uniform', minBindingSize: 4, hasDynamicOffset: true },
      },
    ],
  });
}
