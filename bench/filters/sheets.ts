import {
  gaussianDerivative,
  gradientMagnitude,
  hessianEigenvalue,
  laplacian,
  structureEigenvalue,
} from '../../src/filters/derivatives.js';
import { anisotropicDiffusionNode } from '../../src/filters/anisotropic_diffusion.js';
import { bilateralNode } from '../../src/filters/bilateral.js';
import { differenceOfGaussiansNode } from '../../src/filters/difference_of_gaussians.js';
import { gaussian } from '../../src/filters/gaussian.js';
import {
  bottomHatNode,
  greyCloseNode,
  greyDilate,
  greyErode,
  greyOpenNode,
  topHatNode,
} from '../../src/filters/grey_morphology.js';
import { localContrastNode } from '../../src/filters/local_contrast.js';
import { medianNode } from '../../src/filters/median.js';
import { nonLocalMeansNode } from '../../src/filters/non_local_means.js';
import { rank } from '../../src/filters/rank.js';
import { totalVariationNode } from '../../src/filters/total_variation.js';
import { unsharpNode } from '../../src/filters/unsharp.js';
import { voxels } from '../../src/recipe/length.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { syntheticCathode } from '../../src/synthetic/cathode.js';
import { align, FAULTS, FAULT_SIZE, faulty } from './faults.js';
import { pictureOf, sheetOf, type Picture } from './pictures.js';
import type { Bench } from './quality.js';
import type { Subject } from './subjects.js';

type Row = readonly (readonly [name: string, apply: (volume: Node) => Node])[];

const sigma = voxels(1);

/** What is shown of an image, row by row; the names are those of methods. */
export const SHEET: readonly Row[] = [
  [
    ['the image', (volume) => volume],
    ['`median()`', (volume) => medianNode(volume, { size: 3 })],
    ['`median` of a ball of 2 voxels', (volume) => medianNode(volume, { radius: voxels(2) })],
    ['`gaussian`, 1 voxel', (volume) => makeNode(gaussian, { volume }, { sigma })],
    ['`bilateral()`', (volume) => bilateralNode(volume)],
    ['`nonLocalMeans()`', (volume) => nonLocalMeansNode(volume)],
  ],
  [
    ['`anisotropicDiffusion()`', (volume) => anisotropicDiffusionNode(volume)],
    ['`totalVariation()`', (volume) => totalVariationNode(volume)],
    ['`unsharp`, 1 voxel', (volume) => unsharpNode(volume, { sigma })],
    ['`rank`, 20 % of 5³', (volume) => makeNode(rank, { volume }, { size: 5, percentile: 20 })],
    ['`localContrast()`', (volume) => localContrastNode(volume)],
    [
      '`differenceOfGaussians`, 2 and 6 voxels',
      (volume) => differenceOfGaussiansNode(volume, { sigma: voxels(2), outer: voxels(6) }),
    ],
  ],
  [
    ['`erode`, 5³', (volume) => makeNode(greyErode, { volume }, { size: 5 })],
    ['`dilate`, 5³', (volume) => makeNode(greyDilate, { volume }, { size: 5 })],
    ['`opening` by a ball of 4', (volume) => greyOpenNode(volume, { radius: voxels(4) })],
    ['`closing` by a ball of 4', (volume) => greyCloseNode(volume, { radius: voxels(4) })],
    ['`topHat`, 9³', (volume) => topHatNode(volume, { size: 9 })],
    ['`bottomHat`, 9³', (volume) => bottomHatNode(volume, { size: 9 })],
  ],
  [
    [
      '`gaussianDerivative` along x, 2 voxels',
      (volume) => makeNode(gaussianDerivative, { volume }, { sigma: voxels(2), order: [1, 0, 0] }),
    ],
    [
      '`gradientMagnitude`',
      (volume) => makeNode(gradientMagnitude, { volume }, { sigma: voxels(2) }),
    ],
    ['`laplacian`', (volume) => makeNode(laplacian, { volume }, { sigma: voxels(2) })],
    [
      '`hessianEigenvalue`, the greatest',
      (volume) => makeNode(hessianEigenvalue, { volume }, { sigma: voxels(2) }),
    ],
    [
      '`hessianEigenvalue`, the least',
      (volume) => makeNode(hessianEigenvalue, { volume }, { sigma: voxels(2), which: 2 }),
    ],
    [
      '`structureEigenvalue`, the greatest',
      (volume) => makeNode(structureEigenvalue, { volume }, { sigma: voxels(1), rho: voxels(3) }),
    ],
  ],
];

/** Pictures of everything that {@link SHEET} shows, of one slice of an image. */
export async function filterSheet(
  bench: Bench,
  { image, size }: Subject,
): Promise<readonly (readonly Picture[])[]> {
  const rows: Picture[][] = [];
  for (const row of SHEET) {
    rows.push([]);
    for (const [, apply] of row)
      rows.at(-1)!.push(pictureOf(await bench.grid(apply(await bench.source(image, size))), size));
  }
  return rows;
}

/** The faults that are shown with their correction: of each kind the worse. */
const SHOWN: Readonly<Record<string, 'y' | 'z'>> = {
  'curtains, σ 6,000': 'z',
  'rings, σ 3,000': 'z',
  'background, 12,000 from end to end': 'z',
  'gain σ 0.1 and offset σ 1,500 per slice': 'y',
};

/** Names, before, and after of simulated faults; drift is the last. Slices across y are lower. */
export async function correctionSheet(
  bench: Bench,
): Promise<readonly (readonly [name: string, before: Picture, after: Picture])[]> {
  const { labels } = syntheticCathode({ seed: 3, size: FAULT_SIZE }).truth;
  const shown: (readonly [string, Picture, Picture])[] = [];
  const show = async (
    name: string,
    bad: Uint16Array<ArrayBuffer>,
    correct: (volume: Node) => Node,
    axis: 'y' | 'z',
  ): Promise<void> => {
    const good = await bench.grid(correct(await bench.source(bad, FAULT_SIZE)));
    shown.push([name, pictureOf(bad, FAULT_SIZE, axis), pictureOf(good, FAULT_SIZE, axis)]);
  };
  for (const { name, op, options, correct } of FAULTS) {
    const axis = SHOWN[name];
    if (axis !== undefined) await show(`\`${op}\``, faulty(options, labels), correct, axis);
  }
  await show('`alignSlices()`', faulty({ drift: 0.7 }, labels), align, 'y');
  return shown;
}

/** One picture of all filters and corrections. */
export function contactSheet(
  filters: readonly (readonly Picture[])[],
  corrections: Awaited<ReturnType<typeof correctionSheet>>,
  edge: number,
): Picture {
  const pairs = corrections.map(([, before, after]) => [before, after]);
  return sheetOf([...filters, pairs.slice(0, 3).flat(), pairs.slice(3).flat()], edge, edge);
}
