// Dispatch sizes and command encoding of one submission.
import type { Kernel } from './kernel.js';
import type { Pipeline } from './pipelines.js';
import type { PooledBuffer } from './pool.js';

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
      /** Declared bytes. */
      readonly bytes: number;
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

/**
 * Encodes and submits steps, in as few submissions as uploads allow.
 *
 * @param passOf - The name of the pass that a dispatch belongs to; a new name begins a new pass.
 * @param timestamps - Where the pass of that name writes its times, if they are wanted.
 */
export function submitSteps(
  device: GPUDevice,
  label: string,
  steps: readonly Step[],
  passOf: (item: DispatchItem) => string,
  timestamps: (name: string) => GPUComputePassTimestampWrites | undefined,
): void {
  const uniforms = writeUniforms(device, steps);
  let encoder = device.createCommandEncoder({ label });
  let pass: GPUComputePassEncoder | undefined;
  let passName: string | undefined;
  const endPass = (): void => {
    pass?.end();
    pass = undefined;
  };
  for (const [index, { item, pipeline, part }] of steps.entries()) {
    if (item.type === 'dispatch') {
      const name = passOf(item);
      if (pass === undefined || passName !== name) {
        endPass();
        passName = name;
        const timestampWrites = timestamps(name);
        pass = encoder.beginComputePass(
          timestampWrites === undefined ? { label: name } : { label: name, timestampWrites },
        );
      }
      encode(device, pass, item, pipeline!, part, uniforms?.at(index));
      continue;
    }
    endPass();
    if (item.type === 'clear') encoder.clearBuffer(item.buffer, item.offset, item.bytes);
    else if (item.type === 'copy')
      encoder.copyBufferToBuffer(item.from, item.fromOffset, item.to, item.toOffset, item.bytes);
    else {
      // A queue write must not overtake what was recorded before it.
      device.queue.submit([encoder.finish()]);
      encoder = device.createCommandEncoder({ label });
      device.queue.writeBuffer(item.buffer, item.offset, item.data);
    }
  }
  endPass();
  device.queue.submit([encoder.finish()]);
  uniforms?.buffer.destroy();
}

function encode(
  device: GPUDevice,
  pass: GPUComputePassEncoder,
  item: DispatchItem,
  { pipeline, layout, parts }: Pipeline,
  part: Step['part'],
  uniforms: Placed | undefined,
): void {
  const entries: GPUBindGroupEntry[] = item.buffers.map(({ buffer, bytes }, binding) => ({
    binding,
    resource: { buffer, size: bytes },
  }));
  if (item.uniforms !== undefined && uniforms !== undefined)
    entries.push({
      binding: entries.length,
      resource: { ...uniforms.params, size: item.kernel.paramBytes },
    });
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
  if (parts !== undefined) {
    const first = part && part.first > 0 ? uniforms?.first : undefined;
    pass.setBindGroup(
      1,
      first === undefined
        ? parts.whole
        : device.createBindGroup({
            layout: parts.layout,
            entries: [{ binding: 0, resource: { ...first, size: 4 } }],
          }),
    );
  }
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

/** Where a step's uniforms lie: its parameters, and the workgroups before a part. */
interface Placed {
  readonly params: { readonly buffer: GPUBuffer; readonly offset: number };
  readonly first: { readonly buffer: GPUBuffer; readonly offset: number };
}

/** All uniforms of a submission lie in one buffer, written once. */
function writeUniforms(
  device: GPUDevice,
  steps: readonly Step[],
): { readonly buffer: GPUBuffer; readonly at: (index: number) => Placed } | undefined {
  const aligned = (bytes: number): number => Math.ceil(bytes / UNIFORM_ALIGN) * UNIFORM_ALIGN;
  let total = 0;
  const offsets = steps.map(({ item, part }) => {
    const params = total;
    if (item.type === 'dispatch') total += aligned(item.uniforms?.length ?? 0);
    const first = total;
    if (part !== undefined && part.first > 0) total += UNIFORM_ALIGN;
    return { params, first };
  });
  if (total === 0) return undefined;
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  steps.forEach(({ item, part }, i) => {
    const { params, first } = offsets[i]!;
    if (item.type === 'dispatch' && item.uniforms !== undefined) bytes.set(item.uniforms, params);
    if (part !== undefined && part.first > 0) view.setUint32(first, part.first, true);
  });
  const buffer = device.createBuffer({
    label: 'uniforms',
    size: total,
    usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  });
  device.queue.writeBuffer(buffer, 0, bytes);
  return {
    buffer,
    at: (index) => {
      const { params, first } = offsets[index]!;
      return { params: { buffer, offset: params }, first: { buffer, offset: first } };
    },
  };
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
