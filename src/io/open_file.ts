import { invalidArgument, VoxmetryError } from '../recipe/errors.js';
import type { FileFacts, GridSource, OpenOptions } from '../recipe/source.js';
import { factsOf, factsOfSource, openImage } from './choose_image.js';
import type { ByteSource } from './byte_source.js';
import type { FileContents, FoundFile } from './contents.js';
import { formatOf, HEAD_BYTES, startsWith, unreadFormat } from './formats.js';
import { sideNames } from './raw/side_names.js';
import { parseRawName } from './raw_name.js';

/** Opens a file: its first bytes decide the format; what no format knows is raw. */
export async function openFile(file: FoundFile, options: OpenOptions): Promise<GridSource> {
  const found = await recognised(file, options);
  if (found.contents === undefined) return found.open(options);
  try {
    return openImage(found.contents, file.bytes.name, options);
  } catch (error) {
    found.contents.close();
    throw error;
  }
}

/** What a file holds. A raw file needs size and dtype, as it does to be opened. */
export async function inspectFile(file: FoundFile, options: OpenOptions): Promise<FileFacts> {
  const found = await recognised(file, options);
  const { name } = file.bytes;
  if (found.contents !== undefined) {
    const facts = factsOf(found.contents, name);
    found.contents.close();
    return facts;
  }
  const source = await found.open(options);
  source.close();
  return factsOfSource(source, source.unit === 'px' ? undefined : source.format);
}

type Recognised =
  | { readonly contents: FileContents }
  | { readonly contents: undefined; open(options: OpenOptions): Promise<GridSource> };

async function recognised(file: FoundFile, options: OpenOptions): Promise<Recognised> {
  const { bytes, path } = file;
  if (bytes.size === 0) {
    throw new VoxmetryError(
      'corrupt-file',
      `${bytes.name} is empty (0 bytes). Copy or export it again.`,
    );
  }
  const sides = sideNames(path, file.beside?.paths ?? []);
  if (sides.length > 0) {
    const { readDescribedRaw } = await import('./raw/described_raw.js');
    const contents = await readDescribedRaw(file, sides, options);
    if (contents !== undefined) return { contents };
  }
  if (statesRaw(bytes.name, options)) return raw(bytes);
  const head = file.head ?? (await bytes.read(0, Math.min(HEAD_BYTES, bytes.size), options.signal));
  if (isGzip(head) && file.packed === undefined) {
    const { gzipLength, inflatedSource } = await import('./inflated_source.js');
    const length = await gzipLength(bytes, options.signal);
    const inflated = inflatedSource(bytes, 'gzip', length);
    const unpacked = { ...inflated, name: bytes.name.replace(/\.gz$/i, '') };
    return recognised({ ...file, bytes: unpacked, head: undefined, packed: bytes }, options);
  }
  const format = formatOf(head, path);
  if (format !== undefined) {
    const read = await format.load();
    const { size, onProgress } = options;
    return { contents: await read({ ...file, size, onProgress }) };
  }
  if (startsWith(head, '\x93NUMPY')) {
    return alone(async (how) => (await import('./npy_reader.js')).openNpy(bytes, how));
  }
  return raw(bytes, unreadFormat(head));
}

/** A reader whose files hold one grid, so that there is nothing to choose. */
function alone(open: (options: OpenOptions) => Promise<GridSource>): Recognised {
  return {
    contents: undefined,
    open: async (options) => {
      for (const choice of ['dataset', 'channel', 'time', 'level'] as const) {
        const value = options[choice];
        if (value !== undefined && value !== '' && value !== 0)
          throw invalidArgument('open', choice, value, 'left out: the file holds one grid');
      }
      return open(options);
    },
  };
}

function raw(bytes: ByteSource, looksLike?: string): Recognised {
  return alone(async (options) => {
    const described = options.size ?? parseRawName(bytes.name).sizes[0];
    if (looksLike !== undefined && described === undefined) {
      throw new VoxmetryError(
        'unsupported-format',
        `${bytes.name} is a file of ${looksLike}, which is not read. Save it as TIFF, npy or raw.`,
      );
    }
    if (KNOWN_ENDING.test(bytes.name) && described === undefined) {
      throw new VoxmetryError(
        'corrupt-file',
        `${bytes.name} does not begin like a file of that kind. Copy or export it again.`,
      );
    }
    const { openRaw } = await import('./raw_reader.js');
    return openRaw(bytes, options);
  });
}

/** Names of formats that are told by their first bytes. */
const KNOWN_ENDING =
  /\.(tiff?|npy|nrrd|nhdr|mha|mhd|nii|vti|vtk|bcf|h5|hdf5|hspy|emd|nxs|dcm|txm|txrm|xrm)$/i;

/** A raw file whose first voxels happen to look like a signature is still what its owner says. */
export function statesRaw(name: string, options: OpenOptions): boolean {
  const named = parseRawName(name);
  return (
    /\.(raw|bin|dat|vol|img)$/i.test(name) &&
    (options.size ?? named.sizes[0]) !== undefined &&
    (options.dtype ?? named.type) !== undefined
  );
}

function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}
