import { describe, expect, it } from 'vitest';
import { writeNpy } from '../../src/io/npy_writer.js';
import { openSource } from '../../src/io/open.js';
import { rawFileName, writeRaw } from '../../src/io/raw_writer.js';
import { blobOf } from '../../src/io/slab_stream.js';
import { writeTiff } from '../../src/io/tiff_writer.js';
import type { GridArray } from '../../src/recipe/dtype.js';
import { DTYPE_NAMES, DTYPES, makeArray } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { expectFailure, readAll } from './helpers.js';

const SIZE: Vec3 = [7, 5, 3];

/** A grid with the extremes of its dtype in it. */
function gridOf(dtype: (typeof DTYPE_NAMES)[number]): GridArray {
  const out = makeArray(dtype, 105);
  const { min, max, integer } = DTYPES[dtype];
  for (let i = 0; i < out.length; i++) out[i] = integer ? i : i / 3 - 9;
  out[0] = min;
  out[104] = max;
  return out;
}

/** The grid in slabs of one and two slices. */
function* slabs(grid: GridArray): Generator<GridArray> {
  yield grid.subarray(0, 35);
  yield grid.subarray(35);
}

describe.each(DTYPE_NAMES)('%s', (dtype) => {
  const facts = { size: SIZE, dtype, spacing: [0.398, 0.1, 2.5] as Vec3, unit: 'µm' };

  it.each([false, true])('TIFF round trip, BigTIFF %s', async (big) => {
    const grid = gridOf(dtype);
    const file = await blobOf(writeTiff(facts, slabs(grid), { big }));
    const { source, values } = await readAll(file);
    expect(source).toMatchObject({ ...facts, format: 'tiff', warnings: [] });
    expect(values).toEqual(grid);
    const version = new DataView(await file.arrayBuffer()).getUint16(2, true);
    expect(version).toBe(big ? 43 : 42);
  });

  it('raw round trip through the file name', async () => {
    const grid = gridOf(dtype);
    const blob = await blobOf(writeRaw(facts, slabs(grid)));
    const { source, values } = await readAll(new File([blob], rawFileName('v', facts)));
    expect(source).toMatchObject({ size: SIZE, dtype });
    expect(values).toEqual(grid);
  });

  it('npy round trip', async () => {
    const grid = gridOf(dtype);
    const blob = await blobOf(writeNpy(facts, slabs(grid)));
    const { source, values } = await readAll(blob);
    expect(source).toMatchObject({ size: SIZE, dtype, warnings: [] });
    expect(values).toEqual(grid);
    expect((blob.size - values.byteLength) % 64).toBe(0);
  });
});

describe('writers', () => {
  const facts = { size: SIZE, dtype: 'u8', spacing: [1, 1, 1] as Vec3, unit: 'px' } as const;

  it.each([
    [[0.123456789, 1e-6, 3], 'nm'],
    [[1234.5678, 1, 1 / 3], 'Å'],
    [[1, 1, 1], 'px'],
    [[2, 2, 0.5], 'px'],
  ] as [Vec3, string][])('keeps spacing %j %s', async (spacing, unit) => {
    const blob = await blobOf(writeTiff({ ...facts, spacing, unit }, slabs(gridOf('u8'))));
    const source = await openSource(blob);
    expect(source.unit).toBe(unit);
    source.spacing.forEach((value, i) => {
      expect(Math.abs(value / (spacing[i] ?? 0) - 1)).toBeLessThan(1e-9);
    });
    expect(source.spacing[2]).toBe(spacing[2]);
  });

  it('streams: the header first, without a slab having been asked for', async () => {
    let asked = 0;
    const source = (function* (): Generator<GridArray> {
      asked++;
      yield gridOf('u8');
    })();
    const chunks = writeTiff(facts, source);
    const header = await chunks.next();
    expect(asked).toBe(0);
    expect((header.value?.length ?? 1) % 64).toBe(0);
    expect((await chunks.next()).value).toHaveLength(105);
  });

  it('becomes BigTIFF above 4 GiB, with offsets beyond 32 bits', async () => {
    const size: Vec3 = [65_536, 32_768, 3];
    const { value } = await writeTiff({ ...facts, size }, []).next();
    const view = new DataView((value ?? new Uint8Array()).buffer);
    expect(view.getUint16(2, true)).toBe(43);
    // A file of zeros behind this header, without the zeros.
    const whole = {
      size: view.byteLength + 3 * 2 ** 31,
      slice: (from: number, to: number) => {
        const part = new Uint8Array(to - from);
        if (from < view.byteLength) part.set(new Uint8Array(view.buffer).subarray(from, to));
        else part.fill(from / 2 ** 31);
        return new Blob([part]);
      },
    };
    const blob = Object.assign(Object.create(Blob.prototype) as Blob, {});
    Object.defineProperties(blob, {
      size: { value: whole.size },
      slice: { value: whole.slice },
    });
    const source = await openSource(blob);
    expect(source.size).toEqual(size);
    const last = await source.read({ origin: [65_530, 32_767, 2], size: [6, 1, 1] });
    expect([...last]).toEqual([3, 3, 3, 3, 3, 3]);
    const small = writeTiff({ ...facts, size }, [], { big: false }).next();
    await expectFailure(small, 'invalid-argument', /4 GiB/);
  });

  it('refuses slabs of another type, part of a slice, too many and too few', async () => {
    const wrong = (parts: GridArray[]): Promise<unknown> => blobOf(writeRaw(facts, parts));
    await expectFailure(
      wrong([gridOf('i8')]),
      'invalid-argument',
      /'i8'; allowed: 'u8'|'i8'; allowed: u8/,
    );
    await expectFailure(wrong([new Uint8Array(36)]), 'invalid-argument', /multiples of 35/);
    await expectFailure(wrong([new Uint8Array(140)]), 'invalid-argument', /3 slices/);
    await expectFailure(wrong([new Uint8Array(70)]), 'invalid-argument', /slices is 2; allowed: 3/);
    const flat = blobOf(writeTiff({ ...facts, spacing: [1, 0, 1] }, []));
    await expectFailure(flat, 'invalid-argument', /spacing/);
  });
});
