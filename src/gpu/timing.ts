import type { TrafficLog } from './traffic.js';

const CAPACITY = 1024;

/**
 * Timestamp queries of one submission: a begin and an end per compute pass. Resolved into a small
 * buffer which is read once, at the end of a run, never inside it.
 */
export class PassTimer {
  readonly #device: GPUDevice;
  readonly #set: GPUQuerySet;
  readonly #resolved: GPUBuffer;
  readonly #staging: GPUBuffer;
  readonly #ops: string[] = [];

  constructor(device: GPUDevice) {
    this.#device = device;
    this.#set = device.createQuerySet({ type: 'timestamp', count: CAPACITY });
    const size = CAPACITY * 8;
    this.#resolved = device.createBuffer({
      size,
      usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
    });
    this.#staging = device.createBuffer({
      size,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
  }

  /** Where the next pass writes its timestamps; undefined when the set is full. */
  next(op: string): GPUComputePassTimestampWrites | undefined {
    const index = this.#ops.length * 2;
    if (index + 2 > CAPACITY) return undefined;
    this.#ops.push(op);
    return {
      querySet: this.#set,
      beginningOfPassWriteIndex: index,
      endOfPassWriteIndex: index + 1,
    };
  }

  /** Reads the times and adds them to the log. Costs one read-back. */
  async collect(log: TrafficLog): Promise<void> {
    const count = this.#ops.length * 2;
    if (count > 0) {
      const encoder = this.#device.createCommandEncoder();
      encoder.resolveQuerySet(this.#set, 0, count, this.#resolved, 0);
      encoder.copyBufferToBuffer(this.#resolved, 0, this.#staging, 0, count * 8);
      this.#device.queue.submit([encoder.finish()]);
      await this.#staging.mapAsync(GPUMapMode.READ, 0, count * 8);
      const times = new BigUint64Array(this.#staging.getMappedRange(0, count * 8));
      this.#ops.forEach((op, i) => {
        // Some drivers return decreasing stamps; such a pass counts as zero.
        const nanoseconds = Number(BigInt.asIntN(64, times[2 * i + 1]! - times[2 * i]!));
        log.recordTime(op, Math.max(0, nanoseconds) / 1e6);
      });
      this.#staging.unmap();
    }
    this.#ops.length = 0;
  }

  destroy(): void {
    this.#set.destroy();
    this.#resolved.destroy();
    this.#staging.destroy();
  }
}
