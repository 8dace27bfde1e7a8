import { describe, expect, it } from 'vitest';
import { makeGridSource } from '../../src/io/grid_source.js';
import { openSource } from '../../src/io/open.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import type { GridSource, OpenInput, OpenOptions } from '../../src/recipe/source.js';
import { expectFailure, readAll } from './helpers.js';

const DATA = { data: Uint8Array.of(1, 2, 3, 4, 5, 6), size: [3, 2, 1] } as const;

describe('arrays', () => {
  it('keeps typed arrays, and makes f32 of numbers and doubles', async () => {
    const whole = { origin: [0, 0, 0], size: [2, 1, 1] } as const;
    const numbers = await openSource({ data: [1.5, 2], size: [2, 1, 1] });
    expect([numbers.dtype, ...(await numbers.read(whole))]).toEqual(['f32', 1.5, 2]);
    const doubles = { data: Float64Array.of(0.1, 2), size: [2, 1, 1] };
    const { source, values } = await readAll(doubles as unknown as OpenInput);
    expect([source.dtype, ...values]).toEqual(['f32', Math.fround(0.1), 2]);
    expect(source.warnings).toHaveLength(1);
    const asked = await readAll({ data: [1, 65535], size: [2, 1, 1] }, { dtype: 'u16' });
    expect(asked.values).toEqual(Uint16Array.of(1, 65535));
  });

  it('reads regions, and hands out copies', async () => {
    const source = await openSource(DATA);
    const row = await source.read({ origin: [1, 1, 0], size: [2, 1, 1] });
    expect([...row]).toEqual([5, 6]);
    row[0] = 99;
    expect(DATA.data[4]).toBe(5);
  });

  it('refuses what it cannot hold', async () => {
    const big = { data: BigInt64Array.of(1n), size: [1, 1, 1] } as unknown as OpenInput;
    await expectFailure(openSource(big), 'invalid-argument', /64-bit.*Uint32Array\.from/);
    const short = { ...DATA, size: [3, 3, 1] } as const;
    await expectFailure(
      openSource(short),
      'invalid-argument',
      /data length is 6; allowed: 3×3×1 = 9/,
    );
    const text = { data: 'abc', size: [3, 1, 1] } as unknown as OpenInput;
    await expectFailure(openSource(text), 'invalid-argument', /String/);
    const range = openSource({ data: [300], size: [1, 1, 1] }, { dtype: 'u8' });
    await expectFailure(range, 'invalid-argument', /data\[0\] is 300/);
    const other = openSource(DATA, { dtype: 'f32' });
    await expectFailure(other, 'invalid-argument', /dtype is 'f32'; allowed: u8/);
  });
});

