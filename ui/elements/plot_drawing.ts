// Draws a plot with Observable Plot. This file is loaded when the first plot is drawn.
import * as Plot from '@observablehq/plot';
import type { ColumnData, Table } from 'voxmetry';
import {
  cellEdges,
  cellsOf,
  countsOf,
  MOST_DOTS,
  thinned,
  type Cell,
} from '../numbers/plot_counts.js';

/** Bins at most, and points at most of a curve. */
const MOST_BINS = 120;
const MOST_POINTS = 600;

/** Pixels of the side of a cell. */
const CELL_SIZE = 9;

/** Which plot is drawn. */
export type PlotKind = 'histogram' | 'cumulative' | 'scatter' | 'box';

/** A band across the plot, such as the 95 % interval of a median. */
export interface PlotBand {
  /** The axis that it lies on. Default 'x'. */
  readonly axis?: 'x' | 'y' | undefined;
  readonly low: number;
  readonly high: number;
}

/** What is drawn. */
export interface PlotDrawing {
  readonly table: Table;
  readonly kind: PlotKind;
  readonly x: string;
  readonly y: string;
  readonly weight: string | null;
  readonly group: string | null;
  readonly logX: boolean;
  readonly logY: boolean;
  readonly bins: number | null;
  readonly bands: readonly PlotBand[];
  /** Rows that are drawn, and those of them that are chosen; null where no choice is made. */
  readonly rows: Uint32Array;
  readonly chosen: Uint32Array | null;
  readonly width: number;
  readonly height: number;
  readonly labelX: string;
  readonly labelY: string;
  /** A number at an axis. */
  readonly format: (value: number) => string;
}

/** An axis of a plot that is drawn. */
export interface DrawnAxis {
  /** Pixels from the left or the top. */
  readonly place: (value: number) => number;
  readonly value: (pixels: number) => number;
  /** Pixels where the axis begins and ends, in this order. */
  readonly range: readonly [number, number];
}

/** A plot that is drawn. */
export interface DrawnPlot {
  readonly svg: SVGSVGElement;
  readonly x: DrawnAxis;
  readonly y: DrawnAxis | null;
}

const MARK = 'var(--_mark)';
const FAINT = 'var(--_faint)';
const CHOSEN = 'var(--_accent)';
const LINE = 'var(--_text)';

/** Draws a plot; the picture follows the custom properties of where it is put. */
export function drawPlot(drawing: PlotDrawing): DrawnPlot {
  const { width, height, logX, logY, labelX, labelY, kind, format } = drawing;
  const frame = { width, height, marginLeft: 60, marginRight: 14, marginTop: 24, marginBottom: 40 };
  const { marks, y, domain } = MARKS[kind](drawing, frame);
  const plot = Plot.plot({
    ...frame,
    style: { fontSize: '12px', fontFamily: 'inherit', background: 'none' },
    x: {
      type: logX ? 'log' : 'linear',
      domain,
      label: labelX,
      tickFormat: ticks(logX, domain, format),
    },
    y: { label: labelY, ...y },
    color: { type: 'identity' },
    opacity: { type: 'identity' },
    marks: [
      Plot.gridX({ stroke: 'var(--_line)', strokeOpacity: 0.7 }),
      ...(kind === 'box' ? [] : [Plot.gridY({ stroke: 'var(--_line)', strokeOpacity: 0.7 })]),
      ...bandMarks(drawing),
      ...marks,
      Plot.axisX({
        tickSize: 4,
        label: labelX,
        labelArrow: 'none',
        tickFormat: ticks(logX, domain, format),
        stroke: 'var(--_soft)',
        fill: 'var(--_soft)',
        labelAnchor: 'right',
        labelOffset: 34,
        ticks: Math.max(2, width / 90),
      }),
      Plot.axisY({
        tickSize: 0,
        label: labelY,
        labelArrow: 'none',
        ...(kind === 'box' || kind === 'cumulative'
          ? {}
          : {
              tickFormat: ticks(
                logY && kind === 'scatter',
                y.domain as [number, number] | undefined,
                format,
              ),
            }),
        ...(kind === 'cumulative' ? { tickFormat: (v: number) => `${format(100 * v)} %` } : {}),
        fill: 'var(--_soft)',
      }),
    ],
  }) as SVGSVGElement & Plot.Plot;
  // A policy for styles refuses this one; the element brings its rules itself.
  plot.querySelector('style')?.remove();
  return {
    svg: plot,
    x: axisOf(plot.scale('x')),
    y: kind === 'scatter' ? axisOf(plot.scale('y')) : null,
  };
}

