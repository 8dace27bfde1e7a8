import * as Plot from '@observablehq/plot';
import type { ThresholdCurve } from '../analysis.js';
import type { FoundAnalysis } from '../found.js';
import { phaseColour } from './palette.js';
import { ACCENT, svgOf } from './plot.js';
import { readable } from './text.js';

/** The fraction of every phase over the depth; null where it is known of none. */
export function depthChart({ phases, input }: FoundAnalysis): string | null {
  if (phases.every(({ profile }) => profile === null)) return null;
  const points = phases.flatMap(({ name, profile }, i) =>
    profile === null
      ? []
      : Array.from(profile.positions, (depth, at) => ({
          name,
          colour: phaseColour(i),
          depth,
          fraction: profile.fraction[at]!,
        })),
  );
  return svgOf({
    x: { label: `depth z, ${input.unit} →` },
    y: { label: '↑ part of the slice', domain: [0, 1], tickFormat: '.0%', grid: true },
    marks: [
      Plot.line(points, {
        x: 'depth',
        y: 'fraction',
        z: 'name',
        stroke: 'colour',
        strokeWidth: 1.8,
      }),
      Plot.ruleY([0]),
    ],
  });
}

/**
 * The fraction of the measured phase over the threshold, with its sampling interval; the thresholds
 * within delta of the one used are shaded.
 */
export function thresholdChart(
  { delta, threshold, fraction, sampling }: ThresholdCurve,
  used: number,
  colour: string,
): string {
  const points = Array.from(threshold, (level, i) => ({
    level,
    fraction: fraction[i]!,
    lo: sampling?.lo[i] ?? fraction[i]!,
    hi: sampling?.hi[i] ?? fraction[i]!,
  }));
  return svgOf({
    x: {
      label: 'threshold, grey value →',
      nice: false,
      ticks: 5,
      tickFormat: (value: number) => readable(value),
    },
    y: { label: '↑ fraction of the phase', tickFormat: '.1%', grid: true, nice: true },
    marks: [
      Plot.rectX([{ from: used - delta, to: used + delta }], {
        x1: 'from',
        x2: 'to',
        fill: ACCENT,
        fillOpacity: 0.13,
      }),
      Plot.areaY(points, { x: 'level', y1: 'lo', y2: 'hi', fill: colour, fillOpacity: 0.22 }),
      Plot.line(points, { x: 'level', y: 'fraction', stroke: colour, strokeWidth: 2.2 }),
      Plot.ruleX([used], { stroke: ACCENT, strokeWidth: 2 }),
      Plot.text([used], {
        x: (value: number) => value,
        text: () => 'threshold ± δ',
        frameAnchor: 'top',
        dy: -16,
        fill: ACCENT,
        fontWeight: 600,
      }),
    ],
  });
}
