import { invalidArgument, VoxmetryError } from '../recipe/errors.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** A file's handle, as the browser's save dialog gives it. */
export interface WritableFile {
  /** Opens the file to be written; its content changes when the stream is closed. */
  createWritable(): Promise<WritableStream<Uint8Array<ArrayBuffer>>>;
}

/** Where a grid is saved: a stream of bytes, or a file. */
export type SaveTarget = WritableStream<Uint8Array<ArrayBuffer>> | WritableFile;

/**
 * The target of a save, whose failures are typed whatever the stream or the file behind it throws.
 */
export class OpenTarget {
  readonly #writer: WritableStreamDefaultWriter<Bytes>;
  /** Whether the stream was closed when it was given, or is by now. */
  #closed = false;

  private constructor(writer: WritableStreamDefaultWriter<Bytes>) {
    this.#writer = writer;
    // Said of a stream that fails too, where the next call to it says so better.
    writer.closed.then(
      () => (this.#closed = true),
      () => undefined,
    );
  }

  /** Takes a stream of the target's; what is no target is refused. */
  static async open(target: SaveTarget): Promise<OpenTarget> {
    const stream = await streamOf(target);
    if (stream.locked)
      throw invalidArgument('save', 'target', stream, 'a stream that nobody else writes to');
    const opened = new OpenTarget(stream.getWriter());
    await refused(() => opened.#writer.ready);
    if (opened.#closed)
      throw invalidArgument('save', 'target', stream, 'a stream that is not closed yet');
    return opened;
  }

  async write(chunk: Bytes): Promise<void> {
    await refused(async () => {
      await this.#writer.ready;
      await this.#writer.write(chunk);
    });
  }

  async close(): Promise<void> {
    await refused(() => this.#writer.close());
  }

  /** Gives up what was written. */
  async abort(reason: unknown): Promise<void> {
    await this.#writer.abort(reason).catch(() => undefined);
  }
}

/** Aborts a stream that nothing is written to after all, so that it keeps no file open. */
export async function abandon(target: unknown, reason: unknown): Promise<void> {
  if (target instanceof WritableStream && !target.locked)
    await target.abort(reason).catch(() => undefined);
}

async function streamOf(target: SaveTarget): Promise<WritableStream<Bytes>> {
  const given: unknown = target;
  if (given instanceof WritableStream) return given as WritableStream<Bytes>;
  const file = given as Partial<WritableFile> | null | undefined;
  if (typeof file === 'object' && typeof file?.createWritable === 'function') {
    const stream: unknown = await refused(() => (file as WritableFile).createWritable());
    if (stream instanceof WritableStream) return stream as WritableStream<Bytes>;
  }
  throw invalidArgument('save', 'target', given, 'a WritableStream, or the handle of a file');
}

async function refused<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    if (cause instanceof VoxmetryError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new VoxmetryError(
      'storage',
      `save: the target cannot be written: ${reason}. Free space there, or save to another place.`,
      { op: 'save', cause },
    );
  }
}
