// Dispatch sizes and command encoding of one submission.
import { VoxmetryError } from '../recipe/errors.js';
import type { Gpu } from './gpu.js';
import type { Kernel } from './kernel.js';
import type { Pipeline } from './pipelines.js';
import type { PooledBuffer } from './pool.js';
import type { Share } from './rates.js';

/** How many workgroups: so many invocations in a row, folded over x and y, or an explicit grid. */
export type DispatchSize =
  | { readonly invocations: number }
  | { readonly workgroups: readonly [number, number, number] }
  | { readonly indirect: PooledBuffer; readonly offset: number };

/** What a run records. */
export type Item =
  | {
      readonly type: 'dispatch';
      readonly op: string;
      readonly kernel: Kernel;
      readonly pipeline: Promise<Pipeline>;
      readonly buffers: readonly PooledBuffer[];
      readonly uniforms: Uint8Array | undefined;
      readonly size: DispatchSize;
      /** What it does, by which its time is known. */
      readonly share: Share;
    }
  | {
      readonly type: 'clear';
      readonly buffer: GPUBuffer;
      readonly offset: number;
      readonly bytes: number;
    }
  | {
      readonly type: 'copy';
      readonly from: GPUBuffer;
      readonly fromOffset: number;
      readonly to: GPUBuffer;
      readonly toOffset: number;
      readonly bytes: number;
    }
  | {
      readonly type: 'upload';
      readonly buffer: GPUBuffer;
      readonly offset: number;
      readonly data: Uint8Array<ArrayBuffer>;
    };

/** A recorded dispatch. */
export type DispatchItem = Item & { readonly type: 'dispatch' };

/** What is recorded, or a part of a dispatch: `count` workgroups from `first` on. */
export interface Step {
  readonly item: Item;
  readonly pipeline: Pipeline | undefined;
  readonly part?: { readonly first: number; readonly count: number } | undefined;
}

const UNIFORM_ALIGN = 256;
/**
 * 50 ms at 100 GB/s: the declared traffic after which recorded work is submitted. A GPU's watchdog
 * counts per submission.
 */
export const SUBMIT_BYTES = 5e9;

/** How the passes of a submission are told apart and measured. */
export interface Passes {
  /** The name of the pass that a dispatch belongs to; a new name begins a new pass. */
  readonly passOf: (item: DispatchItem) => string;
  /** Where the pass of that name writes its times, if they are wanted. */
  readonly timestamps: (name: string) => GPUComputePassTimestampWrites | undefined;
}

/** Encodes and submits steps at once; resolves to what was wrong with them. */
export async function submitChecked(
  gpu: Gpu,
  op: string,
  steps: readonly Step[],
  passes: Passes,
): Promise<VoxmetryError | undefined> {
  const { device } = gpu;
  device.pushErrorScope('validation');
  device.pushErrorScope('out-of-memory');
  let scopes: Promise<readonly (GPUError | null)[]> | undefined;
  try {
    try {
      submitSteps(device, op, steps, passes);
    } finally {
      scopes = Promise.all([device.popErrorScope(), device.popErrorScope()]);
    }
    const [memory, validation] = await scopes;
    if (memory)
      return new VoxmetryError(
        'out-of-memory',
        `${op}: the GPU is out of memory. Lower memoryBudget or crop the volume.`,
        { op, details: { lent: gpu.pool.stats.live } },
      );
    return validation
      ? new VoxmetryError('internal', `${op}: ${validation.message}`, { op })
      : undefined;
  } catch (cause) {
    scopes?.catch(() => undefined);
    return gpu.failure(cause, op);
  }
}

/** Encodes and submits steps, in as few submissions as uploads allow: uploads alone need none. */
function submitSteps(
  device: GPUDevice,
  label: string,
  steps: readonly Step[],
  { passOf, timestamps }: Passes,
): void {
  const uniforms = writeUniforms(device, steps);
  let begun: GPUCommandEncoder | undefined;
  const encoderOf = (): GPUCommandEncoder => (begun ??= device.createCommandEncoder({ label }));
  let pass: GPUComputePassEncoder | undefined;
  let passName: string | undefined;
  const endPass = (): void => {
    pass?.end();
    pass = undefined;
  };
  const submit = (): void => {
    endPass();
    if (begun !== undefined) device.queue.submit([begun.finish()]);
    begun = undefined;
  };
  for (const [index, { item, pipeline, part }] of steps.entries()) {
    if (item.type === 'dispatch') {
      const name = passOf(item);
      if (pass === undefined || passName !== name) {
        endPass();
        passName = name;
        const timestampWrites = timestamps(name);
        pass = encoderOf().beginComputePass(
          timestampWrites === undefined ? { label: name } : { label: name, timestampWrites },
        );
      }
      encode(device, pass, { item, part, pipeline: pipeline! }, uniforms!, index);
      continue;
    }
    endPass();
    if (item.type === 'clear') encoderOf().clearBuffer(item.buffer, item.offset, item.bytes);
    else if (item.type === 'copy') {
      const { from, fromOffset, to, toOffset, bytes } = item;
      encoderOf().copyBufferToBuffer(from, fromOffset, to, toOffset, bytes);
    } else {
      // A queue write must not overtake what was recorded before it.
      submit();
      device.queue.writeBuffer(item.buffer, item.offset, item.data);
    }
  }
  submit();
  uniforms?.buffer.destroy();
}

