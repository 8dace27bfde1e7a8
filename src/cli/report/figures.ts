// The figures of a report as files of their own.
import type { FoundAnalysis } from '../found.js';
import { cumulativeChart, densityChart, histogramChart } from './charts.js';
import { phaseColour } from './palette.js';
import { depthChart, thresholdChart } from './phase_charts.js';
import { pngOf } from './pixels.js';
import { chartPicture } from './raster/chart_picture.js';
import { slicePictures, type SlicePicture } from './slices.js';

/** The drawings of a report; charts that have nothing to show are null. */
export interface Figures {
  readonly phases: readonly SlicePicture[];
  readonly particles: readonly SlicePicture[];
  readonly depth: string | null;
  readonly threshold: string | null;
  readonly histogram: string | null;
  readonly cumulative: string | null;
  readonly density: string | null;
}

/** Draws the figures. */
export function drawFigures(analysis: FoundAnalysis): Figures {
  const { histogram, threshold, thresholdCurve, particles, phase, input } = analysis;
  const sized = particles !== null && particles.curve.diameter.length > 0 ? { particles } : null;
  return {
    ...slicePictures(analysis),
    depth: depthChart(analysis),
    threshold:
      thresholdCurve === null
        ? null
        : thresholdChart(
            thresholdCurve,
            threshold.value,
            phaseColour(phase.rule === 'dark' ? 1 : 0),
          ),
    histogram: histogram === null ? null : histogramChart(histogram, threshold.value),
    cumulative: sized && cumulativeChart(sized, input.unit),
    density: sized && densityChart(sized, input.unit),
  };
}

/** A file of a figure. */
export interface FigureFile {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** Of a slice as PNG: the edge of a pixel, in the sample's unit. */
  readonly pixelSize?: number;
}

/** The figures as SVG and as PNG files. */
export function figureFiles(figures: Figures): readonly FigureFile[] {
  const { phases, particles, ...charts } = figures;
  return [
    ...[...phases, ...particles].flatMap(({ name, svg, pixels, pixelSize }) => [
      { name: `${name}.svg`, content: standalone(svg) },
      { name: `${name}.png`, content: pngOf(pixels), pixelSize },
    ]),
    ...Object.entries(charts).flatMap(([name, svg]) =>
      svg === null
        ? []
        : [
            { name: `${name}.svg`, content: standalone(svg) },
            { name: `${name}.png`, content: pngOf(chartPicture(svg)) },
          ],
    ),
  ];
}

function standalone(svg: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svg}\n`;
}
