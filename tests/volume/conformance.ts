import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  bundle,
  type ByteSource,
  type FolderSource,
  type Lab,
  type NamedFile,
  type Volume,
  voxels,
  VoxmetryError,
} from '../../src/index.js';

const SIZE = [40, 20, 10] as const;

/** Two boxes of 200 in a dark volume: 8×8×8 away from the border, 6×20×10 through it. */
function boxes(): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(40 * 20 * 10).fill(20);
  const fill = (x0: number, x1: number, y0: number, y1: number, z0: number, z1: number): void => {
    for (let z = z0; z < z1; z++)
      for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) data[(z * 20 + y) * 40 + x] = 200;
  };
  fill(4, 12, 5, 13, 1, 9);
  fill(30, 36, 0, 20, 0, 10);
  return data;
}

/**
 * The last bytes of memory that threads share, which a page that is not isolated makes in this way
 * alone.
 */
function sharedBytes(length: number): Uint8Array {
  const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  return new Uint8Array(buffer, buffer.byteLength - length, length);
}

/** An OME-Zarr of two levels, 5×4×2 and 2×2×2, as the files of a folder. */
function pyramid(): NamedFile[] {
  const json = (content: unknown): Blob => new Blob([JSON.stringify(content)]);
  const array = (shape: readonly number[]): Blob =>
    json({
      ...{ zarr_format: 2, shape, chunks: shape, dtype: '|u1', order: 'C' },
      ...{ compressor: null, filters: null, fill_value: 0 },
    });
  const bytes = (length: number, first: number): Blob =>
    new Blob([Uint8Array.from({ length }, (_, i) => first + i)]);
  const axes = ['z', 'y', 'x'].map((axis) => ({ name: axis, type: 'space', unit: 'micrometer' }));
  const datasets = [
    [2, 0.5, 0.5],
    [2, 1, 1],
  ].map((scale, i) => {
    const coordinateTransformations = [{ type: 'scale', scale }];
    return { path: String(i), coordinateTransformations };
  });
  return Object.entries({
    '.zgroup': json({ zarr_format: 2 }),
    '.zattrs': json({ multiscales: [{ version: '0.4', axes, datasets }] }),
    '0/.zarray': array([2, 4, 5]),
    '0/0.0.0': bytes(40, 0),
    '1/.zarray': array([2, 2, 2]),
    '1/0.0.0': bytes(8, 100),
  }).map(([path, file]) => ({ path: `p.zarr/${path}`, file }));
}

