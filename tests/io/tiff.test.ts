import { describe, expect, it } from 'vitest';
import { openSource } from '../../src/io/open.js';
import { BlockCache } from '../../src/io/tiff/block_cache.js';
import { VoxmetryError } from '../../src/recipe/errors.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { cropOf, expectFailure, failure, readAll, regionsOf, seeded } from './helpers.js';
import type { Field, PageFixture } from './tiff_fixture.js';
import { deflate, grey, lzw, packBits, tiffOf } from './tiff_fixture.js';

const RAMP = Uint8Array.from({ length: 20 }, (_, i) => i * 3);

/** A 5×4 page of one strip. */
function page(bytes: Uint8Array, bits: number, more: readonly Field[] = []): PageFixture {
  return { fields: grey(5, 4, bits, more), blocks: [bytes] };
}

describe('TIFF values', () => {
  const runs = Uint8Array.from({ length: 60_000 }, (_, i) => (i % 700 < 400 ? 7 : (i * i) >> 3));
  it.each([
    ['LZW', 5, (bytes: Uint8Array<ArrayBuffer>) => Promise.resolve(lzw(bytes))],
    ['deflate', 8, deflate],
    ['PackBits', 32773, (bytes: Uint8Array<ArrayBuffer>) => Promise.resolve(packBits(bytes))],
  ])('%s, in strips of which the last is short', async (_, code, encode) => {
    const strips = [runs.slice(0, 35_000), runs.slice(35_000)];
    const blocks = await Promise.all(strips.map((strip) => encode(strip)));
    const fields = grey(500, 120, 8, [
      [259, 3, [code]],
      [278, 3, [70]],
    ]);
    const { values } = await readAll(tiffOf([{ fields, blocks }]));
    expect(values).toEqual(runs);
  });

  it('reads zstd frames with and without a content size, and no damaged one', async () => {
    // By hand after RFC 8878: one run-length block of 20 sevens; and one raw block.
    const runLength = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58, (20 << 3) | 0b011, 0, 0, 7];
    const raw = [0x28, 0xb5, 0x2f, 0xfd, 0x20, 20, (20 << 3) | 0b001, 0, 0, ...RAMP];
    const read = async (frame: number[]): Promise<number[]> => {
      const file = tiffOf([page(Uint8Array.from(frame), 8, [[259, 3, [50_000]]])]);
      return [...(await readAll(file)).values];
    };
    expect(await read(runLength)).toEqual(new Array(20).fill(7));
    expect(await read(raw)).toEqual([...RAMP]);
    expect(await read([...raw, 1, 2, 3])).toEqual([...RAMP]);
    for (const [at, value] of [
      [0, 0],
      [4, 0x08],
      [4, 0x01],
      [5, 0xff],
      [6, 0b111],
      [6, (19 << 3) | 0b011],
      [6, (20 << 3) | 0b010],
      [8, 0xff],
    ] as const) {
      const broken = runLength.with(at, value);
      expect((await failure(read(broken))).code).toBe('corrupt-file');
    }
    expect((await failure(read(raw.slice(0, -1)))).code).toBe('corrupt-file');
    expect(await read(runLength)).toEqual(new Array(20).fill(7));
  });

  it('reads deflate with padding behind the stream', async () => {
    const stream = await deflate(RAMP);
    const padded = new Uint8Array(stream.length + 3);
    padded.set(stream);
    const { values } = await readAll(tiffOf([page(padded, 8, [[259, 3, [8]]])]));
    expect(values).toEqual(RAMP);
  });

  it.each([1, 2, 3, 4, 5, 7, 9, 10, 12, 15])(
    '%d bits, each row from a byte of its own',
    async (bits) => {
      const values = Array.from({ length: 20 }, (_, i) => (i * 2657) % 2 ** bits);
      const rows = [0, 5, 10, 15].map((from) => {
        const text = values.slice(from, from + 5).map((v) => v.toString(2).padStart(bits, '0'));
        const line = text.join('').padEnd(Math.ceil((5 * bits) / 8) * 8, '0');
        return (line.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2));
      });
      const result = await readAll(tiffOf([page(Uint8Array.from(rows.flat()), bits)]));
      expect(result.source.dtype).toBe(bits > 8 ? 'u16' : 'u8');
      expect([...result.values]).toEqual(values);
    },
  );

  it('undoes predictor 2 in both byte orders, and predictor 3', async () => {
    const values = Array.from({ length: 20 }, (_, i) => (i * 40_503) % 65_536);
    for (const little of [true, false]) {
      const view = new DataView(new ArrayBuffer(40));
      values.forEach((value, i) => {
        const left = i % 5 === 0 ? 0 : (values[i - 1] ?? 0);
        view.setUint16(i * 2, value - left, little);
      });
      const strip = lzw(new Uint8Array(view.buffer));
      const more: Field[] = [
        [259, 3, [5]],
        [317, 3, [2]],
      ];
      const result = await readAll(tiffOf([page(strip, 16, more)], little));
      expect([...result.values]).toEqual(values);
    }
    const floats = Float32Array.from({ length: 20 }, (_, i) => (i - 7) / 3);
    const planes = new Uint8Array(80);
    for (let y = 0; y < 4; y++) {
      for (let x = 0; x < 5; x++) {
        const bytes = new DataView(new ArrayBuffer(4));
        bytes.setFloat32(0, floats[y * 5 + x] ?? 0);
        for (let b = 0; b < 4; b++) planes[y * 20 + b * 5 + x] = bytes.getUint8(b);
      }
    }
    const steps = planes.map((v, i) => (i % 20 === 0 ? v : v - (planes[i - 1] ?? 0)));
    const more: Field[] = [
      [259, 3, [5]],
      [317, 3, [3]],
      [339, 3, [3]],
    ];
    expect((await readAll(tiffOf([page(lzw(steps), 32, more)]))).values).toEqual(floats);
  });

  it('reads bytes whose lowest bit comes first', async () => {
    const bytes = Uint8Array.from(RAMP, (v) =>
      parseInt(Array.from(v.toString(2).padStart(8, '0')).reverse().join(''), 2),
    );
    expect((await readAll(tiffOf([page(bytes, 8, [[266, 3, [2]]])]))).values).toEqual(RAMP);
  });

  it('reads regions of strips, tiles and compressed pages as crops of the whole', async () => {
    const size: Vec3 = [37, 21, 4];
    const random = seeded(1);
    const whole = Uint8Array.from({ length: 37 * 21 * 4 }, () => random() * 256);
    const at = (x: number, y: number, z: number): number => whole[(z * 21 + y) * 37 + x] ?? 0;
    const strips = (z: number): Uint8Array<ArrayBuffer>[] =>
      [0, 6, 12, 18].map((y) =>
        whole.slice((z * 21 + y) * 37, (z * 21 + Math.min(21, y + 6)) * 37),
      );
    const tiles = (z: number): Uint8Array<ArrayBuffer>[] =>
      [0, 16].flatMap((ty) =>
        [0, 16, 32].map((tx) =>
          // Beyond the edges a tile holds what nobody may see.
          Uint8Array.from({ length: 256 }, (_, i) => {
            const [x, y] = [tx + (i % 16), ty + (i >> 4)];
            return x < 37 && y < 21 ? at(x, y, z) : 255;
          }),
        ),
      );
    const tileFields: Field[] = [
      [322, 3, [16]],
      [323, 3, [16]],
    ];
    const slices = [0, 1, 2, 3];
    const files = {
      strips: tiffOf(
        slices.map((z) => ({ fields: grey(37, 21, 8, [[278, 3, [6]]]), blocks: strips(z) })),
      ),
      packed: tiffOf(
        slices.map((z) => ({
          fields: grey(37, 21, 8, [
            [259, 3, [32773]],
            [278, 3, [6]],
          ]),
          blocks: strips(z).map(packBits),
        })),
      ),
      tiles: tiffOf(
        slices.map((z) => ({ fields: grey(37, 21, 8, tileFields), blocks: tiles(z), tiled: true })),
      ),
    };
    for (const file of Object.values(files)) {
      const { source, values } = await readAll(file);
      expect(source.size).toEqual(size);
      expect(values).toEqual(whole);
      for (const region of regionsOf(size)) {
        expect([...(await source.read(region))]).toEqual(cropOf(whole, size, region));
      }
    }
  });
});

