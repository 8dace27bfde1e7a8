import type { Lab, Mask, Volume } from '../../index.js';
import { dischargeBand, simulateDischarge, toBpx } from '../../simulation/index.js';
import type {
  BpxExport,
  BpxMeasured,
  BpxTransport,
  Discharge,
  DischargeBand,
} from '../../simulation/index.js';
import { metric, twin, type TwinNumber, type TwinResult } from '../../twin/index.js';
import type { About, Analysis } from '../analysis.js';
import { Parts, type MissingPart } from '../found.js';
import type { InputFile } from '../input_file.js';
import { RunLog } from '../run_log.js';
import { factsOf, openScan } from '../scan.js';
import type { TwinJob } from './twin_arguments.js';
import type { TrueStructure } from './twin_sample.js';

/** The numbers that a cell model takes of an electrode, by what they are called here. */
export type CellNumber = 'porosity' | 'surface' | 'tortuosity';

/** One of the numbers: with its value and interval as they go into the file. */
export interface UsedNumber extends TwinNumber {
  /** What is used: as corrected, or as measured where nothing is corrected. */
  readonly value: number;
  /** The band; of what is not corrected from the measured one over all that it may be off by. */
  readonly interval: readonly [lo: number, hi: number];
  /** Of a synthetic sample; null of a scan. */
  readonly truth: number | null;
}

/** What was found of a scan by its twins. */
export interface TwinAnalysis {
  readonly title: string;
  readonly about: About;
  readonly input: Analysis['input'];
  readonly axis: 'x' | 'y' | 'z';
  readonly twins: TwinResult<CellNumber>;
  readonly numbers: Readonly<Record<CellNumber, UsedNumber>>;
  readonly bpx: BpxExport;
  /** Discharges of the cell with the numbers as used, and as measured; null without a cell. */
  readonly discharge: { readonly used: DischargeBand; readonly measured: Discharge } | null;
  readonly missing: readonly MissingPart[];
  readonly recipe: unknown;
  readonly provenance: Readonly<Record<string, unknown>>;
  readonly timings: Analysis['timings'];
  readonly totalMilliseconds: number;
}

/**
 * Median and Otsu on a scan, what that gets wrong by twins of it, and what a cell model makes of
 * the numbers.
 */
export async function analyseTwin(
  lab: Lab,
  input: InputFile,
  job: TwinJob,
  about: About,
  { structure, cell }: { readonly structure: TrueStructure | null; readonly cell: object | null },
  signal?: AbortSignal,
): Promise<TwinAnalysis> {
  const start = performance.now();
  const log = new RunLog(signal);
  const parts = new Parts();
  const scan = await openScan(lab, input, job, signal);
  const solid = solidOf(scan);
  const metrics = metricsOf(solid, job.axis);
  const found = await twin(solid, { metrics, n: job.twins, seed: job.seed, signal });
  const truth = structure === null ? null : await truthOf(lab, structure, job.axis);
  const used = (name: CellNumber): UsedNumber => usedOf(found.metrics[name], truth?.[name] ?? null);
  const numbers = {
    porosity: used('porosity'),
    surface: used('surface'),
    tortuosity: used('tortuosity'),
  };
  const into = cell === null ? {} : { into: cell };
  const solved = await log.ask(solid.invert().tortuosity({ axis: job.axis }));
  const electrode = (of: Readonly<Record<CellNumber, Ranged>>): BpxMeasured =>
    electrodeOf(of, solved, scan.unit);
  const bpx = toBpx(electrode(numbers), into);
  const discharge =
    cell === null
      ? null
      : await parts.find('discharge', () =>
          Promise.resolve({
            used: dischargeBand(bpx.document),
            measured: simulateDischarge(toBpx(electrode(asMeasured(numbers)), into).document),
          }),
        );
  const fraction = solid.fraction();
  await log.ask(fraction);
  return {
    title: about.sample ?? input.name,
    about,
    input: factsOf(scan, input.name, log),
    axis: job.axis,
    twins: found,
    ...{ numbers, bpx, discharge },
    missing: parts.missing,
    recipe: fraction.recipe,
    provenance: {
      library: lab.info.library,
      adapter: lab.info.adapter,
      date: fraction.provenance?.date,
      ...log.notes,
    },
    timings: log.timings,
    totalMilliseconds: performance.now() - start,
  };
}

