/**
 * What kind of failure a {@link VoxmetryError} reports; stable, meant to be switched on. Later
 * versions may have more: treat a code that you do not know as `internal`.
 *
 * - `webgpu-unavailable`: no WebGPU here, or no adapter; `isSupported()` says which, at once.
 * - `device-lost`: the GPU went, again and again.
 * - `limit`, `out-of-memory`: too large for this GPU; `details.needed` and `details.available`, in
 *   bytes.
 * - `storage`: a disk, a folder, a browser's storage or a stream is full or refuses to be written;
 *   of intermediate results, `details.needed` says how many bytes they take.
 * - `invalid-argument`: an option is not what it may be; `details.parameter` and `details.allowed`.
 * - `needs-metadata`: a file does not say how it is to be read: ask for `details.fields`, a list of
 *   `'size'` and `'dtype'`; `details.guess` lists what its length allows.
 * - `network`: an address could not be fetched; `details.url`, and `details.status` where a server
 *   answered.
 * - `empty-phase`: what is to be measured has no voxel; `details.parameter` says where.
 * - `unsupported-format`, `corrupt-file`: of files.
 * - `cancelled`, `disposed`, `worker-failed`, `timeout`, `internal`.
 */
export type ErrorCode =
  | 'webgpu-unavailable'
  | 'device-lost'
  | 'limit'
  | 'out-of-memory'
  | 'storage'
  | 'invalid-argument'
  | 'needs-metadata'
  | 'network'
  | 'empty-phase'
  | 'unsupported-format'
  | 'corrupt-file'
  | 'cancelled'
  | 'disposed'
  | 'worker-failed'
  | 'timeout'
  | 'internal';

/** The plain-data form of a {@link VoxmetryError}, as it crosses the worker's wall. */
export interface ErrorData {
  readonly code: ErrorCode;
  readonly message: string;
  readonly op: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * The one error class of the library. `code` says what kind of failure it is, `message` states the
 * remedy, `op` names the place in the recipe (`"gaussian > threshold"`) where there is one, and
 * `details` carries numbers a program may act on (`needed`, `available`, …). It keeps its class and
 * fields across the worker.
 *
 * @example
 * ```ts
 * import { VoxmetryError } from 'voxmetry';
 * const error = new VoxmetryError('limit', 'The grid is too large.', { details: { needed: 8 } });
 * console.assert(error.code === 'limit' && error.details['needed'] === 8);
 * ```
 */
export class VoxmetryError extends Error {
  readonly code: ErrorCode;
  readonly op: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { op?: string | undefined; details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'VoxmetryError';
    this.code = code;
    this.op = options.op;
    this.details = options.details ?? {};
  }

  /** The error as structured-cloneable data. */
  toData(): ErrorData {
    return { code: this.code, message: this.message, op: this.op, details: this.details };
  }

  /** Rebuilds an error from {@link VoxmetryError.toData}. */
  static fromData(data: ErrorData): VoxmetryError {
    return new VoxmetryError(data.code, data.message, {
      op: data.op,
      details: { ...data.details },
    });
  }

  /** The same error, said in the name of an operation, as its user knows it. */
  inTheNameOf(operation: string): VoxmetryError {
    if (this.op === undefined || this.op === operation) return this;
    const own = `${this.op}: `;
    const message = this.message.startsWith(own) ? this.message.slice(own.length) : this.message;
    return new VoxmetryError(this.code, `${operation}: ${message}`, {
      op: operation,
      details: { ...this.details, innerOp: this.op },
      cause: this.cause,
    });
  }

  /**
   * Wraps anything thrown: typed errors pass through, aborts become `cancelled`, the rest
   * `internal`.
   */
  static from(error: unknown, op?: string): VoxmetryError {
    if (error instanceof VoxmetryError) return error;
    if (error instanceof DOMException && error.name === 'AbortError') return cancelled(op);
    const text = error instanceof Error ? error.message : String(error);
    return new VoxmetryError('internal', `Unexpected failure: ${text}. Please report it.`, {
      op,
      cause: error,
    });
  }
}

/** An `invalid-argument` error that names op, parameter, value and what is allowed. */
export function invalidArgument(
  op: string,
  parameter: string,
  value: unknown,
  allowed: string,
): VoxmetryError {
  return new VoxmetryError(
    'invalid-argument',
    `${op}: ${parameter} is ${describe(value)}; allowed: ${allowed}.`,
    { op, details: { parameter, allowed } },
  );
}

/** The error that a cancelled run rejects with. */
export function cancelled(op?: string): VoxmetryError {
  return new VoxmetryError('cancelled', 'The run was cancelled by its signal.', { op });
}

/** Throws `cancelled` when the signal is aborted. */
export function throwIfAborted(signal: AbortSignal | undefined, op?: string): void {
  if (signal?.aborted === true) throw cancelled(op);
}

function describe(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'symbol') return 'a symbol';
  try {
    const text =
      (JSON.stringify(value, (_, part: unknown) => nameOf(part) ?? part) as string | undefined) ??
      String(value);
    return text.length > 200 ? `${text.slice(0, 200)}…` : text;
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/**
 * The class of what is neither plain data nor a list. A handle must not be written out: the recipe
 * behind it is a graph, which takes endlessly long as a tree.
 */
function nameOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const prototype = Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null;
  if (prototype === null || prototype === Object.prototype) return undefined;
  return `[${prototype.constructor?.name ?? 'object'}]`;
}
