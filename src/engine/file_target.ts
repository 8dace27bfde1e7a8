import { builtin } from '../io/process_folder.js';
import { VoxmetryError } from '../recipe/errors.js';

interface OpenFile {
  writeFile(data: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

interface FileSystem {
  open(path: string, flags: string): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  rm(path: string, options: { force: boolean }): Promise<void>;
}

function fileSystem(): FileSystem {
  const found = builtin('node:fs/promises');
  if (found === undefined)
    throw new VoxmetryError(
      'unsupported-format',
      'fileTarget writes to paths in Node and Deno. In a browser, save to the handle that showSaveFilePicker() gives.',
    );
  return found as FileSystem;
}

/**
 * A file on disk to save a grid to, in Node and Deno. It is written under the name `path`.part and
 * takes its own name when it is complete; after a failure or a cancel nothing of it stays. What the
 * disk refuses is `storage`.
 *
 * @example
 * ```ts
 * import { fileTarget, openEngine } from 'voxmetry/engine';
 * const lab = await openEngine();
 * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4]), size: [2, 2, 1] });
 * const save = () => scan.median().save(fileTarget('median.tif'));
 * await lab.dispose();
 * ```
 */
export function fileTarget(path: string): WritableStream<Uint8Array<ArrayBuffer>> {
  const fs = fileSystem();
  const part = `${path}.part`;
  let file: OpenFile | undefined;
  /** Whether there is a file of that name which we made. */
  let begun = false;
  let written = 0;
  const close = async (): Promise<void> => {
    const open = file;
    file = undefined;
    await open?.close();
  };
  const discard = async (): Promise<void> => {
    await close().catch(() => undefined);
    if (begun) await fs.rm(part, { force: true });
  };
  /** A stream whose sink fails is not aborted any more: what it wrote is cleared away here. */
  const step = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (cause) {
      await discard().catch(() => undefined);
      throw notWritten(path, written, cause);
    }
  };
  return new WritableStream<Uint8Array<ArrayBuffer>>({
    start: () =>
      step(async () => {
        file = await fs.open(part, 'w');
        begun = true;
      }),
    write: (chunk) =>
      step(async () => {
        await file?.writeFile(chunk);
        written += chunk.length;
      }),
    close: () =>
      step(async () => {
        await close();
        await fs.rename(part, path);
      }),
    abort: discard,
  });
}

function notWritten(path: string, written: number, cause: unknown): VoxmetryError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new VoxmetryError(
    'storage',
    `save: ${path} cannot be written after ${String(written)} bytes: ${reason}. Free space there, or save to another place.`,
    { op: 'save', details: { path, written }, cause },
  );
}
