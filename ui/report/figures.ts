// The charts that belong to a result: distributions, profiles, and what says how sure it is.
import type {
  ChordLengths,
  DepthProfile,
  Histogram,
  LinealPath,
  Profile,
  RepresentativeVolume,
  Sensitivity,
  SizeDistribution,
  Table,
  Thickness,
  TwoPoint,
} from 'voxmetry';
import { fill } from '../strings.js';
import type { Chart } from './chart.js';
import type { ReportCertainty, ReportSection } from './options.js';
import { statedNumber, type Phrase } from './phrase.js';
import type { ReportedResult } from './session_results.js';

/** A chart, what it shows, and the section that it belongs to. */
export interface ReportFigure {
  readonly section: ReportSection;
  readonly chart: Chart;
  readonly caption: string;
}

/** Bars of a histogram at most. */
const MOST_BARS = 128;
/** Above this ratio of sizes, their axis is logarithmic. */
const WIDE = 30;

type Make = (value: never, title: string, phrase: Phrase) => readonly ReportFigure[];

const withUnit = (what: string, unit: string): string =>
  unit === '' || unit === '1' ? what : `${what} (${unit})`;

/** One curve over something, as a figure. */
function curve(
  section: ReportSection,
  caption: string,
  x: readonly [label: string, values: ArrayLike<number>],
  y: readonly [label: string, values: ArrayLike<number>],
): ReportFigure {
  const chart = {
    title: caption,
    x: { label: x[0] },
    y: { label: `${y[0]} (%)`, percent: true, holds: [0] },
    marks: [{ kind: 'line', x: x[1], y: y[1], series: 0 }],
  } as const;
  return { section, chart, caption };
}

/** Neighbouring bins together, at their mean height: no more bars than can be seen. */
function fewerBars(
  edges: ArrayLike<number>,
  counts: ArrayLike<number>,
): { readonly edges: Float64Array; readonly y: Float64Array } {
  const together = Math.max(1, Math.ceil(counts.length / MOST_BARS));
  const length = Math.ceil(counts.length / together);
  const end = (bar: number): number => Math.min(bar * together, counts.length);
  const y = new Float64Array(length);
  for (let i = 0; i < counts.length; i += 1) y[Math.floor(i / together)]! += counts[i]!;
  return {
    edges: Float64Array.from({ length: length + 1 }, (_, bar) => edges[end(bar)]!),
    y: y.map((sum, bar) => sum / (end(bar + 1) - end(bar))),
  };
}

const thickness: Make = ({ histogram, unit }: Thickness, title, { words }) => [
  {
    section: 'distributions',
    caption: fill(words.curveOf, { title }),
    chart: {
      title,
      x: { label: withUnit(words.diameter, unit) },
      y: { label: `${words.partOfPhase} (%)`, percent: true, holds: [0] },
      marks: [{ kind: 'bars', edges: histogram.edges, y: histogram.fraction, series: 0 }],
    },
  },
];

interface SizeCurve {
  readonly diameters: Float64Array;
  readonly fraction: Float64Array;
  readonly unit: string;
}

const sizeCurve: Make = ({ diameters, fraction, unit }: SizeCurve, title, { words }) => [
  curve(
    'distributions',
    fill(words.curveOf, { title }),
    [withUnit(words.diameter, unit), diameters],
    [words.partAbove, fraction],
  ),
];

