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

const UNIFORM_ALIGN = 256;
/**
 * 50 ms at 100 GB/s: the declared traffic after which recorded work is submitted. A GPU's watchdog
 * counts per submission.
 */
export const SUBMIT_BYTES = 5e9;

/**
 * Encodes and submits what a run recorded, in as few submissions as uploads and the watchdog allow.
 *
 * @param passOf - The name of the pass that a dispatch belongs to; a new name begins a new pass.
 * @param timestamps - Where the pass of that name writes its times, if they are wanted.
 */
export function submitItems(
  device: GPUDevice,
  label: string,
  items: readonly Item[],
  pipelines: readonly (Pipeline | undefined)[],
  passOf: (item: DispatchItem) => string,
  timestamps: (name: string) => GPUComputePassTimestampWrites | undefined,
): void {
  const uniforms = writeUniforms(device, items);
  let encoder = device.createCommandEncoder({ label });
  let pass: GPUComputePassEncoder | undefined;
  let passName: string | undefined;
  const endPass = (): void => {
    pass?.end();
    pass = undefined;
  };
  const submit = (): void => {
    device.queue.submit([encoder.finish()]);
    encoder = device.createCommandEncoder({ label });
  };
  let bytes = 0;
  items.forEach((item, index) => {
    if (item.type === 'dispatch') {
      if (bytes > 0 && bytes + item.bytes > SUBMIT_BYTES) {
        endPass();
        submit();
        bytes = 0;
      }
      bytes += item.bytes;
      const name = passOf(item);
      if (pass === undefined || passName !== name) {
        endPass();
        passName = name;
        const timestampWrites = timestamps(name);
        pass = encoder.beginComputePass(
          timestampWrites === undefined ? { label: name } : { label: name, timestampWrites },
        );
      }
      encode(device, pass, item, pipelines[index]!, uniforms?.offsets[index], uniforms?.buffer);
      return;
    }
    endPass();
    if (item.type === 'clear') encoder.clearBuffer(item.buffer, item.offset, item.bytes);
    else if (item.type === 'copy')
      encoder.copyBufferToBuffer(item.from, item.fromOffset, item.to, item.toOffset, item.bytes);
    else {
      // A queue write must not overtake what was recorded before it.
      submit();
      bytes = 0;
      device.queue.writeBuffer(item.buffer, item.offset, item.data);
    }
  });
  endPass();
  device.queue.submit([encoder.finish()]);
  uniforms?.buffer.destroy();
}

function encode(
  device: GPUDevice,
  pass: GPUComputePassEncoder,
  item: DispatchItem,
  { pipeline, layout }: Pipeline,
  uniformOffset: number | undefined,
  uniforms: GPUBuffer | undefined,
): void {
  const entries: GPUBindGroupEntry[] = item.buffers.map(({ buffer, bytes }, binding) => ({
    binding,
    resource: { buffer, size: bytes },
  }));
  if (item.uniforms !== undefined && uniforms !== undefined)
    entries.push({
      binding: entries.length,
      resource: { buffer: uniforms, offset: uniformOffset ?? 0, size: item.kernel.paramBytes },
    });
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
  if ('indirect' in item.size) {
    pass.dispatchWorkgroupsIndirect(item.size.indirect.buffer, item.size.offset);
    return;
  }
  const [x, y, z] = 'workgroups' in item.size ? item.size.workgroups : fold(item);
  if (x > 0 && y > 0 && z > 0) pass.dispatchWorkgroups(x, y, z);
}

/** All uniforms of a submission lie in one buffer, written once. */
function writeUniforms(
  device: GPUDevice,
  items: readonly Item[],
): { buffer: GPUBuffer; offsets: number[] } | undefined {
  let total = 0;
  const offsets = items.map((item) => {
    if (item.type !== 'dispatch' || item.uniforms === undefined) return 0;
    const offset = total;
    total += Math.ceil(item.uniforms.length / UNIFORM_ALIGN) * UNIFORM_ALIGN;
    return offset;
  });
  if (total === 0) return undefined;
  const bytes = new Uint8Array(total);
  items.forEach((item, i) => {
    if (item.type === 'dispatch' && item.uniforms !== undefined)
      bytes.set(item.uniforms, offsets[i]);
  });
  const buffer = device.createBuffer({
    label: 'uniforms',
    size: total,
    usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  });
  device.queue.writeBuffer(buffer, 0, bytes);
  return { buffer, offsets };
}

/** Folds a row of workgroups over x and y, since one dimension holds 65,535 at most. */
function fold(item: Item & { type: 'dispatch' }): readonly [number, number, number] {
  const [wx, wy, wz] = item.kernel.workgroup;
  const invocations = 'invocations' in item.size ? item.size.invocations : 0;
  const groups = Math.ceil(invocations / (wx * wy * wz));
  const x = Math.min(groups, 65535);
  return [x, x === 0 ? 0 : Math.ceil(groups / x), 1];
}
