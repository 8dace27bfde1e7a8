import { afterEach, expect, test, vi } from 'vitest';
import type { NamedFile } from '../../src/recipe/source.js';
import { readAll } from './helpers.js';

/** As in a page whose content security policy lacks 'wasm-unsafe-eval'. */
function forbid(): void {
  const { CompileError } = WebAssembly;
  function Module(): never {
    throw new CompileError('blocked by CSP');
  }
  vi.stubGlobal('WebAssembly', { CompileError, Module });
}

afterEach(() => {
  vi.unstubAllGlobals();
});

const VALUES = [1, 2, 3, 4, 5, 6, 7, 8];

/** A frame of one segment, whose block holds its bytes as they are. */
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd, 0x20, 8, (8 << 3) | 1, 0, 0, ...VALUES];

/** Sound chunks of eight bytes, by their codec. */
const CHUNKS: Readonly<Record<string, readonly number[]>> = {
  zstd: ZSTD,
  // The length, then literals alone.
  lz4: [8, 0, 0, 0, 8 << 4, ...VALUES],
  // Versions, flags (a copy), item; length, block, length of all.
  blosc: [2, 1, 2, 1, 8, 0, 0, 0, 8, 0, 0, 0, 24, 0, 0, 0, ...VALUES],
  // Flags (zstd, not split); one block, whose place is 20; its one stream of 17 bytes.
  'blosc of zstd': [
    ...[2, 1, 0x90, 1, 8, 0, 0, 0, 8, 0, 0, 0, 41, 0, 0, 0, 20, 0, 0, 0, 17, 0, 0, 0],
    ...ZSTD,
  ],
};

test.each(Object.keys(CHUNKS))(
  'where WebAssembly is forbidden, a sound chunk of %s is not called damaged',
  async (codec) => {
    const array = {
      zarr_format: 2,
      shape: [2, 2, 2],
      chunks: [2, 2, 2],
      dtype: '|u1',
      compressor: { id: codec.split(' ')[0] },
      fill_value: 0,
      order: 'C',
      filters: null,
    };
    const files: NamedFile[] = [
      { path: 'store.zarr/.zarray', file: new Blob([JSON.stringify(array)]) },
      { path: 'store.zarr/0.0.0', file: new Blob([Uint8Array.from(CHUNKS[codec]!)]) },
    ];
    const { values } = await readAll(files);
    expect([...values]).toEqual(VALUES);
    forbid();
    // Zstandard alone, by itself or in Blosc, is decoded by WebAssembly.
    if (!codec.endsWith('zstd')) expect([...(await readAll(files)).values]).toEqual(VALUES);
    else
      await expect(readAll(files)).rejects.toMatchObject({
        code: 'unsupported-format',
        details: { directive: "script-src 'wasm-unsafe-eval'" },
        message: expect.stringContaining('Zstandard') as string,
      });
  },
);
