import { openLab, type Labels, type Lab, type Mask, type Volume } from 'voxmetry';
import { syntheticCathode } from 'voxmetry/synthetic';
import { Link } from 'voxmetry/ui';

/** What the examples of the gallery show. */
export interface Sample {
  readonly lab: Lab;
  readonly scan: Volume;
  readonly solid: Mask;
  readonly particles: Labels;
  readonly link: Link;
}

/** A synthetic cathode, opened, cut and taken apart into particles. */
export async function openSample(): Promise<Sample> {
  const lab = await openLab();
  const { volume } = syntheticCathode({ size: [96, 96, 64], seed: 1 });
  const { data, size, spacing, unit } = volume;
  const scan = await lab.open({ data, size }, { spacing, unit });
  const solid = scan.median({ size: 3 }).otsu();
  return { lab, scan, solid, particles: solid.separate(), link: new Link() };
}