describe('TIFF scale and axes', () => {
  const stack = (text: string, pages: number, more: readonly Field[] = []): ArrayBuffer =>
    tiffOf(
      Array.from({ length: pages }, (_, z) =>
        page(RAMP, 8, z === 0 ? [[270, 2, text], ...more] : more),
      ),
    );
  const resolution: Field[] = [
    [282, 5, [500, 199]],
    [283, 5, [5, 2]],
    [296, 3, [1]],
  ];

  it('takes ImageJ spacing and unit', async () => {
    const text = 'ImageJ=1.53\nimages=2\nslices=2\nunit=\\u00B5m\nspacing=0.8\nloop=false\n';
    const source = await openSource(stack(text, 2, resolution));
    expect(source).toMatchObject({ size: [5, 4, 2], spacing: [0.398, 0.4, 0.8], unit: 'µm' });
  });

  it('warns where ImageJ states no slice distance', async () => {
    const source = await openSource(
      stack('ImageJ=1.53\nimages=2\nslices=2\nunit=nm\n', 2, resolution),
    );
    expect(source).toMatchObject({ spacing: [0.398, 0.4, 1], unit: 'nm' });
    expect(source.warnings).toEqual([expect.stringMatching(/ImageJ takes 1 nm/)]);
  });

  it('reads ImageJ stacks of one directory, and refuses them when short', async () => {
    const slices = Uint8Array.from({ length: 60 }, (_, i) => i);
    const more: Field[] = [
      [270, 2, 'ImageJ=1.53\nimages=3\nslices=3\n'],
      [279, 4, [20]],
    ];
    const { source, values } = await readAll(tiffOf([page(slices, 8, more)]));
    expect(source.size).toEqual([5, 4, 3]);
    expect(values).toEqual(slices);
    const long: Field[] = [[270, 2, 'ImageJ=1.53\nimages=5000\nslices=5000\n']];
    await expectFailure(openSource(tiffOf([page(slices, 8, long)])), 'corrupt-file', /5000 slices/);
  });

  it('takes one axis without a name as z, and refuses two', async () => {
    const one = await openSource(stack('{"shape": [3, 4, 5]}', 3));
    expect(one.size).toEqual([5, 4, 3]);
    const shaped = openSource(stack('{"shape": [2, 2, 4, 5]}', 4));
    await expectFailure(shaped, 'unsupported-format', /more axes than .*axis 0 2, axis 1 2/);
  });

  it('takes times as slices only where size says so', async () => {
    const times = stack('ImageJ=1.53\nimages=3\nframes=3\n', 3);
    await expectFailure(openSource(times), 'invalid-argument', /time.* 0 to 2/);
    const asked = await openSource(times, { size: [5, 4, 3] });
    expect(asked.size).toEqual([5, 4, 3]);
    expect(asked.warnings).toEqual([expect.stringMatching(/3 times are taken as slices/)]);
  });

  it('takes OME physical sizes', async () => {
    const ome = (attributes: string): string =>
      `<?xml version="1.0"?><OME xmlns="x"><Image ID="i"><Pixels SizeX="5" SizeY="4" ${attributes}></Pixels></Image></OME>`;
    const sizes = 'PhysicalSizeX="0.5" PhysicalSizeY="0.5" PhysicalSizeZ="1500"';
    const mixed = ome(
      `SizeZ="2" SizeC="1" SizeT="1" ${sizes} PhysicalSizeZUnit="nm" PhysicalSizeXUnit="&#181;m"`,
    );
    expect(await openSource(stack(mixed, 2))).toMatchObject({
      spacing: [0.5, 0.5, 1.5],
      unit: 'µm',
    });
    const flat = await openSource(stack(ome('SizeZ="2" PhysicalSizeX="3" PhysicalSizeY="3"'), 2));
    expect(flat).toMatchObject({ spacing: [3, 3, 3], unit: 'µm' });
    expect(flat.warnings).toHaveLength(1);
    const channels = openSource(stack(ome('SizeZ="2" SizeC="2" SizeT="1"'), 4));
    await expectFailure(channels, 'invalid-argument', /channels of .*'0', '1'/);
  });

  it('ignores plain dpi tags', async () => {
    const dpi: Field[] = [
      [282, 5, [72, 1]],
      [283, 5, [72, 1]],
      [296, 3, [2]],
    ];
    expect(await openSource(stack('scan', 1, dpi))).toMatchObject({
      spacing: [1, 1, 1],
      unit: 'px',
    });
  });

  it('lets options override, and reinterprets integers of the same width only', async () => {
    const file = tiffOf([
      page(
        Uint8Array.from(RAMP, (v) => v + 200),
        8,
      ),
    ]);
    const { values } = await readAll(file, { dtype: 'i8', spacing: [2, 2, 2], unit: 'nm' });
    expect(values[0]).toBe(-56);
    await expectFailure(openSource(file, { dtype: 'u16' }), 'invalid-argument', /cast/);
    await expectFailure(openSource(file, { size: [4, 5, 1] }), 'invalid-argument', /5×4×1/);
  });

  it('leaves thumbnails aside, and tells pages that differ apart', async () => {
    const thumbnail: PageFixture = {
      fields: grey(2, 2, 8, [[254, 4, [1]]]),
      blocks: [RAMP.slice(0, 4)],
    };
    const { source } = await readAll(tiffOf([thumbnail, page(RAMP, 8), thumbnail, page(RAMP, 8)]));
    expect(source.size).toEqual([5, 4, 2]);
    const other: PageFixture = { fields: grey(2, 2, 8), blocks: [RAMP.slice(0, 4)] };
    const mixed = openSource(tiffOf([page(RAMP, 8), other]));
    await expectFailure(mixed, 'invalid-argument', /'5x4' \(5×4×1 u8\), '2x2' \(2×2×1 u8\)/);
    await expectFailure(openSource(tiffOf([thumbnail])), 'corrupt-file', /thumbnails/);
  });

  it('keeps values where white is zero, with a warning', async () => {
    const { source, values } = await readAll(tiffOf([page(RAMP, 8, [[262, 3, [0]]])]));
    expect(values).toEqual(RAMP);
    expect(source.warnings).toEqual([expect.stringMatching(/MinIsWhite/)]);
  });
});

