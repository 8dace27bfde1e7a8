import type { AdapterInfo } from '../../src/recipe/adapter.js';
import type { FieldKind } from '../../src/synthetic/index.js';

/** What tells a report from other JSON. */
export const SCHEMA = 'voxmetry-bench';

/** Rises when a reader of old reports would misread new ones. */
export const SCHEMA_VERSION = 1;

/** One run of the suite on one machine: everything that was measured, nothing that was derived. */
export interface BenchReport {
  readonly schema: typeof SCHEMA;
  readonly version: typeof SCHEMA_VERSION;
  /** ISO 8601. */
  readonly date: string;
  readonly library: string;
  readonly runtime: string;
  readonly machine: Machine;
  readonly adapter: AdapterInfo;
  readonly limits: Readonly<Record<string, number>>;
  readonly features: readonly string[];
  readonly settings: Settings;
  readonly waits: Waits;
  readonly copies: readonly CopySample[];
  readonly peers: PeerModules | null;
  readonly measurements: readonly Measurement[];
}

/** Kind of computer; no names of hosts or users. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly system: string;
}

/** How a run of the suite was asked for. */
export interface Settings {
  readonly sizes: readonly number[];
  /** Batches per case. */
  readonly samples: number;
  /** Executions per wait, unless so many would take longer than `batchSeconds`. */
  readonly perWait: number;
  readonly batchSeconds: number;
  /** Sizes of the copies that tell the adapter's bandwidth. */
  readonly copyBytes: readonly number[];
}

/**
 * What {@link Settings} are unless something else is asked for; `copyBytes` reach beyond caches.
 */
export const DEFAULT_SETTINGS: Settings = {
  sizes: [64, 128, 256],
  samples: 5,
  perWait: 10,
  batchSeconds: 1,
  copyBytes: [2 ** 22, 2 ** 25, 2 ** 27],
};

/** Medians of what a wait for nothing costs, in milliseconds. Subtracted from every batch. */
export interface Waits {
  /** An empty submission that is awaited. */
  readonly submitMs: number;
  /** Four bytes that are read back. */
  readonly readMs: number;
}

/** Milliseconds that copies took, per copy; `bytes` are read and as many are written. */
export interface CopySample {
  readonly bytes: number;
  readonly way: 'copyBufferToBuffer' | 'kernel';
  readonly ms: readonly number[];
}

/** Modules that a peer process found, with versions, or null for those it did not. */
export interface PeerModules {
  /** Of Python; empty where none takes part. */
  readonly python: string;
  readonly modules: Readonly<Record<string, string | null>>;
}

/** One case on one volume. All times are per execution, a sample per batch. */
export interface Measurement {
  readonly case: string;
  readonly group: string;
  readonly field: FieldKind;
  /** Voxels along each edge of the cube. */
  readonly size: number;
  /** Executions in each batch. */
  readonly perWait: number;
  /** Read-backs that one execution waits for. */
  readonly reads: number;
  /** Wall time of the batch over its executions, waits included. */
  readonly wallMs: readonly number[];
  /** The same without the empty submission and the empty read-backs. */
  readonly netMs: readonly number[];
  /** Time of the compute passes by timestamp queries; empty where there are none. */
  readonly gpuMs: readonly number[];
  /** The same apart for every kernel, by its name; absent in reports of earlier releases. */
  readonly kernels?: readonly { readonly name: string; readonly gpuMs: readonly number[] }[];
  /** Processor time of this process, all cores; empty in browsers. */
  readonly cpuMs: readonly number[];
  /** A copy kernel that moves `inputBytes + outputBytes`, measured between the batches. */
  readonly copyMs: readonly number[];
  /** The same by copyBufferToBuffer, which on a software adapter is the processor's own memcpy. */
  readonly bufferCopyMs: readonly number[];
  readonly inputBytes: number;
  readonly outputBytes: number;
  /** Declared by the dispatches, per execution. */
  readonly traffic: { readonly read: number; readonly write: number; readonly dispatches: number };
  /** Inputs, result and everything between, at the worst moment. */
  readonly peakBytes: number;
  readonly peers: readonly PeerTime[];
  /** Why there are no times. */
  readonly error: string | null;
}

/** Another program on the same volume in the same run. */
export interface PeerTime {
  readonly name: string;
  /** Empty where the peer is absent or disagrees. */
  readonly wallMs: readonly number[];
  readonly cpuMs: readonly number[];
  /** How its result was compared with ours, and what came out. */
  readonly check: string;
  readonly status: 'agrees' | 'disagrees' | 'absent' | 'failed';
  /** Kernels of ours that do what the peer does; where it is absent, all of the case. */
  readonly kernels?: readonly string[];
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => typeof value === 'number';
const isNumbers: Check = (value) => Array.isArray(value) && value.every(isNumber);
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const isNumberTable: Check = (value) =>
  typeof value === 'object' && value !== null && Object.values(value).every(isNumber);
const listOf =
  (shape: Readonly<Record<string, Check>>): Check =>
  (value) =>
    Array.isArray(value) && value.every((entry) => faultOf(entry, shape) === undefined);
const shaped =
  (shape: Readonly<Record<string, Check>>): Check =>
  (value) =>
    faultOf(value, shape) === undefined;

const REPORT: Readonly<Record<string, Check>> = {
  date: isText,
  library: isText,
  runtime: isText,
  machine: shaped({ cpu: isText, cores: isNumber, system: isText }),
  adapter: shaped({ vendor: isText, architecture: isText, description: isText }),
  limits: isNumberTable,
  features: isTexts,
  settings: shaped({ sizes: isNumbers, samples: isNumber, perWait: isNumber }),
  waits: shaped({ submitMs: isNumber, readMs: isNumber }),
  copies: listOf({ bytes: isNumber, way: isText, ms: isNumbers }),
  measurements: listOf({
    case: isText,
    group: isText,
    field: isText,
    size: isNumber,
    wallMs: isNumbers,
    netMs: isNumbers,
    gpuMs: isNumbers,
    copyMs: isNumbers,
    bufferCopyMs: isNumbers,
    inputBytes: isNumber,
    outputBytes: isNumber,
    peakBytes: isNumber,
    traffic: shaped({ read: isNumber, write: isNumber, dispatches: isNumber }),
    peers: listOf({ name: isText, wallMs: isNumbers, check: isText, status: isText }),
  }),
};

function faultOf(value: unknown, shape: Readonly<Record<string, Check>>): string | undefined {
  if (typeof value !== 'object' || value === null) return '';
  const fields = value as Readonly<Record<string, unknown>>;
  return Object.keys(shape).find((name) => shape[name]?.(fields[name]) !== true);
}

/**
 * Reads a saved report. Throws an Error that names what is wrong, since people load each other's
 * files.
 */
export function parseReport(text: string): BenchReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('This file is not JSON. Load a file that this page or `npm run bench` saved.');
  }
  const { schema, version } = (value ?? {}) as { schema?: unknown; version?: unknown };
  if (schema !== SCHEMA)
    throw new Error('This JSON is no benchmark report. Load one that this page saved.');
  if (version !== SCHEMA_VERSION)
    throw new Error(
      `This report has version ${String(version)}, and this page reads ${String(SCHEMA_VERSION)}. Use the page of its release.`,
    );
  const fault = faultOf(value, REPORT);
  if (fault !== undefined)
    throw new Error(`This report is damaged: '${fault}' is not as it should be.`);
  return value as BenchReport;
}
