import { voxels, type Fraction, type Lab, type Mask, type RunOptions, type Volume } from 'voxmetry';

/** A file, or the built-in sample. */
export type Source = File | 'sample';

/** What is shown of a volume, which stays open until the analysis is closed. */
export interface Analysis {
  readonly scan: Volume;
  readonly solid: Mask;
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
      scan,
      solid,
      thresholds: await solid.thresholds().run(options('Threshold')),
      porosity: await solid.invert().fraction().run(options('Porosity')),
      particles: await particles.count().run(options('Particles')),
    };
  } catch (error) {
    scan.close();
    throw error;
  }
}

async function open(lab: Lab, source: Source, options: RunOptions): Promise<Volume> {
  if (source !== 'sample') return lab.open(source, options);
  const { syntheticCathode } = await import('voxmetry/synthetic');
  const { data, ...facts } = syntheticCathode({ size: [128, 128, 64] }).volume;
  return lab.open({ data, size: facts.size }, { ...facts, ...options });
}
