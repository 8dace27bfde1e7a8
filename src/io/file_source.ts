import { abortable } from '../recipe/abortable.js';
import { throwIfAborted, VoxmetryError } from '../recipe/errors.js';
import type { ByteSource, FillingSource } from './byte_source.js';
import { checkRange, closed, endsTooSoon } from './byte_source.js';
import { builtin } from './process_folder.js';

interface FileFacts {
  readonly size: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

interface OpenFile {
  stat(): Promise<FileFacts>;
  read(
    into: Uint8Array,
    offset: number,
    length: number,
    at: number,
  ): Promise<{ bytesRead: number }>;
  close(): Promise<void>;
}

interface FileSystem {
  open(path: string, flags: string): Promise<OpenFile>;
}

/** Bytes of one read, since some runtimes end at 2 GiB. */
const MOST_AT_ONCE = 2 ** 30;

/**
 * A file on disk to open, in Node and Deno: `lab.open(await fileSource(path))`. Only the ranges
 * that a query needs are read, however large the file. The volume owns the file and closes it when
 * it is closed, or with its lab. Opening costs no read.
 *
 * @param path - That of a file that `lab.open` reads; relative paths begin at the working
 * directory.
 * @throws VoxmetryError `invalid-argument` where there is no such file, where it is a folder, or
 * may not be read; `unsupported-format` in a browser, where a File is opened instead. Reads of a
 * file that has become shorter or unreadable since are `corrupt-file`.
 * @example
 * ```ts
 * import { fileSource, openEngine } from 'voxmetry/engine';
 * const lab = await openEngine();
 * const open = async () =>
 *   lab.open(await fileSource('scan_1024x1024x900_uint16.raw'), { spacing: [2, 2, 2], unit: 'µm'
 *   });
 * await lab.dispose();
 * ```
 */
export async function fileSource(path: string): Promise<ByteSource> {
  const fs = builtin('node:fs/promises') as FileSystem | undefined;
  if (fs === undefined)
    throw new VoxmetryError(
      'unsupported-format',
      'fileSource reads paths in Node and Deno. In a browser, open the File that an input element gives.',
      { op: 'fileSource' },
    );
  const given: unknown = path;
  if (typeof given !== 'string' || given === '')
    throw refused(String(given), 'is no path; give the path of a file');
  const file = await fs.open(path, 'r').catch((cause: unknown) => {
    throw refused(path, `cannot be opened: ${reasonOf(cause)}`, cause);
  });
  const facts = await file.stat().catch(async (cause: unknown) => {
    await file.close();
    throw refused(path, `cannot be opened: ${reasonOf(cause)}`, cause);
  });
  if (!facts.isFile()) {
    await file.close();
    throw refused(
      path,
      `is ${facts.isDirectory() ? 'a folder' : 'not a file'}; give the path of a file`,
    );
  }
  return openedFile(file, path, facts.size);
}

function openedFile(file: OpenFile, path: string, size: number): FillingSource {
  const name = path.replace(/^.*[/\\]/, '');
  let held: OpenFile | undefined = file;
  const source: FillingSource = {
    name,
    size,
    read: async (offset, length, signal) => {
      throwIfAborted(signal);
      if (held === undefined) throw closed(name);
      checkRange(source, offset, length);
      const data = new Uint8Array(length);
      await source.readInto(offset, data, signal);
      return data;
    },
    readInto: async (offset, into, signal) => {
      throwIfAborted(signal);
      const { length } = into;
      checkRange(source, offset, length);
      for (let done = 0; done < length;) {
        if (held === undefined) throw closed(name);
        const most = Math.min(MOST_AT_ONCE, length - done);
        const reading = held.read(into, done, most, offset + done);
        const { bytesRead } = await abortable(reading, signal).catch((error: unknown) => {
          throw notRead(name, error, held === undefined);
        });
        if (bytesRead === 0) throw endsTooSoon(source, offset, length);
        done += bytesRead;
      }
    },
    close: () => {
      const open = held;
      held = undefined;
      // Nobody waits for it, and nothing is lost where it fails.
      open?.close().catch(() => undefined);
    },
  };
  return source;
}

function refused(path: string, why: string, cause?: unknown): VoxmetryError {
  return new VoxmetryError('invalid-argument', `fileSource: ${path} ${why}.`, {
    op: 'fileSource',
    details: { path },
    cause,
  });
}

function notRead(name: string, cause: unknown, isClosed: boolean): VoxmetryError {
  if (cause instanceof VoxmetryError) return cause;
  if (isClosed) return closed(name);
  return new VoxmetryError(
    'corrupt-file',
    `${name} can no longer be read: ${reasonOf(cause)}. Open it again.`,
    { cause },
  );
}

/** Why the file system refused, in a few words. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read';
  return error instanceof Error ? error.message : String(error);
}
