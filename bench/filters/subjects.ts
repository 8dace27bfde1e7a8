import { existsSync, readFileSync } from 'node:fs';
import { median } from '../../src/filters/median.js';
import type { GridArray } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { makeNode } from '../../src/recipe/op.js';
import { Random } from '../../src/synthetic/random.js';
import { syntheticCathode } from '../../src/synthetic/cathode.js';
import { otsuOf, type Bench } from './quality.js';

/** An image and the structure in it. */
export interface Subject {
  readonly name: string;
  readonly about: string;
  readonly size: Vec3;
  readonly image: GridArray;
  readonly solid: Uint8Array<ArrayBuffer>;
}

/** A cathode whose truth is known. */
export function cathode(): Subject {
  const size: Vec3 = [160, 160, 64];
  const { volume, truth } = syntheticCathode({ seed: 3, size });
  return {
    name: 'Synthetic cathode',
    about:
      '160×160×64 voxels of 16 bits, made by `syntheticCathode({ seed: 3 })`: two levels 22,000 apart, blurred by σ = 0.8 voxels, with white noise of σ = 1,950 to 2,160. The truth is the structure that was drawn.',
    size,
    image: volume.data,
    solid: Uint8Array.from(truth.labels, (label) => (label === 0 ? 0 : 1)),
  };
}

const SAND = '../shared/data/volumes/sandpack/sand_200x200x100_uint8.raw';
/** Standard deviation of the noise that is added to the scan. */
const ADDED = 20;

/** A real scan with noise of known strength on top; undefined where it is not at hand. */
export async function sandpack(bench: Bench): Promise<Subject | undefined> {
  if (!existsSync(SAND)) return undefined;
  const size: Vec3 = [200, 200, 60];
  const scan = new Uint8Array(readFileSync(SAND)).slice(20 * 40_000, 80 * 40_000);
  const smooth = makeNode(median, { volume: await bench.source(scan, size) }, { size: 3 });
  const solid = (await bench.grid(otsuOf(smooth))) as Uint8Array<ArrayBuffer>;
  const random = new Random(7);
  const image = scan.map((v) =>
    Math.min(255, Math.max(0, Math.round(v + ADDED * random.normal()))),
  );
  return {
    name: 'Sand pack',
    about: `The middle 60 slices of a real tomogram of sand, 200×200 voxels of 8 bits, its materials some 70 apart, with white noise of σ = ${String(ADDED)} added. There is no truth but the scan itself: its median of 3, cut by Otsu. That favours medians, and it counts the texture of the grains as noise.`,
    size,
    image,
    solid,
  };
}
