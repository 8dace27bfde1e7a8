import * as Plot from '@observablehq/plot';
import type { Analysis } from '../analysis.js';
import { increments, logDensity } from './distribution.js';
import { phaseColour } from './palette.js';
import { ACCENT, svgOf } from './plot.js';
import { readable } from './text.js';

const BY_NUMBER = 'by number';
const BY_VOLUME = 'by volume';
/** Middle tones that read on white and on near-black. */
const COLOURS = { domain: [BY_NUMBER, BY_VOLUME], range: ['#d97706', '#2b8cc4'] };
const MOST_BINS = 256;
const MOST_POINTS = 400;

/**
 * The histogram of the image that was thresholded, its sides in the colours of their phases, the
 * threshold marked.
 */
export function histogramChart(
  histogram: NonNullable<Analysis['histogram']>,
  threshold: number,
): string {
  const bins = displayBins(histogram);
  return svgOf({
    x: { label: 'grey value →', nice: false, tickFormat: (value: number) => readable(value) },
    y: { label: '↑ voxels per bin', tickFormat: 's', grid: true },
    marks: [
      Plot.rectY(bins, {
        x1: 'from',
        x2: 'to',
        y: 'count',
        inset: 0,
        z: null,
        fill: (bin: DisplayBin) => phaseColour((bin.from + bin.to) / 2 > threshold ? 0 : 1),
      }),
      Plot.ruleX([threshold], { stroke: ACCENT, strokeWidth: 2 }),
      Plot.text([threshold], {
        x: (value: number) => value,
        text: (value: number) => `threshold ${readable(value, 5)}`,
        frameAnchor: 'top',
        textAnchor: 'start',
        dx: 6,
        dy: -16,
        fill: ACCENT,
        fontWeight: 600,
      }),
      Plot.ruleY([0]),
    ],
  });
}

interface DisplayBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** At most 256 bins of whole source bins, between the first and the last that are not empty. */
function displayBins({ first, width, counts }: NonNullable<Analysis['histogram']>): DisplayBin[] {
  let low = 0;
  let high = counts.length - 1;
  while (low < high && counts[low] === 0) low += 1;
  while (high > low && counts[high] === 0) high -= 1;
  const step = Math.max(1, Math.ceil((high - low + 1) / MOST_BINS));
  const bins: DisplayBin[] = [];
  for (let bin = low; bin <= high; bin += step) {
    let count = 0;
    for (let i = bin; i < Math.min(bin + step, counts.length); i += 1) count += counts[i]!;
    bins.push({ from: first + bin * width, to: first + (bin + step) * width, count });
  }
  return bins;
}

/** The cumulative size distribution by number and by volume, D10, D50, D90 with their intervals. */
export function cumulativeChart({ particles }: Pick<Analysis, 'particles'>, unit: string): string {
  const { diameter, number, volume } = particles.curve;
  const curves = [
    ...curvePoints(diameter, number, BY_NUMBER),
    ...curvePoints(diameter, volume, BY_VOLUME),
  ];
  const marks = [
    ...percentileMarks(particles.byNumber, BY_NUMBER, diameter),
    ...percentileMarks(particles.byVolume, BY_VOLUME, diameter),
  ];
  return svgOf({
    x: { type: 'log', label: `diameter, ${unit} →`, ticks: 8, tickFormat: readableTick },
    y: { label: '↑ part at or below', domain: [0, 1], tickFormat: '.0%', grid: true },
    color: COLOURS,
    marks: [
      Plot.line(curves, {
        x: 'diameter',
        y: 'part',
        stroke: 'weighting',
        curve: 'step-after',
        strokeWidth: 1.8,
      }),
      Plot.ruleY(
        marks.filter(({ low }) => Number.isFinite(low)),
        {
          x1: 'low',
          x2: 'high',
          y: 'part',
          stroke: 'weighting',
          strokeWidth: 5,
          strokeOpacity: 0.4,
        },
      ),
      Plot.dot(marks, { x: 'value', y: 'part', fill: 'weighting', r: 4 }),
      Plot.ruleY([0]),
    ],
  });
}

/** The density of the size distribution over ln(diameter), by number and by volume. */
export function densityChart({ particles }: Pick<Analysis, 'particles'>, unit: string): string {
  const { diameter, number, volume } = particles.curve;
  const bins = Math.max(6, Math.min(40, Math.round(2 * Math.cbrt(diameter.length))));
  const steps = (
    [
      [BY_NUMBER, number],
      [BY_VOLUME, volume],
    ] as const
  ).flatMap(([weighting, parts]) =>
    logDensity(diameter, increments(parts), bins).map((bin) => ({ ...bin, weighting })),
  );
  return svgOf({
    x: { type: 'log', label: `diameter, ${unit} →`, ticks: 8, tickFormat: readableTick },
    y: { label: '↑ part per unit of ln(diameter)', grid: true },
    color: COLOURS,
    marks: [
      Plot.rectY(steps, {
        x1: 'from',
        x2: 'to',
        y2: 'density',
        y1: 0,
        fill: 'weighting',
        fillOpacity: 0.35,
        stroke: 'weighting',
        strokeWidth: 1.2,
        mixBlendMode: 'normal',
      }),
      Plot.ruleY([0]),
    ],
  });
}

function readableTick(value: number): string {
  return readable(value, 2).replace(/\.0+$/, '');
}

interface CurvePoint {
  readonly diameter: number;
  readonly part: number;
  readonly weighting: string;
}

function curvePoints(
  diameters: ArrayLike<number>,
  parts: ArrayLike<number>,
  weighting: string,
): CurvePoint[] {
  const stride = Math.max(1, Math.ceil(diameters.length / MOST_POINTS));
  return Array.from(diameters, (diameter, i) => ({ diameter, part: parts[i]!, weighting })).filter(
    (_, i) => i % stride === 0 || i === diameters.length - 1,
  );
}

interface PercentileMark {
  readonly part: number;
  readonly value: number;
  /** NaN where there is no interval. */
  readonly low: number;
  readonly high: number;
  readonly weighting: string;
}

function percentileMarks(
  { d10, d50, d90 }: Analysis['particles']['byNumber'],
  weighting: string,
  diameters: ArrayLike<number>,
): PercentileMark[] {
  // An end that is not bounded goes as far as there are diameters.
  const [first, last] = [diameters[0] ?? NaN, diameters[diameters.length - 1] ?? NaN];
  return (
    [
      [0.1, d10],
      [0.5, d50],
      [0.9, d90],
    ] as const
  )
    .filter(([, { value }]) => Number.isFinite(value))
    .map(([part, { value, interval95 }]) => ({
      part,
      value,
      low: interval95 === null ? NaN : Math.max(interval95[0], first),
      high: interval95 === null ? NaN : Math.min(interval95[1], last),
      weighting,
    }));
}