interface Drawn {
  readonly marks: Plot.Markish[];
  readonly y: Plot.ScaleOptions;
  readonly domain: [number, number];
}

const MARKS: Readonly<
  Record<PlotKind, (drawing: PlotDrawing, frame: { width: number; height: number }) => Drawn>
> = {
  histogram: ({ table, x, weight, logX, logY, bins, rows, chosen }) => {
    const weighing = weight === null ? {} : { weight };
    let histogram = table.histogram(x, { ...weighing, log: logX, bins: bins ?? undefined });
    if (bins === null && histogram.counts.length > MOST_BINS)
      histogram = table.histogram(x, { ...weighing, log: logX, bins: MOST_BINS });
    const { edges } = histogram;
    const weighed = {
      data: table.column(x),
      weight: weight === null ? null : table.column(weight),
    };
    const counts = countsOf(rows, weighed, edges);
    const least = logY ? Math.min(...counts.filter((n) => n > 0)) / 2 : 0;
    const bars = (of: Float64Array, fill: string): Plot.Markish =>
      Plot.rectY(
        Array.from(of, (n, i) => ({ x1: edges[i]!, x2: edges[i + 1]!, n })).filter(
          ({ n }) => n > 0,
        ),
        { x1: 'x1', x2: 'x2', y1: least, y2: 'n', fill, insetLeft: 0.5, insetRight: 0.5 },
      );
    const most = Math.max(...counts, 0);
    return {
      domain: [edges[0]!, edges.at(-1)!],
      y: { type: logY ? 'log' : 'linear', domain: [least, most], nice: !logY },
      marks: [
        bars(counts, chosen === null ? MARK : FAINT),
        ...(chosen === null ? [] : [bars(countsOf(chosen, weighed, edges), CHOSEN)]),
        Plot.ruleY([least], { stroke: LINE, strokeOpacity: 0.6 }),
      ],
    };
  },

  cumulative: ({ table, x, weight, logX, chosen }) => {
    const { value, fraction } = table.cumulative(x, weight === null ? {} : { weight });
    const first = logX ? value.findIndex((v) => v > 0) : 0;
    const values = value.subarray(first);
    const at = (i: number): [number, number] => [values[i]!, fraction[first + i]!];
    const curve = thinned(values, MOST_POINTS, logX).map(at);
    const before = fraction[first - 1] ?? 0;
    const data = table.column(x);
    const marked = chosen === null ? [] : spread(chosen, data, values, logX).map(at);
    return {
      domain: [values[0]!, values.at(-1)!],
      y: { type: 'linear', domain: [0, 1] },
      marks: [
        Plot.line([[values[0]!, before], ...curve], {
          ...{ x: '0', y: '1', curve: 'step-after', strokeWidth: 1.75 },
          stroke: chosen === null ? MARK : FAINT,
        }),
        Plot.dot(marked, { x: '0', y: '1', r: 2.5, fill: CHOSEN }),
        Plot.ruleY([0], { stroke: LINE, strokeOpacity: 0.6 }),
      ],
    };
  },

  scatter: ({ table, x, y, logX, logY, rows, chosen }, { width, height }) => {
    const [xs, ys] = [table.column(x), table.column(y)];
    const domain = padded(rows, xs, logX);
    const yDomain = padded(rows, ys, logY);
    const dot = (of: Uint32Array, fill: string, fillOpacity: number): Plot.Markish =>
      Plot.dot(of, {
        x: (row: number) => xs[row]!,
        y: (row: number) => ys[row]!,
        r: 2.5,
        fill,
        fillOpacity,
      });
    const edges = [
      cellEdges(...domain, Math.max(4, Math.round((width - 74) / CELL_SIZE)), logX),
      cellEdges(...yDomain, Math.max(4, Math.round((height - 64) / CELL_SIZE)), logY),
    ] as const;
    const cells = (of: Uint32Array, fill: string): Plot.Markish => {
      const held = cellsOf(of, [xs, ys], edges);
      const most = held.reduce((a, { count }) => Math.max(a, count), 1);
      return Plot.rect(held, {
        ...{ x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', fill, inset: 0 },
        fillOpacity: ({ count }: Cell) =>
          0.12 + (0.88 * Math.log(count)) / Math.max(Math.log(most), 1),
      });
    };
    const drawn = (of: Uint32Array, fill: string, opacity: number): Plot.Markish =>
      of.length > MOST_DOTS ? cells(of, fill) : dot(of, fill, opacity);
    return {
      domain,
      y: { type: logY ? 'log' : 'linear', domain: yDomain },
      marks: [
        drawn(rows, chosen === null ? MARK : FAINT, 0.75),
        ...(chosen === null || chosen.length === 0 ? [] : [drawn(chosen, CHOSEN, 0.9)]),
        Plot.frame({ stroke: 'var(--_line)' }),
      ],
    };
  },

  box: ({ table, x, group, logX, rows, chosen, format }) => {
    const data = table.column(x);
    const p = [0.05, 0.25, 0.5, 0.75, 0.95];
    const summaries =
      group === null
        ? [{ class: 0, ...table.dValues(x, { p }) }]
        : table.summaries(x, { by: group, p });
    const name = (value: number): string => (group === null ? ' ' : format(value));
    const boxes = summaries
      .filter(({ count }) => count > 0)
      .map(({ class: value, percentiles }) => {
        const [p5, q1, median, q3, p95] = percentiles.map((d) => d.value);
        return { name: name(value), p5, q1, median, q3, p95 };
      });
    const groups = group === null ? null : table.column(group);
    const marked = chosen === null ? [] : Array.from(chosen).slice(0, MOST_DOTS);
    const isFaint = chosen !== null;
    return {
      domain: padded(rows, data, logX),
      y: { type: 'band', domain: boxes.map((box) => box.name), padding: 0.35 },
      marks: [
        Plot.ruleY(boxes, { y: 'name', x1: 'p5', x2: 'p95', stroke: LINE, strokeOpacity: 0.6 }),
        Plot.barX(boxes, { y: 'name', x1: 'q1', x2: 'q3', fill: isFaint ? FAINT : MARK }),
        Plot.tickX(marked, {
          ...{ y: (row: number) => name(groups?.[row] ?? 0), x: (row: number) => data[row]! },
          ...{ stroke: CHOSEN, strokeOpacity: 0.7 },
        }),
        Plot.tickX(boxes, { y: 'name', x: 'median', stroke: LINE, strokeWidth: 2 }),
      ],
    };
  },
};

/** Places of chosen values among all, no two of which are drawn at one point. */
function spread(
  chosen: Uint32Array,
  data: ColumnData,
  values: Float64Array,
  log: boolean,
): number[] {
  const own = Float64Array.from(chosen, (row) => data[row]!)
    .filter((v) => !Number.isNaN(v) && v >= values[0]!)
    .sort();
  return thinned(own, MOST_POINTS, log).map((i) => lastOf(values, own[i]!));
}

/** The last place of a value among rising ones. */
function lastOf(values: Float64Array, value: number): number {
  let [low, high] = [0, values.length];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= value) low = middle;
    else high = middle;
  }
  return low;
}

