import type { Coverage, Interval95, PhaseReport } from '../analysis.js';
import type { FoundAnalysis } from '../found.js';
import { phaseColour } from './palette.js';
import { escapeHtml, heldText, percent, readable, readableInterval, withShares } from './text.js';

/** Estimators of a surface that differ by more than this part are said to. */
const DISAGREEMENT = 0.05;
/** A phase of which more than this part is in runs of one or two voxels is said to be. */
const THIN = 0.05;

/** The colours of the phases, for pictures and charts. */
export function phaseLegend(phases: readonly PhaseReport[]): string {
  const entries = phases.map(
    ({ name }, i) => `<span><i style="background:${phaseColour(i)}"></i>${escapeHtml(name)}</span>`,
  );
  return `<p class="legend">${entries.join('')}</p>`;
}

/** What sampling says of a number. */
interface Sampled {
  readonly interval95: Interval95;
  readonly coverage: Coverage;
  readonly reason: string | null;
}

interface Column {
  readonly head: string;
  readonly unit: string;
  readonly cell: (phase: PhaseReport) => string;
}

/** Every phase with what is known of it. */
export function phaseTable({ phases, input: { unit } }: FoundAnalysis): string {
  const columns: Column[] = [{ head: 'Fraction', unit: '', cell: fractionCell }];
  if (phases.some(({ surface }) => surface !== null))
    columns.push(
      {
        head: 'Surface per volume',
        unit: `1/${unit}`,
        cell: surfaceCell,
      },
      {
        head: 'Surface per phase volume',
        unit: `1/${unit}`,
        cell: ({ surface }) => escapeHtml(readable(surface?.perPhaseVolume ?? NaN)),
      },
    );
  if (phases.some(({ thickness }) => thickness !== null))
    columns.push({
      head: 'Thickness D10 / D50 / D90',
      unit,
      cell: ({ thickness }) =>
        thickness === null
          ? '–'
          : escapeHtml(
              [thickness.p10, thickness.p50, thickness.p90].map((d) => readable(d, 3)).join(' / '),
            ),
    });
  const axes = (['x', 'y', 'z'] as const).filter((axis) =>
    phases.some(({ tortuosity }) => tortuosity?.[axis] !== undefined),
  );
  for (const axis of axes)
    columns.push({
      head: `Tortuosity factor ${axis}`,
      unit: '',
      cell: ({ tortuosity }) => escapeHtml(readable(tortuosity?.[axis] ?? NaN, 3)),
    });
  const head = columns.map(
    ({ head: name, unit: of }) =>
      `<th class="number">${escapeHtml(name)}${of === '' ? '' : `<br>${escapeHtml(of)}`}</th>`,
  );
  const rows = phases.map((phase, i) => {
    const cells = columns.map(({ cell }) => `<td class="number">${cell(phase)}</td>`);
    return `<tr><td><i class="swatch" style="background:${phaseColour(i)}"></i>${escapeHtml(phase.name)}<br><span class="soft">${escapeHtml(readable(phase.voxels ?? NaN))} voxels</span></td>${cells.join('')}</tr>`;
  });
  return `<div class="wide"><table class="phases"><thead><tr><th>Phase</th>${head.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

/** A number, what sampling adds to it and what the threshold does, each a text. */
function sharesOf(
  value: number,
  { interval95, thresholdRange }: { interval95: Interval95; thresholdRange: Interval95 },
): string[] {
  return withShares(value, [
    ['sampling', interval95],
    ['threshold', thresholdRange],
  ]).split(/ (?=[±−])/);
}

function fractionCell({ fraction }: PhaseReport): string {
  if (fraction === null) return '–';
  const [number = '', ...shares] = sharesOf(fraction.value, fraction);
  return sampledCell(`<b>${escapeHtml(number)}</b>`, shares, fraction);
}

function surfaceCell({ surface }: PhaseReport): string {
  if (surface === null) return '–';
  const [number = '', ...shares] = sharesOf(surface.perVolume, surface);
  return sampledCell(escapeHtml(number), shares, surface);
}

/** A number with its shares, and how often its interval holds or why there is none. */
function sampledCell(number: string, shares: readonly string[], of: Sampled): string {
  const held = of.interval95 === null ? (of.reason ?? '') : heldText(of);
  return [
    number,
    ...shares.map(escapeHtml),
    ...(held === '' ? [] : [`<span class="soft note">${escapeHtml(held)}</span>`]),
  ].join('<br>');
}

/** What is to be known of the numbers in the table. */
export function phaseNotes({ phases, thresholdCurve, threshold, input }: FoundAnalysis): string {
  const notes: string[] = [];
  if (phases.some((phase) => [phase.fraction, phase.surface].some((of) => of?.interval95)))
    notes.push(
      'Sampling: what another piece of the material would give; intervals aim at 95 % and hold as often as stated.',
    );
  if (thresholdCurve !== null)
    notes.push(
      `Threshold: the range of the results from ${readable(threshold.value - thresholdCurve.delta, 5)} to ${readable(threshold.value + thresholdCurve.delta, 5)}, that is ± δ = ${readable(thresholdCurve.delta, 3)} grey values, ${DELTA_WORDS[thresholdCurve.deltaFrom]}. The two are not added; a bias by blur is in neither.`,
    );
  if (phases.some(({ surface }) => surface !== null))
    notes.push(
      "Surfaces by Crofton's formula in 13 directions; the volume's border is no surface. Their sampling is not what voxels add, which an estimator errs by everywhere alike.",
    );
  if (phases.some(({ thickness }) => thickness !== null))
    notes.push('Thickness: the diameter of the largest ball in the phase that holds a voxel.');
  if (phases.some(({ tortuosity }) => tortuosity !== null))
    notes.push('Tortuosity factor: ε D₀ / D_eff; ∞ where nothing goes through.');
  const thin = phases.flatMap(({ name, surface }) => {
    const part = surface?.thin ?? 0;
    return part > THIN ? [`${name} ${percent(part)} %`] : [];
  });
  if (thin.length > 0)
    notes.push(
      `In runs of one or two voxels along an axis: ${thin.join(', ')}. No estimator resolves the surface there; image at a finer spacing, or take surfaces and interfaces of it for estimates.`,
    );
  const apart = disagreements(phases);
  if (apart.length > 0)
    notes.push(
      `Two estimators of the surface differ by more than ${percent(DISAGREEMENT)} % (Crofton's formula, the gradient, in 1/${input.unit}): ${apart.join('; ')}. So they do where a phase is a few voxels thin or speckled, where parts of it touch, and on flat faces along an axis: take these surfaces for estimates.`,
    );
  return `<ul class="notes">${notes.map((note) => `<li>${escapeHtml(note)}</li>`).join('')}</ul>`;
}

