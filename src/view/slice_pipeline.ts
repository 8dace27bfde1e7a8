// The render pipelines of slices: one for each device, format, and what the picture needs.
import { VoxmetryError } from '../recipe/errors.js';
import { describeMessages } from '../gpu/index.js';
import { slice, SLICE_GRIDS } from '../kernels/view/index.js';

/**
 * What a picture of a slice needs of the shader: what no layer needs is left out. On SwiftShader, a
 * volume and labels over it take 320 × 320 pixels a tenth of the time then.
 */
export interface SliceNeeds {
  /** Whether a volume is smoothed. */
  readonly smooth: boolean;
  readonly oblique: boolean;
  /** Whether a volume lies above regions. */
  readonly mixed: boolean;
  /** How many layers there are; of the lowest, how many are volumes. */
  readonly layers: number;
  readonly volumes: number;
  /** How many grids are bound. */
  readonly bound: number;
}

const PIPELINES = new WeakMap<GPUDevice, Map<string, Promise<GPURenderPipeline>>>();

/** The pipeline that draws slices into textures of a format; compiled once for each device. */
export function slicePipeline(
  device: GPUDevice,
  format: GPUTextureFormat,
  needs: SliceNeeds,
): Promise<GPURenderPipeline> {
  const key = JSON.stringify([format, needs]);
  let known = PIPELINES.get(device);
  if (known === undefined) {
    known = new Map<string, Promise<GPURenderPipeline>>();
    PIPELINES.set(device, known);
  }
  let pipeline = known.get(key);
  if (pipeline === undefined) {
    pipeline = compile(device, format, needs);
    known.set(key, pipeline);
    // A failed compile is forgotten, so that a retry is real.
    pipeline.catch(() => known.delete(key));
  }
  return pipeline;
}

async function compile(
  device: GPUDevice,
  format: GPUTextureFormat,
  { smooth, oblique, mixed, layers, volumes, bound }: SliceNeeds,
): Promise<GPURenderPipeline> {
  const { name: label, linked } = slice;
  const module = device.createShaderModule({ label, code: linked.code });
  const visibility = GPUShaderStage.FRAGMENT;
  const storage: GPUBufferBindingLayout = { type: 'read-only-storage' };
  const layout = device.createBindGroupLayout({
    label,
    entries: [
      { binding: 0, visibility, buffer: { type: 'uniform' } },
      ...Array.from({ length: SLICE_GRIDS + 1 }, (_, i) => ({
        binding: i + 1,
        visibility,
        buffer: storage,
      })),
    ],
  });
  try {
    return await device.createRenderPipelineAsync({
      label,
      layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      vertex: { module, entryPoint: 'corner' },
      fragment: {
        ...{ module, entryPoint: 'paint', targets: [{ format }] },
        constants: {
          ...{ SMOOTH: Number(smooth), OBLIQUE: Number(oblique), MIXED: Number(mixed) },
          ...{ LAYERS: layers, VOLUMES: volumes, BOUND: bound },
        },
      },
    });
  } catch (cause) {
    const info = await module.getCompilationInfo();
    const detail = describeMessages(linked, info.messages);
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new VoxmetryError(
      'internal',
      `Shader ${label} does not compile on this GPU.\n${detail === '' ? text : detail}`,
      { cause, details: { shader: label, format } },
    );
  }
}
