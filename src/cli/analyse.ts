import { bundle, VoxmetryError } from '../index.js';
import type { Lab, Labels, Mask, Phases, Plane, Query, Sensitivity, Volume } from '../index.js';
import type { About, Analysis, PhaseRule, SliceView, ThresholdCurve, Truth } from './analysis.js';
import type { Job } from './arguments.js';
import { fewValues, refuseSegmented } from './distinct_values.js';
import { Parts, type FoundAnalysis } from './found.js';
import type { InputFile } from './input_file.js';
import { particleResults } from './particles.js';
import {
  countedShare,
  interfacesOf,
  labelPhases,
  phaseReports,
  sidesOf,
  type SamplePhases,
} from './phases.js';
import { RunLog } from './run_log.js';
import { factsOf, openScan } from './scan.js';
import { usageError } from './usage.js';

/** The results of a run, and the particle table as CSV; null where there is none. */
export interface AnalysisFiles {
  readonly analysis: FoundAnalysis;
  readonly csv: string | null;
}

/** The phase that is measured as a mask, where it comes from, and all phases. */
interface PhaseSource {
  readonly mask: Mask;
  readonly rule: PhaseRule;
  readonly phases: SamplePhases;
  /** The image that is thresholded, and its mask above the threshold; null for labelled input. */
  readonly otsu: { readonly image: Volume; readonly above: Mask } | null;
}

/**
 * The main job: median → Otsu → separate → measure on a file, or the voxels of one label → separate
 * → measure; and what is said of every phase. All of it runs in the lab's worker, through the
 * public interface. Once the phase is known, a part that fails leaves the others as they are.
 */
export async function analyse(
  lab: Lab,
  input: InputFile,
  job: Job,
  about: About,
  truth: Truth | null,
  signal?: AbortSignal,
): Promise<AnalysisFiles> {
  const start = performance.now();
  const log = new RunLog(signal);
  const scan = await openScan(lab, input, job, signal);
  const source = await phaseOf(lab, scan, input.name, job, about, signal);
  const [threshold] =
    source.otsu === null ? [job.label] : await log.ask(source.otsu.above.thresholds());
  const voxels = await log.ask(source.mask.count());
  if (voxels === 0) throw usageError(emptyPhase(input.name, job, threshold));
  const parts = new Parts();
  const histogram = await parts.find('histogram', async () =>
    source.otsu === null ? null : log.ask(source.otsu.image.histogram()),
  );
  const phase =
    (await parts.find('phase.interval95', () => phaseResults(log, source, voxels))) ??
    countedPhase(scan, source, voxels, parts.missing.at(-1)!.message);
  const moved = source.otsu === null ? null : await movedThreshold(log, parts, source.mask, job);
  const thick = scan.size.every((n) => n > 1);
  const phases = await phaseReports(log, parts, source.phases, thick, job, { phase, moved });
  const interfaces = thick
    ? await parts.find('interfaces', () => interfacesOf(log, source.phases, phases))
    : null;
  const components = await parts.find('components', () => countComponents(log, source.mask));
  const distance = await parts.find('distance', () => phaseDistance(log, source.mask));

  const all = source.mask.separate();
  const minVoxels = job.minVoxels ?? null;
  const particles = minVoxels === null ? all : all.removeSmall({ minVoxels });
  const measured = particles.measure({ intensity: scan });
  const table = await parts.find('particles', () => log.ask(measured));
  const sizes = particles.sizeDistribution();
  // What separated no particles would only fail again, and as late.
  const distribution = table === null ? null : await parts.find('particles', () => log.ask(sizes));
  const totalMilliseconds = performance.now() - start;
  const slices = await middleSlices(log, parts, scan, table && particles, source.phases);

  const main = bundle({ fraction: source.mask.fraction(), particles: measured, sizes });
  const analysis: FoundAnalysis = {
    title: about.sample ?? input.name,
    about,
    input: factsOf(scan, input.name, log),
    threshold: { method: source.otsu === null ? 'label' : 'otsu', value: threshold ?? NaN },
    histogram:
      histogram === null
        ? null
        : { first: histogram.start, width: histogram.width, counts: histogram.counts },
    phase,
    phases,
    interfaces,
    thresholdCurve: moved === null ? null : thresholdCurve(moved),
    porosity: porosityOf(phase),
    components,
    distance,
    particles: table && distribution && particleResults(distribution, table, minVoxels),
    table:
      table?.columns.map(({ name, unit: columnUnit, data }) => ({
        name,
        unit: columnUnit,
        values: data,
      })) ?? null,
    slices,
    timings: log.timings,
    totalMilliseconds,
    truth,
    recipe: main.recipe,
    provenance: {
      library: lab.info.library,
      adapter: lab.info.adapter,
      exactness: measured.provenance?.exactness,
      date: measured.provenance?.date,
      ...log.notes,
    },
    missing: parts.missing,
  };
  return { analysis, csv: table?.toCSV() ?? null };
}

async function phaseOf(
  lab: Lab,
  scan: Volume,
  name: string,
  job: Job,
  about: About,
  signal: AbortSignal | undefined,
): Promise<PhaseSource> {
  const { label } = job;
  if (label !== undefined) {
    const phases = labelPhases(lab, scan, label, await fewValues(scan, signal), about);
    return { mask: phases.own, rule: 'label', phases, otsu: null };
  }
  if (job.phase === undefined) await refuseSegmented(scan, name, signal);
  const image = scan.median({ size: 3 });
  const above = image.otsu();
  const rule = job.phase ?? 'bright';
  const phases = sidesOf(lab, above, rule, about);
  return { mask: phases.own, rule, phases, otsu: { image, above } };
}

