import type { Vec3 } from '../../src/recipe/geometry.js';

/** A small volume of i16 whose voxels all differ. */
export const RAMP_SIZE: Vec3 = [5, 4, 3];
export const RAMP = Int16Array.from({ length: 60 }, (_, i) => i * 7 - 100);

type Bytes = Uint8Array<ArrayBuffer>;

export async function gzip(bytes: ArrayBuffer): Promise<Bytes> {
  return packed(bytes, 'gzip');
}

export async function zlib(bytes: ArrayBuffer): Promise<Bytes> {
  return packed(bytes, 'deflate');
}

async function packed(bytes: ArrayBuffer, format: CompressionFormat): Promise<Bytes> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream(format));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function bigEndian(values: Int16Array): Bytes {
  const out = new DataView(new ArrayBuffer(values.length * 2));
  values.forEach((value, i) => {
    out.setInt16(i * 2, value, false);
  });
  return new Uint8Array(out.buffer);
}

function textOf(values: Int16Array): string {
  return Array.from(values).join(' ');
}

/** Channels side by side at each voxel, each a thousand above the one before. */
function interleaved(channels: number): Int16Array<ArrayBuffer> {
  return Int16Array.from(
    { length: RAMP.length * channels },
    (_, i) => RAMP[Math.floor(i / channels)]! + 1000 * (i % channels),
  );
}

interface NrrdFile {
  readonly endian?: 'little' | 'big';
  readonly directions?: string;
  readonly origin?: string;
  readonly units?: string;
  readonly channels?: number;
  readonly kinds?: string;
}

export function nrrd(given: NrrdFile & { readonly encoding: 'gzip' }): Promise<File>;
export function nrrd(given?: NrrdFile & { readonly encoding?: 'raw' | 'ascii' }): File;
export function nrrd({
  encoding = 'raw',
  endian = 'little',
  directions = '(0.5,0,0) (0,1.5,0) (0,0,2)',
  origin = '(0,0,0)',
  units,
  channels = 1,
  kinds,
}: NrrdFile & { readonly encoding?: 'raw' | 'gzip' | 'ascii' } = {}): File | Promise<File> {
  const values = interleaved(channels);
  const header = [
    'NRRD0004',
    '# a comment',
    'type: short',
    `dimension: ${channels > 1 ? 4 : 3}`,
    'space: left-posterior-superior',
    `sizes: ${channels > 1 ? `${channels} ` : ''}${RAMP_SIZE.join(' ')}`,
    `space directions: ${channels > 1 ? 'none ' : ''}${directions}`,
    `space origin: ${origin}`,
    ...(units === undefined ? [] : [`space units: ${units}`]),
    ...(kinds === undefined ? [] : [`kinds: ${kinds}`]),
    `endian: ${endian}`,
    `encoding: ${encoding}`,
    'key:=value',
    '',
    '',
  ].join('\n');
  const bytes = endian === 'big' ? bigEndian(values) : new Uint8Array(values.buffer);
  if (encoding === 'gzip') {
    return gzip(bytes.buffer).then((small) => new File([header, small], 'a.nrrd'));
  }
  return new File([header, encoding === 'raw' ? bytes : textOf(values)], 'a.nrrd');
}

interface MetaFile {
  readonly text?: boolean;
  readonly file?: string;
}

export function metaImage(given: MetaFile & { readonly compressed: true }): Promise<File>;
export function metaImage(given?: MetaFile): File;
export function metaImage({
  compressed = false,
  text = false,
  file = 'LOCAL',
}: MetaFile & { readonly compressed?: boolean } = {}): File | Promise<File> {
  const header = [
    'ObjectType = Image',
    'NDims = 3',
    `BinaryData = ${text ? 'False' : 'True'}`,
    'BinaryDataByteOrderMSB = False',
    `CompressedData = ${compressed ? 'True' : 'False'}`,
    'TransformMatrix = 1 0 0 0 1 0 0 0 1',
    'Offset = 0 0 0',
    'ElementSpacing = 0.5 1.5 2',
    `DimSize = ${RAMP_SIZE.join(' ')}`,
    'ElementType = MET_SHORT',
    `ElementDataFile = ${file}`,
    '',
  ].join('\n');
  const name = file === 'LOCAL' ? 'a.mha' : 'a.mhd';
  if (file !== 'LOCAL') return new File([header], name);
  if (text) return new File([header, textOf(RAMP)], name);
  if (!compressed) return new File([header, RAMP], name);
  return zlib(RAMP.buffer).then((small) => new File([header, small], name));
}

