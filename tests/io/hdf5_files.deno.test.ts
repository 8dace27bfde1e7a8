import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inspectSource } from '../../src/io/open.js';
import { fileSource } from '../../src/io/file_source.js';
import { expectFailure, readAll } from './helpers.js';

const DATA = '../shared/data/spectroscopy';
const absent = !existsSync(`${DATA}/example2_v3.1.hspy`);
if (absent) console.warn(`skipped: the HDF5 files of other projects are not at ${DATA}`);

function fileOf(name: string): File {
  return new File([readFileSync(`${DATA}/${name}`)], name);
}

describe.skipIf(absent)('HDF5 of other programs', () => {
  it('HyperSpy: a diffraction pattern with its scale', async () => {
    const { source, values } = await readAll(fileOf('example2_v3.1.hspy'));
    expect(source).toMatchObject({ size: [16, 16, 1], dtype: 'i32', unit: '1/nm', format: 'hdf5' });
    expect(source.spacing).toEqual([0.17443285882472992, 0.17443285882472992, 1]);
    expect([...values.slice(0, 6)]).toEqual([834, 823, 834, 718, 755, 849]);
  });

  it('Berkeley EMD: an image and a volume of 0, 1, 2, …', async () => {
    for (const [name, count] of [
      ['example_image.emd', 9],
      ['example_signal.emd', 27],
    ] as const) {
      const { source, values } = await readAll(fileOf(name));
      expect(source.unit).toBe('px');
      expect([...values]).toEqual([...Array(count).keys()]);
    }
  });

  it('Velox EMD: frames along the last axis, the size of a pixel from its JSON', async () => {
    const [image] = (await inspectSource(fileOf('fei_example_tem_stack.emd'))).images;
    expect(image).toMatchObject({ size: [3, 3, 1], times: 2, unit: 'm' });
    expect(image!.spacing[0]).toBeCloseTo(8.172883e-12, 17);
    for (const time of [0, 1]) {
      const { values } = await readAll(fileOf('fei_example_tem_stack.emd'), { time });
      expect([...values]).toEqual(Array.from({ length: 9 }, (_, i) => 2 * i + time));
    }
  });

  it('spectra are no image', async () => {
    for (const name of ['example1_v1.2.hdf5', 'example_spectrum.emd'])
      await expectFailure(
        readAll(fileOf(name)),
        'unsupported-format',
        /no dataset of two or three/,
      );
  });

  it('on disk, they are read by range', async () => {
    const { values } = await readAll(await fileSource(`${DATA}/example_signal.emd`));
    expect([...values]).toEqual([...Array(27).keys()]);
  });
});
