import type { ContentsReader } from './contents.js';
import { isDicom } from './dicom/sniff.js';
import { isMrc } from './mrc/sniff.js';
import { niftiVersion } from './nifti/sniff.js';
import { isCompoundFile } from './txm/sniff.js';

/** First bytes of a file that tell its format, all of them. */
export const HEAD_BYTES = 1024;

/** A format whose files say what they hold. */
export interface FileFormat {
  readonly name: string;
  /** Whether a file is one, by its first bytes; the path is asked only where these do not tell. */
  recognises(head: Uint8Array, path: string): boolean;
  load(): Promise<ContentsReader>;
}

/** Bruker's container, a Single File System. */
const SFS_MARK = 'AAMVHFSS';
const PNG_MARK = '\x89PNG\r\n';
const JPEG_MARK = '\xff\xd8\xff';
const TIFF_MARKS = ['II\x2a\0', 'MM\0\x2a', 'II\x2b\0', 'MM\0\x2b'];

/** Formats that are read, each loaded when a file of its kind is met. */
const FORMATS: readonly FileFormat[] = [
  {
    name: 'NRRD',
    recognises: (head) => startsWith(head, 'NRRD0'),
    load: async () => (await import('./nrrd/nrrd_reader.js')).readNrrd,
  },
  {
    name: 'MetaImage',
    // A header of text whose first line is a field of its own.
    recognises: (head) => /^\s*(ObjectType|NDims|Comment)\s*=/.test(textOf(head, 80)),
    load: async () => (await import('./metaimage/metaimage_reader.js')).readMetaImage,
  },
  {
    name: 'VTK',
    recognises: (head) => startsWith(head, '# vtk DataFile Version'),
    load: async () => (await import('./vtk/legacy_reader.js')).readLegacyVtk,
  },
  {
    name: 'VTI',
    recognises: (head) =>
      /^\s*(<\?xml[^>]*>\s*)?(<!--[^>]*-->\s*)?<VTKFile\b/.test(textOf(head, 1024)),
    load: async () => (await import('./vtk/vti_reader.js')).readVti,
  },
  {
    name: 'NIfTI',
    recognises: (head, path) => niftiVersion(head, path) !== undefined,
    load: async () => (await import('./nifti/nifti_reader.js')).readNifti,
  },
  {
    name: 'MRC',
    recognises: isMrc,
    load: async () => (await import('./mrc/mrc_reader.js')).readMrc,
  },
  {
    name: 'DICOM',
    recognises: isDicom,
    load: async () => (await import('./dicom/dicom_reader.js')).readDicom,
  },
  {
    name: 'OLE (.txm, .txrm)',
    recognises: isCompoundFile,
    load: async () => (await import('./txm/txm_reader.js')).readTxm,
  },
  {
    name: 'Bruker hypermap (.bcf)',
    recognises: (head) => startsWith(head, SFS_MARK),
    load: async () => (await import('./bcf/bcf_reader.js')).readBcf,
  },
  {
    name: 'HDF5',
    recognises: isHdf5,
    load: async () => (await import('./hdf5/hdf5_reader.js')).readHdf5,
  },
  {
    name: 'PNG, JPEG or BMP',
    recognises: (head) =>
      [PNG_MARK, JPEG_MARK].some((mark) => startsWith(head, mark)) || isBmp(head),
    load: async () => (await import('./slices/slices_reader.js')).readOneSlice,
  },
  {
    name: 'TIFF',
    recognises: (head) => TIFF_MARKS.some((mark) => startsWith(head, mark)),
    load: async () => (await import('./tiff/tiff_reader.js')).readTiff,
  },
  {
    name: 'OME-XML beside TIFF',
    recognises: (head) => /^\s*(<\?xml[^>]*>\s*)?(<!--[^>]*-->\s*)?<OME\b/.test(textOf(head, 1024)),
    load: async () => (await import('./tiff/companion.js')).readCompanion,
  },
];

/** The format of a file by its first bytes; undefined where none of these says so. */
export function formatOf(head: Uint8Array, path: string): FileFormat | undefined {
  return FORMATS.find((format) => format.recognises(head, path));
}

/** Formats that are known and not read here, for the message. */
const OTHERS: readonly (readonly [string, string])[] = [
  ['PK\x03\x04', 'zip'],
  ['# Avizo', 'Avizo'],
  ['# AmiraMesh', 'AmiraMesh'],
  ['BZh', 'bzip2'],
];

/** The name of a format that is known and not read. */
export function unreadFormat(head: Uint8Array): string | undefined {
  return OTHERS.find(([signature]) => startsWith(head, signature))?.[1];
}

/** The mark stands at the beginning, or behind a block of the user's own, of 512 bytes or more. */
function isHdf5(head: Uint8Array): boolean {
  return [0, 512].some((at) => startsWith(head.subarray(at), '\x89HDF\r\n\x1a\n'));
}

/** Two letters say little, so that the header's length and its one plane are asked too. */
function isBmp(head: Uint8Array): boolean {
  const lengths = [40, 52, 56, 64, 108, 124];
  return startsWith(head, 'BM') && lengths.includes(head[14] ?? 0) && head[26] === 1;
}

/** Whether a file begins with the characters of a signature, a byte each. */
export function startsWith(head: Uint8Array, signature: string): boolean {
  return textOf(head, signature.length) === signature;
}

function textOf(head: Uint8Array, length: number): string {
  // Not by TextDecoder, whose Latin 1 is that of Windows.
  return String.fromCharCode(...head.subarray(0, length));
}
