// One trial of twins: a structure of known truth is imaged, segmented, and corrected by its twins.
import type { EngineLab } from '../../src/engine/index.js';
import { levelCutField } from '../../src/synthetic/index.js';
import { syntheticCathode } from '../../src/synthetic/index.js';
import { simulateImaging } from '../../src/synthetic/index.js';
import { metric, twin } from '../../src/twin/index.js';

/** A number of a trial; errors are parts of the truth. */
export interface TrialNumber {
  readonly truth: number;
  /** Error as measured. */
  readonly off: number;
  /** Error as corrected; null where it was not. */
  readonly corrected: number | null;
  /** In which the truth should lie, by the range of the bias; null where nothing matched. */
  readonly band: readonly [number, number] | null;
}

/** What a trial found. */
export interface TwinTrial {
  readonly kind: 'spheres' | 'field';
  readonly seed: number;
  /** Whether the generator of its kind matched, and the other. */
  readonly right: boolean;
  readonly wrong: boolean;
  readonly numbers: Readonly<Record<'surface' | 'tortuosity', TrialNumber>>;
  /** The blur, as it was estimated, with its interval; it is 1 voxel. */
  readonly blur: readonly number[];
  readonly misfits: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly parameters: readonly unknown[];
  /** Twins that were made by each generator. */
  readonly twins: readonly number[];
  readonly seconds: number;
}

const SPACING = [1, 1, 1] as const;
/** Of the point spread, in voxels. */
const BLUR = 1;

function structureOf(
  kind: 'spheres' | 'field',
  seed: number,
  edge: number,
): Uint8Array<ArrayBuffer> {
  const size = [edge, edge, edge] as const;
  if (kind === 'field')
    return levelCutField({ seed, size, spacing: SPACING, fraction: 0.55, length: [2.5, 2.5, 2.5] });
  const { truth } = syntheticCathode({ seed, size, spacing: SPACING, medianDiameter: 12 });
  return Uint8Array.from(truth.labels, (label) => (label > 0 ? 1 : 0));
}

/** Images, segments and corrects a structure by twins of both kinds. */
export async function twinTrial(
  lab: EngineLab,
  kind: 'spheres' | 'field',
  seed: number,
  { edge, n }: { readonly edge: number; readonly n: number },
): Promise<TwinTrial> {
  const begun = performance.now();
  const size = [edge, edge, edge] as const;
  const structure = structureOf(kind, seed, edge);
  const data = simulateImaging(
    structure,
    { size, spacing: SPACING },
    { seed: seed + 500, blur: BLUR, noise: 2500 },
  );
  const scan = await lab.open({ data, size }, { spacing: SPACING, unit: 'px', name: 'scan' });
  const own = await lab.open({ data: structure, size }, { spacing: SPACING, unit: 'px' });
  const metricsOf = (mask: ReturnType<typeof scan.otsu>) => ({
    surface: metric(mask.surfaceArea(), ({ perVolume }) => perVolume),
    tortuosity: metric(
      mask.invert().tortuosity({ axis: 'z' }),
      ({ tortuosityFactor }) => tortuosityFactor,
    ),
  });
  const solid = scan.median({ size: 3 }).otsu();
  const found = await twin(solid, { metrics: metricsOf(solid), n, seed: seed + 100 });
  const truths = metricsOf(own.threshold({ lo: 1 }));
  const numberOf = async (name: keyof typeof truths): Promise<TrialNumber> => {
    const { query, value } = truths[name];
    const truth = value(await query)!;
    const { measured, corrected, bias, match } = found.metrics[name];
    const range = match.length > 0 ? bias.range : null;
    return {
      truth,
      off: measured! / truth - 1,
      corrected: corrected === null ? null : corrected / truth - 1,
      band: range && [measured! - range[1], measured! - range[0]],
    };
  };
  const right = kind === 'spheres' ? 'packedSpheres' : 'levelCutFields';
  const trial = {
    ...{ kind, seed },
    right: found.generators.some(({ generator, matches }) => matches && generator === right),
    wrong: found.generators.some(({ generator, matches }) => matches && generator !== right),
    numbers: {
      surface: await numberOf('surface'),
      tortuosity: await numberOf('tortuosity'),
    },
    blur:
      typeof found.imaging.blur === 'object'
        ? [found.imaging.blur.value, ...found.imaging.blur.interval]
        : [],
    misfits: Object.fromEntries(
      found.generators.map(({ generator, misfit }) => [generator, misfit]),
    ),
    parameters: found.generators.map(({ parameters }) => parameters),
    twins: found.generators.map(({ twins }) => twins.length),
    seconds: (performance.now() - begun) / 1000,
  };
  scan.close();
  own.close();
  return trial;
}
