import type { StoredType } from '../sample_type.js';
import { bytesOfStored, halfToFloat } from '../sample_type.js';
import type { Hdf5Library, LibraryMetadata } from './library.js';
import { isText, storedTypeOf } from './types.js';

/** What an attribute says: its numbers, or its texts. */
export type AttributeValue = readonly number[] | readonly string[];

/** Attributes that are longer describe no grid. */
const LONGEST = 2 ** 16;

/** The value of an attribute; undefined where it is of another type, or long. */
export function attributeValue(
  library: Hdf5Library,
  file: bigint,
  path: string,
  name: string,
): AttributeValue | undefined {
  const metadata = library.get_attribute_metadata(file, path, name);
  const length = metadata.size * metadata.total_size;
  if (metadata.shape === null || !(length > 0) || length > LONGEST) return undefined;
  const type = storedTypeOf(metadata);
  if (typeof type !== 'string' && !isText(metadata)) return undefined;
  const at = library._malloc(length);
  if (at === 0) return undefined;
  try {
    // Where the read fails, nothing but zeros may be taken for addresses of texts.
    library.HEAPU8.fill(0, at, at + length);
    if (library.get_attribute_data(file, path, name, BigInt(at)) < 0) return undefined;
    const bytes = library.HEAPU8.slice(at, at + length);
    if (typeof type === 'string') return numbersIn(type, bytes);
    return metadata.vlen
      ? textsAt(library, file, { path, name, at, bytes })
      : fixedTexts(metadata, bytes);
  } finally {
    library._free(at);
  }
}

/** Little-endian values as numbers of 64 bits. */
export function numbersIn(type: StoredType, bytes: Uint8Array<ArrayBuffer>): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const item = bytesOfStored(type);
  const read: Readonly<Record<StoredType, (at: number) => number>> = {
    u8: (at) => view.getUint8(at),
    i8: (at) => view.getInt8(at),
    u16: (at) => view.getUint16(at, true),
    i16: (at) => view.getInt16(at, true),
    u32: (at) => view.getUint32(at, true),
    i32: (at) => view.getInt32(at, true),
    u64: (at) => Number(view.getBigUint64(at, true)),
    i64: (at) => Number(view.getBigInt64(at, true)),
    f16: (at) => halfToFloat(view.getUint16(at, true)),
    f32: (at) => view.getFloat32(at, true),
    f64: (at) => view.getFloat64(at, true),
  };
  return Array.from({ length: Math.floor(bytes.length / item) }, (_, i) => read[type](i * item));
}

interface TextsAt {
  readonly path: string;
  readonly name: string;
  readonly at: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Texts of any length: what was read are their addresses in the library's memory. */
function textsAt(
  library: Hdf5Library,
  file: bigint,
  { path, name, at, bytes }: TextsAt,
): readonly string[] {
  const texts = Array.from(new Uint32Array(bytes.buffer), (from) =>
    from === 0 ? '' : library.UTF8ToString(from),
  );
  library.reclaim_vlen_memory(file, path, name, BigInt(at));
  return texts;
}

function fixedTexts({ size }: LibraryMetadata, bytes: Uint8Array): readonly string[] {
  const decoder = new TextDecoder();
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => {
    const text = decoder.decode(bytes.subarray(i * size, (i + 1) * size));
    // Filled up with zeros, or with spaces.
    return text.replace(/\0[^]*$/, '').trimEnd();
  });
}