function encode(
  device: GPUDevice,
  pass: GPUComputePassEncoder,
  { item, part, pipeline }: Step & { readonly item: DispatchItem; readonly pipeline: Pipeline },
  uniforms: Uniforms,
  index: number,
): void {
  const { params, first } = uniforms.offsets[index]!;
  const entries: GPUBindGroupEntry[] = item.buffers.map(({ buffer, bytes }, binding) => ({
    binding,
    resource: { buffer, size: bytes },
  }));
  if (item.uniforms !== undefined)
    entries.push({
      binding: entries.length,
      resource: { buffer: uniforms.buffer, offset: params, size: item.kernel.paramBytes },
    });
  const { layout, parts } = pipeline;
  pass.setPipeline(pipeline.pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
  if (parts !== undefined) pass.setBindGroup(1, uniforms.partsGroup(parts), [first]);
  if ('indirect' in item.size) {
    pass.dispatchWorkgroupsIndirect(item.size.indirect.buffer, item.size.offset);
    return;
  }
  const [x, y, z] =
    'workgroups' in item.size
      ? item.size.workgroups
      : folded(part?.count ?? workgroupsOf(item) ?? 0);
  if (x > 0 && y > 0 && z > 0) pass.dispatchWorkgroups(x, y, z);
}

/** Where the uniforms of a submission lie. */
interface Uniforms {
  readonly buffer: GPUBuffer;
  /** Of every step its parameters, and the number of workgroups before its part. */
  readonly offsets: readonly { readonly params: number; readonly first: number }[];
  /** The bind group for such a number, which lies at a dynamic offset. */
  readonly partsGroup: (layout: GPUBindGroupLayout) => GPUBindGroup;
}

/**
 * All uniforms of a submission lie in one buffer, written once. It starts with 0, the number of
 * workgroups before a step that is no later part of a dispatch. None where nothing is dispatched.
 */
function writeUniforms(device: GPUDevice, steps: readonly Step[]): Uniforms | undefined {
  if (!steps.some(({ item }) => item.type === 'dispatch')) return undefined;
  let total = UNIFORM_ALIGN;
  const place = (bytes: number): number => {
    const offset = total;
    total += Math.ceil(bytes / UNIFORM_ALIGN) * UNIFORM_ALIGN;
    return offset;
  };
  const offsets = steps.map(({ item, part }) => ({
    params: item.type === 'dispatch' ? place(item.uniforms?.length ?? 0) : 0,
    first: part !== undefined && part.first > 0 ? place(4) : 0,
  }));
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  steps.forEach(({ item, part }, i) => {
    const { params, first } = offsets[i]!;
    if (item.type === 'dispatch' && item.uniforms !== undefined) bytes.set(item.uniforms, params);
    if (first > 0) view.setUint32(first, part!.first, true);
  });
  const buffer = device.createBuffer({
    label: 'uniforms',
    size: total,
    usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  });
  device.queue.writeBuffer(buffer, 0, bytes);
  let group: GPUBindGroup | undefined;
  const partsGroup = (layout: GPUBindGroupLayout): GPUBindGroup =>
    (group ??= device.createBindGroup({
      label: 'parts',
      layout,
      entries: [{ binding: 0, resource: { buffer, size: 4 } }],
    }));
  return { buffer, offsets, partsGroup };
}

/** Workgroups in a row, where a dispatch is of so many invocations. */
export function workgroupsOf({ kernel, size }: DispatchItem): number | undefined {
  const [wx, wy, wz] = kernel.workgroup;
  return 'invocations' in size ? Math.ceil(size.invocations / (wx * wy * wz)) : undefined;
}

/** Workgroups that one dimension of a dispatch holds at most. */
export const ROW = 65535;

/** Folds a row of workgroups over x and y. */
function folded(groups: number): readonly [number, number, number] {
  const x = Math.min(groups, ROW);
  return [x, x === 0 ? 0 : Math.ceil(groups / x), 1];
}