/** Whether floats were without noise, by which alone the threshold's uncertainty could be told. */
function isNoiseless(error: unknown): boolean {
  return (
    error instanceof VoxmetryError &&
    error.code === 'invalid-argument' &&
    error.details['parameter'] === 'delta'
  );
}

/**
 * What the threshold does to the results; without D50 where only that fails. Floats without noise
 * have none, which is a note: nothing failed.
 */
async function movedThreshold(
  log: RunLog,
  parts: Parts,
  mask: Mask,
  { thresholdSizes: sizes }: Job,
): Promise<Sensitivity | null> {
  const ask = async (query: Query<Sensitivity>): Promise<Sensitivity | 'noiseless'> => {
    try {
      return await log.ask(query);
    } catch (error) {
      if (!isNoiseless(error)) throw error;
      log.note('the threshold adds no range to the results: the image has no noise to tell it by');
      return 'noiseless';
    }
  };
  const moved = sizes
    ? await parts.find('thresholdShare.sizes', () => ask(mask.sensitivity({ sizes })))
    : null;
  const found = moved ?? (await parts.find('thresholdShare', () => ask(mask.sensitivity())));
  return found === 'noiseless' ? null : found;
}

/** The curve of the fraction, and D50 where it was asked for. */
function thresholdCurve({ delta, deltaFrom, curve, steps }: Sensitivity): ThresholdCurve {
  return {
    delta,
    deltaFrom,
    threshold: curve.threshold,
    fraction: curve.fraction,
    sampling: curve.sampling,
    sizes: steps.flatMap(({ threshold, d50 }) =>
      d50 === null
        ? []
        : [
            {
              threshold,
              count: d50.count,
              byNumber: d50.number.value,
              byVolume: d50.volume.value,
            },
          ],
    ),
  };
}

function emptyPhase(name: string, { label }: Job, threshold: number | undefined): string {
  if (label !== undefined)
    return `no voxel of ${name} equals ${String(label)}; choose another --label`;
  return `the phase is empty: no voxel of ${name} lies on that side of the threshold ${String(threshold)}; try the other --phase`;
}

async function phaseResults(
  log: RunLog,
  { mask, rule }: PhaseSource,
  voxels: number,
): Promise<Analysis['phase']> {
  const fraction = await log.ask(mask.fraction());
  return {
    rule,
    voxels,
    value: fraction.value,
    interval95: fraction.interval,
    coverage: fraction.coverage,
    reason: fraction.reason,
    integralRange: fraction.integralRange,
    effectiveSamples: fraction.effectiveSamples,
  };
}

/** The phase as far as its voxels alone tell. */
function countedPhase(
  { size }: Volume,
  { rule }: PhaseSource,
  voxels: number,
  reason: string,
): Analysis['phase'] {
  const share = countedShare(size, voxels, reason);
  return { rule, ...share, integralRange: null, effectiveSamples: null };
}

/**
 * The void is the dark side; its interval is the phase's, mirrored, since Wilson's interval is
 * symmetric.
 */
function porosityOf({
  rule,
  value,
  interval95,
  coverage,
}: Analysis['phase']): Analysis['porosity'] {
  if (rule === 'label') return null;
  if (rule === 'dark') return { value, interval95, coverage };
  return {
    value: 1 - value,
    interval95: interval95 === null ? null : [1 - interval95[1], 1 - interval95[0]],
    coverage,
  };
}

async function countComponents(log: RunLog, mask: Mask): Promise<Analysis['components']> {
  const count = (connectivity: 6 | 18 | 26): Promise<number> =>
    log.ask(mask.components({ connectivity }).count());
  return { 6: await count(6), 18: await count(18), 26: await count(26) };
}

/**
 * In index units: squared distances are integers there, so the square of the f32 root is rounded
 * back.
 */
async function phaseDistance(log: RunLog, mask: Mask): Promise<Analysis['distance']> {
  const distances = mask.distance({ units: 'index', border: 'open' });
  const { max, sum, nonFinite } = await log.ask(distances.moments({ within: mask }));
  // Without any background every distance is infinite.
  if (nonFinite > 0) return { maxSquared: Infinity, sum: Infinity };
  return { maxSquared: Math.round(max * max), sum };
}

/** The middle planes, as far as they can be told. */
async function middleSlices(
  log: RunLog,
  parts: Parts,
  scan: Volume,
  particles: Labels | null,
  { grid }: SamplePhases,
): Promise<SliceView[]> {
  const planes = (['z', 'y', 'x'] as const).map((axis) => ({
    axis,
    index: Math.floor(scan.size['xyz'.indexOf(axis)]! / 2),
  }));
  const find = (part: string, of: Volume | Labels | Phases): Promise<Plane[] | null> =>
    parts.find(part, async () => {
      const found: Plane[] = [];
      for (const plane of planes) found.push(await log.ask(of.slice(plane)));
      return found;
    });
  const images = await find('slices', scan);
  if (images === null) return [];
  const labels = particles && (await find('slices.particles', particles));
  const codes = await find('slices.phases', grid);
  return images.map(({ axes, size, spacing, data }, i) => ({
    normal: planes[i]!.axis,
    index: planes[i]!.index,
    axes,
    size,
    spacing,
    image: data,
    labels: labels?.[i]?.data ?? null,
    phases: codes?.[i]?.data ?? null,
  }));
}
