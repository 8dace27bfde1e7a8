import type { GridArray, Vec3 } from 'voxmetry';

/** A volume that is made, the same bits everywhere. */
export interface Sample {
  readonly data: GridArray;
  readonly size: Vec3;
  readonly spacing: Vec3;
  readonly unit: string;
}

/** The samples by their ids, which a study keeps; each is made when it is asked for. */
export const SAMPLES: Readonly<Record<string, () => Promise<Sample>>> = {
  'cathode-96x96x64': () => cathode([96, 96, 64]),
  'cathode-160x160x128': () => cathode([160, 160, 128]),
  'porous-128x128x128': async () => {
    const { syntheticField } = await import('voxmetry/synthetic');
    const size: Vec3 = [128, 128, 128];
    const data = syntheticField({ kind: 'gray', size, seed: 1 }).slab(0, size[2]);
    return { data, size, spacing: [1, 1, 1], unit: 'µm' };
  },
};

async function cathode(size: Vec3): Promise<Sample> {
  const { syntheticCathode } = await import('voxmetry/synthetic');
  const { data, spacing, unit } = syntheticCathode({ seed: 1, size }).volume;
  return { data, size, spacing, unit };
}
