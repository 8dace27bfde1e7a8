import { describe, expect, it } from 'vitest';
import { inspectSource, openSource } from '../../src/io/open.js';
import { expectFailure, readAll } from './helpers.js';
import { npy, npz } from './npz_fixture.js';

describe('npz', () => {
  it('lists its arrays by their names, and opens the one that is named', async () => {
    const file = await npz({ labels: npy('<i8', [3, 4]), grey: npy('|u1', [2, 3, 4]) });
    const { format, images } = await inspectSource(file);
    expect(format).toBe('npz');
    expect(images.map(({ path, size, dtype }) => [path, dtype, ...size])).toEqual([
      ['grey', 'u8', 4, 3, 2],
      ['labels', 'i32', 4, 3, 1],
    ]);
    expect([...(await readAll(file, { dataset: 'labels' })).values]).toEqual([...Array(12).keys()]);
    await expectFailure(openSource(file), 'invalid-argument', /'grey' \(4×3×2 u8\), 'labels'/);
  });

  it('opens the only array of numbers at once, whatever else lies beside it', async () => {
    const file = await npz({ a: npy('<u2', [2, 3]), name: npy('<U4', [1]), n: npy('<f8', []) });
    const { source } = await readAll(file);
    expect(source).toMatchObject({ size: [3, 2, 1], dtype: 'u16', format: 'npz', name: 'a.npz' });
    await expectFailure(
      openSource(await npz({ name: npy('<U4', [1]) })),
      'unsupported-format',
      /holds no array that is read/,
    );
  });

  it('is damaged where an array is', async () => {
    const cut = npy('|u1', [2, 3, 4]).slice(0, -3);
    await expectFailure(openSource(await npz({ a: cut })), 'corrupt-file', /truncated or damaged/);
    const whole = await npz({ a: npy('|u1', [2, 3, 4]) });
    await expectFailure(openSource(new File([whole.slice(0, 80)], 'a.npz')), 'corrupt-file', /zip/);
  });
});
