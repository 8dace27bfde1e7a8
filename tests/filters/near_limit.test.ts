import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { voxels } from '../../src/index.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import type { Volume } from '../../src/volume/handles.js';

let lab: Awaited<ReturnType<typeof openEngine>>;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(() => lab.dispose());

const SIZES: readonly Vec3[] = [
  [32, 9, 8],
  [13, 11, 10],
];
/** Close below the greatest f32, 3.4028e38. */
const HIGH = Math.fround(3.3e38);

const KEEP: Readonly<Record<string, (volume: Volume<'f32'>) => Volume>> = {
  gaussian: (v) => v.gaussian({ sigma: voxels(1) }),
  'gaussian, narrow': (v) => v.gaussian({ sigma: voxels(0.4) }),
  'gaussian, wide': (v) => v.gaussian({ sigma: voxels(9) }),
  'gaussian, nearest': (v) => v.gaussian({ sigma: voxels(2), border: 'nearest' }),
  'gaussian, constant': (v) => v.gaussian({ sigma: voxels(2), border: 'constant', value: HIGH }),
  unsharp: (v) => v.unsharp({ sigma: voxels(1) }),
  median: (v) => v.median({ size: 3 }),
  bilateral: (v) => v.bilateral({ sigma: voxels(1), contrast: 10 }),
  nonLocalMeans: (v) => v.nonLocalMeans({ noise: 10 }),
  anisotropicDiffusion: (v) => v.anisotropicDiffusion({ contrast: 10 }),
  totalVariation: (v) => v.totalVariation({ weight: 10 }),
  'resample, linear': (v) => v.resample({ size: [20, 7, 9] }),
  'resample, cubic': (v) => v.resample({ size: [20, 7, 9], method: 'cubic' }),
  bin: (v) => v.bin({ factor: 2 }),
  'bin by 3': (v) => v.bin({ factor: 3 }),
  flattenSlices: (v) => v.flattenSlices(),
  'resampleTo, cubic': (v) =>
    v.resampleTo(
      { size: [7, 6, 5], spacing: [1, 1, 1], origin: [0.4, 0.3, 0.7], unit: 'px' },
      undefined,
      { method: 'cubic', border: 'nearest' },
    ),
};
const VANISH: Readonly<Record<string, (volume: Volume<'f32'>) => Volume>> = {
  gaussianDerivative: (v) => v.gaussianDerivative({ sigma: voxels(1), order: [1, 0, 0] }),
  gradientMagnitude: (v) => v.gradientMagnitude({ sigma: voxels(1) }),
  sobelMagnitude: (v) => v.sobelMagnitude(),
  laplacian: (v) => v.laplacian({ sigma: voxels(1) }),
  'laplacian, discrete': (v) => v.laplacian({ sigma: voxels(0) }),
  differenceOfGaussians: (v) => v.differenceOfGaussians({ sigma: voxels(1) }),
  hessianEigenvalue: (v) => v.hessianEigenvalue({ sigma: voxels(1) }),
  localContrast: (v) => v.localContrast({ size: 3 }),
};

test.each(Object.keys(KEEP))('%s keeps a constant near the greatest f32', async (name) => {
  for (const size of SIZES) {
    const data = new Float32Array(size[0] * size[1] * size[2]).fill(HIGH);
    const volume = await lab.open({ data, size }, { spacing: [1, 1, 1] });
    const { data: found } = await KEEP[name]!(volume).read();
    expect(Array.from(found).filter((v) => !(Math.abs(v / HIGH - 1) < 1e-5))).toEqual([]);
  }
});

test.each(Object.keys(VANISH))('%s of a constant near the greatest f32 vanishes', async (name) => {
  for (const size of SIZES) {
    const data = new Float32Array(size[0] * size[1] * size[2]).fill(HIGH);
    const volume = await lab.open({ data, size }, { spacing: [1, 1, 1] });
    const { data: found } = await VANISH[name]!(volume).read();
    // Weights of a second derivative add up to nearly 0, as SciPy's do.
    expect(Array.from(found).filter((v) => !(Math.abs(v) < 1e-3 * HIGH))).toEqual([]);
  }
});
