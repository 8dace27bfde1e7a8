import { registry } from 'zarrita';
import { decodeBlosc } from '../blosc/blosc.js';
import { decodeLz4 } from '../blosc/lz4.js';
import { inflateBlock } from '../inflate/inflate.js';
import { decodeZstd, soundZstdFrame } from '../tiff/zstd.js';

type Bytes = Uint8Array<ArrayBuffer>;
type Entry = Awaited<ReturnType<Parameters<typeof registry.set>[1]>>;
/** Makes `length` bytes of a chunk, or more where it is padded; nothing where it is damaged. */
type Decode = (bytes: Bytes, length: number) => Promise<Bytes | undefined>;
type Meta = Parameters<Entry['fromConfig']>[1];

/** LZ4 makes no more of a byte than these. */
const LZ4_MOST = 255;

const ITEM_BYTES: readonly (readonly [RegExp, number])[] = [
  [/64$/, 8],
  [/32$/, 4],
  [/16$/, 2],
  [/8$|^bool$/, 1],
];

/** Compressions of chunks, each by its own decoder. */
const DECODERS: Readonly<Record<string, Decode>> = {
  blosc: decodeBlosc,
  lz4: (bytes, length) => Promise.resolve(decodeSizedLz4(bytes, length)),
  gzip: (bytes, length) => inflateBlock(bytes, 'gzip', length),
  zlib: (bytes, length) => inflateBlock(bytes, 'deflate', length),
  zstd: async (bytes, length) => {
    const frame = soundZstdFrame(bytes, length);
    return frame && decodeZstd(frame);
  },
};

/**
 * Replaces the decompressors of zarrita by ones that know how many bytes a chunk has. Those of
 * numcodecs 0.3.2 trust the sizes in a chunk: of one that is cut off they give what happens to lie
 * behind it in their memory, and take as much memory as it claims.
 */
export function boundCodecs(): void {
  for (const [name, decode] of Object.entries(DECODERS))
    for (const prefix of ['', 'numcodecs.'])
      registry.set(`${prefix}${name}`, () => Promise.resolve(decoder(name, decode)));
}

/** A block of LZ4 behind its length, as numcodecs writes it. */
function decodeSizedLz4(bytes: Bytes, length: number): Bytes | undefined {
  if (bytes.length <= 4 || length > bytes.length * LZ4_MOST) return undefined;
  if (new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) !== length) return undefined;
  const out = new Uint8Array(length);
  return decodeLz4(bytes.subarray(4), out) === length ? out : undefined;
}

/** What a chunk decodes to, in bytes, by its shape and type. */
function decodedBytes({ shape, dataType }: Meta): number {
  const item = ITEM_BYTES.find(([type]) => type.test(dataType))?.[1];
  if (item === undefined) throw new TypeError(`values of type ${dataType} are not read`);
  return shape.reduce((product, n) => product * n, item);
}

/** A codec of zarrita that reads, by what knows how many bytes a chunk has. */
function decoder(name: string, decode: Decode): Entry {
  return {
    kind: 'bytes_to_bytes',
    fromConfig: (_, meta) => {
      const length = decodedBytes(meta);
      return {
        kind: 'bytes_to_bytes',
        encode: () => {
          throw new TypeError('only reading is needed');
        },
        decode: async (data) => {
          const out = await decode(data as Bytes, length);
          if (out === undefined)
            throw new RangeError(`it is no ${name} of ${String(length)} bytes`);
          if (out.length < length) throw new RangeError('it ends too soon');
          return out.length === length ? out : out.subarray(0, length);
        },
      };
    },
  };
}
