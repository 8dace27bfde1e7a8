import { describe, expect, it } from 'vitest';
import { openSource } from '../../src/io/open.js';
import { expectFailure, readAll } from './helpers.js';
import type { Field } from './tiff_fixture.js';
import { grey, lzw, tiffOf } from './tiff_fixture.js';

const LABELS = Uint8Array.from({ length: 20 }, (_, i) => (i * 13) % 7);

function paletteFile(map: (index: number) => readonly [number, number, number]): ArrayBuffer {
  const channels = [0, 1, 2].flatMap((c) => Array.from({ length: 256 }, (_, i) => map(i)[c] ?? 0));
  const fields = grey(5, 4, 8, [
    [262, 3, [3]],
    [320, 3, channels],
  ]);
  return tiffOf([{ fields, blocks: [LABELS] }]);
}

describe('colour maps', () => {
  it('reads the indices of a label image, and says so', async () => {
    const file = paletteFile((i) => [(i * 7919) % 65_536, (i * 104_729) % 65_536, i]);
    const { source, values } = await readAll(file);
    expect(source.dtype).toBe('u8');
    expect(values).toEqual(LABELS);
    expect(source.warnings).toEqual([expect.stringMatching(/colour map: .* indices/)]);
  });

  it('opens grey palettes as grey', async () => {
    for (const factor of [256, 257]) {
      const { source, values } = await readAll(
        paletteFile((i) => [i * factor, i * factor, i * factor]),
      );
      expect(values).toEqual(LABELS);
      expect(source.warnings).toEqual([]);
    }
    const inverted = await readAll(
      paletteFile((i) => [65_535 - i * 257, 65_535 - i * 257, 65_535 - i * 257]),
    );
    expect(inverted.values).toEqual(LABELS);
    expect(inverted.source.warnings).toEqual([expect.stringMatching(/map of greys/)]);
  });
});

describe('RGB', () => {
  const rgb = (more: readonly Field[] = [], samples = 3, bits = 8): Field[] =>
    grey(5, 4, bits, [
      [258, 3, new Array<number>(samples).fill(bits)],
      [262, 3, [2]],
      [277, 3, [samples]],
      ...more,
    ]);
  const threefold = (values: Uint8Array): Uint8Array =>
    Uint8Array.from({ length: values.length * 3 }, (_, i) => values[Math.floor(i / 3)] ?? 0);

  it('of equal channels opens as grey', async () => {
    const plain = tiffOf([{ fields: rgb(), blocks: [threefold(LABELS)] }]);
    const { source, values } = await readAll(plain);
    expect(source).toMatchObject({ size: [5, 4, 1], dtype: 'u8' });
    expect(values).toEqual(LABELS);
    expect(source.warnings).toEqual([expect.stringMatching(/RGB/)]);
    // Predictor 2 takes the difference from the same channel of the pixel on the left.
    const steps = threefold(LABELS.map((v, i) => (i % 5 === 0 ? v : v - (LABELS[i - 1] ?? 0))));
    const more: Field[] = [
      [259, 3, [5]],
      [317, 3, [2]],
    ];
    const packed = tiffOf([{ fields: rgb(more), blocks: [lzw(steps)] }]);
    expect((await readAll(packed)).values).toEqual(LABELS);
  });

  it('of equal channels opens with transparency, in 16 bits and in tiles', async () => {
    const withAlpha = Uint8Array.from({ length: 80 }, (_, i) =>
      i % 4 === 3 ? i : (LABELS[i >> 2] ?? 0),
    );
    const alpha = tiffOf([{ fields: rgb([[338, 3, [2]]], 4), blocks: [withAlpha] }]);
    expect((await readAll(alpha)).values).toEqual(LABELS);
    const words = Uint16Array.from(
      { length: 60 },
      (_, i) => 1000 + (LABELS[Math.floor(i / 3)] ?? 0),
    );
    const wide = tiffOf([{ fields: rgb([], 3, 16), blocks: [new Uint8Array(words.buffer)] }]);
    expect([...(await readAll(wide)).values]).toEqual([...LABELS].map((v) => v + 1000));
    const tile = Uint8Array.from({ length: 768 }, (_, i) => {
      const [x, y] = [Math.floor(i / 3) % 16, Math.floor(i / 48)];
      // Beyond the image the channels differ, and nobody may see that.
      return x < 5 && y < 4 ? (LABELS[y * 5 + x] ?? 0) : i;
    });
    const sides: Field[] = [
      [322, 3, [16]],
      [323, 3, [16]],
    ];
    const tiles = tiffOf([{ fields: rgb(sides), blocks: [tile], tiled: true }]);
    expect((await readAll(tiles)).values).toEqual(LABELS);
  });

  it('of channels that differ is a choice of channels, wherever the pixel is', async () => {
    const coloured = threefold(LABELS);
    // In the row in the middle, where opening looks.
    coloured[31] = 99;
    const file = tiffOf([{ fields: rgb(), blocks: [coloured] }]);
    const names = /channels of .*'red', 'green', 'blue', 'luminance'/;
    await expectFailure(openSource(file), 'invalid-argument', names);
    const { values } = await readAll(file, { channel: 'green' });
    expect(values).toEqual(LABELS.map((v, i) => (i === 10 ? 99 : v)));
    // Slices that opening has not looked at are found when they are read.
    const blocks = Array.from({ length: 7 }, (_, z) => (z === 1 ? coloured : threefold(LABELS)));
    const stack = tiffOf(blocks.map((block) => ({ fields: rgb(), blocks: [block] })));
    const source = await openSource(stack);
    expect([...(await source.read({ origin: [0, 0, 2], size: [5, 4, 1] }))]).toEqual([...LABELS]);
    const slice = source.read({ origin: [0, 0, 1], size: [5, 4, 1] });
    await expectFailure(slice, 'unsupported-format', /RGB whose channels differ.*channel: 'red'/);
    const red = await openSource(stack, { channel: 'red' });
    expect([...(await red.read({ origin: [0, 0, 1], size: [5, 4, 1] }))]).toEqual([...LABELS]);
  });
});
