import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inspectSource, openSource } from '../../src/io/open.js';
import { fileSource } from '../../src/io/file_source.js';

const DATA = '../shared/data/spectroscopy';
const RUNS = '30x30_instructively_packed_16bit_compressed.bcf';
const absent = !existsSync(`${DATA}/${RUNS}`);
if (absent) console.warn(`skipped: the hypermaps of another project are not at ${DATA}`);

/** The values of a `.npy` of another program, of shape (y, x, channel). */
async function expected(name: string): Promise<{ values: ArrayLike<number>; shape: number[] }> {
  const bytes = readFileSync(`${DATA}/${name}`);
  const length = bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, 10 + length);
  const shape = /\(([^)]*)\)/.exec(header)![1]!.split(',').map(Number);
  const data = new Uint8Array(bytes.subarray(10 + length));
  const type = /'descr': '([^']*)'/.exec(header)![1]!;
  const values = type.endsWith('u2') ? new Uint16Array(data.buffer) : new Uint8Array(data.buffer);
  return { values, shape };
}

describe.skipIf(absent)("Bruker's hypermaps", () => {
  it('runs of channels in zlib blocks: axes, counts, and 4×4 pixels summed', async () => {
    const file = new File([readFileSync(`${DATA}/${RUNS}`)], RUNS);
    const { format, images } = await inspectSource(file);
    expect(format).toBe('bcf');
    expect(images[0]).toMatchObject({
      size: [30, 30, 1],
      unit: 'µm',
      signal: { name: 'Energy', unit: 'keV', scale: 0.009999, offset: -0.47225277 },
    });
    expect(images[0]!.channels).toHaveLength(2048);
    const source = await openSource(file, { spectrum: true });
    expect(source.size).toEqual([30, 30, 2048]);
    expect(source.spacing[0]).toBeCloseTo(1.66740910949362, 13);
    const two = await source.read({ origin: [0, 0, 222], size: [30, 30, 2] });
    const truth = await expected('30x30_16bit.npy');
    expect(truth.shape).toEqual([30, 30, 2]);
    for (let i = 0; i < 1800; i += 1) {
      const pixel = i >> 1;
      expect(two[(i & 1) * 900 + pixel]).toBe(truth.values[i]);
    }
    const coarse = await expected('30x30_16bit_ds.npy');
    const sums = new Uint32Array(128);
    two.forEach((n, i) => {
      const [x, y] = [i % 30, Math.floor((i % 900) / 30)];
      sums[2 * ((y >> 2) * 8 + (x >> 2)) + Math.floor(i / 900)]! += n;
    });
    expect([...sums]).toEqual([...Array.from(coarse.values)]);
    expect(Array.from(two).reduce((sum, n) => sum + n, 0)).toBe(448316);
    // A box reads the same as what it is cut from, and a channel as its slice.
    const box = await source.read({ origin: [7, 11, 223], size: [5, 3, 1] });
    expect(box[6]).toBe(two[900 + 12 * 30 + 8]);
    const slice = await openSource(file, { channel: 223 });
    expect(slice.size).toEqual([30, 30, 1]);
    expect(await slice.read({ origin: [0, 0, 0], size: [30, 30, 1] })).toEqual(two.slice(900));
  });

  it('pulses of 12 bits, read from disk by range: as many as the sum spectrum says', async () => {
    const name = '16x16_12bit_packed_8bit.bcf';
    const source = await openSource(await fileSource(`${DATA}/${name}`), { spectrum: true });
    expect(source.size.slice(0, 2)).toEqual([16, 16]);
    const all = await source.read({ origin: [0, 0, 0], size: source.size });
    const text = readFileSync(`${DATA}/${name}`).toString('latin1');
    const stated = /<Channels>([\d,]*)</.exec(text);
    const total = Array.from(all).reduce((sum, n) => sum + n, 0);
    if (stated === null) expect(total).toBeGreaterThan(0);
    else expect(total).toBe(stated[1]!.split(',').reduce((sum, n) => sum + Number(n), 0));
  });
});