/** What every lab must do, wherever its engine works. */
export function conformance(name: string, open: () => Promise<Lab>): void {
  describe(name, () => {
    let lab: Lab;
    let scan: Volume;
    beforeAll(async () => {
      lab = await open();
      scan = await lab.open(
        { data: boxes(), size: SIZE },
        { name: 'scan', spacing: [0.5, 0.5, 1], unit: 'µm' },
      );
    });
    afterAll(() => lab.dispose());

    test('knows its adapter and its volumes', () => {
      expect(lab.info.library).toMatch(/^voxmetry \d/);
      expect(lab.info.maxBindingSize).toBeGreaterThan(2 ** 20);
      expect([scan.size, scan.spacing, scan.unit, scan.dtype, scan.name]).toEqual([
        SIZE,
        [0.5, 0.5, 1],
        'µm',
        'u8',
        'scan',
      ]);
    });

    test('does the main job: median, Otsu, separate, measure', async () => {
      const solid = scan.median({ size: 3 }).otsu();
      expect(await solid.thresholds()).toEqual([20]);
      const particles = solid.separate({ minContrast: voxels(1) });
      const table = await particles.measure({ intensity: scan });
      expect(table.length).toBe(2);
      expect([...table.column('touchesBorder')].sort()).toEqual([0, 1]);
      expect(table.toCSV().split('\n')).toHaveLength(4);
      expect(table.provenance.library).toBe(lab.info.library);
    });

    test('counts and fractions agree', async () => {
      const solid = scan.threshold({ lo: 100 });
      expect(await solid.count()).toBe(512 + 1200);
      expect(await solid.invert().count()).toBe(8000 - 1712);
      const { value } = await solid.fraction();
      expect(value).toBeCloseTo(1712 / 8000, 12);
      expect(await solid.components({ connectivity: 6 }).count()).toBe(2);
      expect(await solid.components().clearBorder().count()).toBe(1);
    });

    test('reads regions, slices and crops alike', async () => {
      const solid = scan.threshold({ lo: 100 });
      const whole = await solid.read();
      expect(whole.data).toHaveLength(8000);
      expect(whole.data[(5 * 20 + 8) * 40 + 8]).toBe(1);
      const region = { origin: [5, 6, 2], size: [30, 3, 4] } as const;
      const part = await solid.read({ region });
      const cropped = await solid.crop(region).read();
      expect(cropped.data).toEqual(part.data);
      expect(cropped.origin).toEqual([2.5, 3, 2]);
      const plane = await solid.slice({ axis: 'y', index: 8 });
      expect([plane.size, plane.axes, plane.spacing]).toEqual([
        [40, 10],
        ['x', 'z'],
        [0.5, 1],
      ]);
      expect(plane.data[5 * 40 + 8]).toBe(1);
    });

    test('has phases, whose unnamed values are an error that lists them', async () => {
      const phases = scan.toPhases({ pore: 20, solid: 200 });
      expect(await phases.phase('solid').count()).toBe(1712);
      expect(() => phases.phase('binder' as 'solid')).toThrow(/'pore', 'solid'/);
      await expect(scan.toPhases({ pore: 20 }).phase('pore').count().run()).rejects.toThrow(/200/);
    });

    test('refuses bad arguments at the call, and queries reject', async () => {
      expect(() => scan.median({ size: 4 as 3 })).toThrow(VoxmetryError);
      expect(() => scan.gaussian({ sigma: -1 })).toThrow(/sigma is -1/);
      expect(() => scan.crop({ origin: [0, 0, 0], size: [41, 1, 1] })).toThrow(/crop/);
      await expect(scan.slice({ index: 10 }).run()).rejects.toMatchObject({
        code: 'invalid-argument',
      });
      await expect(
        scan.read({ region: { origin: [0, 0, 0], size: [0, 1, 1] } }).run(),
      ).rejects.toThrow(/region/);
      await expect(lab.open({ data: new Uint8Array(7), size: [2, 2, 2] })).rejects.toMatchObject({
        code: 'invalid-argument',
      });
    });

    test('reports progress, and cancels', async () => {
      const seen: number[] = [];
      await scan
        .gaussian({ sigma: voxels(1.5) })
        .moments()
        .run({ onProgress: (f) => seen.push(f) });
      expect(seen.at(-1)).toBe(1);
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
      const controller = new AbortController();
      const query = scan.gaussian({ sigma: voxels(2.5) }).moments();
      const running = query.run({ signal: controller.signal });
      controller.abort();
      await expect(running).rejects.toMatchObject({ code: 'cancelled' });
      expect((await scan.gaussian({ sigma: voxels(2.5) }).moments()).count).toBe(8000);
    });

    test('runs a query once', async () => {
      const query = scan.threshold({ lo: 3 }).count();
      const [a, b] = [query.run(), query.run()];
      expect(a).toBe(b);
      expect(await query).toBe(8000);
      expect(query.provenance?.exactness).toBe('exact');
    });

    test('replays a bundle on another volume, and over a batch', async () => {
      const solid = scan.threshold({ lo: 100 });
      const job = bundle({
        voxels: solid.count(),
        slice: solid.slice({ index: 5 }),
        table: solid.components().measure(),
      });
      expect(job.inputs).toEqual(['scan']);
      const same = await lab.replay(job, { scan });
      expect(same.voxels).toBe(1712);
      expect(same.table.length).toBe(2);
      const other = boxes();
      other.fill(20, 0, 4000);
      const outcomes = [];
      for await (const outcome of lab.batch(job, [
        { scan: { source: { data: other, size: SIZE } } },
        {
          scan: {
            source: new Blob([new Uint8Array(3)]),
            name: 'broken.tif',
            size: SIZE,
            dtype: 'u8',
          },
        },
      ]))
        outcomes.push(outcome.ok ? outcome.results.voxels : outcome.error.code);
      expect(outcomes[0]).toBe(4 * 64 + 600);
      expect(outcomes[1]).toBe('corrupt-file');
      await expect(lab.replay(job, {})).rejects.toThrow(/a volume for each of scan/);
    });

    test('keeps its own copy of the data', async () => {
      const data = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]);
      const copied = await lab.open({ data, size: [2, 2, 2] });
      const file = data.slice().buffer;
      const ofFile = await lab.open(file, { size: [2, 2, 2], dtype: 'u8' });
      const numbers = [5, 6];
      const ofNumbers = await lab.open({ data: numbers, size: [2, 1, 1] });
      data.fill(0);
      new Uint8Array(file).fill(0);
      numbers.fill(0);
      const kept = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]);
      expect((await copied.read()).data).toEqual(kept);
      expect((await ofFile.read()).data).toEqual(kept);
      expect((await ofNumbers.read()).data).toEqual(new Float32Array([5, 6]));
    });

    test('moves what is transferred: the caller has it no more', async () => {
      const given = new Uint16Array([9, 8]);
      const moved = await lab.open({ data: given, size: [2, 1, 1] }, { transfer: true });
      expect(given).toHaveLength(0);
      expect((await moved.read()).data).toEqual(new Uint16Array([9, 8]));
      const file = new Uint8Array([3, 4]).buffer;
      const facts = { size: [2, 1, 1], dtype: 'u8', transfer: true } as const;
      const ofFile = await lab.open(file, facts);
      expect(file.byteLength).toBe(0);
      expect((await ofFile.read()).data).toEqual(new Uint8Array([3, 4]));
      // Others may look at the rest of a larger buffer, so a part of one is copied.
      const larger = new Uint8Array([1, 2, 3, 4]);
      const part = larger.subarray(1, 3);
      const ofPart = await lab.open({ data: part, size: [2, 1, 1] }, { transfer: true });
      expect(larger).toHaveLength(4);
      larger.fill(0);
      expect((await ofPart.read()).data).toEqual(new Uint8Array([2, 3]));
    });

    test.each([false, true])(
      'copies memory that threads share (transfer: %s)',
      async (transfer) => {
        const shared = sharedBytes(64).fill(200);
        const headerBytes = shared.byteOffset;
        const facts = { size: [4, 4, 4], dtype: 'u8', headerBytes, transfer } as const;
        const given = {
          data: shared as unknown as Uint8Array<ArrayBuffer>,
          size: [4, 4, 4],
        } as const;
        const ofArray = await lab.open(given, { transfer });
        const ofFile = await lab.open(shared.buffer as unknown as ArrayBuffer, facts);
        shared.fill(0);
        expect(await ofArray.threshold({ lo: 100 }).count()).toBe(64);
        expect(await ofFile.threshold({ lo: 100 }).count()).toBe(64);
      },
    );

    test('refuses what is no input, or empty by a transfer', async () => {
      const [buffer, view] = [new ArrayBuffer(8), new Uint8Array(8)];
      structuredClone([buffer, view], { transfer: [buffer, view.buffer] });
      const size = [2, 2, 2] as const;
      const inputs: unknown[] = [null, undefined, 7, {}, buffer, { data: view, size }];
      inputs.push({ data: null, size }, { data: undefined, size }, { data: view }, { size });
      inputs.push({ data: new Uint8Array(8), size: null }, { data: new DataView(new ArrayBuffer(8)), size }); // prettier-ignore
      for (const transfer of [false, true])
        for (const input of inputs) {
          const opening = lab.open(input as never, { size, dtype: 'u8', transfer });
          await expect(opening, String(input)).rejects.toMatchObject({
            name: 'VoxmetryError',
            code: 'invalid-argument',
          });
        }
    });

    test('tells the files of a chosen folder apart by their paths', async () => {
      const chosen = ['a', 'b'].map((folder) => {
        const file = new File([new Uint8Array(24)], '4x3x2_uint8.raw');
        const path = `set/${folder}/4x3x2_uint8.raw`;
        Object.defineProperty(file, 'webkitRelativePath', { value: path });
        return file;
      });
      const { images } = await lab.inspect(chosen);
      const paths = ['a/4x3x2_uint8.raw', 'b/4x3x2_uint8.raw'];
      expect(images.map(({ path }) => path)).toEqual(paths);
      expect(images.map(({ size }) => size)).toEqual([
        [4, 3, 2],
        [4, 3, 2],
      ]);
    });

    test('opens the other resolutions of a pyramid, in the measure of the caller', async () => {
      const volume = await lab.open(pyramid(), { name: 'p' });
      expect([volume.size, volume.levels]).toEqual([
        [5, 4, 2],
        [
          { size: [5, 4, 2], spacing: [0.5, 0.5, 2] },
          { size: [2, 2, 2], spacing: [1, 1, 2] },
        ],
      ]);
      const coarse = await volume.level(1);
      expect([coarse.size, coarse.spacing, coarse.unit]).toEqual([[2, 2, 2], [1, 1, 2], 'µm']);
      expect((await coarse.read()).data.join()).toBe('100,101,102,103,104,105,106,107');
      expect((await (await coarse.level(0)).read()).data[7]).toBe(7);
      const stated = await lab.open(pyramid(), { spacing: [3, 3, 6], unit: 'nm' });
      expect((await stated.level(1)).spacing).toEqual([6, 6, 6]);
      const error: unknown = await volume.level(2).catch((e: unknown) => e);
      expect((error as VoxmetryError).message).toMatch(/^level: index is 2; allowed: .*0 to 1/);
      expect(scan.levels).toEqual([{ size: SIZE, spacing: [0.5, 0.5, 1] }]);
      expect(await scan.level(0)).toBe(scan);
      const computed = volume.median();
      expect(computed.levels).toEqual([{ size: [5, 4, 2], spacing: [0.5, 0.5, 2] }]);
    });

    test('reads files that the caller reads, a range at a time, and lets go of them', async () => {
      const reads: string[] = [];
      const closed: string[] = [];
      const file = (name: string, first: number): ByteSource => ({
        name,
        size: 96,
        read: (offset, length) => {
          reads.push(`${name} ${String(offset)}+${String(length)}`);
          if (first < 0) return Promise.reject(new VoxmetryError('corrupt-file', 'it is gone'));
          return Promise.resolve(Uint8Array.from({ length }, (_, i) => first + offset + i));
        },
        close: () => void closed.push(name),
      });
      const own = await lab.open(file('own_8x4x3_uint8.raw', 0));
      expect([own.size, own.name]).toEqual([[8, 4, 3], 'own_8x4x3_uint8.raw']);
      reads.length = 0;
      expect((await own.slice({ index: 1 })).data[0]).toBe(32);
      expect(reads).toEqual(['own_8x4x3_uint8.raw 32+32']);
      own.close();
      await vi.waitFor(() => {
        expect(closed).toEqual(['own_8x4x3_uint8.raw']);
      });
      const folder: FolderSource = {
        name: 'folder',
        paths: ['a/8x4x3_uint8.raw', 'b/8x4x3_uint8.raw'],
        open: (path) => Promise.resolve(file(path, path.startsWith('a') ? 100 : 50)),
        close: () => void closed.push('folder'),
      };
      const { images } = await lab.inspect(folder);
      expect(images.map(({ path }) => path)).toEqual(folder.paths);
      const second = await lab.open(folder, { dataset: 'b/8x4x3_uint8.raw' });
      expect((await second.read()).data[95]).toBe(145);
      const error: unknown = await lab
        .open(file('gone_8x4x3_uint8.raw', -1))
        .then((volume) => volume.read().run())
        .catch((e: unknown) => e);
      expect([(error as VoxmetryError).code, (error as Error).message]).toEqual([
        'corrupt-file',
        expect.stringMatching(/it is gone/),
      ]);
    });

    test('a closed volume rejects with `disposed`', async () => {
      const volume = await lab.open({ data: new Uint8Array(8), size: [2, 2, 2] });
      volume.close();
      await expect(volume.read().run()).rejects.toMatchObject({ code: 'disposed' });
    });

    test('a disposed lab rejects with `disposed`, and its bytes return', async () => {
      const own = await open();
      const volume = await own.open({ data: boxes(), size: SIZE });
      await volume.threshold({ lo: 9 }).count();
      expect((await own.memory()).live).toBeGreaterThan(0);
      await own.clearCache();
      expect((await own.memory()).live).toBe(0);
      const late = volume.gaussian({ sigma: 3 }).moments().run();
      await own.dispose();
      await expect(late).rejects.toMatchObject({ code: 'disposed' });
      await expect(volume.threshold({ lo: 9 }).count().run()).rejects.toMatchObject({
        code: 'disposed',
      });
      await expect(own.open({ data: boxes(), size: SIZE })).rejects.toMatchObject({
        code: 'disposed',
      });
    });
  });
}
