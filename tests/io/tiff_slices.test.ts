import { describe, expect, it } from 'vitest';
import { openSource } from '../../src/io/open.js';
import { expectFailure, readAll } from './helpers.js';
import type { Field, PageFixture } from './tiff_fixture.js';
import { grey, lzw, tiffOf } from './tiff_fixture.js';

/** Plane z of 7×6 voxels: all its values are z, but for the place of each. */
function plane(z: number): Uint8Array {
  return Uint8Array.from({ length: 42 }, (_, i) => z * 42 + i);
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const PACKED = Uint8Array.from(numbers(5).flatMap((z) => [...plane(z)]));

/** Pages of which the first has a description. */
function pages(count: number, text: string, more: readonly Field[] = []): PageFixture[] {
  return numbers(count).map((z) => ({
    fields: grey(7, 6, 8, z === 0 ? [[270, 2, text], ...more] : []),
    blocks: [plane(z)],
  }));
}

/** One page whose strip is followed by more planes. */
function onePage(text: string, more: readonly Field[] = []): ArrayBuffer {
  const fields = grey(7, 6, 8, [[270, 2, text], [279, 4, [42]], ...more]);
  return tiffOf([{ fields, blocks: [PACKED] }]);
}

describe("tifffile's description", () => {
  it.each([
    '{"truncated": true, "shape": [5, 6, 7]}',
    '{"axes": "ZYX", "shape": [5, 6, 7]}',
    '{"shape": [5, 6, 7, 1]}',
    '{"shape": [1, 5, 1, 6, 7], "note": "{}"}',
    '{ "unit": "um", "shape": [5, 6, 7]}',
  ])('%s is five slices, in one page and in five', async (text) => {
    for (const file of [onePage(text), tiffOf(pages(5, text))]) {
      const { source, values } = await readAll(file);
      expect(source.size).toEqual([7, 6, 5]);
      expect(values).toEqual(PACKED);
    }
  });

  it('refuses planes that are not there, and tells times apart', async () => {
    const two = tiffOf(pages(5, '{"axes": "TZYX", "shape": [5, 2, 6, 7]}'));
    await expectFailure(openSource(two), 'corrupt-file', /10 planes \(t 5, z 2\).* 5 pages/);
    const time = tiffOf(pages(5, '{"axes": "TYX", "shape": [5, 6, 7]}'));
    await expectFailure(openSource(time), 'invalid-argument', /0 to 4/);
    expect((await readAll(time, { time: 3 })).values).toEqual(plane(3));
  });

  it('takes pages appended one by one, and tells stacks in a row apart', async () => {
    const described = (shape: string): PageFixture[] =>
      numbers(3).map((z) => ({
        fields: grey(7, 6, 8, [[270, 2, `{"shape": ${shape}}`]]),
        blocks: [plane(z)],
      }));
    const appended = await openSource(tiffOf(described('[6, 7]')));
    expect(appended).toMatchObject({ size: [7, 6, 3], warnings: [] });
    const series = tiffOf([
      ...pages(2, '{"shape": [2, 6, 7]}'),
      ...pages(2, '{"shape": [2, 6, 7], "name": "b"}'),
    ]);
    const names = /'series 1' \(7×6×2 u8\), 'series 2'/;
    await expectFailure(openSource(series), 'invalid-argument', names);
    const second = await readAll(series, { dataset: 'series 2' });
    expect(second.values).toEqual(Uint8Array.from([...plane(0), ...plane(1)]));
  });

  it('does not use a shape that no page has', async () => {
    const source = await openSource(tiffOf(pages(2, '{"shape": [2, 9, 9]}')));
    expect(source.size).toEqual([7, 6, 2]);
    expect(source.warnings).toEqual([expect.stringMatching(/2×9×9/)]);
  });

  it('takes spacing and unit with the resolution, and neither alone', async () => {
    const text = '{"shape": [5, 6, 7], "axes": "ZYX", "spacing": 0.5, "unit": "um"}';
    const resolution = (value: number, unit: number): Field[] => [
      [282, 5, [value, 1]],
      [283, 5, [value, 1]],
      [296, 3, [unit]],
    ];
    const own = await openSource(onePage(text, resolution(4, 1)));
    expect(own).toMatchObject({ spacing: [0.25, 0.25, 0.5], unit: 'µm' });
    const metric = await openSource(onePage(text, resolution(40_000, 3)));
    expect(metric.spacing[2] / metric.spacing[0]).toBeCloseTo(2, 12);
    expect(metric.unit).toBe('cm');
    const none = await openSource(onePage(text, resolution(1, 1)));
    expect(none).toMatchObject({ spacing: [1, 1, 1], unit: 'px' });
    expect(none.warnings).toEqual([expect.stringMatching(/no size of pixels/)]);
  });
});

describe('planes behind one directory', () => {
  /** A MetaMorph stack: UIC2Tag counts planes, and has six numbers for each. */
  function stk(
    distances: readonly number[],
    more: readonly Field[] = [],
    strip: Uint8Array = PACKED,
  ): ArrayBuffer {
    const file = tiffOf([
      {
        fields: grey(7, 6, 8, [
          [279, 4, [42]],
          [33629, 5, distances.flatMap((distance) => [distance, 1, 2_450_000, 0, 0, 0])],
          ...more,
        ]),
        blocks: [strip],
      },
    ]);
    const view = new DataView(file);
    const directory = view.getUint32(4, true);
    for (let at = directory + 2; ; at += 12) {
      if (view.getUint16(at, true) !== 33629) continue;
      view.setUint32(at + 4, distances.length, true);
      return file;
    }
  }

  it('reads the planes of MetaMorph stacks', async () => {
    const { source, values } = await readAll(stk([1, 1, 1, 1, 1]));
    expect(source).toMatchObject({ size: [7, 6, 5], unit: 'px' });
    expect(values).toEqual(PACKED);
    expect(source.warnings).toEqual([expect.stringMatching(/MetaMorph/)]);
    const times = await openSource(stk([0, 0, 0, 0, 0]), { spacing: [1, 1, 1] });
    expect(times.warnings).toEqual([expect.stringMatching(/may be times/)]);
  });

  it('refuses MetaMorph stacks that are short, compressed or of several wavelengths', async () => {
    await expectFailure(
      openSource(stk(new Array<number>(50).fill(1))),
      'corrupt-file',
      /50 slices/,
    );
    const packed = stk([1, 1], [[259, 3, [5]]], lzw(plane(0)));
    await expectFailure(openSource(packed), 'corrupt-file', /2 slices/);
    const colours = stk([1, 1], [[33630, 5, [488, 1, 561, 1]]]);
    await expectFailure(openSource(colours), 'unsupported-format', /2 wavelengths/);
  });

  it('refuses planes behind strips that do not follow each other', async () => {
    const strips = [plane(0).subarray(0, 21), new Uint8Array(21), plane(0).subarray(21)];
    const file = tiffOf([
      {
        fields: grey(7, 6, 8, [
          [270, 2, 'ImageJ=1.5\nimages=5\n'],
          [278, 3, [3]],
        ]),
        blocks: strips,
      },
    ]);
    const view = new DataView(file);
    // The second strip of three is taken out of the list, which leaves two with a gap.
    const at = view.getUint32(view.getUint32(4, true) + 2 + 8, true);
    view.setUint32(at + 4, view.getUint32(at + 8, true), true);
    await expectFailure(openSource(file), 'corrupt-file', /5 slices/);
  });

  it('warns of whole planes that nothing names, and reads them where size asks', async () => {
    const { source, values } = await readAll(onePage('scan'));
    expect(source.size).toEqual([7, 6, 1]);
    expect([...values]).toEqual([...plane(0)]);
    expect(source.warnings).toEqual([expect.stringMatching(/size: \[7, 6, 5\]/)]);
    const asked = await readAll(onePage('scan'), { size: [7, 6, 5] });
    expect(asked.values).toEqual(PACKED);
    expect(asked.source.warnings).toEqual([]);
    await expectFailure(
      openSource(onePage('scan'), { size: [7, 6, 6] }),
      'invalid-argument',
      /7×6×1/,
    );
  });
});

describe('OME TiffData', () => {
  const ome = (sizes: string, body: string, root = ''): string =>
    `<?xml version="1.0"?><!-- <Pixels> --><OME ${root}><Image><Pixels DimensionOrder="XYZCT" SizeX="7" SizeY="6" ${sizes}>${body}</Pixels></Image></OME>`;
  const order = async (text: string, count = 3, name = 'a.ome.tif'): Promise<number[]> => {
    const { source, values } = await readAll(tiffOf(pages(count, text)), { name });
    return numbers(source.size[2]).map((z) => (values[z * 42] ?? 0) / 42);
  };

  it('decides the order of planes', async () => {
    const reversed = [0, 1, 2].map((z) => `<TiffData FirstZ="${2 - z}" IFD="${z}"/>`).join('');
    expect(await order(ome('SizeZ="3"', reversed))).toEqual([2, 1, 0]);
    const rotated = '<TiffData IFD="1" FirstZ="0" PlaneCount="2"/><TiffData IFD="0" FirstZ="2"/>';
    expect(await order(ome('SizeZ="3"', rotated))).toEqual([1, 2, 0]);
    expect(await order(ome('SizeZ="3"', '<TiffData/>'))).toEqual([0, 1, 2]);
    expect(await order(ome('SizeZ="3"', ''))).toEqual([0, 1, 2]);
    // Pages that no plane has are none of the volume.
    expect(await order(ome('SizeZ="2"', '<TiffData IFD="1" PlaneCount="2"/>'))).toEqual([1, 2]);
  });

  it('reads the planes of this file where others hold the rest', async () => {
    const uuid = (id: string, name: string): string => `<UUID FileName="${name}">${id}</UUID>`;
    const split =
      `<TiffData IFD="0" FirstZ="0" PlaneCount="2">${uuid('u:2', 'b.tif')}</TiffData>` +
      `<TiffData IFD="2" FirstZ="2">${uuid('u:1', 'a.ome.tif')}</TiffData>` +
      `<TiffData IFD="1" FirstZ="3">${uuid('u:1', 'a.ome.tif')}</TiffData>`;
    expect(await order(ome('SizeZ="4"', split, 'UUID="u:1"'))).toEqual([2, 1]);
    // Time points in files of their own: each is a stack.
    const times =
      `<TiffData IFD="0" PlaneCount="2">${uuid('u:1', 'a')}</TiffData>` +
      `<TiffData IFD="0" FirstT="1" PlaneCount="2">${uuid('u:2', 'b')}</TiffData>`;
    expect(await order(ome('SizeZ="2" SizeT="2"', times, 'UUID="u:1"'), 2)).toEqual([0, 1]);
    // A file that was renamed is the only one that is named.
    const renamed = `<TiffData IFD="1" FirstZ="0">${uuid('u:1', 'old')}</TiffData><TiffData IFD="0" FirstZ="1">${uuid('u:1', 'old')}</TiffData>`;
    expect(await order(ome('SizeZ="2"', renamed), 2)).toEqual([1, 0]);
  });

  it.each([
    ['pages that are not there', 'SizeZ="3"', '<TiffData IFD="9"/>', /3 pages for 3 planes/],
    ['planes that are not there', 'SizeZ="3"', '<TiffData FirstZ="3" IFD="0"/>', /plane 4 of 3/],
    ['planes without a page', 'SizeZ="3"', '<TiffData IFD="0"/>', /plane 2 has none/],
    [
      'two pages for a plane',
      'SizeZ="3"',
      '<TiffData PlaneCount="3"/><TiffData IFD="2" FirstZ="1"/>',
      /two pages for plane 2/,
    ],
    ['no number', 'SizeZ="3"', '<TiffData IFD="x"/>', /IFD that is no number/],
    ['too many planes', 'SizeZ="3"', '<TiffData IFD="0" PlaneCount="1e9"/>', /1000000000/],
  ])('refuses %s', async (_, sizes, body, message) => {
    const work = openSource(tiffOf(pages(3, ome(sizes, body))));
    await expectFailure(work, 'corrupt-file', message);
  });

  it('never mixes channels or times', async () => {
    const file = tiffOf(pages(4, ome('SizeZ="2" SizeC="2"', '<TiffData/>')));
    await expectFailure(openSource(file), 'invalid-argument', /channels of .*'0', '1'/);
    const { values } = await readAll(file, { channel: 1 });
    expect(values).toEqual(Uint8Array.from([...plane(2), ...plane(3)]));
  });
});
