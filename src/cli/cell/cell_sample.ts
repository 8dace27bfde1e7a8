import { join } from 'node:path';
import { writeTiff } from '../../io/tiff_writer.js';
import { syntheticRoll } from '../../synthetic/index.js';
import type { OutputFolder } from '../output_folder.js';
import { stringifyResult } from '../result.js';

/** What is known of the synthetic cell; lengths in its unit. */
export interface CellTruth {
  readonly seed: number;
  readonly pitch: number;
  readonly outgrowths: number;
  readonly particles: number;
  readonly canRadius: number;
  readonly canWall: number;
  /** Of the foil of the anode to the face of the separator. */
  readonly coating: number;
  /** How far the anode stands out beyond the cathode, but for its faults. */
  readonly overhang: number;
  /** Grey levels of the anode's foil. */
  readonly anodeLevels: readonly [lo: number, hi: number];
}

/** Copper is brighter than this; steel is as bright, but another component. */
const METAL = [40000, 65535] as const;

/** The synthetic cell on disk. */
export interface CellSample {
  /** Path of the TIFF stack, until the folder is committed. */
  readonly file: string;
  readonly names: readonly string[];
  readonly truth: CellTruth;
}

/**
 * Makes a small wound cell with outgrowths of copper and writes it to a folder: `cell.tif` (the
 * image, 16 bit) and `truth.json`, with every outgrowth and fault.
 */
export async function writeCellSample(folder: OutputFolder, seed: number): Promise<CellSample> {
  const roll = syntheticRoll({
    seed,
    size: [768, 768, 32],
    spacing: 5,
    anodeHeight: 132,
    overhang: 10,
    // A pin cell, as of a hearing aid: its foil has four voxels, so that faces can be told.
    stack: { separator: 16, cathode: 40, aluminium: 12, anode: 50, copper: 20 },
    defects: { outgrowths: 4, particles: 1, wrinkles: 0, overhangs: 0, tab: false },
  });
  const { size, spacing, unit } = roll.grid;
  const { settings, ...known } = roll.truth;
  await folder.write(
    'cell.tif',
    writeTiff({ size, spacing, unit, dtype: 'u16' }, [roll.slab(0, size[2])]),
  );
  await folder.write('truth.json', [stringifyResult({ unit, ...known, settings })]);
  return {
    file: join(folder.staging, 'cell.tif'),
    names: ['cell.tif', 'truth.json'],
    truth: {
      seed,
      pitch: known.pitch,
      outgrowths: known.outgrowths.length,
      particles: known.particles.length,
      canRadius: settings.can.radius,
      canWall: settings.can.wall,
      coating: settings.stack.anode,
      overhang: settings.overhang,
      anodeLevels: METAL,
    },
  };
}
