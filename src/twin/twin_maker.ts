import type { Dtype } from '../recipe/dtype.js';
import { throwIfAborted } from '../recipe/errors.js';
import { curvesOf, type StructureCurves } from './curves.js';
import type { EstimatedImaging } from './estimate_imaging.js';
import { fitGenerator, seedOf } from './fit_generator.js';
import type { ImagingFit } from './fit_imaging.js';
import type { GeneratorParameters, TwinGenerator } from './generators.js';
import { drawImaging, imageOf, type StatedImaging } from './imaging_of_twins.js';
import { levelOf } from './mean_level.js';
import { maskBy, metricsBy, withSource, type MetricValues, type Replayed } from './runs.js';

/** One twin. */
export interface OneTwin {
  /** What it was made with. */
  readonly seed: number;
  /** What its generator was asked for. */
  readonly parameters: GeneratorParameters;
  /** By the recipe, of its image. */
  readonly measured: MetricValues;
  /** The same queries, of the structure itself in the place of the recipe's mask. */
  readonly true: MetricValues;
  /** Of the voxels, what the recipe's mask of its image holds. */
  readonly fraction: number;
  /** The mean grey level of its image. */
  readonly level: number;
}

/** A scan that twins are made of. */
export interface TwinnedScan {
  readonly replayed: Replayed;
  /** The curves of its mask. */
  readonly curves: StructureCurves;
  /** Begins the fit of how twins are imaged, anew for each generator. */
  readonly imagingFit: () => ImagingFit;
  readonly dtype: Dtype;
  readonly seed: number;
}

/** Makes twins by a generator that was fitted to the scan. */
export interface TwinMaker {
  readonly generator: TwinGenerator;
  readonly parameters: GeneratorParameters;
  /** How its twins are imaged: where it was estimated, fitted with the parameters. */
  readonly imaging: EstimatedImaging | StatedImaging;
  /** What was made so far. */
  readonly twins: readonly OneTwin[];
  /** The curves of the twins' masks, as the recipe makes them. */
  readonly shown: readonly StructureCurves[];
  /** Makes so many more; calls `step` after each. */
  readonly more: (count: number, step: () => void) => Promise<void>;
}

/** Fits a generator; calls `step` after each piece of the fit. */
export async function twinMaker(
  generator: TwinGenerator,
  { replayed, curves, imagingFit, dtype, seed }: TwinnedScan,
  step: () => void,
): Promise<TwinMaker> {
  const { grid, signal } = replayed;
  const fit = imagingFit();
  const image = (structure: Uint8Array, how: StatedImaging, of: number) =>
    imageOf(structure, grid, how, dtype, of);
  const { parameters, draw } = await fitGenerator(
    generator,
    curves,
    grid,
    seed,
    async (structure, of) => {
      const scan = image(structure, fit.asked(), of);
      const mask = await withSource(replayed, scan, 'pilot', (source) => maskBy(replayed, source));
      fit.see({ scan, mask });
      step();
      return curvesOf(mask);
    },
    fit.next,
  );
  const imaging = fit.fitted();
  const twins: OneTwin[] = [];
  const shown: StructureCurves[] = [];
  const make = async (of: number): Promise<void> => {
    const asked = draw(of);
    const structure = generator.make(asked, grid, of);
    const imaged = image(structure, drawImaging(imaging, of), of);
    await withSource(replayed, imaged, 'twin', async (source) => {
      const own = curvesOf(await maskBy(replayed, source));
      const measured = await metricsBy(replayed, source);
      const truth = await withSource(replayed, structure, 'structure', (as) =>
        metricsBy(replayed, source, as),
      );
      shown.push(own);
      const [{ fraction }, level] = [own, levelOf(imaged)];
      twins.push({ seed: of, parameters: asked, measured, true: truth, fraction, level });
    });
  };
  return {
    ...{ generator, parameters, imaging, twins, shown },
    more: async (count, step) => {
      for (let i = 0; i < count; i += 1) {
        throwIfAborted(signal, 'twin');
        await make(seedOf(seed, twins.length));
        step();
      }
    },
  };
}
