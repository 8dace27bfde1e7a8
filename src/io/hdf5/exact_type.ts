import type { Hdf5File } from './hdf5_file.js';
import type { Hdf5Dataset } from './tree.js';

/** Bytes of an object's header that are looked at: the type stands near its beginning. */
const LOOKED_AT = 1024;

/** The message that states a type, and what marks one that stands elsewhere. */
const [TYPE_MESSAGE, SHARED] = [3, 2];

/** Where exponent and fraction lie in floats of IEEE 754: first bits, lengths, and the bias. */
const IEEE: Readonly<Record<number, readonly number[]>> = {
  2: [10, 5, 0, 10, 15],
  4: [23, 8, 0, 23, 127],
  8: [52, 11, 0, 52, 1023],
};

/**
 * Why the values of a dataset are none of the machine's own: whole numbers of fewer bits than they
 * take, and floats of other layouts (bfloat16). The library gives their bytes as they are, and does
 * not tell, so that the header of the dataset is read here (HDF5 File Format Specification, IV.A).
 */
export async function foreignType(
  file: Hdf5File,
  { path, metadata }: Hdf5Dataset,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const header = await headerOf(file, path, signal);
  const at = header === undefined ? undefined : typeMessage(header);
  if (header === undefined || at === undefined || at + 20 > header.byteLength) return undefined;
  const kind = header.getUint8(at) & 15;
  // An enumeration is followed by the type that it is made of.
  const base = kind === 8 ? at + 8 : at;
  if (base + 20 > header.byteLength || header.getUint32(base + 4, true) !== metadata.size)
    return undefined;
  const [offset, precision] = [header.getUint16(base + 8, true), header.getUint16(base + 10, true)];
  const bits = 8 * metadata.size;
  if (offset !== 0 || precision !== bits) return `it holds numbers of ${precision} in ${bits} bits`;
  if ((header.getUint8(base) & 15) !== 1) return undefined;
  const layout = [12, 13, 14, 15].map((i) => header.getUint8(base + i));
  const found = [...layout, header.getUint32(base + 16, true)];
  const same = IEEE[metadata.size]?.every((n, i) => n === found[i]) === true;
  return same ? undefined : `it holds floats of ${bits} bits that are not those of IEEE 754`;
}

async function headerOf(
  file: Hdf5File,
  path: string,
  signal: AbortSignal | undefined,
): Promise<DataView | undefined> {
  // A reference is the address of the header.
  const reference = await file.do(
    (library, id) => Uint8Array.from(library.create_object_reference(id, path)),
    signal,
  );
  if (reference.length !== 8) return undefined;
  const address = new DataView(reference.buffer).getBigUint64(0, true);
  return file.view(Number(address), LOOKED_AT, signal);
}

/** Where the message of the type begins in a header of either kind. */
function typeMessage(header: DataView): number | undefined {
  const isNew = header.getUint32(0, false) === 0x4f484452;
  const flags = isNew ? header.getUint8(5) : 0;
  const times = (flags & 0x20) === 0 ? 0 : 16;
  const limits = (flags & 0x10) === 0 ? 0 : 4;
  let at = isNew ? 6 + times + limits + 2 ** (flags & 3) : 16;
  const head = isNew ? ((flags & 4) === 0 ? 4 : 6) : 8;
  while (at + head < header.byteLength) {
    const type = isNew ? header.getUint8(at) : header.getUint16(at, true);
    const size = header.getUint16(at + (isNew ? 1 : 2), true);
    const shared = (header.getUint8(at + (isNew ? 3 : 4)) & SHARED) !== 0;
    if (type === TYPE_MESSAGE) return shared ? undefined : at + head;
    at += head + size;
  }
  return undefined;
}