describe('damaged TIFF', () => {
  it.each([
    ['no width', [[256, 4, [0]]], /width is 0/],
    ['a huge height', [[257, 4, [4e9]]], /height is 4000000000/],
    ['many strips', [[278, 4, [1]]], /need 4 strips, it has 1/],
    ['no rows per strip', [[278, 4, [0]]], /no rows/],
    ['short strip', [[279, 4, [3]]], /3 bytes where 20/],
    ['empty strip', [[279, 4, [0]]], /no data/],
    ['strip behind the end', [[273, 4, [9e5]]], /truncated/],
    ['absent offset', [[273, 4, [0]]], /no data/],
    ['large size', [[257, 4, [2e9]]], /20 bytes where 10000000000/],
    ['zero tile', [[322, 3, [0]]], /tile width is 0/],
    ['unknown predictor', [[317, 3, [9]]], /predictor 9/],
    ['float predictor on integers', [[317, 3, [3]]], /predictor 3/],
  ] as [string, Field[], RegExp][])('%s', async (_, more, message) => {
    await expectFailure(openSource(tiffOf([page(RAMP, 8, more)])), 'corrupt-file', message);
  });

  it.each([
    ['LZW', 5],
    ['deflate', 8],
    ['PackBits', 32773],
    ['zstd', 50000],
  ])('%s that holds too little, or claims too much', async (_, code) => {
    const compressed: Field = [259, 3, [code]];
    const noise = Uint8Array.from({ length: 300 }, (_unused, i) => (i * 73 + 11) & 255);
    const work = readAll(tiffOf([{ fields: grey(500, 400, 8, [compressed]), blocks: [noise] }]));
    expect((await failure(work)).code).toBe('corrupt-file');
    const huge = await openSource(
      tiffOf([{ fields: grey(2e9, 2e9, 8, [compressed]), blocks: [noise] }]),
    );
    const voxel = huge.read({ origin: [5, 5, 0], size: [1, 1, 1] });
    expect((await failure(voxel)).code).toBe('corrupt-file');
  });

  it('a chain of pages that runs in a circle', async () => {
    const file = tiffOf([page(RAMP, 8), page(RAMP, 8)]);
    const view = new DataView(file);
    const first = view.getUint32(4, true);
    const second = view.getUint32(first + 2 + view.getUint16(first, true) * 12, true);
    view.setUint32(second + 2 + view.getUint16(second, true) * 12, first, true);
    await expectFailure(openSource(file), 'corrupt-file', /circle/);
  });

  it('every truncation of a file ends in a typed error', async () => {
    const file = tiffOf([page(packBits(RAMP), 8, [[259, 3, [32773]]]), page(RAMP, 8)]);
    for (let length = 8; length < file.byteLength; length++) {
      const { code } = await failure(readAll(file.slice(0, length)));
      expect(code).toBe('corrupt-file');
    }
  });

  it('any damaged bytes end in values of the size stated or in a typed error', async () => {
    const random = seeded(7);
    const long = Uint8Array.from({ length: 3000 }, (_, i) => (i >> 4) ^ (i * 7));
    const bodies: [number, Uint8Array<ArrayBuffer>][] = [
      [1, long],
      [5, lzw(long)],
      [8, await deflate(long)],
      [32773, packBits(long)],
    ];
    let refused = 0;
    for (let round = 0; round < 400; round++) {
      const [code, body] = bodies[round % 4] ?? [1, long];
      const file = tiffOf([{ fields: grey(60, 50, 8, [[259, 3, [code]]]), blocks: [body] }]);
      const bytes = new Uint8Array(file);
      // Half the rounds damage the voxels, half the directory behind them.
      const from = round % 8 < 4 ? 8 : body.length;
      for (let i = 0; i < 3; i++)
        bytes[from + Math.floor(random() * (bytes.length - from))] = random() * 256;
      try {
        const source = await openSource(file, { name: 'x' });
        const region = { origin: [0, 0, 0], size: [source.size[0], 1, 1] } as const;
        expect((await source.read(region)).length).toBe(source.size[0]);
      } catch (error) {
        expect(error).toBeInstanceOf(VoxmetryError);
        const { code } = error as VoxmetryError;
        // Damage may leave pages of two sizes, of which one would have to be chosen.
        const typed = ['corrupt-file', 'unsupported-format', 'invalid-argument', 'needs-metadata'];
        expect(typed).toContain(code);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(50);
  });
});

describe('unsupported TIFF', () => {
  it.each([
    ['YCbCr without JPEG', [[262, 3, [6]]], /YCbCr; .*convert it to greyscale/],
    [
      'palette of two samples',
      [
        [262, 3, [3]],
        [277, 3, [2]],
      ],
      /2 values per pixel/,
    ],
    [
      'samples of different depths',
      [
        [258, 3, [5, 6, 5]],
        [262, 3, [2]],
        [277, 3, [3]],
      ],
      /different bits \(5, 6\)/,
    ],
    ['old-style JPEG', [[259, 3, [6]]], /compressed with old-style JPEG; save it/],
    ['LERC', [[259, 3, [34887]]], /LERC; save it/],
    ['JPEG 2000', [[259, 3, [34712]]], /JPEG 2000; save it/],
    ['JPEG 2000 of a slide scanner', [[259, 3, [33003]]], /JPEG 2000; save it/],
    [
      'JPEG of 12 bits',
      [
        [258, 3, [12]],
        [259, 3, [7]],
      ],
      /JPEG of 12 bits/,
    ],
    ['unknown compression', [[259, 3, [12345]]], /compression 12345/],
    ['64-bit integers', [[258, 3, [64]]], /64-bit unsigned/],
    ['complex', [[339, 3, [6]]], /complex float/],
    ['ImageDepth', [[32997, 3, [4]]], /ImageDepth/],
    ['predictor alone', [[317, 3, [2]]], /predictor but no compression/],
  ] as [string, Field[], RegExp][])('%s', async (_, more, message) => {
    await expectFailure(openSource(tiffOf([page(RAMP, 8, more)])), 'unsupported-format', message);
  });
});

describe('block cache', () => {
  it('drops the least recently used within its budget', () => {
    const cache = new BlockCache(100);
    cache.put('a', new Uint8Array(40));
    cache.put('b', new Uint8Array(40));
    expect(cache.get('a')).toBeDefined();
    cache.put('c', new Uint8Array(40));
    expect(cache.get('b')).toBeUndefined();
    expect(cache.get('a')).toBeDefined();
    cache.put('d', new Uint8Array(101));
    expect(cache.get('d')).toBeUndefined();
    expect(cache.bytes).toBe(80);
    cache.put('a', new Uint8Array(10));
    expect(cache.bytes).toBe(50);
    cache.clear();
    expect(cache.bytes).toBe(0);
  });
});
