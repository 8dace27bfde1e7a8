import * as Plot from '@observablehq/plot';
import type { TwinAnalysis } from './analyse_twin.js';
import { ACCENT, svgOf } from '../report/plot.js';

const USED = '#2b8cc4';
/** Points of a curve that is drawn. */
const POINTS = 200;

/** The voltage over what a cell has given, with the band of the numbers that are used. */
export function dischargeChart({ used, measured }: NonNullable<TwinAnalysis['discharge']>): string {
  const every = Math.max(1, Math.floor(used.capacity.length / POINTS));
  const points = Array.from(used.capacity, (capacity, i) => ({
    capacity,
    volts: used.voltage[i]!,
    lower: used.lower[i]!,
    upper: used.upper[i]!,
  })).filter((_, i) => i % every === 0 || i === used.capacity.length - 1);
  const before = Array.from(measured.capacity, (capacity, i) => ({
    capacity,
    volts: measured.voltage[i]!,
  })).filter((_, i) => i % every === 0 || i === measured.capacity.length - 1);
  return svgOf({
    x: { label: 'given, A h →' },
    y: { label: '↑ voltage, V', grid: true, zero: false },
    marks: [
      Plot.areaY(
        points.filter(({ lower }) => Number.isFinite(lower)),
        { x: 'capacity', y1: 'lower', y2: 'upper', fill: USED, fillOpacity: 0.25 },
      ),
      Plot.line(before, {
        x: 'capacity',
        y: 'volts',
        stroke: ACCENT,
        strokeDasharray: '5 4',
        strokeWidth: 1.6,
      }),
      Plot.line(points, { x: 'capacity', y: 'volts', stroke: USED, strokeWidth: 1.8 }),
    ],
  });
}
