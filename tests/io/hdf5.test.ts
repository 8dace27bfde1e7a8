import { describe, expect, it } from 'vitest';
import { isEndlessHeap } from '../../src/io/hdf5/global_heap.js';
import { inspectSource, openSource } from '../../src/io/open.js';
import type { ByteSource } from '../../src/recipe/source.js';
import { bufferSource } from '../../src/io/byte_source.js';
import { cropOf, expectFailure, failure, readAll, regionsOf } from './helpers.js';
import type { Hdf5Group } from './hdf5_fixture.js';
import { hdf5File, ramp } from './hdf5_fixture.js';

/** A group of a name and attributes. */
function group(
  parent: Hdf5Group,
  name: string,
  attributes: Record<string, unknown> = {},
): Hdf5Group {
  const made = parent.create_group(name);
  for (const [key, value] of Object.entries(attributes))
    made.create_attribute(key, value as string);
  return made;
}

function dataset(
  parent: Hdf5Group,
  name: string,
  data: ArrayBufferView,
  shape: number[],
  attributes: Record<string, unknown> = {},
): void {
  const made = parent.create_dataset({ name, data: data as Uint16Array, shape });
  for (const [key, value] of Object.entries(attributes))
    made.create_attribute(key, value as string);
}

const axis = (n: number, step: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => 10 + i * step);

