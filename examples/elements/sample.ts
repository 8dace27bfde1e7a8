import {
  openLab,
  type Fraction,
  type Lab,
  type Labels,
  type Mask,
  type Table,
  type Volume,
} from 'voxmetry';
import { openSession, type Session } from 'voxmetry/session';
import { syntheticCathode } from 'voxmetry/synthetic';
import { Link } from 'voxmetry/ui';

/** What the examples of the gallery show. */
export interface Sample {
  readonly lab: Lab;
  readonly scan: Volume;
  readonly solid: Mask;
  readonly particles: Labels;
  readonly table: Table;
  readonly porosity: Fraction;
  readonly session: Session;
  readonly link: Link;
}

/** A synthetic cathode, opened, cut and taken apart into particles. */
export async function openSample(): Promise<Sample> {
  const lab = await openLab();
  const { volume } = syntheticCathode({ size: [96, 96, 64], seed: 1 });
  const { data, size, spacing, unit } = volume;
  const scan = await lab.open({ data, size }, { spacing, unit });
  const solid = scan.median({ size: 3 }).otsu();
  const particles = solid.separate();
  return {
    lab,
    scan,
    solid,
    particles,
    table: await particles.measure({ intensity: scan }),
    porosity: await solid.invert().fraction(),
    session: await openSession(),
    link: new Link(),
  };
}
