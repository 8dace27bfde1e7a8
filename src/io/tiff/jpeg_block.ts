import { damagedFile } from '../damaged_file.js';
import { decodeJpeg, toRgb } from '../slices/jpeg.js';
import type { Page } from './page.js';

/**
 * A strip or tile of JPEG (TIFF Technical Note 2): a stream of its own, whose tables may stand in
 * the directory. What its colours are is said by the directory alone.
 */
export async function decodeJpegBlock(
  page: Page,
  rows: number,
  input: Uint8Array<ArrayBuffer>,
  name: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = withTables(input, page.jpegTables);
  const { blockWidth, interleaved } = page;
  const decoded = await decodeJpeg(stream, name, ({ width, height, channels }) => {
    const fits = width === blockWidth && height >= rows && height <= page.blockHeight;
    if (fits && channels === interleaved) return;
    throw damagedFile(
      'TIFF',
      name,
      `a strip or tile of ${blockWidth}×${rows} pixels of ${interleaved} values holds a JPEG of ${width}×${height} of ${channels}`,
    );
  });
  if (page.luminanceAndChroma) toRgb(decoded);
  return decoded.subarray(0, blockWidth * rows * interleaved);
}

/** The tables' stream, without its end, in front of the block's, without its start. */
function withTables(
  input: Uint8Array<ArrayBuffer>,
  tables: Uint8Array | undefined,
): Uint8Array<ArrayBuffer> {
  if (tables === undefined || tables.length < 4) return input;
  const hasEnd = tables[tables.length - 2] === 0xff && tables[tables.length - 1] === 0xd9;
  const head = tables.subarray(0, hasEnd ? tables.length - 2 : tables.length);
  const stream = new Uint8Array(head.length + Math.max(0, input.length - 2));
  stream.set(head);
  stream.set(input.subarray(2), head.length);
  return stream;
}
