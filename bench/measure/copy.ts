import { Run, type Gpu, type PooledBuffer } from '../../src/gpu/index.js';
import type { CopySample, Settings } from '../report/schema.js';
import { runBatch, type CpuClock } from './batch.js';
import { copyKernel } from './copy_kernel.js';

/** The two ways of moving bytes on a GPU. */
export type CopyWay = CopySample['way'];

const WAYS: readonly CopyWay[] = ['copyBufferToBuffer', 'kernel'];
const WORD = 16;
/** A batch of copies takes about so long, so that the wait at its end weighs little. */
const BATCH_MS = 120;
const FEWEST = 10;
const MOST = 500;

/** A source and a target of one size, and the copies between them. */
export class CopyYardstick {
  readonly #gpu: Gpu;
  readonly #run: Run;
  readonly #from: PooledBuffer;
  readonly #to: PooledBuffer;
  readonly #submitMs: number;
  readonly bytes: number;
  readonly #counts = new Map<CopyWay, number>();

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

  /** Milliseconds of one copy, out of a batch, without the wait. The first call warms up. */
  async time(way: CopyWay, cpu: CpuClock): Promise<number> {
    let count = this.#counts.get(way);
    if (count === undefined) {
      await this.#batch(way, 1, cpu);
      const once = await this.#batch(way, FEWEST, cpu);
      count = Math.min(MOST, Math.max(FEWEST, Math.ceil(BATCH_MS / Math.max(once, 0.01))));
      this.#counts.set(way, count);
    }
    return this.#batch(way, count, cpu);
  }

  async #batch(way: CopyWay, count: number, cpu: CpuClock): Promise<number> {
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
        size: { invocations: this.bytes / WORD },
        traffic: { read: this.bytes, write: this.bytes },
      });
  }
}

/** Measures copies of a few sizes both ways: this adapter's own bandwidth. */
export async function measureCopies(
  gpu: Gpu,
  { samples, copyBytes }: Settings,
  submitMs: number,
  cpu: CpuClock,
): Promise<CopySample[]> {
  const measured: CopySample[] = [];
  for (const wanted of copyBytes) {
    const yardstick = new CopyYardstick(gpu, wanted, submitMs);
    try {
      for (const way of WAYS) {
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