describe('options', () => {
  it('override spacing, unit, origin and name', async () => {
    const stated: OpenOptions = {
      name: 'n',
      spacing: [0.5, 0.5, 2],
      unit: 'um',
      origin: [1, 2, 3],
    };
    const source = await openSource(DATA, stated);
    expect(source).toMatchObject({ ...stated, unit: 'µm' });
    const bare = await openSource(DATA);
    expect(bare).toMatchObject({
      spacing: [1, 1, 1],
      unit: 'px',
      origin: [0, 0, 0],
      name: 'array',
    });
  });

  it.each([
    [{ size: [1, 2] }, /size is \[1,2\]/],
    [{ size: [1, 2, 0] }, /positive whole/],
    [{ size: [1, 2, 1.5] }, /positive whole/],
    [{ spacing: [1, 1, 0] }, /spacing.*positive finite/],
    [{ spacing: [1, 1, NaN] }, /spacing/],
    [{ spacing: [1, 1, Infinity] }, /spacing/],
    [{ spacing: [1, -1, 1] }, /spacing/],
    [{ spacing: [1e308, 1, 1] }, /spacing.*1e-12 to 1000000000000/],
    [{ spacing: [1, 1, 5e-324] }, /spacing/],
    [{ spacing: [1e200, 1e200, 1] }, /spacing/],
    [{ spacing: new Float64Array([1, 1, 1e39]) }, /spacing/],
    [{ spacing: ['1', 1, 1] }, /spacing/],
    [{ unit: '<b>m' }, /unit.*plain/],
    [{ unit: '&micro;m' }, /unit/],
    [{ unit: 'a"b' }, /unit/],
    [{ unit: "a'b" }, /unit/],
    [{ unit: '=1+1' }, /unit/],
    [{ unit: '@m' }, /unit/],
    [{ unit: '\\u003cscript' }, /unit/],
    [{ unit: '\u001b[31m' }, /unit/],
    [{ unit: 'm\nm' }, /unit/],
    [{ unit: 'm\u202em' }, /unit/],
    [{ unit: 'x'.repeat(21) }, /unit.*at most 20/],
    [{ unit: 7 }, /unit/],
    [{ origin: [0, 0, NaN] }, /origin/],
    [{ unit: ' ' }, /unit.*non-empty/],
    [{ dtype: 'f64' }, /dtype is 'f64'; allowed: u8/],
    [{ headerBytes: -1 }, /headerBytes/],
    [{ bigEndian: 'yes' }, /bigEndian/],
    [{ name: 3 }, /name/],
  ])('%j is refused', async (options, message) => {
    const work = openSource(DATA, options as unknown as OpenOptions);
    await expectFailure(work, 'invalid-argument', message);
  });

  it.each(['µm', 'um', 'nm', 'Å', 'mm²/s', 'light year', 'x'.repeat(20), '長さ'])(
    'take the unit %s',
    async (unit) => {
      expect((await openSource(DATA, { unit })).unit).toBe(unit === 'um' ? 'µm' : unit);
    },
  );

  it.each([1e-12, 1e-9, 0.398, 1e12])('take a spacing of %d', async (n) => {
    expect((await openSource(DATA, { spacing: [n, n, n] })).spacing).toEqual([n, n, n]);
  });

  it('leave out a calibration of a file that cannot be meant, with a warning', () => {
    const facts = {
      name: 'f',
      format: 'x',
      dtype: 'u8',
      size: [1, 1, 1],
      origin: [0, 0, 0],
      warnings: ['before'],
    } as const;
    const opened = (spacing: Vec3, unit: string): GridSource =>
      makeGridSource({ ...facts, spacing, unit }, { read: async () => undefined, close: () => undefined }); // prettier-ignore
    for (const n of [1e308, 5e-324, NaN, -1, 0, Infinity]) {
      const source = opened([1, n, 1], 'µm');
      expect([source.spacing, source.unit]).toEqual([[1, 1, 1], 'px']);
      expect(source.warnings).toEqual([
        'before',
        expect.stringMatching(/f states a voxel of 1 × /),
      ]);
    }
    const source = opened([2, 2, 2], '<script>');
    expect([source.spacing, source.unit]).toEqual([[1, 1, 1], 'px']);
    expect(source.warnings[1]).toMatch(/no plain word/);
    expect(opened([2, 2, 2], 'µm')).toMatchObject({ spacing: [2, 2, 2], warnings: ['before'] });
  });

  it('of a reader of the caller are checked as well', async () => {
    const reader = await openSource(DATA);
    for (const wrong of [{ spacing: [1, 1, 1e308] }, { unit: '<b>' }, { origin: [NaN, 0, 0] }, { dtype: 'f64' }]) // prettier-ignore
      await expectFailure(openSource({ ...reader, ...wrong } as unknown as OpenInput), 'invalid-argument', /./); // prettier-ignore
  });

  it('refuses inputs of no known kind', async () => {
    await expectFailure(openSource(7 as unknown as OpenInput), 'invalid-argument', /input/);
    await expectFailure(openSource(null as unknown as OpenInput), 'invalid-argument', /input/);
    await expectFailure(
      openSource('file:///etc/x.tif'),
      'invalid-argument',
      /http\(s\), blob: or data:/,
    );
    const bytes = (text: string): Blob => new Blob([text, new Uint8Array(40)]);
    await expectFailure(openSource(bytes('\u0000')), 'needs-metadata', /size and dtype/);
    await expectFailure(
      openSource(bytes('# AmiraMesh')),
      'unsupported-format',
      /AmiraMesh.*TIFF, npy or raw/,
    );
    await expectFailure(openSource(new Blob([])), 'corrupt-file', /empty/);
    await expectFailure(openSource(new File(['abc'], 'a.tif')), 'corrupt-file', /does not begin/);
  });
});

describe('life of a source', () => {
  it('is disposed after close', async () => {
    const source = await openSource(DATA);
    source.close();
    source.close();
    const work = source.read({ origin: [0, 0, 0], size: [1, 1, 1] });
    await expectFailure(work, 'disposed', /closed/);
  });

  it('checks regions', async () => {
    const source = await openSource(DATA);
    for (const region of [
      { origin: [0, 0, 0], size: [4, 1, 1] },
      { origin: [-1, 0, 0], size: [1, 1, 1] },
      { origin: [0, 0, 0], size: [0, 1, 1] },
      { origin: [0, 0.5, 0], size: [1, 1, 1] },
    ] as const) {
      await expectFailure(source.read(region), 'invalid-argument', /region/);
    }
  });

  it('aborts before and during a read, and stays usable', async () => {
    await expectFailure(
      openSource(DATA, { signal: AbortSignal.abort() }),
      'cancelled',
      /cancelled/,
    );
    const control = new AbortController();
    const stuck = new Blob([new Uint8Array(8)]);
    const source = await openSource(stuck, { size: [2, 2, 2], dtype: 'u8' });
    const region = { origin: [0, 0, 0], size: [2, 2, 2] } as const;
    stuck.slice = () => ({ arrayBuffer: () => new Promise(() => undefined) }) as unknown as Blob;
    const work = source.read(region, { signal: control.signal });
    control.abort();
    await expectFailure(work, 'cancelled', /cancelled/);
    Reflect.deleteProperty(stuck, 'slice');
    expect(await source.read(region)).toHaveLength(8);
  });

  it('says so when a file is gone', async () => {
    const blob = new Blob([new Uint8Array(8)]);
    const source = await openSource(blob, { size: [2, 2, 2], dtype: 'u8' });
    blob.slice = () =>
      ({
        arrayBuffer: () => Promise.reject(new DOMException('x', 'NotReadableError')),
      }) as unknown as Blob;
    const work = source.read({ origin: [0, 0, 0], size: [1, 1, 1] });
    await expectFailure(work, 'corrupt-file', /moved, changed or deleted/);
  });

  it('reports progress that ends at 1', async () => {
    const seen: number[] = [];
    const source = await openSource(DATA);
    const region = { origin: [0, 0, 0], size: [3, 2, 1] } as const;
    await source.read(region, { onProgress: (fraction) => seen.push(fraction) });
    expect(seen.at(-1)).toBe(1);
  });
});
