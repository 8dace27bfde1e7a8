import { join } from 'node:path';
import { writeTiff } from '../../io/tiff_writer.js';
import { syntheticCathode } from '../../synthetic/index.js';
import type { Vec3 } from '../../recipe/geometry.js';
import type { OutputFolder } from '../output_folder.js';

/** The synthetic cathode on disk, and its structure. */
export interface TwinSample {
  /** Path of the TIFF stack, until the folder is committed. */
  readonly file: string;
  readonly names: readonly string[];
  readonly structure: TrueStructure;
}

/** A structure on the grid of its scan. */
export interface TrueStructure {
  /** A byte per voxel, 1 in particles. */
  readonly data: Uint8Array<ArrayBuffer>;
  readonly size: Vec3;
  readonly spacing: Vec3;
  readonly unit: string;
}

/** Makes a synthetic cathode and writes `cathode.tif`, and `structure.tif`, its true particles. */
export async function writeTwinSample(folder: OutputFolder, seed: number): Promise<TwinSample> {
  const { volume, truth } = syntheticCathode({
    seed,
    size: [80, 80, 80],
    spacing: [0.25, 0.25, 0.25],
    medianDiameter: 3,
    imaging: { blur: 0.25, noise: 2500 },
  });
  const { size, spacing, unit } = volume;
  const data = Uint8Array.from(truth.labels, (label) => (label > 0 ? 1 : 0));
  const facts = { size, spacing, unit } as const;
  await folder.write('cathode.tif', writeTiff({ ...facts, dtype: 'u16' }, [volume.data]));
  await folder.write('structure.tif', writeTiff({ ...facts, dtype: 'u8' }, [data]));
  return {
    file: join(folder.staging, 'cathode.tif'),
    names: ['cathode.tif', 'structure.tif'],
    structure: { data, ...facts },
  };
}
