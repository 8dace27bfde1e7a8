// Files that the page reads for its worker, a range at a time: a file or folder on disk, or a
// source of the caller's own.
import * as Comlink from 'comlink';
import { abortable } from '../recipe/abortable.js';
import { VoxmetryError } from '../recipe/errors.js';
import type { ByteSource, FolderSource, OpenInput } from '../recipe/source.js';
import { reply, type Reply } from './protocol.js';

/** What is known of the files before any is read: the paths of a folder, or the size of a file. */
type Files =
  | { readonly name: string; readonly paths: readonly string[] }
  | { readonly name: string; readonly size: number };

/** What the worker calls. `path` is undefined for the one file that there is. */
interface FilesPort {
  files(): Files;
  /** The size of a file; undefined where there is none of that path. */
  find(path: string): Promise<Reply<number | undefined>>;
  read(
    path: string | undefined,
    offset: number,
    length: number,
  ): Promise<Reply<Uint8Array<ArrayBuffer>>>;
  close(path: string | undefined): void;
}

/**
 * Offers files to the worker: the end of a channel, to be sent there.
 *
 * @param end - Closes the channel.
 */
export function offerFiles(source: ByteSource | FolderSource, end: AbortSignal): MessagePort {
  const opened = new Map<string, ByteSource>();
  const fileAt = (path: string | undefined): ByteSource => {
    const file = 'paths' in source ? opened.get(path ?? '') : source;
    if (file === undefined) throw new VoxmetryError('disposed', `${path ?? ''} was closed.`);
    return file;
  };
  const { port1: here, port2: there } = new MessageChannel();
  const letGo = (): void => {
    source.close();
    here.close();
    end.removeEventListener('abort', letGo);
  };
  end.addEventListener('abort', letGo, { once: true });
  const port: FilesPort = {
    files: () =>
      'paths' in source
        ? { name: source.name, paths: [...source.paths] }
        : { name: source.name, size: source.size },
    find: (path) =>
      reply(async () => {
        const file = 'paths' in source ? await source.open(path) : undefined;
        if (file !== undefined) opened.set(path, file);
        return file?.size;
      }),
    read: async (path, offset, length) => {
      const answer = await reply(() => fileAt(path).read(offset, length));
      if (!answer.ok) return answer;
      // Bytes may be a view of the source itself, which keeps its own.
      const bytes = answer.value.slice();
      return Comlink.transfer({ ok: true, value: bytes }, [bytes.buffer]);
    },
    close: (path) => {
      if (path === undefined) {
        letGo();
        return;
      }
      opened.get(path)?.close();
      opened.delete(path);
    },
  };
  Comlink.expose(port, here);
  return Comlink.transfer(there, [there]);
}

/** What arrived in the worker: files that the page offers, or an input as it is. */
export async function receiveFiles(input: OpenInput): Promise<OpenInput> {
  const given: unknown = input;
  if (!(given instanceof MessagePort)) return input;
  const port = Comlink.wrap<FilesPort>(given);
  const files = await port.files();
  const close = (): void => {
    // No answer comes: the page closes the channel.
    void port.close(undefined).catch(() => undefined);
  };
  if ('size' in files) return remoteFile(port, undefined, files.name, files.size, close);
  return {
    name: files.name,
    paths: files.paths,
    open: async (path) => {
      const size = unwrapped(await port.find(path));
      if (size === undefined) return undefined;
      const name = path.slice(path.lastIndexOf('/') + 1);
      return remoteFile(port, path, name, size, () => {
        void port.close(path).catch(() => undefined);
      });
    },
    close,
  };
}

function remoteFile(
  port: Comlink.Remote<FilesPort>,
  path: string | undefined,
  name: string,
  size: number,
  close: () => void,
): ByteSource {
  return {
    name,
    size,
    read: async (offset, length, signal) =>
      unwrapped<Uint8Array<ArrayBuffer>>(
        await abortable<Reply<Uint8Array<ArrayBuffer>>>(port.read(path, offset, length), signal),
      ),
    close,
  };
}

function unwrapped<T>(answer: Reply<T>): T {
  if (answer.ok) return answer.value;
  throw VoxmetryError.fromData(answer.error);
}
