import type { GridArray, Vec3 } from 'voxmetry';

/** A volume that is made, the same bits everywhere. */
export interface Sample {
  readonly data: GridArray;
  readonly size: Vec3;
  readonly spacing: Vec3;
  readonly unit: string;
}

const make = () => import('./sample_volumes.js');

/** The samples by their ids, which a study keeps; each is made when it is asked for. */
export const SAMPLES: Readonly<Record<string, () => Promise<Sample>>> = {
  'cathode-96x96x64': async () => (await make()).cathode([96, 96, 64]),
  'cathode-160x160x128': async () => (await make()).cathode([160, 160, 128]),
  'porous-128x128x128': async () => (await make()).porous([128, 128, 128]),
  'separator-128x128x96': async () => (await make()).separator([128, 128, 96]),
  'fibsem-128x112x80': async () => (await make()).fibsem([128, 112, 80]),
  'roll-192x192x32': async () => (await make()).roll([192, 192, 32]),
};
