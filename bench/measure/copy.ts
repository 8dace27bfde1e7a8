import { Run, type Gpu, type PooledBuffer } from '../../src/gpu/index.js';
import type { CopySample } from '../report/schema.js';
import { median } from '../report/statistics.js';
import { runBatch, type CpuClock } from './batch.js';
import { copyKernel } from './copy_kernel.js';

/** The two ways of moving bytes on a GPU. */
export type CopyWay = CopySample['way'];

const WAYS: readonly CopyWay[] = ['copyBufferToBuffer', 'kernel'];
const WORD = 16;
/** A batch of copies moves about so much, so that the wait at its end weighs little. */
const BATCH_BYTES = 1.5e9;
const BANDWIDTH_BYTES = [2 ** 22, 2 ** 25, 2 ** 27] as const;

/** A source and a target of one size, and the copies between them. */
export class CopyYardstick {
  readonly #gpu: Gpu;
  readonly #run: Run;
  readonly #from: PooledBuffer;
  readonly #to: PooledBuffer;
  readonly #submitMs: number;
  readonly bytes: number;

  /** `bytes` are read and as many written by each copy; rounded up to 16. */
  constructor(gpu: Gpu, bytes: number, submitMs: number) {
    const { maxStorageBufferBindingSize } = gpu.device.limits;
    this.bytes = Math.min(
      Math.max(WORD, Math.ceil(bytes / WORD) * WORD),
      Math.floor(maxStorageBufferBindingSize / WORD) * WORD,
    );
    this.#gpu = gpu;
    this.#submitMs = submitMs;
    this.#run = new Run(gpu);
    this.#run.enter('copy');
    this.#from = this.#run.alloc(this.bytes, 'copy source');
    this.#to = this.#run.alloc(this.bytes, 'copy target');
  }

  /** Milliseconds of one copy, out of a batch, without the wait. */
  async time(way: CopyWay, cpu: CpuClock): Promise<number> {
    const count = Math.min(500, Math.max(10, Math.ceil(BATCH_BYTES / (2 * this.bytes))));
    const { wallMs } = await runBatch(this.#gpu, (run) => this.#copy(run, way), count, { cpu });
    return Math.max(0, wallMs - this.#submitMs) / count;
  }

  async release(): Promise<void> {
    await this.#run.end();
  }

  async #copy(run: Run, way: CopyWay): Promise<void> {
    if (way === 'copyBufferToBuffer') run.copy(this.#from, 0, this.#to, 0, this.bytes);
    else
      run.dispatch(copyKernel, {
        buffers: { src: this.#from, dst: this.#to },
        params: { count: this.bytes / WORD },
        constants: {},
        size: { invocations: this.bytes / WORD },
        traffic: { read: this.bytes, write: this.bytes },
      });
  }
}

/** Measures copies of a few sizes both ways: this adapter's own bandwidth. */
export async function measureCopies(
  gpu: Gpu,
  samples: number,
  submitMs: number,
  cpu: CpuClock,
): Promise<CopySample[]> {
  const measured: CopySample[] = [];
  for (const wanted of BANDWIDTH_BYTES) {
    const yardstick = new CopyYardstick(gpu, wanted, submitMs);
    try {
      for (const way of WAYS) {
        await yardstick.time(way, cpu);
        const ms: number[] = [];
        for (let i = 0; i < samples; i += 1) ms.push(await yardstick.time(way, cpu));
        measured.push({ bytes: yardstick.bytes, way, ms });
      }
    } finally {
      await yardstick.release();
    }
  }
  return measured;
}

/** The faster way for a size, tried once each. */
export async function fasterWay(yardstick: CopyYardstick, cpu: CpuClock): Promise<CopyWay> {
  const times: [CopyWay, number][] = [];
  for (const way of WAYS) {
    await yardstick.time(way, cpu);
    times.push([way, median([await yardstick.time(way, cpu), await yardstick.time(way, cpu)])]);
  }
  return times.reduce((best, next) => (next[1] < best[1] ? next : best))[0];
}
