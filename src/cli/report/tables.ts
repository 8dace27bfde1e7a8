import type { Analysis, ParticleColumn, PhaseReport, Timing } from '../analysis.js';
import type { FoundAnalysis } from '../found.js';
import {
  escapeHtml,
  heldText,
  readable,
  readableBounds,
  readableInterval,
  timesJoined,
} from './text.js';

const MOST_PARTICLES = 200;
/** Columns that the page has no room for; they are in the CSV. */
const BOUNDING_BOX = /^(min|max)[XYZ]$/;

interface Line {
  readonly quantity: string;
  readonly value: string;
  readonly interval: string;
  /** How often such intervals hold, where that is stated. */
  readonly held?: string;
  readonly how: string;
}

/** The phase whose particles are measured. */
export function measuredPhase({
  phases,
  phase,
  threshold,
}: FoundAnalysis): PhaseReport | undefined {
  return phase.rule === 'label'
    ? (phases.find(({ code }) => code === threshold.value) ?? phases[0])
    : phases[phase.rule === 'bright' ? 0 : 1];
}

/** The results, each with unit, interval and estimator. */
export function resultsTable(analysis: FoundAnalysis): string {
  const lines = [...phaseLines(analysis), ...particleLines(analysis), ...truthLines(analysis)];
  const rows = lines.map(
    ({ quantity, value, interval, held = '', how }) =>
      `<tr><td>${escapeHtml(quantity)}</td><td class="number">${escapeHtml(value)}</td><td class="number">${escapeHtml(interval)}${held === '' ? '' : `<br><span class="soft">${escapeHtml(held)}</span>`}</td><td class="soft">${escapeHtml(how)}</td></tr>`,
  );
  return `<div class="wide"><table><thead><tr><th>Quantity</th><th class="number">Value</th><th class="number">Interval</th><th>Estimator</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

function phaseLines(analysis: FoundAnalysis): Line[] {
  const { phase, porosity, threshold, components, distance, input } = analysis;
  const sampling =
    phase.reason ??
    `integral range ${readable(phase.integralRange ?? NaN)} voxels, ${readable(phase.effectiveSamples ?? NaN)} effective samples; covers sampling, not segmentation`;
  const lines: Line[] = [];
  if (porosity !== null)
    lines.push({
      quantity: 'Porosity',
      value: readable(porosity.value),
      interval: readableInterval(porosity.interval95),
      held: heldText(porosity),
      how: sampling,
    });
  lines.push(
    {
      quantity: 'Phase fraction',
      value: readable(phase.value),
      interval: readableInterval(phase.interval95),
      held: heldText(phase),
      how: `voxel count; ${sampling}`,
    },
    {
      quantity: threshold.method === 'otsu' ? 'Threshold' : 'Label',
      value: readable(threshold.value, 6),
      interval: '–',
      how: phaseRule(phase.rule, threshold.value),
    },
  );
  const surface = measuredPhase(analysis)?.surface ?? null;
  if (surface !== null)
    lines.push({
      quantity: 'Surface per volume',
      value: `${readable(surface.perVolume)} 1/${input.unit}`,
      interval: readableInterval(surface.interval95),
      held: heldText(surface),
      how: `Crofton’s formula in 13 directions; ${surface.reason ?? 'covers sampling, not segmentation nor voxels'}`,
    });
  if (components !== null)
    lines.push({
      quantity: 'Connected components',
      value: `${readable(components[6])} / ${readable(components[18])} / ${readable(components[26])}`,
      interval: '–',
      how: 'of the phase before separation, at 6 / 18 / 26 neighbours',
    });
  if (distance !== null)
    lines.push({
      quantity: 'Greatest distance to the other phase',
      value: `${readable(Math.sqrt(distance.maxSquared))} voxels`,
      interval: '–',
      how: 'exact Euclidean, index units: spacing ignored, the border is not background',
    });
  return lines;
}

/** How the phase was chosen, in words. */
export function phaseRule(rule: Analysis['phase']['rule'], value: number): string {
  if (rule === 'label') return `voxels equal to ${readable(value)}`;
  const side = rule === 'bright' ? 'above' : 'at or below';
  return `voxels ${side} Otsu's threshold of the 3 × 3 × 3 median`;
}

function particleLines({ particles, input: { unit } }: FoundAnalysis): Line[] {
  if (particles === null) return [];
  const lines: Line[] = [
    {
      quantity: 'Particles',
      value: readable(particles.count),
      interval: '–',
      how: `${readable(particles.countInterior)} inside, ${readable(particles.border)} touch the border; watershed of the distance map`,
    },
  ];
  for (const [name, by] of [
    ['by number', particles.byNumber],
    ['by volume', particles.byVolume],
  ] as const)
    for (const [quantity, { value, interval95 }] of [
      ['D10', by.d10],
      ['D50', by.d50],
      ['D90', by.d90],
    ] as const)
      lines.push({
        quantity: `${quantity} ${name}`,
        value: `${readable(value)} ${unit}`,
        interval: readableBounds(interval95),
        how: `${particles.diameter}; border rule '${particles.borderRule}'; ${by.reason ?? '95 % by the spread between blocks of the volume'}`,
      });
  return lines;
}

