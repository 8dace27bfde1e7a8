import { join } from 'node:path';
import { writeTiff } from '../io/tiff_writer.js';
import { syntheticCathode } from '../synthetic/index.js';
import type { SyntheticCathode, TrueParticle } from '../synthetic/index.js';
import type { Truth } from './analysis.js';
import type { OutputFolder } from './output_folder.js';
import { stringifyResult } from './result.js';

/** A true particle of fewer voxels is a cap that the border cut off. */
const SLIVER_VOXELS = 50;

/** The synthetic sample on disk and what is known of it. */
export interface Sample {
  /** Path of the TIFF stack, until the folder is committed. */
  readonly file: string;
  /** Names of its files in the folder. */
  readonly names: readonly string[];
  readonly truth: Truth;
}

/**
 * Makes the synthetic cathode and writes it to a folder: `cathode.tif` (the image, 16 bit),
 * `truth_labels.tif` (the particles' ids), `truth.json` and `truth_particles.csv`.
 */
export async function writeSample(folder: OutputFolder, seed: number): Promise<Sample> {
  const cathode = syntheticCathode({ seed });
  const { volume, truth } = cathode;
  const { size, spacing, unit } = volume;
  const wide = truth.particles.length > 65535;
  const labels = wide ? truth.labels : Uint16Array.from(truth.labels);
  const facts = { size, spacing, unit } as const;
  const known = truthOf(cathode);
  const files = {
    'cathode.tif': writeTiff({ ...facts, dtype: 'u16' }, [volume.data]),
    'truth_labels.tif': writeTiff({ ...facts, dtype: wide ? 'u32' : 'u16' }, [labels]),
    'truth.json': [stringifyResult({ unit, ...known })],
    'truth_particles.csv': [particlesCsv(truth.particles, unit)],
  };
  for (const [name, parts] of Object.entries(files)) await folder.write(name, parts);
  return { file: join(folder.staging, 'cathode.tif'), names: Object.keys(files), truth: known };
}

/** The figures that a run is compared with. */
function truthOf({ seed, volume, truth }: SyntheticCathode): Truth {
  const { size, spacing } = volume;
  const inVolume = truth.particles.filter(({ centre }) =>
    centre.every((c, axis) => c >= -spacing[axis]! / 2 && c < (size[axis]! - 0.5) * spacing[axis]!),
  );
  const diameters = inVolume.map(({ diameter }) => diameter);
  return {
    seed,
    porosity: truth.porosity,
    particles: truth.particles.length,
    countInterior: truth.particles.filter(({ touchesBorder }) => !touchesBorder).length,
    slivers: truth.particles.filter(({ volumeVoxels }) => volumeVoxels < SLIVER_VOXELS).length,
    d50: {
      number: weightedMedian(diameters, () => 1),
      volume: weightedMedian(diameters, (d) => d ** 3),
    },
  };
}

/** The smallest diameter whose cumulative weight reaches a half; NaN of none. */
function weightedMedian(
  diameters: readonly number[],
  weightOf: (diameter: number) => number,
): number {
  const sorted = diameters.toSorted((a, b) => a - b);
  const half = sorted.reduce((sum, d) => sum + weightOf(d), 0) / 2;
  let sum = 0;
  return sorted.find((d) => (sum += weightOf(d)) >= half) ?? NaN;
}

function particlesCsv(particles: readonly TrueParticle[], unit: string): string {
  const head = `id,x (${unit}),y (${unit}),z (${unit}),diameter (${unit}),voxels,touches border`;
  const rows = particles.map(({ id, centre, diameter, volumeVoxels, touchesBorder }) =>
    [id, ...centre, diameter, volumeVoxels, touchesBorder ? 1 : 0].join(','),
  );
  return `${[head, ...rows].join('\n')}\n`;
}
