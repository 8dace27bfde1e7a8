import { VoxmetryError } from '../../recipe/errors.js';
import type { ByteSource } from '../byte_source.js';
import type { FileContents, FoundFile } from '../contents.js';
import { channelNumbers, describedImage } from '../described_grid.js';
import { openBeside } from '../folder/folder.js';
import { inflatedSource } from '../inflated_source.js';
import { bytesOfStored } from '../sample_type.js';
import type { NiftiHeader } from './header.js';
import { damaged, NIFTI_HEADER_BYTES, NIFTI_TYPES, niftiHeader } from './header.js';
import { niftiVersion } from './sniff.js';

/**
 * A NIfTI-1 or NIfTI-2 file (`.nii`, `.nii.gz`, or `.hdr` with its `.img`), or Analyze 7.5. Voxel
 * size, place and turn come from the sform, else the qform, else `pixdim`; values are scaled by
 * `scl_slope` and `scl_inter` where these say more than nothing.
 */
export async function readNifti(file: FoundFile): Promise<FileContents> {
  const { bytes, path, signal } = file;
  const head = await bytes.read(0, Math.min(NIFTI_HEADER_BYTES, bytes.size), signal);
  const version = niftiVersion(head, path);
  if (version === undefined) throw damaged(bytes.name, 'its header is none');
  const header = niftiHeader(head, version, bytes.name);
  const { bigEndian, dimensions, datatype, offset, slope, intercept } = header;
  const type = NIFTI_TYPES[datatype];
  if (type === undefined) {
    throw new VoxmetryError(
      'unsupported-format',
      `${bytes.name} holds values of NIfTI type ${datatype}, which is not read; integers ` +
        'and floats of 8 to 64 bits are.',
    );
  }
  const [nx, ny, nz, times, values] = dimensions;
  const letters = datatype === 128 ? 'RGB' : datatype === 2304 ? 'RGBA' : '';
  if (letters !== '' && values > 1) {
    throw new VoxmetryError('unsupported-format', `${bytes.name} has several colours at a voxel.`);
  }
  const voxels = nx * ny * nz;
  const interleaved = Math.max(1, letters.length);
  const needed = offset + voxels * times * values * interleaved * bytesOfStored(type);
  if (!Number.isSafeInteger(needed) || offset < 0)
    throw damaged(bytes.name, `its dimensions are ${dimensions.join(' ')}, from byte ${offset}`);
  const data = await dataOf(file, header, needed);
  const image = describedImage({
    bytes: data,
    stored: { type, bigEndian },
    offset,
    size: [nx, ny, nz],
    strides: [interleaved, interleaved * nx, interleaved * nx * ny],
    channels: letters === '' ? channelNumbers(values) : Array.from(letters),
    channelStride: letters === '' ? voxels * times : 1,
    times,
    timeStride: voxels * interleaved,
    spacing: header.spacing,
    spacingFrom: header.spacingFrom,
    unit: header.unit,
    direction: header.direction,
    origin: header.origin,
    scale:
      slope !== 0 &&
      Number.isFinite(slope) &&
      Number.isFinite(intercept) &&
      (slope !== 1 || intercept !== 0)
        ? { slope, intercept }
        : undefined,
  });
  return {
    format: version === 0 ? 'analyze' : 'nifti',
    images: [image],
    close: () => {
      data.close();
      bytes.close();
    },
  };
}

async function dataOf(
  { bytes, packed, beside, path }: FoundFile,
  { detached }: NiftiHeader,
  needed: number,
): Promise<ByteSource> {
  if (detached) {
    const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.hdr(\.gz)?$/i, '');
    return openBeside(beside, path, `${name}.img`);
  }
  // The length that a gzip file states is that of what it holds modulo 2³².
  return packed === undefined ? bytes : inflatedSource(packed, 'gzip', needed);
}
