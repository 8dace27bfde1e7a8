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

/** Node's or Deno's file system, without an import that bundlers would follow. */
function fileSystem(): FileSystem {
  const { process } = globalThis as {
    process?: { getBuiltinModule?: (id: string) => unknown };
  };
  const found = process?.getBuiltinModule?.('node:fs/promises');
  if (found === undefined)
    throw new VoxmetryError(
      'unsupported-format',
      'fileTarget writes to paths in Node and Deno. In a browser, save to the handle that showSaveFilePicker() gives.',
    );
  return found as FileSystem;
}

/**
 * A file on disk to save a grid to, in Node and Deno. It is written under the name `path`.part and
 * takes its own name when it is complete; after a failure or a cancel nothing of it stays.
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
  return new WritableStream<Uint8Array<ArrayBuffer>>({
    start: async () => {
      file = await fs.open(part, 'w');
    },
    write: (chunk) => file?.writeFile(chunk),
    close: async () => {
      await file?.close();
      await fs.rename(part, path);
    },
    abort: async () => {
      await file?.close();
      await fs.rm(part, { force: true });
    },
  });
}
