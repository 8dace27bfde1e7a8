import type { Gpu, Shader } from '../../gpu/index.js';
import { describeMessages } from '../../gpu/index.js';
import { VoxmetryError } from '../../recipe/errors.js';

/** A compiled render shader with the layout of its bindings. */
export interface RenderPipeline {
  readonly pipeline: GPURenderPipeline;
  readonly layout: GPUBindGroupLayout;
}

/** What is drawn: a shader, one of its fragment entries, to a format, with bindings. */
export interface RenderKind {
  readonly shader: Shader;
  readonly entry: string;
  readonly format: GPUTextureFormat;
  readonly bindings: readonly Omit<GPUBindGroupLayoutEntry, 'binding' | 'visibility'>[];
}

/** Compiles render shaders, each once for an entry and a format. */
export class RenderPipelines {
  readonly #gpu: Gpu;
  readonly #made = new Map<string, Promise<RenderPipeline>>();

  constructor(gpu: Gpu) {
    this.#gpu = gpu;
  }

  get(kind: RenderKind): Promise<RenderPipeline> {
    const key = `${kind.shader.name} ${kind.entry} ${kind.format}`;
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const making = this.#compile(kind);
    this.#made.set(key, making);
    making.catch(() => this.#made.delete(key));
    return making;
  }

  async #compile({ shader, entry, format, bindings }: RenderKind): Promise<RenderPipeline> {
    const { device } = this.#gpu;
    const layout = device.createBindGroupLayout({
      label: shader.name,
      entries: bindings.map((given, binding) => ({
        binding,
        visibility: GPUShaderStage.FRAGMENT,
        ...given,
      })),
    });
    const module = device.createShaderModule({ label: shader.name, code: shader.linked.code });
    try {
      const pipeline = await device.createRenderPipelineAsync({
        label: `${shader.name} ${entry}`,
        layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
        vertex: { module, entryPoint: 'corner' },
        fragment: { module, entryPoint: entry, targets: [{ format }] },
      });
      return { pipeline, layout };
    } catch (cause) {
      const { messages } = await module.getCompilationInfo();
      const detail = describeMessages(shader.linked, messages);
      throw new VoxmetryError(
        'internal',
        `Shader ${shader.name} does not compile on this GPU.\n${detail === '' ? String(cause) : detail}`,
        { cause },
      );
    }
  }
}
