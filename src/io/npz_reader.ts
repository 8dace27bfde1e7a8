import { VoxmetryError } from '../recipe/errors.js';
import type { ByteSource } from './byte_source.js';
import type { FileContents, StoredImage } from './contents.js';
import type { Folder } from './folder/folder.js';
import { npyGrid } from './npy_reader.js';
import { readRows } from './rows.js';

/** Arrays of an archive that are looked at. */
const MOST_ARRAYS = 1000;

/** Whether an archive is one of NumPy's, which holds a file for every array. */
export function isNpz({ name, paths }: Folder): boolean {
  return /\.npz$/i.test(name) && paths.length > 0 && paths.every((path) => path.endsWith('.npy'));
}

/**
 * An archive of NumPy (`np.savez`): its arrays of numbers of one to three axes, by their names.
 * Others that it holds are left out. Cost: a compressed array is inflated whole, one at a time.
 */
export async function readNpz(
  archive: Folder,
  signal: AbortSignal | undefined,
): Promise<FileContents> {
  const images: StoredImage[] = [];
  const refused: string[] = [];
  for (const path of archive.paths.slice(0, MOST_ARRAYS)) {
    const made = await imageOf(archive, path, signal);
    if (typeof made === 'string') refused.push(made);
    else images.push(made);
  }
  if (images.length === 0)
    throw new VoxmetryError(
      'unsupported-format',
      `${archive.name} holds no array that is read: ${refused.slice(0, 3).join(' ')}`,
    );
  return {
    format: 'npz',
    images,
    close: () => {
      archive.close();
    },
  };
}

/** The image of an array, or why it is none. */
async function imageOf(
  archive: Folder,
  path: string,
  signal: AbortSignal | undefined,
): Promise<StoredImage | string> {
  const bytes = await opened(archive, path);
  try {
    const { layout, size, dtype, warnings } = await npyGrid(bytes, signal);
    return {
      path: path.slice(0, -'.npy'.length),
      dtype,
      size,
      spacing: undefined,
      unit: undefined,
      spacingFrom: undefined,
      channels: [],
      times: 1,
      warnings,
      reader: () => {
        // Inflated when it is first read from.
        let again: Promise<ByteSource> | undefined;
        return {
          read: async (region, out, pace) => {
            again ??= opened(archive, path);
            await readRows(await again, layout, region, out, pace);
          },
          close: () => {
            again = undefined;
          },
        };
      },
    };
  } catch (error) {
    if (error instanceof VoxmetryError && error.code === 'unsupported-format') return error.message;
    throw error;
  } finally {
    bytes.close();
  }
}

async function opened(archive: Folder, path: string): Promise<ByteSource> {
  const bytes = await archive.open(path);
  if (bytes !== undefined) return bytes;
  throw new VoxmetryError(
    'corrupt-file',
    `${archive.name} has no ${path} any more. Open it again.`,
  );
}
