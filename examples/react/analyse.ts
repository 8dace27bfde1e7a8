import {
  voxels,
  type Fraction,
  type Lab,
  type Plane,
  type RunOptions,
  type Volume,
} from 'voxmetry';

/** A file, or the built-in sample. */
export type Source = File | 'sample';

/** What is shown of a volume. */
export interface Analysis {
  readonly size: readonly number[];
  readonly spacing: readonly number[];
  readonly unit: string;
  readonly image: Plane;
  readonly solid: Plane;
  readonly thresholds: readonly number[];
  readonly porosity: Fraction;
  readonly particles: number;
}

/** The job itself: a recipe, and the numbers asked of it. `options` says how to run a step. */
export async function analyse(
  lab: Lab,
  source: Source,
  options: (step: string) => RunOptions,
): Promise<Analysis> {
  const scan = await open(lab, source, options('Opening'));
  try {
    const solid = scan.median({ size: 3 }).otsu();
    const particles = solid.separate({ minContrast: voxels(1) });
    return {
      size: scan.size,
      spacing: scan.spacing,
      unit: scan.unit,
      image: await scan.slice().run(options('Slice')),
      solid: await solid.slice().run(options('Threshold')),
      thresholds: await solid.thresholds(),
      porosity: await solid.invert().fraction().run(options('Porosity')),
      particles: await particles.count().run(options('Particles')),
    };
  } finally {
    scan.close();
  }
}

async function open(lab: Lab, source: Source, options: RunOptions): Promise<Volume> {
  if (source !== 'sample') return lab.open(source, options);
  const { syntheticCathode } = await import('voxmetry/synthetic');
  const { data, ...facts } = syntheticCathode({ size: [128, 128, 64] }).volume;
  return lab.open({ data, size: facts.size }, { ...facts, ...options });
}
