import type { Analysis, Estimate, FractionEstimate, Percentiles } from './analysis.js';
import type { FoundAnalysis } from './found.js';
import { measuredPhase, phaseRule } from './report/tables.js';
import {
  heldText,
  percent,
  readable,
  readableEstimate,
  readableInterval,
  timesJoined,
} from './report/text.js';
import { printable } from './usage.js';

/** The result as it is printed: a few aligned lines. */
export function summaryText(analysis: FoundAnalysis): string {
  const { input, threshold, phase, porosity, components, particles, truth } = analysis;
  const lines: (readonly [string, string])[] = [
    ['adapter', adapterName(analysis)],
    [
      'input',
      `${input.name}: ${timesJoined(input.size)} ${input.dtype}, spacing ${timesJoined(input.spacing)} ${input.unit}`,
    ],
    ...input.warnings.map((warning) => ['note', warning] as const),
    [
      threshold.method === 'otsu' ? 'Otsu' : 'label',
      `${readable(threshold.value, 6)}: ${phaseRule(phase.rule, threshold.value)}`,
    ],
    ['phase', `${readable(phase.voxels)} voxels, fraction ${estimate(phase)}`],
  ];
  if (porosity !== null)
    lines.push(['porosity', `${estimate(porosity)}${porosityTruth(porosity, truth)}`]);
  if (phase.reason !== null) lines.push(['', phase.reason]);
  const share = analysis.phases[phase.rule === 'bright' ? 0 : 1]?.fraction?.thresholdRange ?? null;
  if (analysis.thresholdCurve !== null && share !== null)
    lines.push([
      'threshold ± δ',
      `fraction ${readableInterval(share)} for ± ${readable(analysis.thresholdCurve.delta, 3)}`,
    ]);
  const surface = measuredPhase(analysis)?.surface ?? null;
  if (surface !== null) {
    const { perVolume: value, reason } = surface;
    lines.push(['surface', `${estimate({ ...surface, value })} per volume, in 1/${input.unit}`]);
    if (reason !== null) lines.push(['', reason]);
  }
  if (components !== null)
    lines.push([
      'components',
      `${readable(components[6])} / ${readable(components[18])} / ${readable(components[26])} at 6 / 18 / 26 neighbours`,
    ]);
  if (particles !== null) lines.push(...particleLines(particles, input.unit, truth));
  for (const { part, message } of analysis.missing ?? [])
    lines.push(['missing', `${part}: ${message}`]);
  const names = [...lines.map(([name]) => name), ...analysis.timings.map(({ op }) => op)];
  const width = Math.max(...names.map((name) => name.length)) + 2;
  const times = analysis.timings.map(
    ({ op, milliseconds }) =>
      `${printable(op).padEnd(width)}${milliseconds.toFixed(0).padStart(7)} ms`,
  );
  return [
    ...lines.map(([name, text]) => `${name.padEnd(width)}${printable(text)}`),
    '',
    'time per op',
    ...times,
    `${'in all'.padEnd(width)}${analysis.totalMilliseconds.toFixed(0).padStart(7)} ms`,
    '',
  ].join('\n');
}

function particleLines(
  particles: Analysis['particles'],
  unit: string,
  truth: Analysis['truth'],
): (readonly [string, string])[] {
  const lines: (readonly [string, string])[] = [
    [
      'particles',
      `${readable(particles.count)}, ${readable(particles.countInterior)} inside${truth === null ? '' : `; truth ${readable(truth.particles)}, ${readable(truth.countInterior)} inside, ${readable(truth.slivers)} mere slivers at the border`}`,
    ],
  ];
  const { small } = particles;
  if (small.count > 0)
    lines.push([
      '',
      `${readable(small.count)} of under ${readable(small.below)} voxels, ${percent(small.byVolume)} % of the volume`,
    ]);
  for (const [name, weighted, d50] of [
    ['by number', particles.byNumber, truth?.d50.number],
    ['by volume', particles.byVolume, truth?.d50.volume],
  ] as const) {
    lines.push([name, percentiles(weighted, unit, d50)]);
    if (weighted.reason !== null) lines.push(['', `no interval: ${weighted.reason}`]);
  }
  return lines;
}

function adapterName({ provenance }: FoundAnalysis): string {
  const adapter = provenance['adapter'];
  if (typeof adapter !== 'object' || adapter === null) return 'unknown';
  const facts = adapter as Readonly<Record<string, unknown>>;
  const names = ['vendor', 'architecture', 'device', 'description']
    .map((name) => facts[name])
    // Some drivers give PCI numbers for names.
    .filter((text): text is string => typeof text === 'string' && !/^\d*$/.test(text));
  return `${[...new Set(names)].join(', ')}${facts['software'] === true ? ' (software)' : ''}`;
}

function estimate(of: FractionEstimate): string {
  const { value, interval95 } = of;
  if (interval95 === null) return readable(value);
  return `${readable(value)} (95 %: ${readableInterval(interval95)}; ${heldText(of)})`;
}

function porosityTruth({ interval95 }: Estimate, truth: Analysis['truth']): string {
  if (truth === null) return '';
  const inside =
    interval95 === null
      ? ''
      : truth.porosity >= interval95[0] && truth.porosity <= interval95[1]
        ? ', inside the interval'
        : ', outside the interval';
  return `; truth ${readable(truth.porosity)}${inside}`;
}

function percentiles(
  { d10, d50, d90 }: Percentiles,
  unit: string,
  truth: number | undefined,
): string {
  const known = truth === undefined ? '' : ` (true D50 ${readable(truth, 3)})`;
  return `D10 ${readableEstimate(d10, unit, 3)}, D50 ${readableEstimate(d50, unit, 3)}, D90 ${readableEstimate(d90, unit, 3)}${known}`;
}