/** The recipe. */
function solidOf(scan: Volume): Mask {
  return scan.median({ size: 3 }).otsu();
}

/** What is measured of a mask of solid. */
function metricsOf(solid: Mask, axis: 'x' | 'y' | 'z') {
  const pores = solid.invert();
  return {
    porosity: metric(pores.fraction(), ({ value }) => value),
    surface: metric(solid.surfaceArea(), ({ perVolume }) => perVolume),
    tortuosity: metric(pores.tortuosity({ axis }), ({ tortuosityFactor }) => tortuosityFactor),
  };
}

/** The same of the structure itself. */
async function truthOf(
  lab: Lab,
  { data, size, spacing, unit }: TrueStructure,
  axis: 'x' | 'y' | 'z',
): Promise<Record<CellNumber, number | null>> {
  const own = await lab.open({ data, size }, { name: 'structure', spacing, unit });
  const { porosity, surface, tortuosity } = metricsOf(own.threshold({ lo: 1 }), axis);
  const known = {
    porosity: porosity.value(await porosity.query),
    surface: surface.value(await surface.query),
    tortuosity: tortuosity.value(await tortuosity.query),
  };
  own.close();
  return known;
}

/** A number with its interval. */
interface Ranged {
  readonly value: number;
  readonly interval: readonly [lo: number, hi: number] | null;
}

function usedOf(number: TwinNumber, truth: number | null): UsedNumber {
  const { measured, corrected, band, bias } = number;
  if (corrected !== null && band !== null)
    return { ...number, truth, value: corrected, interval: band };
  const value = measured ?? NaN;
  const [lo, hi] = bias.range ?? [0, 0];
  return {
    ...number,
    ...{ truth, value },
    interval: [Math.min(value, value - hi), Math.max(value, value - lo)],
  };
}

/** The numbers as measured, without what twins know. */
function asMeasured(numbers: Readonly<Record<CellNumber, UsedNumber>>): Record<CellNumber, Ranged> {
  const plain = ({ measured }: UsedNumber): Ranged => ({ value: measured ?? NaN, interval: null });
  return {
    porosity: plain(numbers.porosity),
    surface: plain(numbers.surface),
    tortuosity: plain(numbers.tortuosity),
  };
}

/** What a BPX file takes of the numbers. */
function electrodeOf(
  { porosity, surface, tortuosity }: Readonly<Record<CellNumber, Ranged>>,
  solved: BpxTransport,
  unit: string,
): BpxMeasured {
  const pores = within(porosity.interval, 0, 1);
  const factor = within(tortuosity.interval, 1, Infinity);
  const relative = porosity.value / tortuosity.value;
  return {
    positiveElectrode: {
      axis: solved.axis,
      porosity: { value: porosity.value, interval: pores },
      active: { value: 1 - porosity.value, interval: pores && [1 - pores[1], 1 - pores[0]] },
      surface: {
        perVolume: surface.value,
        unit,
        estimator: 'crofton13',
        sampling: { interval: within(surface.interval, 0, Infinity) },
      },
      // Where no pores lead through, there is no transport to write.
      ...(Number.isFinite(relative) && {
        transport: {
          ...solved,
          ...{ relative, macMullin: 1 / relative, fraction: porosity.value },
          interval: factor && [porosity.value / factor[1], porosity.value / factor[0]],
          convention: 'porosity over tortuosity factor, as twins correct them',
        },
      }),
    },
  };
}

/** An interval as far as the number can be. */
function within(
  interval: readonly [number, number] | null,
  least: number,
  most: number,
): readonly [number, number] | null {
  return interval && [Math.max(least, interval[0]), Math.min(most, interval[1])];
}
