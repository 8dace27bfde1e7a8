import { unzipRaw } from 'unzipit';
import { VoxmetryError } from '../../recipe/errors.js';
import type { ByteSource } from '../byte_source.js';
import { bufferSource } from '../byte_source.js';
import type { Folder } from './folder.js';
import { isHidden, naturally } from './folder.js';

/** Deflate makes no more of a byte than these; other methods are not read. */
const MOST_PER_BYTE = 1032;

/** A file of an archive is inflated whole; longer ones are to be unpacked first. */
const LONGEST_FILE = 2 ** 31;

/** More files than these are no stack of slices. */
const MOST_FILES = 500_000;

type ZipEntry = Awaited<ReturnType<typeof unzipRaw>>['entries'][number];

/**
 * The files of a zip archive, each inflated when it is opened. Names that lead out of the archive,
 * and what systems put beside files (`__MACOSX`), are left out; nothing is ever written.
 */
export async function zipFolder(archive: ByteSource): Promise<Folder> {
  const entries = new Map<string, ZipEntry>();
  for (const entry of await entriesOf(archive)) {
    const path = entry.name.replaceAll('\\', '/');
    const parts = path.split('/');
    const hidden = parts.some((part) => part === '..' || part === '__MACOSX' || isHidden(part));
    if (entry.isDirectory || path.endsWith('/') || path.startsWith('/') || hidden) continue;
    entries.set(path, entry);
  }
  return {
    name: archive.name,
    paths: [...entries.keys()].sort(naturally),
    open: async (path) => {
      const entry = entries.get(path);
      return entry === undefined ? undefined : bufferSource(await inflated(entry, archive), path);
    },
    close: () => {
      entries.clear();
      archive.close();
    },
  };
}

async function entriesOf(archive: ByteSource): Promise<readonly ZipEntry[]> {
  const reader = {
    getLength: () => Promise.resolve(archive.size),
    read: (offset: number, length: number) => archive.read(offset, length),
  };
  let entries: readonly ZipEntry[];
  try {
    ({ entries } = await unzipRaw(reader));
  } catch (error) {
    throw VoxmetryError.from(error).code === 'cancelled' ? error : damaged(archive, error);
  }
  if (entries.length <= MOST_FILES) return entries;
  throw new VoxmetryError(
    'unsupported-format',
    `${archive.name} holds ${entries.length} files. Unpack it, and choose the folder of one scan.`,
  );
}

async function inflated(entry: ZipEntry, archive: ByteSource): Promise<ArrayBuffer> {
  const { size, compressedSize, name } = entry;
  if (entry.encrypted) {
    throw new VoxmetryError('unsupported-format', `${archive.name} is encrypted. Unpack it first.`);
  }
  if (size > compressedSize * MOST_PER_BYTE + 1024)
    throw damaged(archive, new Error(`${name} states more bytes than it can hold`));
  if (size > LONGEST_FILE) {
    throw new VoxmetryError(
      'unsupported-format',
      `${name} in ${archive.name} has ${size} bytes, more than are inflated at once. Unpack it first.`,
    );
  }
  try {
    return await entry.arrayBuffer();
  } catch (error) {
    throw damaged(archive, error);
  }
}

function damaged(archive: ByteSource, error: unknown): VoxmetryError {
  const reason = error instanceof Error ? error.message : String(error);
  return new VoxmetryError(
    'corrupt-file',
    `${archive.name} is a damaged zip archive (${reason}). Copy or pack it again.`,
    { cause: error },
  );
}
