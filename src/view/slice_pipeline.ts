// The render pipelines of slices: one for each device and format.
import { VoxmetryError } from '../recipe/errors.js';
import { describeMessages } from '../gpu/index.js';
import { slice, SLICE_GRIDS } from '../kernels/view/index.js';

const PIPELINES = new WeakMap<GPUDevice, Map<GPUTextureFormat, Promise<GPURenderPipeline>>>();

/** The pipeline that draws slices into textures of a format; compiled once for each device. */
export function slicePipeline(
  device: GPUDevice,
  format: GPUTextureFormat,
): Promise<GPURenderPipeline> {
  let known = PIPELINES.get(device);
  if (known === undefined) {
    known = new Map<GPUTextureFormat, Promise<GPURenderPipeline>>();
    PIPELINES.set(device, known);
  }
  let pipeline = known.get(format);
  if (pipeline === undefined) {
    pipeline = compile(device, format);
    known.set(format, pipeline);
    // A failed compile is forgotten, so that a retry is real.
    pipeline.catch(() => known.delete(format));
  }
  return pipeline;
}

async function compile(device: GPUDevice, format: GPUTextureFormat): Promise<GPURenderPipeline> {
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
      fragment: { module, entryPoint: 'paint', targets: [{ format }] },
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
