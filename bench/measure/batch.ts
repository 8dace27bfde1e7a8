import { Run, type Gpu, type OpCost, type Profile } from '../../src/gpu/index.js';
import type { Waits } from '../report/schema.js';
import { median } from '../report/statistics.js';

/** Processor milliseconds of this process so far, over all cores; undefined where nobody tells. */
export type CpuClock = () => number | undefined;

/** What a batch took: executions that are waited for once. */
export interface Batch {
  readonly wallMs: number;
  readonly cpuMs: number | undefined;
  /** Read-backs that happened inside. */
  readonly reads: number;
  readonly costs: readonly OpCost[];
}

/** A run that counts its read-backs: each is a wait, whose empty cost is known. */
class CountingRun extends Run {
  reads = 0;

  override beginReading(...args: Parameters<Run['beginReading']>): ReturnType<Run['beginReading']> {
    this.reads += 1;
    return super.beginReading(...args);
  }
}

/**
 * Does the work so many times and waits for the GPU once. What is recorded is submitted as the
 * engine does, by the amount of declared bytes, so that short executions pay for no wait of their
 * own.
 */
export async function runBatch(
  gpu: Gpu,
  work: (run: Run) => Promise<void>,
  count: number,
  options: { readonly cpu: CpuClock; readonly profile?: Profile },
): Promise<Batch> {
  const run = new CountingRun(gpu, { profile: options.profile ?? false });
  const cpuStart = options.cpu();
  const start = performance.now();
  let wallMs: number;
  let cpuEnd: number | undefined;
  try {
    for (let i = 0; i < count; i += 1) {
      await work(run);
      await run.pace();
    }
    await run.flush();
    await gpu.device.queue.onSubmittedWorkDone();
    wallMs = performance.now() - start;
    cpuEnd = options.cpu();
  } finally {
    await run.end();
  }
  const cpuMs = cpuStart === undefined || cpuEnd === undefined ? undefined : cpuEnd - cpuStart;
  return { wallMs, cpuMs, reads: run.reads, costs: run.log.costs() };
}

const WAITS = 21;

/** Measures what waiting for nothing costs on this adapter. */
export async function measureWaits(gpu: Gpu): Promise<Waits> {
  const { device } = gpu;
  const submit: number[] = [];
  for (let i = 0; i < WAITS; i += 1) {
    const start = performance.now();
    device.queue.submit([device.createCommandEncoder().finish()]);
    await device.queue.onSubmittedWorkDone();
    submit.push(performance.now() - start);
  }
  const read: number[] = [];
  const run = new Run(gpu);
  run.enter('empty read-back');
  try {
    const word = run.alloc(4, 'word', { zero: true });
    await run.read(word);
    for (let i = 0; i < WAITS; i += 1) {
      const start = performance.now();
      run.clear(word);
      await run.read(word);
      read.push(performance.now() - start);
    }
  } finally {
    await run.end();
  }
  return { submitMs: median(submit), readMs: median(read) };
}
