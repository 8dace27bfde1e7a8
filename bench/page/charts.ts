import * as Plot from '@observablehq/plot';
import { copyBandwidth, figuresOf } from '../report/derive.js';
import type { Measurement } from '../report/schema.js';
import type { NamedReport } from './shelf.js';

/** A drawn chart with its legend. */
export type Chart = ReturnType<typeof Plot.plot>;

interface Point {
  readonly report: string;
  readonly label: string;
  readonly mvoxels: number;
  readonly bytes: number;
  readonly voxels: number;
  readonly ms: number;
}

function pointsOf(reports: readonly NamedReport[], keep: (m: Measurement) => boolean): Point[] {
  return reports.flatMap(({ name, report }) =>
    report.measurements
      .filter((m) => m.error === null && keep(m))
      .map((m) => {
        const { mvoxelsPerSecond, bytesPerVoxel, ms } = figuresOf(report, m);
        return {
          report: name,
          label: `${m.case}, ${m.field}`,
          mvoxels: mvoxelsPerSecond,
          bytes: bytesPerVoxel,
          voxels: m.size ** 3,
          ms,
        };
      })
      // A time of zero is below what waiting lets us see.
      .filter(({ ms }) => ms > 0),
  );
}

const color = (reports: readonly NamedReport[]): Plot.ScaleOptions => ({
  domain: reports.map(({ name }) => name),
  legend: reports.length > 1,
  scheme: 'Observable10',
});

/** Speed of every case on one size: a bar per report. */
export function speedBars(reports: readonly NamedReport[], size: number, width: number): Chart {
  const points = pointsOf(reports, (m) => m.size === size);
  const labels = [...new Set(points.map(({ label }) => label))];
  const left = Math.min(...points.map(({ mvoxels }) => mvoxels)) / 2;
  return Plot.plot({
    width,
    height: 60 + labels.length * (14 + 12 * reports.length),
    marginLeft: 190,
    marginRight: 60,
    color: color(reports),
    x: { type: 'log', label: `Mvoxel/s at ${String(size)}³ →`, grid: true },
    y: { axis: null, domain: reports.map(({ name }) => name) },
    fy: { label: null, padding: 0.25, domain: labels },
    marks: [
      Plot.link(points, {
        x1: () => left,
        x2: 'mvoxels',
        y1: 'report',
        y2: 'report',
        fy: 'label',
        stroke: 'report',
        strokeWidth: 9,
      }),
      Plot.text(points, {
        x: 'mvoxels',
        y: 'report',
        fy: 'label',
        text: ({ mvoxels }: Point) => mvoxels.toPrecision(3),
        textAnchor: 'start',
        dx: 6,
      }),
    ],
  });
}

/**
 * Voxels per second over declared bytes per voxel, with each adapter's copy bandwidth as the roof:
 * the distance below the line is what a case leaves of the memory's speed.
 */
export function roofline(reports: readonly NamedReport[], size: number, width: number): Chart {
  const points = pointsOf(reports, (m) => m.size === size).filter(({ bytes }) => bytes > 0);
  const bytes = points.map((point) => point.bytes);
  const ends = [Math.min(...bytes) / 1.5, Math.max(...bytes) * 1.5];
  const roofs = reports.flatMap(({ name, report }) =>
    ends.map((end) => ({ report: name, bytes: end, mvoxels: (1e3 * copyBandwidth(report)) / end })),
  );
  return Plot.plot({
    width,
    height: 420,
    marginLeft: 60,
    // Room for the lowest points and the labels of the highest.
    inset: 12,
    color: color(reports),
    x: { type: 'log', label: 'declared bytes per voxel →', grid: true },
    y: { type: 'log', label: `↑ Mvoxel/s at ${String(size)}³`, grid: true },
    marks: [
      Plot.line(roofs, { x: 'bytes', y: 'mvoxels', stroke: 'report', strokeDasharray: '4 3' }),
      Plot.dot(points, {
        x: 'bytes',
        y: 'mvoxels',
        stroke: 'report',
        fill: 'report',
        r: 3,
        channels: { case: 'label' },
        tip: true,
      }),
      Plot.text(withRoom(points), {
        x: 'bytes',
        y: 'mvoxels',
        text: 'label',
        dy: -8,
        fontSize: 9,
        fill: 'currentColor',
      }),
    ],
  });
}

/**
 * Points whose labels do not cover those of points before them; the others tell theirs when pointed
 * at.
 */
function withRoom(points: readonly Point[]): Point[] {
  const near = (a: number, b: number, factor: number): boolean =>
    Math.abs(Math.log(a / b)) < Math.log(factor);
  const kept: Point[] = [];
  for (const point of points)
    if (!kept.some((k) => near(k.bytes, point.bytes, 1.9) && near(k.mvoxels, point.mvoxels, 1.5)))
      kept.push(point);
  return kept;
}

/** Time over voxels, a line per case, of one report. */
export function growth(entry: NamedReport, width: number): Chart {
  const points = pointsOf([entry], () => true);
  return Plot.plot({
    width,
    height: 420,
    marginLeft: 60,
    marginRight: 150,
    x: { type: 'log', label: 'voxels →', grid: true },
    y: { type: 'log', label: '↑ milliseconds', grid: true },
    marks: [
      Plot.line(points, { x: 'voxels', y: 'ms', z: 'label', stroke: 'label' }),
      Plot.dot(points, { x: 'voxels', y: 'ms', fill: 'label', r: 2.5 }),
      Plot.text(points, {
        ...Plot.selectLast({ x: 'voxels', y: 'ms', z: 'label', text: 'label' }),
        textAnchor: 'start',
        dx: 6,
        fontSize: 9,
      }),
    ],
  });
}