/** NIfTI-1, little-endian, in one file. */
export function nifti({
  unit = 0,
  times = 1,
  slope = 0,
  intercept = 0,
  quaternion,
}: {
  readonly unit?: number;
  readonly times?: number;
  readonly slope?: number;
  readonly intercept?: number;
  readonly quaternion?: Vec3;
} = {}): File {
  const head = new DataView(new ArrayBuffer(352));
  head.setInt32(0, 348, true);
  [times > 1 ? 4 : 3, ...RAMP_SIZE, times, 1, 1, 1].forEach((n, i) => {
    head.setInt16(40 + 2 * i, n, true);
  });
  head.setInt16(70, 4, true);
  head.setInt16(72, 16, true);
  [1, 0.5, 1.5, 2].forEach((n, i) => {
    head.setFloat32(76 + 4 * i, n, true);
  });
  head.setFloat32(108, 352, true);
  head.setFloat32(112, slope, true);
  head.setFloat32(116, intercept, true);
  head.setUint8(123, unit);
  if (quaternion !== undefined) {
    head.setInt16(252, 1, true);
    quaternion.forEach((n, i) => {
      head.setFloat32(256 + 4 * i, n, true);
    });
  }
  new Uint8Array(head.buffer).set(new TextEncoder().encode('n+1'), 344);
  const frames = Array.from({ length: times }, (_, t) => RAMP.map((n) => n + 1000 * t));
  return new File([head.buffer, ...frames], 'a.nii');
}

export function mrc(): File {
  const head = new DataView(new ArrayBuffer(1024));
  RAMP_SIZE.forEach((n, i) => {
    head.setInt32(4 * i, n, true);
    head.setInt32(28 + 4 * i, n, true);
    head.setFloat32(40 + 4 * i, n * [0.5, 1.5, 2][i]!, true);
    head.setInt32(64 + 4 * i, i + 1, true);
  });
  head.setInt32(12, 1, true);
  new Uint8Array(head.buffer).set(new TextEncoder().encode('MAP DD'), 208);
  return new File([head.buffer, RAMP], 'a.mrc');
}

export function legacyVtk({ text = false } = {}): File {
  const header = [
    '# vtk DataFile Version 3.0',
    'a title',
    text ? 'ASCII' : 'BINARY',
    'DATASET STRUCTURED_POINTS',
    `DIMENSIONS ${RAMP_SIZE.join(' ')}`,
    'SPACING 0.5 1.5 2',
    'ORIGIN 0 0 0',
    `POINT_DATA ${RAMP.length}`,
    'SCALARS grey short 1',
    'LOOKUP_TABLE default',
    '',
  ].join('\n');
  return new File([header, text ? textOf(RAMP) : bigEndian(RAMP), '\n'], 'a.vtk');
}

/** A VTK XML image; with several arrays, each is a thousand above the one before. */
export function vti({
  data,
  arrays = ['grey'],
  zlib: blocks,
}: {
  readonly data: 'appended' | 'binary' | 'ascii';
  readonly arrays?: readonly string[];
  readonly zlib?: readonly Bytes[];
}): File {
  const [nx, ny, nz] = RAMP_SIZE;
  const extent = `0 ${nx - 1} 0 ${ny - 1} 0 ${nz - 1}`;
  const bytes = RAMP.byteLength;
  const header =
    blocks === undefined
      ? Uint32Array.of(bytes)
      : Uint32Array.of(blocks.length, 20, bytes % 20, ...blocks.map((block) => block.length));
  const tags = arrays.map((name, i) => {
    const values = RAMP.map((n) => n + 1000 * i);
    const start = `<DataArray type="Int16" Name="${name}" format="${data}"`;
    if (data === 'appended') return `${start} offset="${i * (4 + bytes)}"/>`;
    const inner =
      data === 'ascii'
        ? textOf(values)
        : base64(new Uint8Array([...bytesOf(header), ...bytesOf(values)]));
    return `${start}>\n${inner}\n</DataArray>`;
  });
  const compressor = blocks === undefined ? '' : ' compressor="vtkZLibDataCompressor"';
  const xml =
    `<?xml version="1.0"?>\n<VTKFile type="ImageData" version="1.0" byte_order="LittleEndian" ` +
    `header_type="UInt32"${compressor}>\n<ImageData WholeExtent="${extent}" Origin="0 0 0" ` +
    `Spacing="0.5 1.5 2">\n<Piece Extent="${extent}">\n<PointData>\n${tags.join('\n')}\n` +
    `</PointData>\n</Piece>\n</ImageData>\n`;
  if (data !== 'appended') return new File([xml, '</VTKFile>\n'], 'a.vti');
  const appended = arrays.flatMap((_, i) => [header, RAMP.map((n) => n + 1000 * i)]);
  const parts = blocks === undefined ? appended : [header, ...blocks];
  return new File(
    [xml, '<AppendedData encoding="raw">\n_', ...parts, '\n</AppendedData>'],
    'a.vti',
  );
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
