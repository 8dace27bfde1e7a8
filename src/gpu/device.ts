import { describeAdapter, type AdapterInfo } from '../recipe/adapter.js';
import { VoxmetryError } from '../recipe/errors.js';
import { runtimeKind, unavailable } from './unavailable.js';

/** Options of {@link requestDevice}. */
export interface DeviceOptions {
  readonly powerPreference?: GPUPowerPreference | undefined;
  /** Milliseconds until an unanswered opening of the GPU fails with `timeout`. Default 30,000. */
  readonly timeout?: number | undefined;
}

const WANTED_FEATURES = ['timestamp-query', 'subgroups', 'shader-f16'] as const;

const WANTED_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/** Asks for an adapter and a device with all that the adapter offers. */
export async function requestDevice(
  options: DeviceOptions = {},
): Promise<{ device: GPUDevice; adapter: AdapterInfo }> {
  let { gpu } = (globalThis as { navigator?: { gpu?: GPU } }).navigator ?? {};
  // Loaded in Node alone.
  if (gpu === undefined && runtimeKind() === 'node')
    gpu = await (await import('./node_gpu.js')).nodeGpu();
  if (gpu === undefined) throw unavailable('this browser or runtime has no navigator.gpu');
  const { powerPreference } = options;
  const adapter = await gpu
    .requestAdapter(powerPreference === undefined ? {} : { powerPreference })
    .catch((cause: unknown) => {
      throw unavailable(`the adapter request failed (${String(cause)})`, cause);
    });
  if (adapter === null) throw unavailable('no GPU adapter was found');
  const requiredLimits: Record<string, number> = {};
  for (const name of WANTED_LIMITS) requiredLimits[name] = adapter.limits[name];
  const device = await adapter
    .requestDevice({
      label: 'voxmetry',
      requiredFeatures: WANTED_FEATURES.filter((name) => adapter.features.has(name)),
      requiredLimits,
    })
    .catch((cause: unknown) => {
      throw unavailable(`the GPU device request failed (${String(cause)})`, cause);
    });
  return { device, adapter: describeAdapter(adapter.info) };
}

/**
 * Settles as the opening of a device does, or rejects with `timeout` when the adapter or the device
 * does not answer. A device that comes too late is destroyed.
 */
export async function withinTime<T>(
  opening: Promise<T>,
  timeout: number,
  tooLate: (opened: T) => void,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hung = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => {
        reject(
          new VoxmetryError(
            'timeout',
            `The GPU did not answer within ${String(timeout)} ms. Try again, raise timeout, restart the browser, or update the GPU's driver.`,
          ),
        );
        opening.then(tooLate, () => undefined);
        // Timers hold 31 bits; what is beyond would end at once.
      },
      Math.min(timeout, 2 ** 31 - 1),
    );
  });
  try {
    return await Promise.race([opening, hung]);
  } finally {
    clearTimeout(timer);
  }
}

const SELF_TEST = /* wgsl */ `
@group(0) @binding(0) var<storage, read_write> data: array<atomic<u32>>;
var<workgroup> shared_sum: atomic<u32>;
@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) i: u32, @builtin(workgroup_id) w: vec3u) {
  atomicAdd(&shared_sum, (i * 2654435761u) >> 20u);
  workgroupBarrier();
  if (i == 0u) { atomicAdd(&data[w.x & 1u], atomicLoad(&shared_sum)); }
}`;

/**
 * The adapter is refused when a small dispatch with atomics and barriers gives a wrong sum or none.
 */
export async function selfTest(device: GPUDevice): Promise<void> {
  try {
    await computeSum(device);
  } catch (cause) {
    if (cause instanceof VoxmetryError) throw cause;
    throw unavailable(`the device fails its self-test (${String(cause)})`, cause);
  }
}

async function computeSum(device: GPUDevice): Promise<void> {
  device.pushErrorScope('validation');
  const module = device.createShaderModule({ label: 'self-test', code: SELF_TEST });
  const entry: GPUBindGroupLayoutEntry = {
    binding: 0,
    visibility: GPUShaderStage.COMPUTE,
    buffer: { type: 'storage' },
  };
  const layout = device.createBindGroupLayout({ entries: [entry] });
  const pipeline = device.createComputePipeline({
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module, entryPoint: 'main' },
  });
  const storage = device.createBuffer({
    size: 8,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC,
  });
  const staging = device.createBuffer({
    size: 8,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(
    0,
    device.createBindGroup({ layout, entries: [{ binding: 0, resource: { buffer: storage } }] }),
  );
  pass.dispatchWorkgroups(6);
  pass.end();
  encoder.copyBufferToBuffer(storage, 0, staging, 0, 8);
  device.queue.submit([encoder.finish()]);
  const failure = await device.popErrorScope();
  let got = '';
  if (failure === null) {
    await staging.mapAsync(GPUMapMode.READ);
    got = new Uint32Array(staging.getMappedRange()).join();
  }
  storage.destroy();
  staging.destroy();
  let sum = 0;
  for (let i = 0; i < 64; i++) sum += Math.imul(i, 2654435761) >>> 20;
  const expected = `${String(3 * sum)},${String(3 * sum)}`;
  if (got !== expected)
    throw unavailable(
      failure === null
        ? `the adapter computes wrongly (self-test gave ${got}, expected ${expected})`
        : `the adapter fails its self-test (${failure.message})`,
    );
}