const MAKERS: Readonly<Record<string, Make>> = {
  histogram: ({ counts, start, width, edges }: Histogram, title, { words }) => {
    const all =
      edges ?? Float64Array.from({ length: counts.length + 1 }, (_, i) => start + i * width);
    const caption = fill(words.histogramOf, { title });
    const chart: Chart = {
      title: caption,
      x: { label: words.greyValue },
      y: { label: words.voxels, holds: [0] },
      marks: [{ kind: 'bars', ...fewerBars(all, counts), series: 0 }],
    };
    return [{ section: 'distributions', caption, chart }];
  },
  thickness,
  separation: thickness,
  granulometry: sizeCurve,
  porosimetry: sizeCurve,
  sizeDistribution: ({ curve: of, unit, diameter }: SizeDistribution, title, { words }) => {
    const caption = fill(words.sizesOf, { title, diameter });
    const x = of.diameter;
    const chart: Chart = {
      title: caption,
      x: { label: withUnit(words.diameter, unit), log: x.at(-1)! > WIDE * x[0]! },
      y: { label: `${words.partWithin} (%)`, percent: true, holds: [0, 1] },
      marks: [
        { kind: 'line', x, y: of.number, series: 0, name: words.byNumber },
        { kind: 'line', x, y: of.volume, series: 1, name: words.byVolume },
      ],
    };
    return x.length < 2 ? [] : [{ section: 'distributions', caption, chart }];
  },
  chordLengths: ({ lengths, counts, unit }: ChordLengths, title, { words }) => {
    const step = lengths.length > 1 ? lengths[1]! - lengths[0]! : (lengths[0] ?? 1);
    const edges = Float64Array.from({ length: lengths.length + 1 }, (_, i) => (i + 0.5) * step);
    const caption = fill(words.curveOf, { title });
    const chart: Chart = {
      title: caption,
      x: { label: withUnit(words.length, unit) },
      y: { label: words.chords, holds: [0] },
      marks: [{ kind: 'bars', ...fewerBars(edges, counts), series: 0 }],
    };
    return [{ section: 'distributions', caption, chart }];
  },
  linealPath: ({ lengths, probability, unit }: LinealPath, title, { words }) => [
    curve(
      'distributions',
      fill(words.curveOf, { title }),
      [withUnit(words.length, unit), lengths],
      [words.probability, probability],
    ),
  ],
  twoPoint: ({ distances, probability, unit }: TwoPoint, title, { words }) => [
    curve(
      'distributions',
      fill(words.curveOf, { title }),
      [withUnit(words.distance, unit), distances],
      [words.probability, probability],
    ),
  ],
  profile: ({ positions, fraction, unit, axis }: Profile, title, { words }) => [
    curve(
      'profiles',
      fill(words.profileOf, { title, axis }),
      [withUnit(fill(words.position, { axis }), unit), positions],
      [words.fraction, fraction],
    ),
  ],
  depthProfile: ({ depths, fraction, unit }: DepthProfile, title, { words }) => [
    curve(
      'profiles',
      fill(words.curveOf, { title }),
      [withUnit(words.depth, unit), depths],
      [words.fraction, fraction],
    ),
  ],
  representativeVolume: (value: RepresentativeVolume, title, phrase) =>
    representativeFigure(value, 'fraction', title, phrase),
  sensitivity: (value: Sensitivity, title, phrase) =>
    sensitivityFigures(value, 'fraction', title, phrase),
  measure: (table: Table, title, { words }) => {
    const column = table.columns.find(({ name }) => name === 'equivalentDiameter');
    if (column === undefined || table.length < 2) return [];
    const caption = fill(words.tableSizesOf, { title, column: column.name });
    const values = Float64Array.from(column.data).filter((value) => !Number.isNaN(value));
    const least = values.reduce((a: number, b: number) => Math.min(a, b), Infinity);
    const most = values.reduce((a: number, b: number) => Math.max(a, b), -Infinity);
    const bins = Math.max(1, Math.min(40, Math.ceil(2 * Math.cbrt(values.length))));
    const width = (most - least) / bins;
    const y = new Float64Array(bins);
    for (const value of values)
      y[Math.min(bins - 1, width > 0 ? Math.floor((value - least) / width) : 0)]! += 1;
    const edges = Float64Array.from({ length: bins + 1 }, (_, i) => least + i * width);
    const chart: Chart = {
      title: caption,
      x: { label: withUnit(words.diameter, column.unit) },
      y: { label: words.objects, holds: [0] },
      marks: [{ kind: 'bars', edges, y, series: 0 }],
    };
    return width > 0 ? [{ section: 'distributions', caption, chart }] : [];
  },
};

/** The charts of a result; none where it has no curve. */
export function figuresOf(result: ReportedResult, phrase: Phrase): readonly ReportFigure[] {
  const make = MAKERS[result.operation];
  return make === undefined ? [] : make(result.value as never, result.title, phrase);
}

/** What the threshold does to a number, and how it spreads between sub-volumes. */
export function certaintyFigures(
  { title, measure, sensitivity, representative }: ReportCertainty,
  phrase: Phrase,
): readonly ReportFigure[] {
  return [
    ...(sensitivity === null ? [] : sensitivityFigures(sensitivity, measure, title, phrase)),
    ...(representative === null
      ? []
      : representativeFigure(representative, measure, title, phrase)),
  ];
}

/** How the fraction, or the surface per volume, spreads between sub-volumes of rising size. */
function representativeFigure(
  { windows }: RepresentativeVolume,
  measure: 'fraction' | 'surface',
  title: string,
  { words }: Phrase,
): readonly ReportFigure[] {
  const placed = (['side by side', 'random'] as const).map((placement) =>
    windows.flatMap((each) => {
      const { relative = null } =
        (measure === 'fraction' ? each.fraction : each.surfacePerVolume) ?? {};
      const shown = each.placement === placement && relative !== null && relative > 0;
      return shown ? [{ size: each.size, relative }] : [];
    }),
  );
  const caption = fill(words.spreadOf, { title });
  const chart: Chart = {
    title: caption,
    x: { label: withUnit(words.edge, words.voxels), log: true },
    y: { label: `${words.relativeSpread} (%)`, log: true, percent: true },
    marks: placed.map((all, series) => ({
      kind: 'points',
      x: all.map(({ size }) => size),
      y: all.map(({ relative }) => relative),
      series,
      name: series === 0 ? words.sideBySide : words.random,
    })),
  };
  return placed.every(({ length }) => length === 0)
    ? []
    : [{ section: 'certainty', caption, chart }];
}

/** The fraction, or the surface per volume, over the threshold. */
function sensitivityFigures(
  { curve: of, threshold, delta, unit }: Sensitivity,
  measure: 'fraction' | 'surface',
  title: string,
  phrase: Phrase,
): readonly ReportFigure[] {
  const { words } = phrase;
  const y = measure === 'fraction' ? of.fraction : of.surfacePerVolume;
  if (y === null) return [];
  const band = measure === 'fraction' ? of.sampling : null;
  const said = { title, delta: phrase.number(delta) };
  const caption = fill(band === null ? words.sensitivityPlain : words.sensitivityOf, said);
  const chart: Chart = {
    title: `${title}: ${statedNumber(threshold, phrase)}`,
    x: { label: withUnit(words.threshold, words.greyLevels) },
    y:
      measure === 'fraction'
        ? { label: `${words.fraction} (%)`, percent: true }
        : { label: withUnit(words.perVolume, `1/${unit}`) },
    marks: [
      { kind: 'rule', x: threshold, range: [threshold - delta, threshold + delta] },
      ...(band === null ? [] : [{ kind: 'band', x: of.threshold, ...band, series: 0 } as const]),
      { kind: 'line', x: of.threshold, y, series: 0 },
    ],
  };
  return [{ section: 'certainty', caption, chart }];
}
