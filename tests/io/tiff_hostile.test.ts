import { describe, expect, it } from 'vitest';
import { openSource } from '../../src/io/open.js';
import { bufferSource } from '../../src/io/byte_source.js';
import { Pace } from '../../src/io/pace.js';
import { readDirectories } from '../../src/io/tiff/directory.js';
import { isOme, parseOme } from '../../src/io/tiff/ome.js';
import { startTags } from '../../src/io/xml_tags.js';
import { expectFailure, failure, readAll, seeded } from './helpers.js';
import { deflate, grey, tiffOf } from './tiff_fixture.js';

describe('start tags', () => {
  it('are found with their attributes, and nothing else is', () => {
    const text =
      '<?xml a="<no>"?><!-- <no> --><a:OME x=\'1>2\' y = "&lt;&#181;&#x3c;&nope;"><![CDATA[<no>]]></a:OME><b/><c z="1"/>';
    const tags = [...startTags(text)].map(({ name, attributes }) => [name, [...attributes]]);
    expect(tags).toEqual([
      [
        'OME',
        [
          ['x', '1>2'],
          ['y', '<µ<&nope;'],
        ],
      ],
      ['b', []],
      ['c', [['z', '1']]],
    ]);
  });

  /** The least of three times that a text takes. */
  function seconds(text: string): number {
    const times = [0, 1, 2].map(() => {
      const begin = performance.now();
      if (isOme(text)) parseOme(text);
      return performance.now() - begin;
    });
    return Math.min(...times) / 1000;
  }

  it.each([
    ['open tags', '<Pixels '],
    ['names', 'a'],
    ['attributes without a value', 'a= '],
    ['open quotes', 'a="'],
    ['entities', '&a'],
    ['open comments', '<!--'],
    ['open CDATA', '<![CDATA['],
    ['UUIDs', '<UUID FileName='],
    ['tags of UUIDs', '<UUID FileName="a"><'],
    ['spaces', ' '],
  ])('take twice as long for twice as many %s', (_, part) => {
    const text = (bytes: number): string =>
      `<OME><Image><Pixels ${part.repeat(Math.ceil(bytes / part.length))}`;
    seconds(text(20_000));
    const [once, twice] = [seconds(text(400_000)), seconds(text(800_000))];
    expect(twice).toBeLessThan(4 * once + 0.05);
    expect(twice).toBeLessThan(1);
  });
});

describe('memory of small files', () => {
  /** Directories that share what their entries point to: entries of 12 bytes, 32-bit offsets. */
  function shared(
    directories: number,
    entry: (index: number) => number[][],
    bytes: number,
  ): ArrayBuffer {
    const file = new DataView(new ArrayBuffer(bytes + 8 + directories * 100));
    file.setUint32(0, 0x49492a00);
    let at = 8 + bytes;
    file.setUint32(4, at, true);
    for (let i = 0; i < directories; i++) {
      const entries = entry(i);
      file.setUint16(at, entries.length, true);
      at += 2;
      for (const [tag = 0, type = 0, count = 0, value = 0] of entries) {
        file.setUint16(at, tag, true);
        file.setUint16(at + 2, type, true);
        file.setUint32(at + 4, count, true);
        file.setUint32(at + 8, value, true);
        at += 12;
      }
      file.setUint32(at, i + 1 < directories ? at + 4 : 0, true);
      at += 4;
    }
    return file.buffer;
  }

  const STRIPS = 100_000;
  const page = (shift: number): number[][] => [
    [256, 4, 1, 1],
    [257, 4, 1, STRIPS],
    [258, 3, 1, 8],
    [273, 4, STRIPS, 8 + shift],
    [278, 4, 1, 1],
    [279, 4, STRIPS, 8 + shift],
  ];

  it('is that of one array where directories share it', async () => {
    const file = shared(500, () => page(0), 4 * STRIPS);
    new Uint32Array(file, 8, STRIPS).fill(8);
    const { pages } = await readDirectories(bufferSource(file, 'a.tif'), new Pace());
    expect(pages).toHaveLength(500);
    expect(new Set(pages.map((fields) => fields.get(273))).size).toBe(1);
    expect(pages[0]?.get(273)).toBeInstanceOf(Uint32Array);
    const begin = performance.now();
    expect((await openSource(file)).size).toEqual([1, STRIPS, 500]);
    expect(performance.now() - begin).toBeLessThan(2000);
  });

  it('is refused where directories overlap in other ways', async () => {
    const file = shared(500, (i) => page(i * 4), 4 * STRIPS + 2000);
    await expectFailure(openSource(file), 'corrupt-file', /overlap/);
  });

  it('is refused for tiles far larger than the image', async () => {
    const block = await deflate(new Uint8Array(16_384 * 64));
    const sides = (width: number, height: number): ArrayBuffer =>
      tiffOf([
        {
          fields: grey(16, 16, 8, [
            [259, 3, [8]],
            [322, 4, [width]],
            [323, 4, [height]],
          ]),
          blocks: [block],
          tiled: true,
        },
      ]);
    for (const [width, height] of [
      [16_384, 16_384],
      [16_384, 16],
      [16, 2 ** 30],
    ] as const) {
      const work = openSource(sides(width, height));
      await expectFailure(work, 'corrupt-file', /far larger than its image of 16×16/);
    }
    // A usual tile may be larger than its image; of it, only the image's rows are decoded.
    expect((await readAll(sides(4096, 4096))).values).toEqual(new Uint8Array(256));
  });

  it('is refused for a description of more than 32 MiB', async () => {
    const file = shared(1, () => [[270, 2, 2 ** 26, 8], ...page(0)], 4 * STRIPS);
    await expectFailure(openSource(file), 'corrupt-file', /description claims 67108864 bytes/);
  });
});

describe('decompression', () => {
  it('leaves no rejection behind that nobody handles', async () => {
    const unhandled: unknown[] = [];
    const listen = (event: PromiseRejectionEvent): void => {
      unhandled.push(event.reason);
      event.preventDefault();
    };
    globalThis.addEventListener('unhandledrejection', listen);
    const random = seeded(5);
    const long = Uint8Array.from({ length: 40_000 }, (_, i) => (i * i) >> 3);
    const good = await deflate(long);
    let refused = 0;
    for (let round = 0; round < 60; round++) {
      const bad = good.slice(0, round % 3 === 0 ? Math.floor(random() * good.length) : undefined);
      const at = Math.floor(random() * bad.length);
      if (round % 3 !== 0) bad[at] = (bad[at] ?? 0) ^ (1 << (round % 8));
      if (bad.length === 0) continue;
      const file = tiffOf([{ fields: grey(200, 200, 8, [[259, 3, [8]]]), blocks: [bad] }]);
      const work = readAll(file);
      await work.then(
        () => undefined,
        async () => {
          refused++;
          expect((await failure(work)).code).toBe('corrupt-file');
        },
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    globalThis.removeEventListener('unhandledrejection', listen);
    expect(refused).toBeGreaterThan(20);
    expect(unhandled).toEqual([]);
  });
});
