import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { voxels, type Lab, type Volume } from '../../src/index.js';
import { testDevice } from '../harness.js';

let lab: Lab;
let scan: Volume<'u8'>;
const data = Uint8Array.from({ length: 60 }, (_, i) => (i * 37) % 251);
beforeAll(async () => {
  lab = await openEngine({ device: await testDevice() });
  scan = (await lab.open({ data, size: [5, 4, 3] }, { spacing: [1, 1, 2] })).cast('u8');
});
afterAll(() => lab.dispose());

const values = async (volume: Volume): Promise<number[]> => Array.from((await volume.read()).data);

describe('filters of a volume', () => {
  test('morphology, by both names', async () => {
    const low = await values(scan.erode({ size: [3, 1, 1] }));
    expect(low).toEqual(await values(scan.minimum({ size: [3, 1, 1] })));
    expect(low[1]).toBe(Math.min(data[0]!, data[1]!, data[2]!));
    expect(await values(scan.dilate())).toEqual(await values(scan.maximum({ size: 3 })));
    const ball = { radius: voxels(1) };
    expect(await values(scan.opening(ball))).toEqual(await values(scan.erode(ball).dilate(ball)));
    expect(await values(scan.closing(ball))).toEqual(await values(scan.dilate(ball).erode(ball)));
    const top = await values(scan.topHat(ball));
    expect(top).toEqual(await values(scan.subtract(scan.opening(ball), { result: 'same' })));
    const bottom = await values(scan.bottomHat(ball));
    expect(bottom).toEqual(await values(scan.closing(ball).subtract(scan, { result: 'same' })));
    expect(await values(scan.rank({ percentile: 50 }))).toEqual(await values(scan.median()));
  });

  test('arithmetic: dtypes and values', async () => {
    const sum = scan.add(scan);
    const same = scan.add(scan, { result: 'same' });
    expectTypeOf(sum).toEqualTypeOf<Volume<'f32'>>();
    expectTypeOf(same).toEqualTypeOf<Volume<'u8'>>();
    expect([sum.dtype, same.dtype]).toEqual(['f32', 'u8']);
    expect(await values(sum)).toEqual(Array.from(data, (v) => 2 * v));
    expect(await values(same)).toEqual(Array.from(data, (v) => Math.min(255, 2 * v)));
    expect(await values(scan.subtract(10, { swapped: true }))).toEqual(
      Array.from(data, (v) => 10 - v),
    );
    expect(await values(scan.multiply(0.5))).toEqual(Array.from(data, (v) => v / 2));
    expect(await values(scan.divide(2))).toEqual(Array.from(data, (v) => v / 2));
    expect(await values(scan.min(9))).toEqual(Array.from(data, (v) => Math.min(9, v)));
    expect(await values(scan.max(9))).toEqual(Array.from(data, (v) => Math.max(9, v)));
    expect(await values(scan.absoluteDifference(9))).toEqual(
      Array.from(data, (v) => Math.abs(9 - v)),
    );
    expect(await values(scan.clip({ lo: 5, hi: 90 }))).toEqual(
      Array.from(data, (v) => Math.min(90, Math.max(5, v))),
    );
    expect(await values(scan.invert())).toEqual(Array.from(data, (v) => 255 - v));
    const [first] = await values(scan.rescale({ from: [0, 250], to: [0, 10] }));
    expect(first).toBe(0);
  });

  test('the Laplacian of neighbours, and what is said of it', async () => {
    const curve = scan.laplacian({ sigma: 0 });
    const [x, y, z] = [data[31]! + data[33]!, data[27]! + data[37]!, data[12]! + data[52]!];
    const { data: out, provenance } = await curve.read();
    expect(out[32]).toBe(x + y + z / 4 - (2 + 2 + 0.5) * data[32]!);
    expect(JSON.stringify(provenance)).toContain('[1, −2, 1]');
    expect(JSON.stringify(provenance)).not.toContain('σ');
    await expect(async () => scan.laplacian({ sigma: 0.2 }).read()).rejects.toThrow(
      /0, or at least/,
    );
  });

  test('sampling', async () => {
    expect(await values(scan.flip({ axes: 'x' }).flip({ axes: ['x'] }))).toEqual(Array.from(data));
    const padded = scan.pad({ before: 1, border: 'reflect' });
    expect([padded.size, padded.meta.origin]).toEqual([
      [6, 5, 4],
      [-1, -1, -2],
    ]);
    const nearest = scan.resample({ spacing: 1, method: 'nearest' });
    expectTypeOf(nearest).toEqualTypeOf<Volume<'u8'>>();
    expectTypeOf(scan.resample({ spacing: 1 })).toEqualTypeOf<Volume<'f32'>>();
    expect([nearest.size, nearest.dtype]).toEqual([[5, 4, 6], 'u8']);
    expect(scan.bin({ factor: [2, 2, 1] }).size).toEqual([2, 2, 3]);
    expect(scan.threshold({ lo: 9 }).pad({ after: 1 }).flip({ axes: 'z' }).size).toEqual([6, 5, 4]);
    const { data: flat, provenance } = await scan.localContrast({ size: 3 }).read();
    expect(flat).toHaveLength(60);
    expect(provenance.exactness).toBe('float-dependent');
    expect((await scan.bin({ factor: 2 }).read()).provenance.exactness).toBe('exact');
  });

  test('refuse at the call', () => {
    expect(() => scan.erode({ size: 2 })).toThrow(/odd/);
    expect(() => scan.add(scan.pad({ after: 1 }))).toThrow(/size/);
    expect(() => scan.add('1' as unknown as number)).toThrow(/allowed/);
    expect(() => scan.flip({ axes: 'w' as 'x' })).toThrow(/'x', 'y', 'z'/);
    expect(() => scan.rescale({ span: [0, 1] } as object)).toThrow(/no such option/);
  });
});
