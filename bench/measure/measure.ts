import type { Engine } from '../../src/engine/engine.js';
import type { BenchCase, Job } from '../cases/index.js';
import type { Measurement, Settings, Waits } from '../report/schema.js';
import type { FieldKind } from '../../src/synthetic/index.js';
import { runBatch, type Batch, type CpuClock } from './batch.js';
import { CopyYardstick } from './copy.js';
import { prepareOps, prepareWorkflow, type Execution } from './execution.js';

/** What is to be measured, and how. */
export interface Assignment {
  readonly bench: BenchCase;
  readonly job: Job;
  readonly field: FieldKind;
  readonly size: number;
  readonly settings: Settings;
  readonly waits: Waits;
  readonly cpu: CpuClock;
}

/** Batches timed by timestamps: they scatter little, so fewer do. */
const PROFILED = 3;
/** Slow cases stop after so long, once they have three samples. */
const CASE_MS = 20_000;
const FEWEST = 3;

/**
 * Measures one case on one volume: pipelines warmed by two executions, inputs resident, so many
 * executions per wait as the settings say, a copy of the same bytes between the batches.
 */
export async function measure(engine: Engine, assignment: Assignment): Promise<Measurement> {
  const { gpu } = engine;
  const { bench, job, field, size, settings, waits, cpu } = assignment;
  const isWorkflow = bench.group === 'workflows';
  const execution = await (isWorkflow ? prepareWorkflow : prepareOps)(engine, job);
  const { inputBytes, outputBytes } = execution;
  try {
    const first = await warmUp(engine, execution, cpu);
    const perWait = batchCount(first.wallMs, settings);
    const { reads } = first;
    const samples = emptySamples();
    const kernels = new Map<string, number[]>();
    const profiled = gpu.device.features.has('timestamp-query') && !isWorkflow ? PROFILED : 0;
    for (let i = 0; i < profiled; i += 1) {
      const batch = await runBatch(gpu, execution.once, perWait, { cpu, profile: 'kernels' });
      samples.gpuMs.push(gpuTime(batch) / perWait);
      addKernels(kernels, batch, perWait);
    }
    const yardstick = new CopyYardstick(gpu, (inputBytes + outputBytes) / 2, waits.submitMs);
    try {
      const start = performance.now();
      for (let i = 0; i < settings.samples; i += 1) {
        if (i >= FEWEST && performance.now() - start > CASE_MS) break;
        const batch = await runBatch(gpu, execution.once, perWait, { cpu });
        const waited = waits.submitMs + reads * perWait * waits.readMs;
        samples.wallMs.push(batch.wallMs / perWait);
        samples.netMs.push(Math.max(0, batch.wallMs - waited) / perWait);
        if (batch.cpuMs !== undefined) samples.cpuMs.push(batch.cpuMs / perWait);
        samples.copyMs.push(await yardstick.time('kernel', cpu));
        samples.bufferCopyMs.push(await yardstick.time('copyBufferToBuffer', cpu));
      }
    } finally {
      await yardstick.release();
    }
    return {
      ...labels(bench, field, size),
      perWait,
      reads,
      ...samples,
      kernels: [...kernels].map(([name, gpuMs]) => ({ name, gpuMs })),
      inputBytes,
      outputBytes,
      traffic: trafficOf(first),
      peakBytes: first.peakBytes,
      peers: [],
      error: null,
    };
  } finally {
    execution.release();
  }
}

/** The entry of a case that could not be measured. */
export function failedMeasurement(
  { bench, field, size }: Pick<Assignment, 'bench' | 'field' | 'size'>,
  error: unknown,
): Measurement {
  return {
    ...labels(bench, field, size),
    perWait: 0,
    reads: 0,
    ...emptySamples(),
    kernels: [],
    inputBytes: 0,
    outputBytes: 0,
    traffic: { read: 0, write: 0, dispatches: 0 },
    peakBytes: 0,
    peers: [],
    error: error instanceof Error ? error.message : String(error),
  };
}

/**
 * Compiles the pipelines, then tells one execution's time, traffic, waits and worst moment of
 * memory.
 */
async function warmUp(
  { gpu, evaluator }: Engine,
  execution: Execution,
  cpu: CpuClock,
): Promise<Batch & { peakBytes: number }> {
  await runBatch(gpu, execution.once, 1, { cpu });
  evaluator.clear();
  const before = gpu.pool.stats.live;
  gpu.pool.resetPeak();
  const batch = await runBatch(gpu, execution.once, 1, { cpu });
  return { ...batch, peakBytes: execution.pinnedBytes + gpu.pool.stats.peak - before };
}

function batchCount(onceMs: number, { perWait, batchSeconds }: Settings): number {
  return Math.max(1, Math.min(perWait, Math.floor((1000 * batchSeconds) / onceMs)));
}

function gpuTime({ costs }: Batch): number {
  return costs.reduce((sum, { gpuMs }) => sum + (gpuMs ?? 0), 0);
}

/** Adds the time of every kernel, per execution, to those of the batches before. */
function addKernels(kernels: Map<string, number[]>, { costs }: Batch, perWait: number): void {
  for (const { op: name, gpuMs } of costs)
    if (gpuMs !== undefined) kernels.set(name, [...(kernels.get(name) ?? []), gpuMs / perWait]);
}

function trafficOf({ costs }: Batch): Measurement['traffic'] {
  const total = (key: 'read' | 'write' | 'dispatches'): number =>
    costs.reduce((sum, cost) => sum + cost[key], 0);
  return { read: total('read'), write: total('write'), dispatches: total('dispatches') };
}

type Samples = Pick<
  Measurement,
  'wallMs' | 'netMs' | 'gpuMs' | 'cpuMs' | 'copyMs' | 'bufferCopyMs'
>;

function emptySamples(): { [K in keyof Samples]: number[] } {
  return { wallMs: [], netMs: [], gpuMs: [], cpuMs: [], copyMs: [], bufferCopyMs: [] };
}

function labels(
  bench: BenchCase,
  field: FieldKind,
  size: number,
): Pick<Measurement, 'case' | 'group' | 'field' | 'size'> {
  return { case: bench.name, group: bench.group, field, size };
}
