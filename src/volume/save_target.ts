import { invalidArgument, VoxmetryError } from '../recipe/errors.js';
import {
  folderOfHandle,
  isWritableDirectory,
  isWritableFolder,
  type WritableDirectory,
  type WritableFolder,
} from '../io/folder_writer.js';

export type { WritableDirectory, WritableFolder } from '../io/folder_writer.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** A file's handle, as the browser's save dialog gives it. */
export interface WritableFile {
  /** Opens the file to be written; its content changes when the stream is closed. */
  createWritable(): Promise<WritableStream<Uint8Array<ArrayBuffer>>>;
}

/** Where a grid is saved: a stream of bytes, a file, or, of OME-Zarr, a folder. */
export type SaveTarget =
  WritableStream<Uint8Array<ArrayBuffer>> | WritableFile | WritableFolder | WritableDirectory;

/** Whether a target is a folder, on a disk or behind a handle. */
export function isFolder(target: unknown): target is WritableFolder | WritableDirectory {
  return isWritableFolder(target) || isWritableDirectory(target);
}

/** The folder of a save, whose failures are typed whatever the file system throws. */
export class OpenFolder {
  readonly #folder: WritableFolder;

  private constructor(folder: WritableFolder) {
    this.#folder = folder;
  }

  /** Takes a folder; a handle's has to be empty. */
  static async open(target: WritableFolder | WritableDirectory): Promise<OpenFolder> {
    if (isWritableFolder(target)) return new OpenFolder(target);
    return new OpenFolder(await refused(() => folderOfHandle(target)));
  }

  async writeFile(path: string, bytes: Bytes): Promise<void> {
    await refused(() => this.#folder.writeFile(path, bytes));
  }

  async close(): Promise<void> {
    await refused(() => this.#folder.close());
  }

  /** Removes what was written. */
  async abort(): Promise<void> {
    await this.#folder.abort().catch(() => undefined);
  }
}

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
  static async open(target: WritableStream<Bytes> | WritableFile): Promise<OpenTarget> {
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

async function streamOf(
  target: WritableStream<Bytes> | WritableFile,
): Promise<WritableStream<Bytes>> {
  const given: unknown = target;
  if (given instanceof WritableStream) return given as WritableStream<Bytes>;
  const file = given as Partial<WritableFile> | null | undefined;
  if (typeof file === 'object' && typeof file?.createWritable === 'function') {
    const stream: unknown = await refused(() => (file as WritableFile).createWritable());
    if (stream instanceof WritableStream) return stream as WritableStream<Bytes>;
  }
  throw invalidArgument(
    'save',
    'target',
    given,
    'a WritableStream, the handle of a file, or a folder for OME-Zarr',
  );
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
