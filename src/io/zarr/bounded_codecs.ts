import { registry } from 'zarrita';
import { needWebAssembly } from '../../recipe/web_assembly.js';
import { inflateBlock } from '../inflate/inflate.js';
import { decodeZstd, soundZstdFrame } from '../tiff/zstd.js';

type Bytes = Uint8Array<ArrayBuffer>;
type Entry = Awaited<ReturnType<Parameters<typeof registry.set>[1]>>;
/** Makes `length` bytes of a chunk, or more where it is padded; nothing where it is damaged. */
type Decode = (bytes: Bytes, length: number) => Promise<Bytes | undefined>;
type Meta = Parameters<Entry['fromConfig']>[1];

/** Bytes of the header of a Blosc buffer. */
const BLOSC_HEADER = 16;

/** LZ4 makes no more of a byte than these. */
const LZ4_MOST = 255;

const ITEM_BYTES: readonly (readonly [RegExp, number])[] = [
  [/64$/, 8],
  [/32$/, 4],
  [/16$/, 2],
  [/8$|^bool$/, 1],
];

/**
 * Replaces the decompressors of zarrita by ones that know how many bytes a chunk has. Those of
 * numcodecs 0.3.2 trust the sizes in a chunk: of one that is cut off they give what happens to lie
 * behind it in their memory, and take as much memory as it claims.
 */
export function boundCodecs(): void {
  for (const prefix of ['', 'numcodecs.']) {
    bound(`${prefix}blosc`, (bytes, length) => {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      const sound =
        bytes.length >= BLOSC_HEADER &&
        view.getUint32(4, true) === length &&
        view.getUint32(12, true) === bytes.length;
      return sound ? bytes : undefined;
    });
    bound(`${prefix}lz4`, (bytes, length) => {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      const sound = bytes.length > 4 && view.getUint32(0, true) === length;
      return sound && length <= bytes.length * LZ4_MOST ? bytes : undefined;
    });
    const own: Readonly<Record<string, Decode>> = {
      gzip: (bytes, length) => inflateBlock(bytes, 'gzip', length),
      zlib: (bytes, length) => inflateBlock(bytes, 'deflate', length),
      zstd: async (bytes, length) => {
        const frame = soundZstdFrame(bytes, length);
        return frame && decodeZstd(frame);
      },
    };
    for (const [name, decode] of Object.entries(own))
      registry.set(`${prefix}${name}`, () => Promise.resolve(decoder(name, () => decode)));
  }
}

/** What a chunk decodes to, in bytes, by its shape and type. */
function decodedBytes({ shape, dataType }: Meta): number {
  const item = ITEM_BYTES.find(([type]) => type.test(dataType))?.[1];
  if (item === undefined) throw new TypeError(`values of type ${dataType} are not read`);
  return shape.reduce((product, n) => product * n, item);
}

/** Puts a check before a codec of numcodecs: what it passes on is what the codec gets. */
function bound(name: string, sound: (bytes: Bytes, length: number) => Bytes | undefined): void {
  const original = registry.get(name);
  if (original === undefined) return;
  registry.set(name, async () => {
    const entry = await original();
    return decoder(name, (config, meta) => {
      const codec = entry.fromConfig(config, meta);
      return async (bytes, length) => {
        const passed = sound(bytes, length);
        if (passed === undefined) return undefined;
        needWebAssembly(`${name} is decoded by`);
        return (await codec.decode(passed)) as Bytes;
      };
    });
  });
}

/** A codec of zarrita that reads, by what knows how many bytes a chunk has. */
function decoder(name: string, configured: (config: unknown, meta: Meta) => Decode): Entry {
  return {
    kind: 'bytes_to_bytes',
    fromConfig: (config, meta) => {
      const length = decodedBytes(meta);
      const decode = configured(config, meta);
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
