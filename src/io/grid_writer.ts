import { invalidArgument } from '../recipe/errors.js';
import type { PlacedFacts, Slabs } from './slab_stream.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** How what is written is compressed. */
export type Compression = 'none' | 'deflate' | 'gzip';

/** A format of one file, whose writer is loaded when it is used. */
interface GridFormat {
  /** How its files can be compressed; the first is the default. */
  readonly compressions: readonly Compression[];
  load(
    facts: PlacedFacts,
    compression: Compression,
  ): Promise<(slabs: Slabs) => AsyncGenerator<Bytes, void>>;
}

const FORMATS = {
  tiff: { compressions: ['none', 'deflate'], load: tiff('imagej') },
  'ome-tiff': { compressions: ['none', 'deflate'], load: tiff('ome') },
  nrrd: {
    compressions: ['none', 'gzip'],
    load: async (facts, compression) => {
      const { writeNrrd } = await import('./nrrd/nrrd_writer.js');
      return (slabs) => writeNrrd(facts, slabs, gzipOrNone(compression));
    },
  },
  nifti: {
    compressions: ['none', 'gzip'],
    load: async (facts, compression) => {
      const { writeNifti } = await import('./nifti/nifti_writer.js');
      return (slabs) => writeNifti(facts, slabs, gzipOrNone(compression));
    },
  },
  metaimage: {
    compressions: ['none'],
    load: async (facts) => {
      const { writeMetaImage } = await import('./metaimage/metaimage_writer.js');
      return (slabs) => writeMetaImage(facts, slabs);
    },
  },
  vti: {
    compressions: ['none'],
    load: async (facts) => {
      const { writeVti } = await import('./vtk/vti_writer.js');
      return (slabs) => writeVti(facts, slabs);
    },
  },
  npy: {
    compressions: ['none'],
    load: async (facts) => {
      const { writeNpy } = await import('./npy_writer.js');
      return (slabs) => writeNpy(facts, slabs);
    },
  },
  raw: {
    compressions: ['none'],
    load: async (facts) => {
      const { writeRaw } = await import('./raw_writer.js');
      return (slabs) => writeRaw(facts, slabs);
    },
  },
} as const satisfies Readonly<Record<string, GridFormat>>;

function tiff(description: 'imagej' | 'ome'): GridFormat['load'] {
  return async (facts, compression) => {
    const { writeTiff } = await import('./tiff_writer.js');
    const deflate = compression === 'deflate' ? ('deflate' as const) : ('none' as const);
    const options = { description, compression: deflate, smooth: facts.kind === 'volume' };
    return (slabs) => writeTiff(facts, slabs, options);
  };
}

function gzipOrNone(compression: Compression): 'none' | 'gzip' {
  return compression === 'gzip' ? 'gzip' : 'none';
}

/** A format that a grid is written in as one file. */
export type FileFormatName = keyof typeof FORMATS;

/** Formats that a grid is written in as one file. */
export const FILE_FORMATS = Object.keys(FORMATS) as readonly FileFormatName[];

/** Throws `invalid-argument` where a format cannot be compressed so. */
export function checkCompression(
  format: string,
  compression: Compression,
  allowed: readonly Compression[] = FORMATS[format as FileFormatName].compressions,
): void {
  if (allowed.includes(compression)) return;
  const names = allowed.map((name) => `'${name}'`).join(' or ');
  throw invalidArgument('save', 'compression', compression, `${names} for '${format}'`);
}

/** The bytes of a grid in a format, chunk by chunk as its slabs come. */
export async function gridChunks(
  format: FileFormatName,
  facts: PlacedFacts,
  slabs: Slabs,
  compression: Compression = 'none',
): Promise<AsyncGenerator<Bytes, void>> {
  return (await FORMATS[format].load(facts, compression))(slabs);
}

/** A grid on its way to a store. */
export interface StoredGrid {
  readonly facts: PlacedFacts;
  readonly slabs: Slabs;
}

/** How an OME-Zarr store is compressed. */
export const STORE_COMPRESSIONS = ['gzip', 'none'] as const satisfies readonly Compression[];

/**
 * The files of an OME-Zarr store of an image, and of labels beside it by their names; the file
 * without which there is no store comes last.
 */
export async function storeFiles(
  image: StoredGrid,
  labels: Readonly<Record<string, StoredGrid>>,
  compression: Compression,
  root: 'first' | 'last' = 'last',
): Promise<AsyncGenerator<{ readonly path: string; readonly bytes: Bytes }, void>> {
  const { omeZarrFiles } = await import('./zarr/ome_zarr_writer.js');
  const gzip = compression !== 'none';
  return omeZarrFiles(image, labels, { name: image.facts.kind, gzip, root });
}

/** Such a store as one zip archive, whose files are not compressed once more. */
export async function zippedStore(
  image: StoredGrid,
  labels: Readonly<Record<string, StoredGrid>>,
  compression: Compression,
): Promise<AsyncGenerator<Bytes, void>> {
  const { zipChunks } = await import('./folder/zip_chunks.js');
  return zipChunks(await storeFiles(image, labels, compression, 'first'));
}

export type { PlacedFacts, Slabs } from './slab_stream.js';
