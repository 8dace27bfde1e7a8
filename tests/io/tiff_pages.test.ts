// Directories of many pages: at equal steps they are read ahead, else when their turn comes.
import { describe, expect, test } from 'vitest';
import type { ByteSource } from '../../src/io/byte_source.js';
import { bufferSource } from '../../src/io/byte_source.js';
import { openSource } from '../../src/io/open.js';
import { grey, tiffOf, type Field } from './tiff_fixture.js';

const [WIDTH, HEIGHT, PAGES] = [300, 240, 12] as const;

/** Pages of 72,000 bytes, each with its directory behind it; some are described. */
function stack(described: readonly number[]): { file: ArrayBuffer; values: Uint8Array[] } {
  const values = Array.from({ length: PAGES }, (_, z) =>
    Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => i * 3 + z * 17 + (i >> 8)),
  );
  const pages = values.map((block, z) => {
    const text: Field[] = described.includes(z) ? [[270, 2, `slice ${'x'.repeat(z * 100)}`]] : [];
    return { fields: grey(WIDTH, HEIGHT, 8, [[278, 3, [HEIGHT]], ...text]), blocks: [block] };
  });
  return { file: tiffOf(pages), values };
}

function slow(file: ArrayBuffer): { bytes: ByteSource; most: () => number; reads: number[] } {
  const plain = bufferSource(file, 'pages.tif');
  const reads: number[] = [];
  let now = 0;
  let most = 0;
  const bytes: ByteSource = {
    ...plain,
    read: async (offset, length, signal) => {
      reads.push(length);
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 3));
      now -= 1;
      return plain.read(offset, length, signal);
    },
  };
  return { bytes, most: () => most, reads };
}

describe('directories of pages', () => {
  test.each([
    ['at equal steps are sent for together', [], 8],
    ['at steps that change are read all the same', [3, 8], 2],
    ['at no equal steps are read one by one', allPages(), 1],
  ] as const)('%s', async (_, described, together) => {
    const { file, values } = stack(described);
    const { bytes, most, reads } = slow(file);
    const source = await openSource(bytes);
    expect(source.size).toEqual([WIDTH, HEIGHT, PAGES]);
    if (together === 1) expect(most()).toBe(1);
    else expect(most()).toBeGreaterThanOrEqual(together);
    // The head, the first directories, and small pieces of the others.
    if (described.length === 0)
      expect(reads.filter((length) => length > 8192).length).toBeLessThan(6);
    for (const [z, plane] of values.entries()) {
      const read = await source.read({ origin: [0, 0, z], size: [WIDTH, HEIGHT, 1] });
      expect(read.every((value, i) => value === plane[i])).toBe(true);
    }
    source.close();
  });

  test('that are expected where there is none are no error', async () => {
    const { file, values } = stack([]);
    // The chain ends before the end of the file, where directories would be expected.
    const view = new DataView(file);
    let at = view.getUint32(4, true);
    for (let page = 0; page < 5; page++) at = nextPointer(view, at, page === 4);
    const source = await openSource(slow(file).bytes);
    expect(source.size[2]).toBe(5);
    const read = await source.read({ origin: [0, 0, 4], size: [WIDTH, HEIGHT, 1] });
    expect(read.every((value, i) => value === values[4]![i])).toBe(true);
    source.close();
  });
});

/** Every page is described, each by a longer text. */
function allPages(): number[] {
  return Array.from({ length: PAGES }, (_, z) => z);
}

/** Where the directory behind one is; the chain is cut there if asked for. */
function nextPointer(view: DataView, at: number, cut: boolean): number {
  const pointer = at + 2 + view.getUint16(at, true) * 12;
  if (cut) view.setUint32(pointer, 0, true);
  return view.getUint32(pointer, true);
}