function truthLines({ truth, porosity, input: { unit } }: FoundAnalysis): Line[] {
  if (truth === null) return [];
  const inside = porosity?.interval95 ?? null;
  const covered =
    inside === null
      ? ''
      : truth.porosity >= inside[0] && truth.porosity <= inside[1]
        ? ': inside the interval'
        : ': outside the interval';
  const known = (quantity: string, value: string, how: string): Line => ({
    quantity,
    value,
    interval: '–',
    how,
  });
  return [
    known('True porosity', readable(truth.porosity), `counted on the drawn spheres${covered}`),
    known(
      'True particles',
      readable(truth.particles),
      `${readable(truth.countInterior)} inside; ${readable(truth.slivers)} are slivers of under 50 voxels at the border`,
    ),
    known(
      'True D50 by number',
      `${readable(truth.d50.number)} ${unit}`,
      'spheres whose centre lies in the volume',
    ),
    known(
      'True D50 by volume',
      `${readable(truth.d50.volume)} ${unit}`,
      'spheres whose centre lies in the volume',
    ),
  ];
}

/** The first particles, with a link to all of them. */
export function particleTable(all: readonly ParticleColumn[]): string {
  const columns = all.filter(({ name }) => !BOUNDING_BOX.test(name));
  const count = columns[0]?.values.length ?? 0;
  const shown = Math.min(count, MOST_PARTICLES);
  const head = columns
    .map(
      ({ name, unit }) =>
        `<th class="number">${breakable(name)}${unit === '' ? '' : `<br>${escapeHtml(unit)}`}</th>`,
    )
    .join('');
  const rows = Array.from(
    { length: shown },
    (_, row) =>
      `<tr>${columns.map(({ values }) => `<td class="number">${readable(values[row]!)}</td>`).join('')}</tr>`,
  );
  const extent =
    shown < count
      ? `The first ${readable(shown)} of ${readable(count)} particles.`
      : `All ${readable(count)} particles.`;
  return `<p class="soft">${extent} The whole table is <a href="particles.csv">particles.csv</a>.</p>
<div class="wide"><table class="particles"><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

/** A column's name that may break where a word begins: equivalentDiameter. */
function breakable(name: string): string {
  return escapeHtml(name).replaceAll(/([a-z])([A-Z])/g, '$1<wbr>$2');
}

/** Time per op, as bars. */
export function timingTable(timings: readonly Timing[], total: number): string {
  const longest = timings.reduce((most, { milliseconds }) => Math.max(most, milliseconds), 0);
  const rows = timings.map(({ op, milliseconds, bytes }) => {
    const width = longest === 0 ? 0 : (100 * milliseconds) / longest;
    const traffic = bytes === null ? '–' : `${readable(bytes / 1e6, 3)} MB`;
    return `<tr><td>${escapeHtml(op)}</td><td class="number">${readable(milliseconds, 3)} ms</td><td class="number">${traffic}</td><td class="track"><i style="width:${width.toFixed(1)}%"></i></td></tr>`;
  });
  return `<div class="wide"><table class="time"><thead><tr><th>Op</th><th class="number">Time</th><th class="number">Declared traffic</th><th class="track"></th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div>
<p class="soft">${readable(total / 1000, 3)} s from the first read to the last number.</p>`;
}

/** Facts of the input as a definition list. */
export function inputFacts({ input, phase, threshold, about }: FoundAnalysis): string {
  const extent = input.size.map((n, i) => n * input.spacing[i]!);
  const facts: readonly (readonly [string, string])[] = [
    ...(about.sample === null ? [] : [['Sample', about.sample] as const]),
    ...Object.entries(about.facts),
    ['File', `${input.name} (${input.format}, ${input.dtype})`],
    ['Size', `${timesJoined(input.size)} voxels (x × y × z)`],
    ['Spacing', `${timesJoined(input.spacing)} ${input.unit}`],
    ['Extent', `${timesJoined(extent)} ${input.unit}`],
    ['Phase', phaseRule(phase.rule, threshold.value)],
    ...input.warnings.map((warning) => ['Note', warning] as const),
  ];
  return definitionList(facts);
}

/** Facts of the input and of the sample, of which `own` are those that a command adds. */
export function sampleAndInput(
  { input, about }: Pick<FoundAnalysis, 'input' | 'about'>,
  own: readonly (readonly [string, string])[],
): string {
  return definitionList([
    ['file', input.name],
    ['format', input.format],
    ['size', `${timesJoined(input.size)} voxels, ${input.dtype}`],
    ['spacing', `${timesJoined(input.spacing)} ${input.unit}`],
    ...own,
    ...Object.entries(about.facts),
    ...input.warnings.map((warning) => ['note', warning] as const),
  ]);
}

/** Names and values, both escaped here. */
export function definitionList(facts: readonly (readonly [string, string])[]): string {
  return `<dl>${facts.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join('')}</dl>`;
}
