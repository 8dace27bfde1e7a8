import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { writeTiff } from '../io/tiff_writer.js';
import type { Dtype, GridArray } from '../recipe/dtype.js';
import type { Vec3 } from '../recipe/geometry.js';
import { syntheticCathode } from '../synthetic/index.js';
import type { SyntheticCathode, TrueParticle } from '../synthetic/index.js';
import type { Truth } from './analysis.js';
import { stringifyResult } from './result.js';

/** A true particle of fewer voxels is a cap that the border cut off. */
const SLIVER_VOXELS = 50;

/** The synthetic sample on disk and what is known of it. */
export interface Sample {
  /** Path of the TIFF stack. */
  readonly file: string;
  readonly truth: Truth;
}

/**
 * Makes the synthetic cathode and writes it to a directory: `cathode.tif` (the image, 16 bit),
 * `truth_labels.tif` (the particles' ids), `truth.json` and `truth_particles.csv`.
 */
export async function writeSample(directory: string, seed: number): Promise<Sample> {
  const cathode = syntheticCathode({ seed });
  const { volume, truth } = cathode;
  const { size, spacing, unit } = volume;
  const file = join(directory, 'cathode.tif');
  await writeStack(file, volume.data, { dtype: 'u16', size, spacing, unit });
  const wide = truth.particles.length > 65535;
  const labels = wide ? truth.labels : Uint16Array.from(truth.labels);
  const dtype = wide ? 'u32' : 'u16';
  await writeStack(join(directory, 'truth_labels.tif'), labels, { dtype, size, spacing, unit });
  const known = truthOf(cathode);
  await writeFile(join(directory, 'truth.json'), stringifyResult({ unit, ...known }));
  await writeFile(join(directory, 'truth_particles.csv'), particlesCsv(truth.particles, unit));
  return { file, truth: known };
}

async function writeStack(
  path: string,
  data: GridArray,
  facts: { dtype: Dtype; size: Vec3; spacing: Vec3; unit: string },
): Promise<void> {
  await pipeline(Readable.from(writeTiff(facts, [data])), createWriteStream(path));
}

/** The figures that a run is compared with. */
export function truthOf({ seed, volume, truth }: SyntheticCathode): Truth {
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