/** The range of values with a little room at both ends. */
function padded(rows: Uint32Array, data: ColumnData, log: boolean): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const row of rows) {
    const value = data[row]!;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const [a, b] = log ? [Math.log(least), Math.log(most)] : [least, most];
  const room = a === b ? 0.5 : 0.03 * (b - a);
  return log ? [Math.exp(a - room), Math.exp(b + room)] : [a - room, b + room];
}

function bandMarks({ bands, kind }: PlotDrawing): Plot.Markish[] {
  return bands
    .filter(({ axis }) => axis !== 'y' || kind === 'scatter' || kind === 'cumulative')
    .map(({ axis, low, high }) =>
      Plot.rect([{ low, high }], {
        ...(axis === 'y' ? { y1: 'low', y2: 'high' } : { x1: 'low', x2: 'high' }),
        ...{ fill: CHOSEN, fillOpacity: 0.13 },
      }),
    );
}

/** What stands at ticks: on logarithmic axes powers of ten, and more where these are few. */
function ticks(
  log: boolean,
  domain: readonly [number, number] | undefined,
  format: (value: number) => string,
): (value: number) => string {
  if (!log || domain === undefined) return format;
  const decades = Math.log10(domain[1] / domain[0]);
  const shown = decades > 2.5 ? [1] : decades > 1.2 ? [1, 2, 5] : [1, 2, 3, 4, 5, 6, 8];
  return (value) => {
    const mantissa = Number((value / 10 ** Math.floor(Math.log10(value) + 1e-9)).toPrecision(6));
    return shown.includes(mantissa) ? format(value) : '';
  };
}

function axisOf(scale: Plot.Scale | undefined): DrawnAxis {
  if (scale?.range === undefined) throw new Error('An axis of numbers has an inverse.');
  const [from, to] = scale.range as [number, number];
  return {
    place: (value) => scale.apply(value) as number,
    value: (pixels) => scale.invert?.(pixels) as number,
    range: [from, to],
  };
}