describe('HDF5', () => {
  it('reads every type, in one piece and in compressed chunks, whole and by region', async () => {
    const arrays = [Uint8Array, Int8Array, Uint16Array, Int16Array, Uint32Array, Int32Array];
    const count = 9 * 11 * 7;
    const values = Float64Array.from({ length: count }, (_, i) => (i * 37) % 120);
    const file = await hdf5File((root) => {
      for (const Of of [...arrays, Float32Array, Float64Array]) {
        const data = Of.from(values);
        root.create_dataset({ name: `${Of.name}-piece`, data, shape: [9, 11, 7] });
        root.create_dataset({
          name: `${Of.name}-chunks`,
          data,
          shape: [9, 11, 7],
          chunks: [2, 4, 3],
          compression: 'gzip',
        });
      }
      const wide = BigInt64Array.from(values, (n) => BigInt(n) - 60n);
      root.create_dataset({ name: 'wide', data: wide, shape: [9, 11, 7] });
    });
    const { images } = await inspectSource(file);
    expect(images).toHaveLength(17);
    for (const { path, dtype, size } of images) {
      expect(size).toEqual([7, 11, 9]);
      const { source, values: all } = await readAll(file, { dataset: path });
      expect(source.dtype).toBe(dtype);
      expect([...all], path).toEqual([...values].map((n) => (path === 'wide' ? n - 60 : n)));
      for (const region of regionsOf(size))
        expect([...(await source.read(region))]).toEqual(cropOf(all, size, region));
      source.close();
    }
    expect(images.find(({ path }) => path === 'Float64Array-piece')?.dtype).toBe('f32');
    expect(images.find(({ path }) => path === 'wide')).toMatchObject({ dtype: 'i32' });
  });

  it('opens the only dataset at once, and of several that which is named', async () => {
    const one = await hdf5File((root) => {
      dataset(group(root, 'g'), 'a', ramp(24), [2, 3, 4]);
      dataset(root, 'line', ramp(24), [24]);
      dataset(root, 'number', ramp(1), [1, 1]);
    });
    expect((await readAll(one)).source).toMatchObject({ size: [4, 3, 2], unit: 'px' });
    const two = await hdf5File((root) => {
      dataset(root, 'a', ramp(24), [2, 3, 4]);
      dataset(root, 'b', ramp(6), [2, 3]);
    });
    await expectFailure(
      openSource(two),
      'invalid-argument',
      /'a' \(4×3×2 u16\), 'b' \(3×2×1 u16\)/,
    );
    for (const name of ['b', '/b'])
      expect((await readAll(two, { dataset: name })).source.size).toEqual([3, 2, 1]);
  });

  it('lists a dataset once, whatever links lead to it', async () => {
    const file = await hdf5File((root) => {
      const g = group(root, 'g');
      dataset(g, 'a', ramp(24), [2, 3, 4]);
      root.create_soft_link('/g/a', 'alias');
      root.create_soft_link('/nowhere', 'broken');
      g.create_soft_link('/', 'loop');
    });
    expect((await inspectSource(file)).images.map(({ path }) => path)).toEqual(['g/a']);
  });

  it('takes NeXus axes where they are regular, and offers the default first', async () => {
    const file = await hdf5File((root) => {
      root.create_attribute('default', 'entry');
      const entry = group(root, 'entry', { NX_class: 'NXentry', default: 'good' });
      for (const name of ['bad', 'good']) {
        const data = group(entry, name, {
          NX_class: 'NXdata',
          signal: 'counts',
          axes: ['z', 'y', 'x'],
        });
        dataset(data, 'counts', ramp(24), [2, 3, 4]);
        dataset(data, 'z', axis(2, 4), [2], { units: 'um' });
        // The edges of the voxels, one more than these.
        dataset(data, 'y', axis(4, -0.5), [4], { units: 'um' });
        const x = name === 'good' ? axis(4, 0.5) : Float64Array.of(0, 1, 2, 4);
        dataset(data, 'x', x, [4], { units: 'nm' });
      }
    });
    const { images } = await inspectSource(file);
    expect(images.map(({ path }) => path)).toEqual(['entry/good/counts', 'entry/bad/counts']);
    const [good, bad] = images;
    expect(good).toMatchObject({
      unit: 'nm',
      spacing: [0.5, 500, 4000],
      spacingFrom: 'NeXus axes',
    });
    expect(good!.warnings.join()).toMatch(/runs backwards/);
    expect(bad).toMatchObject({ unit: 'px', spacing: [1, 1, 1], spacingFrom: undefined });
    expect(bad!.warnings.join()).toMatch(/along x are not equally far apart/);
  });

  it('takes scales, units and navigation of HyperSpy', async () => {
    const file = await hdf5File((root) => {
      const signal = group(group(root, 'Experiments'), 'map');
      dataset(signal, 'data', ramp(60), [3, 4, 5]);
      group(signal, 'axis-0', { name: 'row', scale: 2, units: 'nm', navigate: 1 });
      group(signal, 'axis-1', { name: 'column', scale: 3, units: 'nm', navigate: 1 });
      group(signal, 'axis-2', {
        ...{ name: 'Energy', scale: 0.01, offset: -0.2, units: 'keV', navigate: 0 },
      });
    });
    const [image] = (await inspectSource(file)).images;
    expect(image).toMatchObject({ size: [4, 3, 1], spacing: [3, 2, 1], unit: 'nm' });
    expect(image!.channels).toHaveLength(5);
    const { values } = await readAll(file, { channel: 2 });
    expect([...values]).toEqual(Array.from({ length: 12 }, (_, i) => i * 5 + 2));
    // As a spectrum image, the energies lie along z.
    const axis = { name: 'Energy', unit: 'keV', scale: 0.01, offset: -0.2 };
    expect(image!.signal).toEqual(axis);
    const spectra = await readAll(file, { spectrum: true });
    expect(spectra.source).toMatchObject({ size: [4, 3, 5], spacing: [3, 2, 1], signal: axis });
    expect([...spectra.values]).toEqual(
      Array.from({ length: 60 }, (_, i) => (i % 12) * 5 + Math.floor(i / 12)),
    );
  });

  it('takes the axes of ilastik, and element_size_um', async () => {
    const axes = ['t', 'z', 'y', 'x', 'c'].map((key) => ({
      key,
      typeFlags: 2,
      resolution: 0,
      description: '',
    }));
    const file = await hdf5File((root) => {
      dataset(root, 'exported_data', ramp(2 * 3 * 4 * 5 * 2), [2, 3, 4, 5, 2], {
        axistags: JSON.stringify({ axes }),
        element_size_um: Float32Array.of(2, 0.5, 0.25),
      });
    });
    const [image] = (await inspectSource(file)).images;
    expect(image).toMatchObject({
      size: [5, 4, 3],
      times: 2,
      channels: ['0', '1'],
      spacing: [0.25, 0.5, 2],
      unit: 'µm',
      spacingFrom: 'element_size_um',
    });
    const { values } = await readAll(file, { time: 1, channel: 1 });
    expect([...values]).toEqual(Array.from({ length: 60 }, (_, i) => 120 + 2 * i + 1));
  });

  it('takes the dims of EMD', async () => {
    const file = await hdf5File((root) => {
      const data = group(group(root, 'signals'), 'a', { emd_group_type: 1 });
      dataset(data, 'data', ramp(6), [2, 3]);
      dataset(data, 'dim1', axis(2, 0.5), [2], { name: 'y', units: '[n_m]' });
      dataset(data, 'dim2', axis(2, 0.25), [2], { name: 'x', units: '[n_m]' });
    });
    const [image] = (await inspectSource(file)).images;
    expect(image).toMatchObject({ size: [3, 2, 1], spacing: [0.25, 0.5, 1], unit: 'nm' });
  });

  it('takes an array of MATLAB as MATLAB shows it', async () => {
    // A(row, column, slice) = 100 row + 10 column + slice, column by column.
    const data: number[] = [];
    for (let slice = 0; slice < 4; slice++)
      for (let column = 0; column < 3; column++)
        for (let row = 0; row < 2; row++) data.push(100 * row + 10 * column + slice);
    const file = await hdf5File((root) => {
      dataset(root, 'A', Float64Array.from(data), [4, 3, 2], { MATLAB_class: 'double' });
      dataset(root, 'name', ramp(6), [2, 3], { MATLAB_class: 'char' });
    });
    const { source, values } = await readAll(file);
    expect(source.size).toEqual([3, 2, 4]);
    expect(values[(1 * 2 + 1) * 3 + 2]).toBe(100 + 20 + 1);
    expect(source.warnings.join()).toMatch(/x counts columns/);
  });

  it('takes the geometry of DREAM.3D, whose unit is to be stated', async () => {
    const file = await hdf5File((root) => {
      const container = group(group(root, 'DataContainers'), 'Synthetic');
      const geometry = group(container, '_SIMPL_GEOMETRY');
      dataset(geometry, 'DIMENSIONS', BigUint64Array.of(4n, 3n, 2n), [3]);
      dataset(geometry, 'SPACING', Float32Array.of(0.25, 0.5, 1), [3]);
      dataset(group(container, 'CellData'), 'Ids', ramp(24), [2, 3, 4, 1]);
      dataset(group(container, 'FeatureData'), 'Centroids', ramp(9), [3, 3]);
    });
    const { source } = await readAll(file, { unit: 'µm' });
    expect(source).toMatchObject({ size: [4, 3, 2], spacing: [0.25, 0.5, 1], unit: 'µm' });
  });

  it('uses no distances whose order is not known, and no unit that is not there', async () => {
    const file = await hdf5File((root) => {
      dataset(root, 'a', ramp(24), [2, 3, 4], { voxel_size: Float64Array.of(1, 2, 3), unit: 'nm' });
      dataset(root, 'b', ramp(24), [2, 3, 4], { voxel_size: Float64Array.of(2, 2, 2), unit: 'nm' });
      dataset(root, 'c', ramp(24), [2, 3, 4], { resolution: Float64Array.of(40, 4, 4) });
    });
    const [a, b, c] = (await inspectSource(file)).images;
    expect(a).toMatchObject({ unit: 'px', spacing: [1, 1, 1] });
    expect(a!.warnings.join()).toMatch(/programs disagree/);
    expect(b).toMatchObject({ unit: 'nm', spacing: [2, 2, 2], spacingFrom: 'voxel_size' });
    expect(c!.warnings.join()).toMatch(/4 × 4 × 40 and no unit/);
  });

  it('names colours by the image specification, and leaves palettes out', async () => {
    const file = await hdf5File((root) => {
      dataset(
        root,
        'photo',
        Uint8Array.from({ length: 24 }, (_, i) => i),
        [2, 4, 3],
        {
          CLASS: 'IMAGE',
          IMAGE_SUBCLASS: 'IMAGE_TRUECOLOR',
          INTERLACE_MODE: 'INTERLACE_PIXEL',
        },
      );
      dataset(root, 'palette', Uint8Array.from({ length: 768 }), [256, 3], { CLASS: 'PALETTE' });
    });
    const { source, values } = await readAll(file, { channel: 1 });
    expect(source.size).toEqual([4, 2, 1]);
    expect([...values]).toEqual([1, 4, 7, 10, 13, 16, 19, 22]);
  });

  it('says what keeps a dataset from being read', async () => {
    const four = await hdf5File((root) => {
      dataset(root, 'a', ramp(120), [2, 3, 4, 5]);
    });
    await expectFailure(openSource(four), 'unsupported-format', /nothing says which are channels/);
    const text = await hdf5File((root) => {
      root.create_dataset({ name: 'a', data: ['a', 'b', 'c', 'd'], shape: [2, 2] });
    });
    await expectFailure(openSource(text), 'unsupported-format', /it holds text/);
    const wide = await hdf5File((root) => {
      dataset(root, 'a', BigInt64Array.of(1n, 2n, 3n, 2n ** 40n), [2, 2]);
    });
    await expectFailure(readAll(wide), 'unsupported-format', /A voxel is 1099511627776/);
    await expectFailure(
      openSource(new File(['no HDF5'], 'a.h5')),
      'corrupt-file',
      /does not begin/,
    );
  });

  it('refuses numbers whose bits are not those of the machine', async () => {
    const file = async (data: Uint16Array | Float32Array): Promise<Uint8Array<ArrayBuffer>> => {
      const made = await hdf5File((root) => {
        dataset(root, 'a', data, [2, 3]);
      });
      return new Uint8Array(await made.arrayBuffer());
    };
    const patched = (bytes: Uint8Array<ArrayBuffer>, from: number[], to: number[]): File => {
      const at = bytes.findIndex((_, i) => from.every((byte, k) => bytes[i + k] === byte));
      expect(at).toBeGreaterThan(0);
      const out = bytes.slice();
      out.set(to, at);
      return new File([out], 'a.h5');
    };
    // Size 2, the first bit, 16 bits: 12 of them.
    const whole = patched(
      await file(ramp(6)),
      [2, 0, 0, 0, 0, 0, 16, 0],
      [2, 0, 0, 0, 0, 0, 12, 0],
    );
    await expectFailure(openSource(whole), 'unsupported-format', /numbers of 12 in 16 bits/);
    // Exponent and fraction of a float of 32 bits: another bias.
    const float = await file(Float32Array.from([...ramp(6)]));
    const biased = patched(float, [23, 8, 0, 23, 127, 0, 0, 0], [23, 8, 0, 23, 126, 0, 0, 0]);
    await expectFailure(openSource(biased), 'unsupported-format', /not those of IEEE 754/);
  });

  it('reads what a region needs, and no more', async () => {
    const shape = [64, 128, 256];
    const file = await hdf5File((root) => {
      const data = ramp(shape.reduce((product, n) => product * n, 1));
      root.create_dataset({ name: 'piece', data, shape });
      root.create_dataset({ name: 'chunks', data, shape, chunks: [16, 32, 64] });
    });
    const whole = bufferSource(await file.arrayBuffer(), 'a.h5');
    let read = 0;
    const counted: ByteSource = {
      ...whole,
      read: async (offset, length, signal) => {
        read += length;
        return whole.read(offset, length, signal);
      },
    };
    for (const name of ['piece', 'chunks']) {
      read = 0;
      const source = await openSource(counted, { dataset: name });
      const slice = await source.read({ origin: [0, 0, 40], size: [256, 128, 1] });
      expect(slice[0]).toBe((40 * 128 * 256) % 2 ** 16);
      expect(read, name).toBeLessThan(whole.size / 2);
      expect(read, name).toBeGreaterThan(0);
    }
  });

  it('cancels, and reads no more when it is closed', async () => {
    const file = await hdf5File((root) => {
      dataset(root, 'a', ramp(24), [2, 3, 4]);
    });
    const source = await openSource(file);
    const region = { origin: [0, 0, 0], size: [4, 3, 2] } as const;
    const gone = AbortSignal.abort();
    expect((await failure(source.read(region, { signal: gone }))).code).toBe('cancelled');
    expect(await source.read(region)).toHaveLength(24);
    source.close();
    expect((await failure(source.read(region))).code).toBe('disposed');
  });

  it('knows a heap of texts that the library would walk for ever', () => {
    const heap = (objects: readonly (readonly [number, bigint])[], size = 96n): Uint8Array => {
      const view = new DataView(new ArrayBuffer(96));
      new Uint8Array(view.buffer).set(new TextEncoder().encode('GCOL'));
      view.setBigUint64(8, size, true);
      objects.forEach(([number, length], i) => {
        view.setUint16(16 + 32 * i, number, true);
        view.setBigUint64(24 + 32 * i, length, true);
      });
      return new Uint8Array(view.buffer);
    };
    expect(
      isEndlessHeap(
        heap([
          [1, 9n],
          [2, 16n],
          [0, 16n],
        ]),
      ),
    ).toBe(false);
    expect(
      isEndlessHeap(
        heap([
          [1, 9n],
          [0, 0n],
        ]),
      ),
    ).toBe(true);
    expect(
      isEndlessHeap(
        heap([
          [1, 9n],
          [2, 2n ** 64n - 1n],
        ]),
      ),
    ).toBe(true);
    expect(
      isEndlessHeap(
        heap([
          [1, 9n],
          [2, 2n ** 32n - 16n],
        ]),
      ),
    ).toBe(true);
    expect(isEndlessHeap(new TextEncoder().encode('no heap, whatever else it may be'))).toBe(false);
  });
});