/** Surfaces that two estimators see differently. */
function disagreements(phases: readonly PhaseReport[]): string[] {
  // Of two phases, both have the one surface.
  const seen = phases.length === 2 ? phases.slice(0, 1) : phases;
  return seen.flatMap(({ name, surface }) => {
    const other = surface?.byGradient ?? null;
    if (surface === null || other === null) return [];
    const off = difference(surface.perVolume, other);
    return off <= DISAGREEMENT
      ? []
      : [`${name} ${readable(surface.perVolume, 3)} and ${readable(other, 3)}, ${percent(off)} %`];
  });
}

const DELTA_WORDS = {
  given: 'as given',
  noise: 'the standard deviation of its noise',
  'grey level': 'one grey level, since the noise is less',
} as const;

/** Over the greater of the two. */
function difference(a: number, b: number): number {
  const greater = Math.max(Math.abs(a), Math.abs(b));
  return greater === 0 ? 0 : Math.abs(a - b) / greater;
}

/** Where phases meet. */
export function interfaceTable({ interfaces, input: { unit } }: FoundAnalysis): string {
  if (interfaces === null) return '';
  const met = interfaces.filter(({ perVolume }) => perVolume > 0);
  const rows = met.map(
    ({ phases: [a, b], perVolume, ...of }) =>
      `<tr><td>${escapeHtml(a)} – ${escapeHtml(b)}</td><td class="number">${escapeHtml(readable(perVolume))}</td><td class="number">${sampledCell(escapeHtml(readableInterval(of.interval95)), [], of)}</td></tr>`,
  );
  const apart = interfaces.length - met.length;
  return `<h3>Interfaces</h3><div class="wide"><table class="interfaces"><thead><tr><th>Between</th><th class="number">Area per volume, 1/${escapeHtml(unit)}</th><th class="number">95 % interval</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div>${apart === 0 ? '' : `<p class="soft">${readable(apart)} pairs of phases touch nowhere.</p>`}`;
}

/** D50 at other thresholds. */
export function thresholdSizes({ thresholdCurve, input: { unit } }: FoundAnalysis): string {
  if (thresholdCurve === null || thresholdCurve.sizes.length === 0) return '';
  const rows = thresholdCurve.sizes.map(
    ({ threshold, count, byNumber, byVolume }) =>
      `<tr>${[readable(threshold, 5), readable(count), readable(byNumber), readable(byVolume)].map((text) => `<td class="number">${escapeHtml(text)}</td>`).join('')}</tr>`,
  );
  return `<h3>Particles at other thresholds</h3><div class="wide"><table class="interfaces"><thead><tr>${['Threshold', 'Particles', `D50 by number, ${unit}`, `D50 by volume, ${unit}`].map((text) => `<th class="number">${escapeHtml(text)}</th>`).join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

/** The shares of one fraction, for a tile. */
export function tileShares(fraction: NonNullable<PhaseReport['fraction']>): {
  readonly value: string;
  readonly note: string;
} {
  const { interval95, reason } = fraction;
  const [number = '', ...shares] = sharesOf(fraction.value, fraction);
  const held =
    interval95 === null
      ? (reason ?? 'no interval')
      : `${readableInterval(interval95, 3)}: ${heldText(fraction)}`;
  return { value: number, note: [shares.join(' '), held].filter((text) => text !== '').join('; ') };
}
