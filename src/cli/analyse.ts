import { bundle } from '../index.js';
import type { Lab, Labels, Mask, Volume } from '../index.js';
import type { Analysis, PhaseRule, SliceView, Truth } from './analysis.js';
import type { Job } from './arguments.js';
import { refuseSegmented } from './distinct_values.js';
import { Parts, type FoundAnalysis } from './found.js';
import type { InputFile } from './input_file.js';
import { particleResults } from './particles.js';
import { RunLog } from './run_log.js';
import { usageError } from './usage.js';

/** The results of a run, and the particle table as CSV; null where there is none. */
export interface AnalysisFiles {
  readonly analysis: FoundAnalysis;
  readonly csv: string | null;
}

/** The phase as a mask, and where it comes from. */
interface PhaseSource {
  readonly mask: Mask;
  readonly rule: PhaseRule;
  /** The image that is thresholded, and its mask above the threshold; null for labelled input. */
  readonly otsu: { readonly image: Volume; readonly above: Mask } | null;
}

/**
 * The main job: median → Otsu → separate → measure on a file, or the voxels of one label → separate
 * → measure. All of it runs in the lab's worker, through the public interface. Once the phase is
 * known, a part that fails leaves the others as they are.
 */
export async function analyse(
  lab: Lab,
  input: InputFile,
  job: Job,
  truth: Truth | null,
  signal?: AbortSignal,
): Promise<AnalysisFiles> {
  const start = performance.now();
  const log = new RunLog(signal);
  const { size, dtype, spacing, unit } = job;
  const scan = await lab.open(input.blob, { name: input.name, size, dtype, spacing, unit, signal });
  if (job.label === undefined && job.phase === undefined)
    await refuseSegmented(scan, input.name, signal);

  const source = phaseOf(scan, job);
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
  const components = await parts.find('components', () => countComponents(log, source.mask));
  const distance = await parts.find('distance', () => phaseDistance(log, source.mask));

  const particles = source.mask.separate();
  const measured = particles.measure({ intensity: scan });
  const table = await parts.find('particles', () => log.ask(measured));
  const sizes = particles.sizeDistribution();
  // What separated no particles would only fail again, and as late.
  const distribution = table === null ? null : await parts.find('particles', () => log.ask(sizes));
  const totalMilliseconds = performance.now() - start;
  const slices =
    (await parts.find('slices', () => middleSlices(log, scan, table && particles))) ?? [];

  const main = bundle({ fraction: source.mask.fraction(), particles: measured, sizes });
  const analysis: FoundAnalysis = {
    title: truth === null ? input.name : 'Synthetic cathode',
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
    porosity: porosityOf(phase),
    components,
    distance,
    particles: distribution && particleResults(distribution),
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

function phaseOf(scan: Volume, job: Job): PhaseSource {
  if (job.label !== undefined) return { mask: scan.equals(job.label), rule: 'label', otsu: null };
  const image = scan.median({ size: 3 });
  const above = image.otsu();
  const rule = job.phase ?? 'bright';
  return { mask: rule === 'bright' ? above : above.invert(), rule, otsu: { image, above } };
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
  return {
    rule,
    voxels,
    value: voxels / (size[0] * size[1] * size[2]),
    interval95: null,
    coverage: null,
    reason: `no interval: ${reason}`,
    integralRange: null,
    effectiveSamples: null,
  };
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

/** The middle planes, with labels of 0 where there are no particles. */
async function middleSlices(
  log: RunLog,
  scan: Volume,
  particles: Labels | null,
): Promise<SliceView[]> {
  const views: SliceView[] = [];
  for (const normal of ['z', 'y', 'x'] as const) {
    const index = Math.floor(scan.size['xyz'.indexOf(normal)]! / 2);
    const image = await log.ask(scan.slice({ axis: normal, index }));
    const labels =
      particles === null
        ? new Uint32Array(image.data.length)
        : (await log.ask(particles.slice({ axis: normal, index }))).data;
    const { axes, size, spacing } = image;
    views.push({ normal, index, axes, size, spacing, image: image.data, labels });
  }
  return views;
}
