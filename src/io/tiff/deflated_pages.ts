import { DTYPES, viewArray } from '../../recipe/dtype.js';
import { invalidArgument, VoxmetryError } from '../../recipe/errors.js';
import { compressedBlock } from '../compressed.js';
import type { Slabs } from '../slab_stream.js';
import { slabBytes, voxelBytes } from '../slab_stream.js';
import type { TiffFacts, TiffOptions } from '../tiff_writer.js';
import { directoryBytes, even, writeDirectory } from './directory_bytes.js';
import { pageEntries } from './page_entries.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes of a strip before it is compressed, of whole rows: strips are compressed side by side. */
const STRIP_BYTES = 2 ** 18;

/** The code of zlib's deflate (Adobe's, TIFF Technical Note 3). */
const DEFLATE = 8;

/**
 * The pages of a TIFF stack whose strips are deflated, each behind its directory: where the next
 * directory begins is known when a page is compressed, so that nothing is written twice.
 */
export async function* deflatedPages(
  facts: TiffFacts,
  text: string,
  slabs: Slabs,
  { big: asked, smooth = false, limit }: TiffOptions & { readonly limit: number },
): AsyncGenerator<Bytes, void> {
  const { size, dtype } = facts;
  const sliceBytes = voxelBytes(facts) / size[2];
  const rowBytes = sliceBytes / size[1];
  const rows = Math.min(size[1], Math.max(1, Math.floor(STRIP_BYTES / rowBytes)));
  const strips = Math.ceil(size[1] / rows);
  const { integer, bits } = DTYPES[dtype];
  // Programs disagree on differences of 32 bits.
  const predictor = smooth && integer && bits <= 16 ? 2 : 1;
  const layout = { rows, compression: DEFLATE, predictor };
  const directory = (z: number, big: boolean): number => {
    const none = Array<number>(strips).fill(0);
    const places = { ...layout, offsets: none, byteCounts: none };
    return directoryBytes(pageEntries(facts, z === 0 ? text : undefined, places), big);
  };
  const most = 8 + directory(0, false) + (size[2] - 1) * directory(1, false);
  const worst = most + size[2] * worstOf(sliceBytes, strips);
  const big = asked ?? worst > limit;
  if (!big && worst > limit)
    throw invalidArgument('writeTiff', 'big', false, 'true where 4 GiB may be exceeded');
  yield head(big);
  let at = big ? 16 : 8;
  let z = 0;
  for await (const slab of slabBytes('writeTiff', facts, slabs)) {
    for (let from = 0; from < slab.length; from += sliceBytes, z++) {
      const page = slab.subarray(from, from + sliceBytes);
      const packed = await Promise.all(
        Array.from({ length: strips }, (_, i) => {
          const strip = page.subarray(i * rows * rowBytes, (i + 1) * rows * rowBytes);
          return compressedBlock(
            predictor === 2 ? differences(strip, bits, size[0]) : strip,
            'deflate',
          );
        }),
      );
      const start = at + directory(z, big);
      const byteCounts = packed.map(({ length }) => length);
      const offsets: number[] = [];
      let end = start;
      for (const length of byteCounts) {
        offsets.push(end);
        end += length;
      }
      const next = even(end);
      if (!big && next > limit) throw tooLong();
      const entries = pageEntries(facts, z === 0 ? text : undefined, {
        ...layout,
        offsets,
        byteCounts,
      });
      const bytes = new Uint8Array(next - at);
      const last = z + 1 === size[2];
      writeDirectory(new DataView(bytes.buffer), 0, entries, big, last ? 0 : next, at);
      packed.forEach((part, i) => {
        bytes.set(part, offsets[i]! - at);
      });
      yield bytes;
      at = next;
    }
  }
}

function head(big: boolean): Bytes {
  return new Uint8Array(
    big
      ? [0x49, 0x49, 43, 0, 8, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0]
      : [0x49, 0x49, 42, 0, 8, 0, 0, 0],
  );
}

/** More than deflate makes of the bytes of a page that cannot be compressed, padded to be even. */
function worstOf(bytes: number, strips: number): number {
  return Math.ceil(bytes * 1.01) + strips * 64 + 1;
}

/** Rows as their first value and the differences of neighbours (predictor 2), in a new array. */
function differences(strip: Bytes, bits: number, width: number): Bytes {
  const out = strip.slice();
  const values = viewArray(bits === 8 ? 'u8' : 'u16', out.buffer);
  for (let row = 0; row < values.length; row += width)
    for (let i = row + width - 1; i > row; i--) values[i]! -= values[i - 1]!;
  return out;
}

function tooLong(): VoxmetryError {
  return new VoxmetryError('internal', 'A deflated TIFF grew beyond what 32-bit offsets reach.');
}
