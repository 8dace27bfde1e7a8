import { describe, expect, it } from 'vitest';
import { parseNpyHeader } from '../../src/io/npy_header.js';
import { openSource } from '../../src/io/open.js';
import { expectFailure, readAll } from './helpers.js';

/** An npy file as NumPy's format description lays it out. */
function npy(header: string, data: ArrayBufferView<ArrayBuffer>, version = 1): Blob {
  const text = new TextEncoder().encode(`${header}\n`);
  const length =
    version === 1
      ? Uint8Array.of(text.length & 255, text.length >> 8)
      : new Uint8Array(Uint32Array.of(text.length).buffer);
  const magic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0);
  return new Blob([magic, length, text, data]);
}

function header(descr: string, shape: string, fortran = false): string {
  return `{'descr': ${descr}, 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${shape}), }`;
}

const SIX = Uint8Array.of(1, 2, 3, 4, 5, 6);

describe('npy', () => {
  it('reads C order (z, y, x) and Fortran order (x, y, z) as x fastest', async () => {
    const c = await readAll(npy(header("'|u1'", '1, 2, 3'), SIX));
    expect(c.source.size).toEqual([3, 2, 1]);
    const f = await readAll(npy(header("'|u1'", '1, 2, 3', true), SIX));
    expect(f.source.size).toEqual([1, 2, 3]);
    expect([...f.values]).toEqual([...SIX]);
  });

  it('reads one and two axes, leading ones, and versions 1 to 3', async () => {
    for (const version of [1, 2, 3]) {
      const { source } = await readAll(npy(header("'|u1'", '6,'), SIX, version));
      expect(source.size).toEqual([6, 1, 1]);
    }
    expect((await readAll(npy(header("'|u1'", '2, 3'), SIX))).source.size).toEqual([3, 2, 1]);
    expect((await readAll(npy(header("'|u1'", '1, 1, 1, 2, 3'), SIX))).source.size).toEqual([
      3, 2, 1,
    ]);
  });

  it.each([
    ['5, 6, 7, 1', false, [7, 6, 5]],
    ['1, 5, 6, 7, 1', false, [7, 6, 5]],
    ['5, 1, 6, 7', false, [7, 6, 5]],
    ['1, 5, 6, 1', false, [6, 5, 1]],
    ['5, 6, 7, 1', true, [5, 6, 7]],
    ['1, 5, 6, 7', true, [5, 6, 7]],
    ['5, 6, 1', false, [1, 6, 5]],
    ['1, 1, 1, 1', false, [1, 1, 1]],
  ] as const)('of shape (%s), axes of length 1 are no dimensions', async (shape, order, size) => {
    const values = new Uint8Array(size[0] * size[1] * size[2]).map((_, i) => i);
    const { source, values: read } = await readAll(npy(header("'|u1'", shape, order), values));
    expect(source.size).toEqual(size);
    expect([...read]).toEqual([...values]);
  });

  it('reads keys in any order and with any quotes, and is not misled by texts', async () => {
    const mixed = `{"shape": (2, 3), 'note': "'descr': '<f8'", "fortran_order": False, u'descr': "|u1"}`;
    const { source } = await readAll(npy(mixed, SIX));
    expect([source.size, source.dtype]).toEqual([[3, 2, 1], 'u8']);
  });

  it.each(["'shape':(", "'descr': '", "{'descr':", "'a': 'b'", ' ', '(', "'"])(
    'takes time in proportion to a header of %j',
    (unit) => {
      const time = (length: number): number => {
        const text = unit.repeat(length / unit.length);
        const runs = Array.from({ length: 5 }, () => {
          const start = performance.now();
          parseNpyHeader(text);
          parseNpyHeader(`{${text}`);
          return performance.now() - start;
        });
        return Math.min(...runs);
      };
      // A quadratic pattern takes seconds here, and four times as long for twice the text; below
      // the floor it is noise.
      expect(time(2 ** 20)).toBeLessThan(Math.max(250, 3 * time(2 ** 19)));
    },
  );

  it('refuses a header that is longer than any grid needs', async () => {
    const long = header("'|u1'", '6').padEnd(2 ** 16);
    await expectFailure(openSource(npy(long, SIX, 2)), 'corrupt-file', /claims 65537 bytes/);
  });

  it('reads booleans, big-endian, half and double values', async () => {
    const bool = await readAll(npy(header("'|b1'", '3'), Uint8Array.of(0, 1, 1)));
    expect([bool.source.dtype, ...bool.values]).toEqual(['u8', 0, 1, 1]);
    const big = await readAll(npy(header("'>i2'", '2'), Uint8Array.of(0xff, 0xfe, 1, 0)));
    expect([big.source.dtype, ...big.values]).toEqual(['i16', -2, 256]);
    // 1.5, -2, the smallest subnormal, infinity
    const halves = Uint16Array.of(0x3e00, 0xc000, 0x0001, 0x7c00);
    const half = await readAll(npy(header("'<f2'", '4'), halves));
    expect([...half.values]).toEqual([1.5, -2, 2 ** -24, Infinity]);
    expect(half.source.warnings).toEqual([]);
    const double = await readAll(npy(header("'<f8'", '2'), Float64Array.of(0.1, -7)));
    expect([...double.values]).toEqual([Math.fround(0.1), -7]);
    expect(double.source.warnings).toHaveLength(1);
  });

  it.each([
    ["'<c8'", '2', 'unsupported-format', /'<c8'/],
    ["'|O'", '2', 'unsupported-format', /'\|O'/],
    ["[('a', '<f4')]", '2', 'unsupported-format', /structured/],
    ["'|u1'", '2, 2, 2, 2', 'unsupported-format', /shape is \(2, 2, 2, 2\)/],
    ["'|u1'", '', 'unsupported-format', /shape/],
    ["'|u1'", '0, 3', 'unsupported-format', /no values/],
    ["'|u1'", '7', 'corrupt-file', /truncated/],
    ["'|u1'", '1e3', 'corrupt-file', /truncated/],
    ["'|u1'", 'x', 'corrupt-file', /shape/],
    ["'|u1'", '9007199254740991, 9007199254740991', 'corrupt-file', /shape/],
  ] as const)('refuses %s of shape (%s)', async (descr, shape, code, message) => {
    await expectFailure(openSource(npy(header(descr, shape), SIX)), code, message);
  });

  it('refuses headers that lie', async () => {
    await expectFailure(openSource(npy('{}', SIX)), 'corrupt-file', /names no type/);
    const cut = npy(header("'|u1'", '6'), SIX).slice(0, 30);
    await expectFailure(openSource(cut), 'corrupt-file', /truncated/);
    await expectFailure(openSource(npy('{}', SIX, 9)), 'unsupported-format', /version 9/);
    const huge = new Blob([
      Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0, 255, 255, 255, 255),
    ]);
    await expectFailure(openSource(huge), 'corrupt-file', /claims/);
  });
});
