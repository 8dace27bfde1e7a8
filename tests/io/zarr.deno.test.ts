import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { inspectSource, openSource } from '../../src/io/open.js';
import type { NamedFile } from '../../src/recipe/source.js';
import type { VoxmetryError } from '../../src/recipe/errors.js';
import { cropOf, expectFailure, readAll, regionsOf } from './helpers.js';

const FORMATS = '../shared/data/formats';
const absent = !existsSync(`${FORMATS}/zarr`);
if (absent) console.warn(`skipped: the files of other projects are not at ${FORMATS}`);

const V2 = `${FORMATS}/zarr/neuroglancer_v2/from_zarr-python/data.zarr`;
const V3 = `${FORMATS}/zarr/neuroglancer_v3/from_zarrita/data.zarr`;
const OME = `${FORMATS}/ome_zarr`;

/** All files below a folder, as a browser hands them over. */
function filesOf(folder: string, prefix = 'store/'): NamedFile[] {
  return readdirSync(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (statSync(path).isDirectory()) return filesOf(path, `${prefix}${name}/`);
    return [{ path: prefix + name, file: new Blob([readFileSync(path)]) }];
  });
}

function ramp(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** Values of the arrays that are no ramp. */
const OTHERS: Readonly<Record<string, readonly number[]>> = {
  '1d.contiguous.u1': [255, 0, 255, 0],
  '1d.contiguous.f4.le': [-1000.5, 0, 1000.5, 0],
  '1d.contiguous.f4.be': [-1000.5, 0, 1000.5, 0],
  '1d.contiguous.compressed.sharded.f4': [-1000.5, 0, 1000.5, 0],
};

describe.skipIf(absent)('Zarr arrays of other writers', () => {
  const cases: [string, string, readonly number[], string][] = [
    ...['raw', 'zlib', 'blosc', 'lz4', 'zstd'].map((codec): [string, string, number[], string] => [
      V2,
      `1d.contiguous.${codec}.i2`,
      [4],
      'i16',
    ]),
    [V2, '1d.contiguous.i4', [4], 'i32'],
    [V2, '1d.contiguous.u1', [4], 'u8'],
    [V2, '1d.contiguous.f4.le', [4], 'f32'],
    [V2, '1d.contiguous.f4.be', [4], 'f32'],
    [V2, '1d.contiguous.f8', [4], 'f32'],
    [V2, '1d.chunked.ragged.i2', [5], 'i16'],
    [V2, '2d.chunked.ragged.i2', [3, 3], 'i16'],
    [V2, '3d.chunked.i2', [3, 3, 3], 'i16'],
    [V2, '3d.chunked.mixed.i2.C', [3, 3, 3], 'i16'],
    [V2, '3d.chunked.mixed.i2.F', [3, 3, 3], 'i16'],
    [V3, '3d.chunked.mixed.i2.F', [3, 3, 3], 'i16'],
    [V3, '1d.contiguous.compressed.sharded.f4', [4], 'f32'],
    [V3, '3d.contiguous.compressed.sharded.i2', [3, 3, 3], 'i16'],
    [V3, '2d.chunked.ragged.compressed.sharded.i2', [3, 3], 'i16'],
  ];

  it.each(cases)('%s %s', async (folder, name, shape, dtype) => {
    const path = `${folder}/${name}`;
    if (!existsSync(path)) return;
    const { source, values } = await readAll(filesOf(path));
    expect(source.dtype).toBe(dtype);
    expect(source.size).toEqual([...shape.toReversed(), 1, 1].slice(0, 3));
    expect(Array.from(values)).toEqual(
      OTHERS[name] ?? ramp(values.length).map((n) => n + values[0]!),
    );
    if (Math.min(...source.size) < 3) return;
    for (const region of regionsOf(source.size))
      expect(Array.from(await source.read(region))).toEqual(cropOf(values, source.size, region));
  });

  it('lists the arrays of a group, and names what it does not read', async () => {
    const { images } = await inspectSource(filesOf(V2));
    expect(images.map(({ path }) => path)).toContain('3d.chunked.i2');
    expect(images.map(({ path }) => path)).not.toContain('3d.chunked.O');
    await expectFailure(openSource(filesOf(V2)), 'invalid-argument', /dataset.*and \d+ more/);
    await expectFailure(
      openSource(filesOf(`${V2}/1d.contiguous.U7`)),
      'unsupported-format',
      /no array that is read.*type/,
    );
  });

  it.each(['blosc', 'lz4', 'zstd', 'zlib', 'raw'])(
    '%s: cut off, a chunk is refused',
    async (codec) => {
      for (const bytes of [0, 3, 5, 12]) {
        const files = filesOf(`${V2}/1d.contiguous.${codec}.i2`).map((file) =>
          file.path.endsWith('/0') ? { ...file, file: file.file.slice(0, bytes) } : file,
        );
        const whole = filesOf(`${V2}/1d.contiguous.${codec}.i2`).find(({ path }) =>
          path.endsWith('/0'),
        )!;
        if (bytes >= whole.file.size) continue;
        // What lacks its checksum alone still has its values.
        const values = await readAll(files).then(
          (read) => String(read.values),
          (error: unknown) => (error as VoxmetryError).code,
        );
        expect(['corrupt-file', '1,2,3,4']).toContain(values);
      }
    },
  );

  it('takes no more memory than a chunk has, whatever it claims', async () => {
    for (const [codec, at] of [
      ['blosc', 4],
      ['lz4', 0],
    ] as const) {
      const files = filesOf(`${V2}/1d.contiguous.${codec}.i2`);
      const grown = await Promise.all(
        files.map(async (file) => {
          if (!file.path.endsWith('/0')) return file;
          const bytes = await file.file.arrayBuffer();
          new DataView(bytes).setUint32(at, 2 ** 31, true);
          return { ...file, file: new Blob([bytes]) };
        }),
      );
      await expectFailure(readAll(grown), 'corrupt-file', /chunk 0/);
    }
  });
});

describe.skipIf(absent)('OME-Zarr', () => {
  it.each([
    ['viv_blobs/blobs_image_v04.ome.zarr', '0.4'],
    ['viv_blobs/blobs_image_v05.ome.zarr', '0.5'],
  ])('%s', async (name) => {
    const { images } = await inspectSource(filesOf(`${OME}/${name}`));
    expect(images).toHaveLength(1);
    expect(images[0]).toMatchObject({ size: [12, 12, 1], dtype: 'f32', times: 1 });
    expect(images[0]!.channels).toHaveLength(3);
    await expectFailure(openSource(filesOf(`${OME}/${name}`)), 'invalid-argument', /channel/);
  });

  it('holds the same blobs in both versions', async () => {
    const [a, b] = await Promise.all(
      ['04', '05'].map(async (version) =>
        readAll(filesOf(`${OME}/viv_blobs/blobs_image_v${version}.ome.zarr`), { channel: 1 }),
      ),
    );
    expect(a!.values.some((n) => n > 0)).toBe(true);
    expect(b!.source.size).toEqual(a!.source.size);
  });

  it('lists levels, and opens one', async () => {
    const files = filesOf(`${OME}/niivue_mni152_axial/mni152_axial.ome.zarr`);
    const { images } = await inspectSource(files);
    expect(images[0]!.levels).toHaveLength(4);
    const full = await openSource(files);
    const small = await openSource(files, { level: 3 });
    expect(full.size.map((n) => Math.floor(n / 8))).toEqual(
      small.size.map((n, i) => (full.size[i] === 1 ? 0 : n)),
    );
    await expectFailure(openSource(files, { level: 9 }), 'invalid-argument', /level.*0 to 3/);
  });

  it('is read over HTTP, chunk by chunk, where missing files are fill values', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      const path = `${V2}${decodeURIComponent(request.url ?? '').replace('/data.zarr', '')}`;
      asked.push(request.url ?? '');
      if (!existsSync(path) || statSync(path).isDirectory()) response.writeHead(404).end();
      else response.end(readFileSync(path));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    try {
      const url = `http://127.0.0.1:${port}/data.zarr/3d.chunked.i2/.zarray`;
      const { source, values } = await readAll(url);
      expect(source.size).toEqual([3, 3, 3]);
      expect(Array.from(values, (n) => n - values[0]!)).toEqual(ramp(27));
      const before = asked.length;
      const other = await openSource(url);
      await other.read({ origin: [0, 0, 0], size: [1, 1, 1] });
      // Metadata, and one chunk.
      expect(asked.slice(before).filter((path) => /\/\d/.test(path.slice(-6)))).toHaveLength(1);
    } finally {
      server.close();
    }
  });
});
