import { bundle } from '../index.js';
import type { Lab, Labels, Mask, Sensitivity, Volume } from '../index.js';
import type { About, Analysis, PhaseRule, SliceView, ThresholdCurve, Truth } from './analysis.js';
import type { Job } from './arguments.js';
import { fewValues, refuseSegmented } from './distinct_values.js';
import type { InputFile } from './input_file.js';
import { particleResults } from './particles.js';
import { interfacesOf, labelPhases, phaseReports, sidesOf, type SamplePhases } from './phases.js';
import { RunLog } from './run_log.js';
import { usageError } from './usage.js';

/** The results of a run, and the particle table as CSV. */
export interface AnalysisFiles {
  readonly analysis: Analysis;
  readonly csv: string;
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
 * public interface.
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
  const { size, dtype, spacing, unit } = job;
  const scan = await lab.open(input.blob, { name: input.name, size, dtype, spacing, unit, signal });
  const source = await phaseOf(lab, scan, input.name, job, about, signal);
  const [threshold] =
    source.otsu === null ? [job.label] : await log.ask(source.otsu.above.thresholds());
  const histogram = source.otsu === null ? null : await log.ask(source.otsu.image.histogram());
  const voxels = await log.ask(source.mask.count());
  if (voxels === 0) throw usageError(emptyPhase(input.name, job, threshold));
  const moved =
    source.otsu === null
      ? null
      : await log.ask(source.mask.sensitivity({ sizes: job.thresholdSizes }));
  const thick = scan.size.every((n) => n > 1);
  const phases = await phaseReports(log, source.phases, thick, job, moved);
  const interfaces = thick ? await interfacesOf(log, source.phases, phases) : null;
  const phase = await phaseResults(log, source, voxels);
  const components = await countComponents(log, source.mask);
  const distance = await phaseDistance(log, source.mask);

  const all = source.mask.separate();
  const minVoxels = job.minVoxels ?? null;
  const particles = minVoxels === null ? all : all.removeSmall({ minVoxels });
  const measured = particles.measure({ intensity: scan });
  const table = await log.ask(measured);
  const sizes = particles.sizeDistribution();
  const distribution = await log.ask(sizes);
  const totalMilliseconds = performance.now() - start;
  const slices = await middleSlices(log, scan, particles, source.phases);

  const main = bundle({ fraction: source.mask.fraction(), particles: measured, sizes });
  const analysis: Analysis = {
    title: about.sample ?? input.name,
    about,
    input: {
      name: input.name,
      format: scan.format,
      size: scan.size,
      spacing: scan.spacing,
      unit: scan.unit,
      dtype: scan.dtype,
      warnings: [...new Set([...scan.warnings, ...log.warnings])],
    },
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
    particles: particleResults(distribution, table, minVoxels),
    table: table.columns.map(({ name, unit: columnUnit, data }) => ({
      name,
      unit: columnUnit,
      values: data,
    })),
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
  };
  return { analysis, csv: table.toCSV() };
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

/**
 * The void is the dark side; its interval is the phase's, mirrored, since the logit scale is
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

async function middleSlices(
  log: RunLog,
  scan: Volume,
  particles: Labels,
  phases: SamplePhases,
): Promise<SliceView[]> {
  const views: SliceView[] = [];
  for (const normal of ['z', 'y', 'x'] as const) {
    const index = Math.floor(scan.size['xyz'.indexOf(normal)]! / 2);
    const image = await log.ask(scan.slice({ axis: normal, index }));
    const labels = await log.ask(particles.slice({ axis: normal, index }));
    const codes = await log.ask(phases.grid.slice({ axis: normal, index }));
    const { axes, size, spacing } = image;
    views.push({
      normal,
      index,
      axes,
      size,
      spacing,
      image: image.data,
      labels: labels.data,
      phases: codes.data,
    });
  }
  return views;
}
