import type { Engine } from '../src/engine/engine.js';
import type { Node } from '../src/recipe/op.js';
import { sourceNode } from '../src/recipe/source_op.js';
import { LIBRARY } from '../src/version.js';
import type { GridArray } from '../src/recipe/dtype.js';
import type { FieldKind } from '../src/synthetic/index.js';
import type { BenchCase, Job } from './cases/index.js';
import { measureWaits, type CpuClock } from './measure/batch.js';
import { measureCopies } from './measure/copy.js';
import { failedMeasurement, measure } from './measure/measure.js';
import {
  SCHEMA,
  SCHEMA_VERSION,
  type BenchReport,
  type Machine,
  type Measurement,
  type PeerModules,
  type PeerTime,
  type Settings,
} from './report/schema.js';

/** Makes the test volumes, or finds them where they were kept. */
export type FieldMaker = (kind: FieldKind, size: number) => Promise<GridArray>;

/** Other programs that the suite compares with. */
export interface Peers {
  readonly modules: PeerModules;
  time(bench: BenchCase, source: Node, job: Job): Promise<PeerTime[]>;
}

/** What a run of the suite is made of, and who hears of it. */
export interface SuiteOptions {
  readonly cases: readonly BenchCase[];
  readonly settings: Settings;
  readonly fields: FieldMaker;
  readonly machine: Machine;
  readonly runtime: string;
  readonly cpu: CpuClock;
  readonly peers?: Peers | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called before a case, with the share of the suite that is done. */
  readonly onCase?: (name: string, done: number) => void;
  /** Called with the report so far after every case. */
  readonly onMeasurement?: (measurement: Measurement, report: BenchReport) => void;
}

/** Runs the suite on an engine: sizes from small to large, cases in their order. */
export async function runSuite(engine: Engine, options: SuiteOptions): Promise<BenchReport> {
  const { cases, settings, cpu } = options;
  options.onCase?.('waits and copies', 0);
  const waits = await measureWaits(engine.gpu);
  const copies = await measureCopies(engine.gpu, settings, waits.submitMs, cpu);
  const measurements: Measurement[] = [];
  const report: BenchReport = {
    schema: SCHEMA,
    version: SCHEMA_VERSION,
    date: new Date().toISOString(),
    library: LIBRARY,
    runtime: options.runtime,
    machine: options.machine,
    adapter: engine.gpu.adapter,
    limits: limitsOf(engine),
    features: engine.info.features,
    settings,
    waits,
    copies,
    peers: options.peers?.modules ?? null,
    measurements,
  };
  const rounds = settings.sizes.flatMap((size) =>
    cases.flatMap((bench) => bench.fields.map((field) => ({ bench, field, size }))),
  );
  // Larger volumes take longer; their share of the work is about their share of the voxels.
  const work = rounds.reduce((sum, { size }) => sum + size ** 3, 0);
  let done = 0;
  for (const size of settings.sizes) {
    const opened = new FieldSources(engine, options.fields, size);
    try {
      for (const round of rounds.filter((r) => r.size === size)) {
        options.signal?.throwIfAborted();
        options.onCase?.(`${round.bench.name} on ${round.field} ${String(size)}³`, done / work);
        const measurement = await measureRound(engine, opened, { ...options, waits }, round);
        measurements.push(measurement);
        done += size ** 3;
        options.onMeasurement?.(measurement, { ...report, measurements: [...measurements] });
      }
    } finally {
      opened.close();
    }
  }
  return report;
}

interface Round {
  readonly bench: BenchCase;
  readonly field: FieldKind;
  readonly size: number;
}

async function measureRound(
  engine: Engine,
  opened: FieldSources,
  { settings, cpu, peers, waits }: SuiteOptions & Pick<BenchReport, 'waits'>,
  { bench, field, size }: Round,
): Promise<Measurement> {
  try {
    const source = await opened.node(field);
    const job = bench.make(source);
    const measured = await measure(engine, { bench, job, field, size, settings, waits, cpu });
    if (peers === undefined || bench.peers === undefined) return measured;
    return { ...measured, peers: await peers.time(bench, source, job) };
  } catch (error) {
    return failedMeasurement({ bench, field, size }, error);
  } finally {
    engine.evaluator.clear();
  }
}

/** The fields of one size, opened when first wanted. */
class FieldSources {
  readonly #engine: Engine;
  readonly #make: FieldMaker;
  readonly #size: number;
  readonly #nodes = new Map<FieldKind, Promise<Node>>();
  readonly #ids: string[] = [];

  constructor(engine: Engine, make: FieldMaker, size: number) {
    this.#engine = engine;
    this.#make = make;
    this.#size = size;
  }

  node(field: FieldKind): Promise<Node> {
    let node = this.#nodes.get(field);
    if (node === undefined) {
      node = this.#open(field);
      this.#nodes.set(field, node);
    }
    return node;
  }

  close(): void {
    for (const id of this.#ids) this.#engine.closeSource(id);
  }

  async #open(field: FieldKind): Promise<Node> {
    const data = await this.#make(field, this.#size);
    const size = [this.#size, this.#size, this.#size] as const;
    const { id, name, meta } = await this.#engine.open({ data, size }, { transfer: true });
    this.#ids.push(id);
    return sourceNode(id, name, meta);
  }
}

const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupsPerDimension',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

function limitsOf({ gpu }: Engine): Record<string, number> {
  return Object.fromEntries(LIMITS.map((name) => [name, gpu.device.limits[name]]));
}
