// elastix (https://elastix.lumc.nl, Debian's package of that name) on a pair: what a peer makes of it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { rotation, translation } from '../../src/recipe/simple_transforms.js';
import { apply, compose, Transform } from '../../src/recipe/transform.js';
import type { Pair } from './pairs.js';

/** What elastix found, and how long its process took. */
export interface ElastixResult {
  readonly transform: Transform;
  readonly seconds: number;
}

/** How far its start is off, in voxels: it does not search for shifts. */
const OFF: Vec3 = [1.2, -1, 0.8];

/** Mutual information of Mattes, cubic samples at random places, from a shift nearby. */
const parametersFor = (model: 'rigid' | 'affine'): string =>
  `(FixedInternalImagePixelType "float")
(MovingInternalImagePixelType "float")
(FixedImageDimension 3)
(MovingImageDimension 3)
(UseDirectionCosines "true")
(Registration "MultiResolutionRegistration")
(Interpolator "BSplineInterpolator")
(BSplineInterpolationOrder 1)
(ResampleInterpolator "FinalBSplineInterpolator")
(Resampler "DefaultResampler")
(FixedImagePyramid "FixedSmoothingImagePyramid")
(MovingImagePyramid "MovingSmoothingImagePyramid")
(Optimizer "AdaptiveStochasticGradientDescent")
(Transform "${model === 'rigid' ? 'EulerTransform' : 'AffineTransform'}")
(Metric "AdvancedMattesMutualInformation")
(AutomaticScalesEstimation "true")
(AutomaticTransformInitialization "false")
(HowToCombineTransforms "Compose")
(NumberOfHistogramBins 32)
(ErodeMask "false")
(NumberOfResolutions 2)
(MaximumNumberOfIterations 500)
(NumberOfSpatialSamples 4096)
(NewSamplesEveryIteration "true")
(ImageSampler "RandomCoordinate")
(WriteResultImage "false")
`;

/** Why elastix cannot be asked; undefined where it can. */
export function withoutElastix(): string | undefined {
  return spawnSync('elastix', ['--version']).status === 0
    ? undefined
    : 'elastix is not installed (apt-get install elastix)';
}

/** Writes a volume as MetaImage. */
function save(folder: string, name: string, data: Uint8Array, size: Vec3): string {
  writeFileSync(join(folder, `${name}.raw`), data);
  const file = join(folder, `${name}.mhd`);
  writeFileSync(
    file,
    `ObjectType = Image
NDims = 3
DimSize = ${size.join(' ')}
ElementType = MET_UCHAR
ElementSpacing = 1 1 1
Offset = 0 0 0
ElementDataFile = ${name}.raw
`,
  );
  return file;
}

/** The map x → A (x − c) + t + c that a file of elastix holds. */
function parse(text: string, model: 'rigid' | 'affine'): Transform {
  const numbers = (name: string): number[] =>
    new RegExp(`^\\(${name} (.*)\\)$`, 'mu').exec(text)![1]!.split(' ').map(Number);
  const given = numbers('TransformParameters');
  const centre = numbers('CenterOfRotationPoint') as unknown as Vec3;
  if (model === 'rigid') {
    const [x, y, z] = ([0, 1, 2] as const).map((i) =>
      rotation({ axis: [+(i === 0), +(i === 1), +(i === 2)], angle: given[i]!, centre }),
    );
    // Its matrix is that of z, x, y from the left: y goes first.
    return compose(y!, x!, z!, translation(given.slice(3) as unknown as Vec3));
  }
  return new Transform(
    [0, 1, 2].flatMap((i) => {
      const row = given.slice(3 * i, 3 * i + 3);
      const turned = row.reduce((sum, value, j) => sum + value * centre[j]!, 0);
      return [...row, centre[i]! + given[9 + i]! - turned];
    }),
  );
}

/** Registers a pair by elastix, from a shift that is nearly the true one. */
export function registerByElastix(pair: Pair, model: 'rigid' | 'affine'): ElastixResult {
  const folder = mkdtempSync(join(tmpdir(), 'voxmetry-elastix-'));
  try {
    const { size, truth } = pair;
    const centre: Vec3 = [(size[0] - 1) / 2, (size[1] - 1) / 2, (size[2] - 1) / 2];
    const to = apply(truth, centre);
    const start: Vec3 = [
      to[0] - centre[0] + OFF[0],
      to[1] - centre[1] + OFF[1],
      to[2] - centre[2] + OFF[2],
    ];
    const from = join(folder, 'start.txt');
    writeFileSync(
      from,
      `(Transform "TranslationTransform")
(NumberOfParameters 3)
(TransformParameters ${start.join(' ')})
(InitialTransformParametersFileName "NoInitialTransform")
(HowToCombineTransforms "Compose")
(FixedImageDimension 3)
(MovingImageDimension 3)
(FixedInternalImagePixelType "float")
(MovingInternalImagePixelType "float")
(Size ${size.join(' ')})
(Index 0 0 0)
(Spacing 1 1 1)
(Origin 0 0 0)
(Direction 1 0 0 0 1 0 0 0 1)
(UseDirectionCosines "true")
`,
    );
    const options = join(folder, 'options.txt');
    writeFileSync(options, parametersFor(model));
    const files = {
      '-f': save(folder, 'fixed', pair.fixed, size),
      '-m': save(folder, 'moving', pair.moving, size),
      '-t0': from,
      '-p': options,
      '-out': folder,
    };
    const begun = performance.now();
    const { status } = spawnSync('elastix', Object.entries(files).flat(), { stdio: 'ignore' });
    const seconds = (performance.now() - begun) / 1000;
    if (status !== 0) throw new Error(`elastix ended with ${String(status)}`);
    const text = readFileSync(join(folder, 'TransformParameters.0.txt'), 'utf8');
    return { transform: compose(translation(start), parse(text, model)), seconds };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
